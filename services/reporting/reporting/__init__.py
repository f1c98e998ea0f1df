"""The event log, its projections and the monthly bulletins: it can count and cannot identify."""
