"""How people and places are named: written one way, and compared in another."""

import re
from unicodedata import normalize

from kernel.rule import RuleBroken

LONGEST_NAME = 80
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_LIGATURES = str.maketrans({"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Đ": "D", "Ł": "L"})


def checked_name(name: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The name with one space between words, or the rule that it lacks a letter or has more than 80 signs."""
    written = " ".join(name.split())
    if len(written) > LONGEST_NAME or not any(sign.isalpha() for sign in written):
        raise rule(field=field)
    return written


def normalised(name: str) -> str:
    """Capital letters without accents, one space between words: as a name is compared, not as it is written."""
    plain = normalize("NFD", name.upper().translate(_LIGATURES))
    bare = "".join(sign for sign in plain if not "\u0300" <= sign <= "\u036f")
    # A name in another alphabet has no such letters: it is compared as it is.
    return " ".join(_NOT_LETTERS.sub(" ", bare).split()) or " ".join(name.upper().split())
