"""Sessions, their slots, and the quarters of an hour that rooms and practitioners have taken."""
