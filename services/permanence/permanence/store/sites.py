"""Sites and their rooms."""
