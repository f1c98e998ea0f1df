"""Sites, their rooms, hours, closures and signed documents."""
