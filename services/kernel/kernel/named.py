"""Words that machines exchange by a code and people read by a name, said in one place.

class PaymentMethod(Named):
    CASH = "cash", "espèces"
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from kernel import french


class Named(StrEnum):
    """One of a few values, each with its French name, as it stands inside a sentence."""

    french: str

    def __new__(cls, value: str, french: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.french = french
        return member


class Words:
    """What people call the values of a domain: by their own name, or by the service's dated table of kinds."""

    def __init__(self, kinds: Mapping[Any, str]) -> None:
        self._kinds = kinds

    def in_french(self, value: StrEnum) -> str:
        return french.typeset(value.french if isinstance(value, Named) else self._kinds[value])

    def choices_of(self, values: type[StrEnum], *without: StrEnum) -> dict[str, str]:
        """For a list to choose from: each value by its French name."""
        return {value.value: french.capital(self.in_french(value)) for value in values if value not in without}
