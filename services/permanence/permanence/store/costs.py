"""Costs, receipts and denominators."""
