"""By phone or e-mail: the same address is the same signs however it was typed, so that it is found again."""

import re

from kernel.rule import RuleBroken

LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{6,14}")
_SEPARATORS = re.compile(r"[\s.\-/()]")


def without_separators(number: str) -> str:
    return _SEPARATORS.sub("", number)


def written_phone(phone: str) -> str:
    """Without separators, a French number with its 0 and another with its +."""
    digits = re.sub(r"^00(?=[1-9])", "+", without_separators(phone))
    return re.sub(r"^\+330?(?=[1-9])", "0", digits)


def checked_phone(phone: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The number as it is kept: ten digits of France, or a country and 15 digits at most (E.164); else the rule."""
    written = written_phone(phone)
    if not _PHONE.fullmatch(written):
        raise rule(field=field)
    return written


def checked_email(email: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The address as it is kept: a name, an @ and a domain, 254 signs at most (RFC 5321); else the rule."""
    written = email.strip().lower()
    if len(written) > LONGEST_EMAIL or not _EMAIL.fullmatch(written):
        raise rule(field=field)
    return written
