"""What bulletins say of this service."""
