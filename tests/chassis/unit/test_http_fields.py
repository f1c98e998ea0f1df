"""Fields of requests: one way of writing each thing."""

from datetime import date
from enum import StrEnum

import pytest
from marshmallow import ValidationError

from chassis.http.bodies import Body
from chassis.http.fields import choice, civil_day, flag


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
