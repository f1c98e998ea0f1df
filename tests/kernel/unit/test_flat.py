"""A value that travels whole inside stands flat outside, and is composed again from its parts."""

from dataclasses import dataclass
from typing import Annotated

import pytest

from kernel.flat import composed, flat_fields, flattened
from kernel.said import FLAT


@dataclass(frozen=True, slots=True)
class Name:
    family: str
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    on: int
    name: Annotated[Name, "Le nom.", FLAT]
    urgent: bool = False


def test_parts_of_a_flat_value_stand_beside_the_others_by_their_own_name() -> None:
    command = Register(3, Name("Exemple"))
    assert flattened(command) == {"on": 3, "family": "Exemple", "given": None, "urgent": False}
    assert [(of, field.name) for of, field in flat_fields(Register)] == [
        (Register, "on"),
        (Name, "family"),
        (Name, "given"),
        (Register, "urgent"),
    ]


def test_a_value_is_composed_again_and_what_is_not_given_has_its_default() -> None:
    assert composed(Register, {"on": 3, "family": "Exemple"}) == Register(3, Name("Exemple"))
    whole = Register(3, Name("Exemple", "Camille"), urgent=True)
    assert composed(Register, flattened(whole)) == whole


@pytest.mark.parametrize("parts", [{"on": 3}, {"on": 3, "family": "Exemple", "age": 7}])
def test_a_part_that_is_missing_or_unknown_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        composed(Register, parts)
