"""What an antenna's file may say to its permanence."""

from datetime import date
from typing import Any

import pytest

from adding.discovered import services
from chassis.core.antenna import load_antennas
from chassis.core.parameters import ParametersInvalid
from permanence.domain.appointment.priority import Criterion, PriorityRule
from permanence.domain.patient.eligibility import EligibilityRule, NoMedecinTraitantReason, rule_on
from permanence.parameters import Parameters, read
from support.project_tree import ROOT


def faults(table: dict[str, Any]) -> tuple[str, ...]:
    """All that is wrong in a table."""
    with pytest.raises(ParametersInvalid) as invalid:
        read(table)
    return invalid.value.faults


def test_the_opening_is_the_chassis_s_to_check() -> None:
    assert read({"opened_on": date(2023, 9, 4)}) == Parameters()


def test_every_unknown_name_is_told() -> None:
    told = list(faults({"commune_told": 1, "treshold": 2}))
    assert [name for name in ("commune_told", "treshold") if any(name in fault for fault in told)] == [
        "commune_told",
        "treshold",
    ]
    assert len(told) == 2


# Dated rules

RULE = {"version": "2023-09", "starts_on": date(2023, 9, 4), "label": "60 ans ou plus"}


def told_of_rule(**changes: Any) -> list[str]:
    return list(faults({"eligibility": [RULE | changes]}))


def test_conditions_are_read_as_they_are_written() -> None:
    row = RULE | {"min_age": 60, "or_ald": True, "reasons": ["newcomer"], "communes": ["26281"]}
    (rule,) = read({"eligibility": [row]}).eligibility
    assert rule == EligibilityRule(
        "2023-09",
        date(2023, 9, 4),
        "60 ans ou plus",
        60,
        or_ald=True,
        reasons=(NoMedecinTraitantReason.NEWCOMER,),
        communes=("26281",),
    )
    assert read({}).eligibility == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": "Été"}, "version"),
        ({"label": " "}, "label"),
        ({"starts_on": "2023-09-04"}, "starts_on"),
        ({"min_age": "60"}, "min_age"),
        ({"min_age": 121}, "min_age"),
        ({"or_ald": 1}, "or_ald"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["moved"]}, "moved"),
        ({"reasons": ["newcomer", "newcomer"]}, "deux fois"),
        ({"communes": []}, "communes"),
        ({"communes": "26281"}, "communes"),
        ({"communes": ["26184"]}, "26184"),
        ({"catchment": []}, "catchment"),
    ],
)
def test_what_is_no_condition_is_told(change: dict[str, Any], told: str) -> None:
    (fault,) = told_of_rule(**change)
    assert told in fault


def test_two_conditions_do_not_begin_on_one_day_and_are_a_list() -> None:
    assert "même jour" in next(iter(faults({"eligibility": [RULE, RULE | {"version": "b"}]})))
    assert "liste" in next(iter(faults({"eligibility": RULE})))


def test_a_priority_is_read_as_it_is_written_and_what_is_none_is_told() -> None:
    row = {"starts_on": date(2023, 9, 4), "order": ["urgent", "ald"]}
    assert read({"priority": [row]}).priority == (PriorityRule(date(2023, 9, 4), (Criterion.URGENT, Criterion.ALD)),)
    for wrong in ({"order": ["age"]}, {"order": ["ald", "ald"]}, {"rank": 1}):
        assert len(list(faults({"priority": [row | wrong]}))) == 1
    assert len(list(faults({"priority": [{"starts_on": date(2023, 9, 4)}]}))) == 1


def test_records_are_kept_twenty_years_and_protocols_last_six_months_unless_the_antenna_says_otherwise() -> None:
    house, own = read({}), read({"record_retention_years": 10, "temporary_protocol_months": 12})
    assert (house.record_retention_years, house.temporary_protocol_months) == (20, 6)
    assert (own.record_retention_years, own.temporary_protocol_months) == (10, 12)
    assert len(list(faults({"record_retention_years": 0, "temporary_protocol_months": "6"}))) == 2


def test_the_antennas_that_we_ship_have_the_conditions_of_their_documents() -> None:
    antennas = load_antennas(ROOT / "deploy/antennas", services())
    found = {antenna.code: read(antenna.parameters.get("permanence", {})).eligibility for antenna in antennas}
    (romans,) = found["romans"]
    assert (romans.min_age, romans.or_ald, len(romans.communes or ())) == (60, True, 10)
    first, later = (rule_on(found["laval"], date(year, 7, 1)) for year in (2017, 2024))
    assert first.reasons == (NoMedecinTraitantReason.DOCTOR_RETIRED, NoMedecinTraitantReason.NEWCOMER)
    assert (later.reasons, later.min_age, later.communes) == (None, None, None)
