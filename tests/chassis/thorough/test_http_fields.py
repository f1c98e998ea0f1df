"""Fields of requests: one way of writing each thing."""

from datetime import date
from enum import StrEnum

import pytest
from marshmallow import ValidationError

from chassis.http.bodies import Body
from chassis.http.fields import amount, choice, choices, civil_day, content, flag, part, text, whole


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Form(Body):
    day = civil_day("Jour")
    yes = flag("Oui")
    colour = choice(Colour, "Couleur")


GOOD = {"day": "2024-02-29", "yes": True, "colour": "red"}


def test_a_form_is_read_as_python_values() -> None:
    assert Form().load(GOOD) == {"day": date(2024, 2, 29), "yes": True, "colour": Colour.RED}


@pytest.mark.parametrize(
    "day",
    [
        "20240229",
        "2024-W09-4",
        "2024-2-29",
        "29/02/2024",
        "2024-02-30",
        "2023-02-29",
        "2024-02-29T00:00",
        "٢٠٢٤-٠٢-٢٩",
        "2024-02-29\n",
        " 2024-02-29",
        "",
        20240229,
        True,
    ],
)
def test_a_day_is_written_in_one_way(day: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Form().load({**GOOD, "day": day})
    assert refused.value.messages == {"day": ["Une date s'écrit AAAA-MM-JJ et existe au calendrier."]}


@pytest.mark.parametrize("yes", [1, 0, 1.0, "true", "on", "yes", ""])
def test_yes_is_true_and_nothing_else(yes: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Form().load({**GOOD, "yes": yes})
    assert refused.value.messages == {"yes": ["Répondez true ou false."]}


@pytest.mark.parametrize("colour", ["RED", "green", ""])
def test_a_choice_is_one_of_its_values(colour: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Form().load({**GOOD, "colour": colour})
    assert refused.value.messages == {"colour": ["Valeur inconnue ; choix possibles : red, blue."]}


class Optional(Body):
    said = text("Texte", required=False, longest=10)
    times = whole("Nombre", least=1, most=10, required=False)
    cents = amount("Somme", least=0, required=False)


@pytest.mark.parametrize("said", ["a\x00", "a\x1b[2J", "\ud800", "a\u0085", 1, None, "a" * 11])
def test_a_text_is_short_and_can_be_stored_and_shown(said: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Optional().load({"said": said})
    assert list(refused.value.messages_dict) == ["said"]


def test_a_text_may_have_lines_and_any_writing() -> None:
    assert Optional().load({"said": "é\n\t漢字\u202f»"}) == {"said": "é\n\t漢字\u202f»"}


@pytest.mark.parametrize("field", ["times", "cents"])
@pytest.mark.parametrize("number", [1.0, "1", True, None, -1, 10**30])
def test_a_number_is_whole_and_bounded(field: str, number: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Optional().load({field: number})
    assert list(refused.value.messages_dict) == [field]


def test_what_is_not_required_may_be_left_out() -> None:
    assert Optional().load({}) == {}
    assert Optional().load({"times": 10, "cents": 150_00}) == {"times": 10, "cents": 15_000}


class Part(Body):
    name = text("Nom")


class Whole(Body):
    file = content("Fichier", required=False)
    parts = choices(part(Part, "Une partie"), "Des parties", required=False)


def test_the_bytes_of_a_file_are_written_in_base64() -> None:
    assert Whole().load({"file": "AP9h"}) == {"file": b"\x00\xffa"}
    assert Whole().dump({"file": b"\x00\xffa"}) == {"file": "AP9h"}


@pytest.mark.parametrize("file", ["canari!", "AP9", "AP9h\n", "é", 1, [], True])
def test_what_is_no_base64_is_refused_without_quoting_it(file: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Whole().load({"file": file})
    assert refused.value.messages == {"file": ["Un fichier est attendu, écrit en base64."]}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("canari", ["Une liste est attendue."]),
        (["canari"], {0: {"_schema": ["Un objet est attendu."]}}),
        ([{"name": "a", "canari": 1}], {0: {"canari": ["Ce champ n'existe pas."]}}),
        ([{}], {0: {"name": ["Ce champ est obligatoire."]}}),
        ([{"name": "a"}] * 501, ["Au plus 500 éléments."]),
    ],
)
def test_a_list_of_parts_is_checked_part_by_part_in_french(parts: object, told: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Whole().load({"parts": parts})
    assert refused.value.messages == {"parts": told}
