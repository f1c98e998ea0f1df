"""By which traits a patient is found again, and which of them together make two files look like one person's."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from kernel.contact import written_phone
from kernel.name import normalised
from permanence.domain.patient.identity import Identity
from permanence.domain.rules import RuleBroken


class SearchEmpty(RuleBroken):
    """Somebody is looked for by a whole name, a birth date or a phone number: nobody leafs through identities."""

    code = "SEARCH_EMPTY"
    field = "birth_name"
    text = "Donnez un nom entier, une date de naissance ou un numéro de téléphone."


class Trait(StrEnum):
    """What keyed digests are kept of: a `name` in every order in which people say it, and `likeness` for duplicates."""

    NAME = "name"
    BIRTH_ON = "birth_on"
    PHONE = "phone"
    LIKENESS = "likeness"


def traits(identity: Identity) -> Iterator[tuple[Trait, str]]:
    """Every text that this identity is found by; some may come twice."""
    yield Trait.BIRTH_ON, identity.birth_on.isoformat()
    if identity.phone:
        yield Trait.PHONE, identity.phone
    for name in _family_names(identity):
        yield Trait.NAME, name
        if identity.given_names:
            given = normalised(identity.given_names.split()[0])
            yield Trait.NAME, f"{given} {name}"
            yield Trait.NAME, f"{name} {given}"
    for likeness in likenesses(identity):
        yield Trait.LIKENESS, likeness


def sought(name: str | None, birth_on: date | None, phone: str | None) -> list[tuple[Trait, str]]:
    """The traits that somebody is looked for by: those that were given, or the rule that one must be.

    A name is a family name, or given and family names in either order; accents, case and hyphens do not matter.
    """
    wanted = [
        *([(Trait.NAME, normalised(name))] if name and name.strip() else []),
        *([(Trait.BIRTH_ON, birth_on.isoformat())] if birth_on else []),
        *([(Trait.PHONE, written_phone(phone))] if phone and phone.strip() else []),
    ]
    if not wanted:
        raise SearchEmpty
    return wanted


def likenesses(identity: Identity) -> Iterator[str]:
    """Two files with one of these in common are to be compared by people; nothing is ever linked by itself.

    Twins share a name and a birth date, couples a phone, children the number of a parent: a phone or a matricule tells
    something only beside the birth date.
    """
    birth_on = identity.birth_on.isoformat()
    for name in _family_names(identity):
        yield f"name|{name}|{birth_on}"
    if identity.phone:
        yield f"phone|{identity.phone}|{birth_on}"
    if identity.ins:
        yield f"ins|{identity.ins}|{birth_on}"


def _family_names(identity: Identity) -> list[str]:
    return [normalised(name) for name in (identity.birth_name, identity.used_name) if name]
