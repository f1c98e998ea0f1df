"""What owners count of their patients: facts tell nothing of who they are."""
