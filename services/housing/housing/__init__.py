"""Houses that lodge interns in the territory."""
