"""Makes the shared fixtures known to every test."""

import gc
from collections.abc import Generator

import pytest

# Assertions of the shared support tell their values, as those of the tests do.
pytest.register_assert_rewrite("support")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """What holds for any values is tried with few of them in unit tests, with many by `--hypothesis-profile thorough`.

    Always the same ones: a test of today's code is not to fail for another's.
    """
    if config.pluginmanager.hasplugin("hypothesispytest"):
        from hypothesis import settings

        settings.register_profile("unit", max_examples=20, derandomize=True, deadline=None, database=None)
        settings.register_profile("thorough", settings.get_profile("unit"), max_examples=200)
        settings.load_profile("unit")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Each worker collects thousands of tests, of which nothing is thrown away: the collector would look in vain."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


pytest_plugins = ["support.servers", "support.journals"]
