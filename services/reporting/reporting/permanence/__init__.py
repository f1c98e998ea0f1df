"""What bulletins tell of the permanences of care."""
