"""Requests, until somebody says what this service is for."""
