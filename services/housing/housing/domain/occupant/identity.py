"""Who an occupant is: checked and written one way, so that sealing and look-up always meet the same signs."""

import re
from dataclasses import dataclass, fields

from stdnum import luhn

from housing.domain.occupant import rules
from housing.domain.occupant.kind import IdentifiedBy
from housing.domain.rules import RuleBroken

LONGEST_NAME = 80
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{6,14}")
_STUDENT_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z]{5,12}")
_SEPARATORS = re.compile(r"[\s.\-/()]")
# Sex, year, month (or the codes of unknown months), département (2A and 2B in Corsica), commune, rank; then the key.
_NIR = re.compile(
    r"(?<![0-9])[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])"
    r"(?:[0-9]{2}|2[ABab])[0-9]{6}(?:[0-9]{2})?(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed at rest and never told: name, contact, and an RPPS or student number."""

    given_name: str
    family_name: str
    email: str
    phone: str
    number: str


def checked_identity(
    *, given_name: str, family_name: str, email: str, phone: str, number: str, identified_by: IdentifiedBy
) -> Identity:
    """The identity as it is kept, or the rule that a field breaks; a NIR is refused wherever it was typed."""
    identity = Identity(
        " ".join(given_name.split()),
        " ".join(family_name.split()),
        email.strip().lower(),
        _written_phone(phone),
        _written_number(number),
    )
    for field in fields(identity):
        _refuse_nir(getattr(identity, field.name), field.name)
    _check(_is_name(identity.given_name), rules.GivenNameInvalid)
    _check(_is_name(identity.family_name), rules.FamilyNameInvalid)
    _check(_EMAIL.fullmatch(identity.email) and len(identity.email) <= LONGEST_EMAIL, rules.EmailInvalid)
    _check(_PHONE.fullmatch(identity.phone), rules.PhoneInvalid)
    if identified_by is IdentifiedBy.RPPS:
        _check(_is_rpps(identity.number), rules.RPPSInvalid)
    else:
        _check(_STUDENT_NUMBER.fullmatch(identity.number), rules.StudentNumberInvalid)
    return identity


def number_kind(number: str, accepted: IdentifiedBy) -> IdentifiedBy:
    """Which number somebody gave: what cannot be told by its signs is what is asked of this kind of person."""
    digits = _written_number(number)
    if accepted is IdentifiedBy.EITHER:
        return IdentifiedBy.RPPS if re.fullmatch(r"[0-9]{11}", digits) else IdentifiedBy.STUDENT_NUMBER
    return IdentifiedBy.RPPS if _is_rpps(digits) else accepted


def _written_number(number: str) -> str:
    return _SEPARATORS.sub("", number).upper()


def _written_phone(phone: str) -> str:
    """Without separators, a French number with its 0: the same number is the same signs however it was typed."""
    digits = re.sub(r"^00(?=[1-9])", "+", _SEPARATORS.sub("", phone))
    return re.sub(r"^\+330?(?=[1-9])", "0", digits)


def _refuse_nir(text: str, field: str) -> None:
    # An international number of 13 to 15 digits may have the same shape: its + tells it apart.
    if not text.startswith("+") and _NIR.search(_SEPARATORS.sub("", text)):
        raise rules.NirRefused(field=field)


def _is_name(name: str) -> bool:
    return len(name) <= LONGEST_NAME and any(sign.isalpha() for sign in name)


def _is_rpps(digits: str) -> bool:
    return bool(len(digits) == 11 and digits.isascii() and digits.strip("0") and luhn.is_valid(digits))


def _check(holds: object, rule: type[RuleBroken]) -> None:
    if not holds:
        raise rule
