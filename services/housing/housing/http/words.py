"""What several requests and answers of the house have in common: its fields, its day, how a period is asked for."""

from datetime import date
from typing import Any

from chassis.core.clock import civil_day as day_of
from chassis.http.bodies import Answer, Body
from chassis.http.fields import CivilDay, Reference, Text, civil_day, reference, text
from chassis.http.routes import current_runtime
from housing.domain.stay.period import Period, PeriodEmpty, PeriodInvalid

LONGEST_CODE = 63
LONGEST_NAME = 120


def today() -> date:
    return day_of(current_runtime().clock.now())


def house_code() -> Text:
    return text("Code de la maison, par exemple maison-des-internes.", longest=LONGEST_CODE)


def room_code(**kwargs: Any) -> Text:
    return text("Code de la chambre dans sa maison, par exemple chambre-1.", longest=LONGEST_CODE, **kwargs)


def stay_reference(**kwargs: Any) -> Reference:
    return reference("Le séjour.", **kwargs)


def first_night(**kwargs: Any) -> CivilDay:
    return civil_day("Première nuit", **kwargs)


def departure_day(**kwargs: Any) -> CivilDay:
    return civil_day("Départ, nuit non passée", **kwargs)


class Nothing(Body):
    """Of a command that its address says whole: an empty object."""


class PeriodBody(Body):
    """Asked after `?`: the nights from `first_on` to the day before `end_on`."""

    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


class HouseReference(Answer):
    house_id = reference("La maison.")


class StayReference(Answer):
    stay_id = stay_reference()


def period_asked(first_on: date, end_on: date) -> Period:
    """The period, or the rule that it breaks, which then blames what was asked."""
    try:
        return Period(first_on, end_on)
    except (PeriodEmpty, PeriodInvalid) as rule:
        raise type(rule)(field="end_on") from None
