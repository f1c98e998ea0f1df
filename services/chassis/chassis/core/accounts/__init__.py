"""Accounts: an owner tells each reader which facts it sent it; the reader says which it lacks, and is sent them again.

The broker confirms what it has put in some queue: it knows nothing of a binding that was lost, nor of a queue that was
deleted. Nothing of that is trusted here: what counts is what the reader's own database holds (decision 0016).
"""
