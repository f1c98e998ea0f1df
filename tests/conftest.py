"""Makes the shared fixtures known to every test."""

import pytest

# Assertions of the shared support tell their values, as those of the tests do.
pytest.register_assert_rewrite("support")

pytest_plugins = ["support.servers", "support.journals"]
