"""Makes the shared fixtures known to every test."""

pytest_plugins = ["support.servers"]
