"""What bulletins tell of the houses of interns."""
