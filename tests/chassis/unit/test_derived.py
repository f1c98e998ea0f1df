"""Bodies and answers are made of what a command, an outcome or a read model says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

import pytest
from marshmallow import ValidationError
from msgspec import UNSET, UnsetType

from chassis.http.derived import Unsaid, answer_of, body_of, filled_by_the_caller, maker_of
from kernel.said import CALLER, CENTS, FLAT, WITHIN, Between, Longest


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Tariff:
    night_cents: Annotated[int, "Une nuit", CENTS, Between(0, 10_000)]
    label: Annotated[str | None, "Comment il s'appelle.", Longest(5)] = None


@dataclass(frozen=True, slots=True)
class Line:
    note: Annotated[str, "Une remarque."]


@dataclass(frozen=True, slots=True)
class Paint:
    """Asks for everything that a command may ask for."""

    room_id: Annotated[UUID, "La chambre."]
    colour: Annotated[Colour, "La couleur."]
    tariff: Annotated[Tariff, FLAT]
    from_on: Annotated[date | None, "Dès quand"] = None
    coats: Annotated[int, "Combien de couches.", Between(1, 3)] = 1
    lines: Annotated[tuple[Annotated[Line, "Une ligne."], ...], "Des lignes."] = ()
    by: Annotated[str, CALLER] = ""
    digest: Annotated[bytes | None, WITHIN] = None


@dataclass(frozen=True, slots=True)
class Painted:
    room_id: Annotated[UUID, "La chambre."]
    colour: Annotated[Colour, "La couleur"]
    tariff: Annotated[Tariff, FLAT]
    dried_on: Annotated[date | None, "Sec le"]
    colours: Annotated[frozenset[Annotated[Colour, "Une couleur."]], "Toutes."]
    lines: Annotated[Sequence[Annotated[Line, "Une ligne."]], "Des lignes."]

    @property
    def is_dry(self) -> Annotated[bool, "Si c'est sec."]:
        return self.dried_on is not None

    @property
    def count(self) -> int:
        """Says nothing to others: it is not shown."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Dried:
    rooms: Annotated[Mapping[str, UUID], "Les chambres, par leur code."]
    shade: Annotated[int | UnsetType | None, "La teinte."] = UNSET


@dataclass(frozen=True, slots=True)
class Choose:
    shade: Annotated[str | None, "La teinte ; nulle : n'importe laquelle."]


ROOM = uuid4()
BODY: dict[str, Any] = {"colour": "red", "night_cents": 900}


def loaded(**changes: Any) -> Any:
    values: dict[str, Any] = body_of(Paint, frozenset({"room_id"}))().load({**BODY, **changes})
    return maker_of(Paint)({**values, "room_id": ROOM, "by": "somebody"})


def test_a_body_asks_for_the_fields_of_its_command_but_those_that_come_from_elsewhere() -> None:
    asked = body_of(Paint, frozenset({"room_id"}))().fields
    assert set(asked) == {"colour", "night_cents", "label", "from_on", "coats", "lines"}
    assert {name for name, field in asked.items() if field.required} == {"colour", "night_cents"}
    assert filled_by_the_caller(Paint) == {"by"}


def test_a_flat_value_travels_whole_and_a_part_becomes_what_it_is() -> None:
    paint = loaded(label="été", lines=[{"note": "au fond"}], from_on="2024-05-02", coats=2)
    assert paint == Paint(ROOM, Colour.RED, Tariff(900, "été"), date(2024, 5, 2), 2, (Line("au fond"),), by="somebody")
    assert loaded() == Paint(ROOM, Colour.RED, Tariff(900), by="somebody")


@pytest.mark.parametrize(
    "changes",
    [{"coats": 4}, {"night_cents": 10_001}, {"label": "trop long"}, {"by": "me"}, {"digest": "AA=="}, {"tariff": {}}],
    ids=str,
)
def test_what_is_out_of_bounds_or_not_asked_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        loaded(**changes)


def test_an_answer_shows_flat_values_flat_what_is_not_known_as_nothing_and_sets_sorted() -> None:
    value = Painted(ROOM, Colour.RED, Tariff(900), None, frozenset(Colour), [Line("au fond")])
    assert answer_of(Painted)().dump(value) == {
        "room_id": str(ROOM),
        "colour": "red",
        "night_cents": 900,
        "label": None,
        "dried_on": None,
        "colours": ["blue", "red"],
        "lines": [{"note": "au fond"}],
        "is_dry": False,
    }


def test_an_outcome_tells_one_of_some_words_as_a_text() -> None:
    word = answer_of(Painted, words=True)().fields["colour"]
    assert word.metadata["description"] == "La couleur : red, blue."


def test_a_field_that_says_nothing_of_itself_is_found_when_the_body_is_made() -> None:
    @dataclass(frozen=True)
    class Silent:
        name: str

    with pytest.raises(Unsaid, match="name"):
        body_of(Silent)


def test_what_has_no_default_may_be_null_but_must_be_said() -> None:
    assert body_of(Choose)().load({"shade": None}) == {"shade": None}
    with pytest.raises(ValidationError):
        body_of(Choose)().load({})


def test_what_is_absent_is_left_out_of_an_answer_and_names_may_be_data() -> None:
    answer = answer_of(Dried)()
    assert answer.dump(Dried({"a": ROOM})) == {"rooms": {"a": str(ROOM)}}
    assert answer.dump(Dried({}, None)) == {"rooms": {}, "shade": None}
    assert not answer.fields["shade"].required
