"""Whose fault a broken rule is: a rule of dates or rooms names the field of the command that asked for them."""

from collections.abc import Iterator
from contextlib import contextmanager

from housing.domain.rules import RuleBroken


@contextmanager
def blaming(field: str) -> Iterator[None]:
    try:
        yield
    except RuleBroken as rule:
        rule.field = field
        raise
