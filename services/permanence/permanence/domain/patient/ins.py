"""The national health identity (INS): its matricule and how far it was verified; never needed for care."""

import re

from kernel.named import Named
from kernel.numbers import is_nir
from permanence.domain.rules import RuleBroken

_SEPARATORS = re.compile(r"[\s.\-]")
# Sex (1 and 2, or 7 and 8 while it is being given, 3 and 4 abroad), year, month or pseudo-month, place, rank, key.
_MATRICULE = re.compile(r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{8}")


class NIRMalformed(RuleBroken):
    """A matricule INS has 13 signs and a key of two, digits but for 2A and 2B in Corsica (INSEE, NIR and NIA)."""

    code = "NIR_MALFORMED"
    field = "ins"
    text = "Le matricule INS compte 13 signes puis une clé de 2 chiffres ; seules les lettres 2A et 2B y sont admises."


class NIRKeyWrong(RuleBroken):
    """The key is 97 minus the rest of the number divided by 97; 2A counts for 19 and 2B for 18."""

    code = "NIR_KEY_WRONG"
    field = "ins"
    text = "La clé de ce matricule INS est fausse : un des chiffres est mal saisi."


class INSWithoutNumber(RuleBroken):
    """The status of an identity at the national service is that of its matricule."""

    code = "INS_WITHOUT_NUMBER"
    field = "ins_status"
    text = "Un état d'INS ne va pas sans le matricule auquel il se rapporte."


class INSStatus(Named):
    """How sure the identity is: retrieved from the national service, validated by a paper, or both (RNIV, ANS)."""

    TO_VERIFY = "to_verify", "à vérifier"
    PROVISIONAL = "provisional", "provisoire"
    RETRIEVED = "retrieved", "récupérée"
    VALIDATED = "validated", "validée"
    QUALIFIED = "qualified", "qualifiée"


def checked_matricule(ins: str) -> str:
    """Returns the 15 signs without separators, or raises the rule that they break; key as published by INSEE."""
    signs = _SEPARATORS.sub("", ins).upper()
    if not _MATRICULE.fullmatch(signs) or not signs.isascii():
        raise NIRMalformed
    if not is_nir(signs):
        raise NIRKeyWrong
    return signs


def kept_status(matricule: str | None, status: INSStatus | None, *, has_strict_traits: bool) -> INSStatus | None:
    """What is kept of what was said: without the five strict traits nothing can have been verified."""
    if matricule is None:
        if status is not None:
            raise INSWithoutNumber
        return None
    if status is None or not has_strict_traits:
        return INSStatus.TO_VERIFY
    return status


def agrees(matricule: str, birth_year: int, is_female: bool | None) -> bool:
    """Whether the matricule tells the same year and, where it tells it, the same sex as the other traits."""
    if int(matricule[1:3]) != birth_year % 100:
        return False
    return is_female is None or matricule[0] not in "1278" or (matricule[0] in "28") is is_female
