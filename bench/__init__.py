"""Side-by-side measurements: the same jobs done by Maillage, by what one would otherwise take, and by the floor."""
