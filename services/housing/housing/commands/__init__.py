"""What people ask of a house of interns; one frozen value per command, handled in `handlers`."""
