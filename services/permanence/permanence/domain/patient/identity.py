"""Who a patient is: checked and written one way, so that sealing and look-up always meet the same signs."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from kernel.said import Longest
from permanence.domain.patient import rules
from permanence.domain.patient.ins import INSStatus, agrees, checked_matricule, kept_status
from permanence.domain.rules import RuleBroken

LONGEST_NAME = 80
LONGEST_EMAIL = 254
LONGEST_ADDRESS = 250
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{6,14}")
_BIRTHPLACE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_PHONE_SEPARATORS = re.compile(r"[\s.\-/()]")


class Sex(StrEnum):
    """As the national health identity tells it."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class IdentityWarning(StrEnum):
    """What somebody should look at; the patient is registered all the same."""

    INS_TO_VERIFY = "INS_TO_VERIFY"
    INS_DISAGREES = "INS_DISAGREES"
    DUPLICATE_LIKELY = "DUPLICATE_LIKELY"

    @property
    def french(self) -> str:
        return _FRENCH[self]


_FRENCH = {
    IdentityWarning.INS_TO_VERIFY: "L'INS n'est pas qualifiée : à vérifier auprès du téléservice INSi.",
    IdentityWarning.INS_DISAGREES: "Le matricule INS ne s'accorde pas avec l'année de naissance ou le sexe.",
    IdentityWarning.DUPLICATE_LIKELY: "Une fiche semblable existe déjà dans l'antenne : comparez-les.",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed at rest and never told; only the birth date is always known."""

    birth_on: date
    birth_name: str | None = None
    given_names: str | None = None
    used_name: str | None = None
    sex: Sex | None = None
    birthplace: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    ins: str | None = None
    ins_status: INSStatus | None = None

    def warnings(self) -> tuple[IdentityWarning, ...]:
        if self.ins is None:
            return ()
        is_female = {Sex.FEMALE: True, Sex.MALE: False}.get(self.sex) if self.sex else None
        found = []
        if self.ins_status is not INSStatus.QUALIFIED:
            found.append(IdentityWarning.INS_TO_VERIFY)
        if not agrees(self.ins, self.birth_on.year, is_female):
            found.append(IdentityWarning.INS_DISAGREES)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class IdentityGiven:
    """Who somebody says to be; a part left blank is not known."""

    birth_on: Annotated[date, "Date de naissance ; chiffrée, jamais publiée"]
    birth_name: Annotated[str | None, "Nom de naissance.", Longest(200)] = None
    given_names: Annotated[str | None, "Prénoms, le premier d'abord.", Longest(200)] = None
    used_name: Annotated[str | None, "Nom utilisé, s'il diffère.", Longest(200)] = None
    sex: Annotated[Sex | None, "Sexe à l'état civil."] = None
    birthplace: Annotated[str | None, "Code INSEE du lieu de naissance."] = None
    phone: Annotated[str | None, "Téléphone."] = None
    email: Annotated[str | None, "Adresse électronique."] = None
    address: Annotated[str | None, "Adresse du domicile."] = None
    ins: Annotated[str | None, "Matricule INS, 13 signes et sa clé."] = None
    ins_status: Annotated[INSStatus | None, "État de l'INS ; à vérifier si rien n'est dit."] = None

    def checked(self) -> Identity:
        """The identity as it is kept, or the rule that a part breaks."""
        matricule = checked_matricule(self.ins) if self.ins and self.ins.strip() else None
        names = (
            _name(self.birth_name, rules.BirthNameInvalid),
            _name(self.given_names, rules.GivenNameInvalid),
            _name(self.used_name, rules.UsedNameInvalid),
        )
        birthplace = _written(self.birthplace)
        has_strict_traits = None not in (*names[:2], birthplace) and self.sex in (Sex.FEMALE, Sex.MALE)
        return Identity(
            self.birth_on,
            *names,
            self.sex,
            _matching(_BIRTHPLACE, birthplace, rules.BirthplaceInvalid),
            _matching(_PHONE, _written_phone(self.phone), rules.PatientPhoneInvalid),
            _email(self.email),
            _address(self.address),
            matricule,
            kept_status(matricule, self.ins_status, has_strict_traits=has_strict_traits),
        )


def written_phone(phone: str) -> str:
    """Without separators, a French number with its 0: the same number is the same signs however it was typed."""
    digits = re.sub(r"^00(?=[1-9])", "+", _PHONE_SEPARATORS.sub("", phone))
    return re.sub(r"^\+330?(?=[1-9])", "0", digits)


def _written_phone(phone: str | None) -> str | None:
    return written_phone(phone) if phone and phone.strip() else None


def _written(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _name(name: str | None, rule: type[RuleBroken]) -> str | None:
    written = _written(name)
    if written is not None and (len(written) > LONGEST_NAME or not any(sign.isalpha() for sign in written)):
        raise rule
    return written


def _matching(pattern: re.Pattern[str], text: str | None, rule: type[RuleBroken]) -> str | None:
    if text is not None and not pattern.fullmatch(text):
        raise rule
    return text


def _email(email: str | None) -> str | None:
    written = _written(email)
    if written is not None and len(written) > LONGEST_EMAIL:
        raise rules.PatientEmailInvalid
    return _matching(_EMAIL, written.lower() if written else None, rules.PatientEmailInvalid)


def _address(address: str | None) -> str | None:
    written = _written(address)
    if written is not None and len(written) > LONGEST_ADDRESS:
        raise rules.HomeAddressInvalid
    return written
