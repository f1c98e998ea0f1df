"""Words that machines exchange by a code and people read by a name, said in one place.

class PaymentMethod(Named):
    CASH = "cash", "espèces"
"""

from enum import StrEnum
from typing import Self


class Named(StrEnum):
    """One of a few values, each with its French name, as it stands inside a sentence."""

    french: str

    def __new__(cls, value: str, french: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.french = french
        return member
