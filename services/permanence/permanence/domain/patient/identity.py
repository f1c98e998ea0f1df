"""Who a patient is: checked and written one way, so that sealing and look-up always meet the same signs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from kernel.contact import checked_email, checked_phone
from kernel.name import checked_name
from kernel.named import Named
from kernel.said import Longest
from permanence.domain.patient.ins import INSStatus, agrees, checked_matricule, kept_status
from permanence.domain.rules import RuleBroken

LONGEST_ADDRESS = 250
_BIRTHPLACE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")


class BirthNameInvalid(RuleBroken):
    """A name has one letter at least and 80 signs at most, so that papers can be printed (our choice)."""

    code = "BIRTH_NAME_INVALID"
    field = "birth_name"
    text = "Le nom de naissance n'a pas de lettre, ou dépasse 80 signes."


class GivenNameInvalid(RuleBroken):
    """Same rule, for the given names."""

    code = "GIVEN_NAMES_INVALID"
    field = "given_names"
    text = "Les prénoms n'ont pas de lettre, ou dépassent 80 signes."


class UsedNameInvalid(RuleBroken):
    """Same rule, for the name that somebody goes by."""

    code = "USED_NAME_INVALID"
    field = "used_name"
    text = "Le nom utilisé n'a pas de lettre, ou dépasse 80 signes."


class BirthplaceInvalid(RuleBroken):
    """A birthplace is an INSEE code of commune or of country, as on the civil register (INS, strict traits)."""

    code = "BIRTHPLACE_INVALID"
    field = "birthplace"
    text = "Le lieu de naissance s'écrit par un code INSEE de cinq signes, par exemple 26281, ou 99 et le pays."


class PatientPhoneInvalid(RuleBroken):
    """A French number has ten digits and begins with 0; another begins with + and its country (E.164: 15 at most)."""

    code = "PATIENT_PHONE_INVALID"
    field = "phone"
    text = "Le téléphone s'écrit en dix chiffres, ou avec l'indicatif du pays : 06 12 34 56 78, +41 79 123 45 67."


class PatientEmailInvalid(RuleBroken):
    """An address has a name, an @ and a domain (RFC 5321: 254 signs at most)."""

    code = "PATIENT_EMAIL_INVALID"
    field = "email"
    text = "L'adresse électronique doit s'écrire nom@domaine, par exemple prenom.nom@exemple.fr."


class HomeAddressInvalid(RuleBroken):
    """An address is a few lines at most (our choice: 250 signs)."""

    code = "HOME_ADDRESS_INVALID"
    field = "address"
    text = "L'adresse du domicile dépasse 250 signes."


class Sex(Named):
    """As the national health identity tells it."""

    FEMALE = "female", "féminin"
    MALE = "male", "masculin"
    UNKNOWN = "unknown", "non précisé"


class IdentityWarning(Named):
    """What somebody should look at; the patient is registered all the same."""

    INS_TO_VERIFY = "INS_TO_VERIFY", "L'INS n'est pas qualifiée : à vérifier auprès du téléservice INSi."
    INS_DISAGREES = "INS_DISAGREES", "Le matricule INS ne s'accorde pas avec l'année de naissance ou le sexe."
    DUPLICATE_LIKELY = "DUPLICATE_LIKELY", "Une fiche semblable existe déjà dans l'antenne : comparez-les."


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed at rest and never told; only the birth date is always known."""

    birth_on: Annotated[date, "Date de naissance"]
    birth_name: Annotated[str | None, "Nom de naissance."]
    given_names: Annotated[str | None, "Prénoms."]
    used_name: Annotated[str | None, "Nom utilisé."]
    sex: Annotated[Sex | None, "Sexe à l'état civil."]
    birthplace: Annotated[str | None, "Code INSEE du lieu de naissance."]
    phone: Annotated[str | None, "Téléphone."]
    email: Annotated[str | None, "Adresse électronique."]
    address: Annotated[str | None, "Adresse du domicile."]
    ins: Annotated[str | None, "Matricule INS."]
    ins_status: Annotated[INSStatus | None, "État de l'INS."]

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
        matricule = _kept(self.ins, checked_matricule)
        names = (
            _kept(self.birth_name, checked_name, BirthNameInvalid),
            _kept(self.given_names, checked_name, GivenNameInvalid),
            _kept(self.used_name, checked_name, UsedNameInvalid),
        )
        birthplace = _kept(self.birthplace, _checked_birthplace)
        has_strict_traits = None not in (*names[:2], birthplace) and self.sex in (Sex.FEMALE, Sex.MALE)
        return Identity(
            self.birth_on,
            *names,
            self.sex,
            birthplace,
            _kept(self.phone, checked_phone, PatientPhoneInvalid),
            _kept(self.email, checked_email, PatientEmailInvalid),
            _kept(self.address, _checked_address),
            matricule,
            kept_status(matricule, self.ins_status, has_strict_traits=has_strict_traits),
        )


def _kept(text: str | None, checked: Callable[..., str], *rule: type[RuleBroken]) -> str | None:
    """With one space between words, checked; None when it is blank."""
    written = " ".join(text.split()) if text else ""
    return checked(written, *rule) if written else None


def _checked_birthplace(text: str) -> str:
    if not _BIRTHPLACE.fullmatch(text):
        raise BirthplaceInvalid
    return text


def _checked_address(text: str) -> str:
    if len(text) > LONGEST_ADDRESS:
        raise HomeAddressInvalid
    return text
