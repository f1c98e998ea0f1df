"""By which traits a patient is found again, and which of them together make two files look like one person's."""

from collections.abc import Iterator
from enum import StrEnum

from kernel.name import normalised
from permanence.domain.patient.identity import Identity


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
