"""Who an occupant is: checked and written one way, so that sealing and look-up always meet the same signs."""

import re
from dataclasses import dataclass
from typing import Annotated

from housing.domain.occupant import rules
from housing.domain.occupant.kind import IdentifiedBy
from kernel.contact import checked_email, checked_phone, without_separators, written_phone
from kernel.name import checked_name
from kernel.numbers import is_rpps
from kernel.said import Longest

_STUDENT_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z]{5,12}")
# Sex, year, month (or the codes of unknown months), département (2A and 2B in Corsica), commune, rank; then the key.
_NIR = re.compile(
    r"(?<![0-9])[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[23][0-9]|4[0-2]|[5-9][0-9])"
    r"(?:[0-9]{2}|2[ABab])[0-9]{6}(?:[0-9]{2})?(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed at rest and never told: name, contact, and an RPPS or student number."""

    given_name: Annotated[str, "Prénom."]
    family_name: Annotated[str, "Nom."]
    email: Annotated[str, "Adresse électronique."]
    phone: Annotated[str, "Téléphone."]
    number: Annotated[str, "Numéro RPPS ou d'étudiant."]


@dataclass(frozen=True, slots=True)
class IdentityGiven:
    """Who somebody says to be."""

    given_name: Annotated[str, "Prénom ; chiffré.", Longest(200)]
    family_name: Annotated[str, "Nom ; chiffré.", Longest(200)]
    email: Annotated[str, "Adresse électronique ; chiffrée.", Longest(300)]
    phone: Annotated[str, "Téléphone ; chiffré.", Longest(60)]
    number: Annotated[str, "Numéro RPPS ou d'étudiant ; chiffré. Jamais de numéro de sécurité sociale.", Longest(60)]

    def checked(self, accepted: IdentifiedBy) -> tuple[Identity, IdentifiedBy]:
        """The identity as it is kept and which number it has, or the rule that a part breaks.

        A NIR is refused wherever it was typed.
        """
        identified_by = self._number_kind(accepted)
        if not accepted.accepts(identified_by):
            raise rules.NumberKindRefused
        for field, text in (
            ("given_name", self.given_name.strip()),
            ("family_name", self.family_name.strip()),
            ("email", self.email.strip()),
            ("phone", written_phone(self.phone)),
            ("number", _written_number(self.number)),
        ):
            _refuse_nir(text, field)
        identity = Identity(
            checked_name(self.given_name, rules.GivenNameInvalid),
            checked_name(self.family_name, rules.FamilyNameInvalid),
            checked_email(self.email, rules.EmailInvalid),
            checked_phone(self.phone, rules.PhoneInvalid),
            _checked_number(self.number, identified_by),
        )
        return identity, identified_by

    def _number_kind(self, accepted: IdentifiedBy) -> IdentifiedBy:
        """Which number this is: what cannot be told by its signs is what is asked of this kind of person."""
        digits = _written_number(self.number)
        if accepted is IdentifiedBy.EITHER:
            return IdentifiedBy.RPPS if re.fullmatch(r"[0-9]{11}", digits) else IdentifiedBy.STUDENT_NUMBER
        return IdentifiedBy.RPPS if is_rpps(digits) else accepted


def _written_number(number: str) -> str:
    return without_separators(number).upper()


def _checked_number(number: str, identified_by: IdentifiedBy) -> str:
    written = _written_number(number)
    if identified_by is IdentifiedBy.RPPS:
        if not is_rpps(written):
            raise rules.RPPSInvalid
    elif not _STUDENT_NUMBER.fullmatch(written):
        raise rules.StudentNumberInvalid
    return written


def _refuse_nir(text: str, field: str) -> None:
    # An international number of 13 to 15 digits may have the same shape: its + tells it apart.
    if not text.startswith("+") and _NIR.search(without_separators(text)):
        raise rules.NirRefused(field=field)
