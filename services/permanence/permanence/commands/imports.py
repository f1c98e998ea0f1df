"""Lines that come from other software."""
