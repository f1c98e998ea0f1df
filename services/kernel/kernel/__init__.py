"""The shared kernel (DDD): the little that several domains have in common, in plain Python."""
