"""What a rule is: a stable code for machines, the field to blame, the sentence that people read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self


class RuleBroken(ValueError):
    """A command that a domain refuses; nothing was changed. Each service has its own base below this one."""

    code: str
    field: str
    text: str
    case_text: ClassVar[str]

    def __init__(self, text: str | None = None, field: str | None = None) -> None:
        """Another text names dates or amounts of this very case, never people; another field blames what was asked."""
        self.text = text or self.text
        self.field = field or self.field
        super().__init__(f"{self.code}: {self.text}")

    @classmethod
    def filled(cls, **gaps: Any) -> Self:
        """The rule with the sentence of this very case: `case_text`, whose gaps have names."""
        return cls(cls.case_text.format(**gaps))


@contextmanager
def blaming(field: str) -> Iterator[None]:
    """Within it, a rule of dates, rooms or people names the field of the command that asked for them."""
    try:
        yield
    except RuleBroken as rule:
        rule.field = field
        raise
