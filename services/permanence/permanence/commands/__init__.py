"""What people ask of the permanence; one frozen value per command, handled in `handlers`."""
