"""Whose fault a broken rule is: a rule of dates or people names the field of the command that asked for them."""

from collections.abc import Iterator
from contextlib import contextmanager

from permanence.domain.rules import RuleBroken


@contextmanager
def blaming(field: str) -> Iterator[None]:
    try:
        yield
    except RuleBroken as rule:
        rule.field = field
        raise
