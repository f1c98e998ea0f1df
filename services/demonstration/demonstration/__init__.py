"""The demonstration: a season replayed through the services' own command handlers, read in monthly bulletins."""
