"""A placement: an intern, some months, agreed supervisors, sites."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.practitioner import rules
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.placement import Placement, PlacementStarted
from permanence.domain.rules import RuleBroken
from permanence.practitioner_kinds import practitioner_kinds
from support.permanence.permanence_places import OPENED_ON, RPPS, SITE, employed, msu, open_site

DAY = timedelta(days=1)
STARTS_ON, ENDS_ON = date(2023, 11, 2), date(2024, 5, 2)
INTERN = employed(2, PractitionerKind.SASPAS_INTERN, RPPS[1], employer="CHU de Grenoble")
SUPERVISOR = msu()
HERE = open_site()[0]


def started(**changes: Any) -> tuple[Placement, PlacementStarted]:
    asked: dict[str, Any] = {
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "supervisors": [SUPERVISOR],
        "sites": [HERE],
        "kinds": practitioner_kinds(),
    }
    intern = changes.pop("intern", INTERN)
    return Placement.start(UUID(int=30), intern, **{**asked, **changes})


def test_a_placement_is_told_with_how_many_supervisors() -> None:
    placement, fact = started(supervisors=[SUPERVISOR, msu(3, rpps=RPPS[2])])
    assert fact == PlacementStarted(UUID(int=30), INTERN.practitioner_id, STARTS_ON, ENDS_ON, 2)
    assert (placement.supervisors, placement.sites) == ((UUID(int=101), UUID(int=103)), (SITE,))


def leaving() -> object:
    supervisor = msu()
    supervisor.announce_departure(STARTS_ON)
    return supervisor


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"ends_on": STARTS_ON}, rules.PlacementDatesInvalid),
        ({"ends_on": STARTS_ON + 367 * DAY}, rules.PlacementDatesInvalid),
        ({"intern": employed(kind=PractitionerKind.SASPAS_INTERN, ends_on=STARTS_ON)}, rules.PlacementNotNeeded),
        ({"intern": employed(kind=PractitionerKind.LOCUM)}, rules.PlacementNotNeeded),
        ({"supervisors": []}, rules.SupervisorInvalid),
        ({"supervisors": [SUPERVISOR, SUPERVISOR]}, rules.SupervisorInvalid),
        ({"supervisors": [employed()]}, rules.SupervisorInvalid),
        ({"supervisors": [INTERN]}, rules.SupervisorInvalid),
        ({"supervisors": [msu(ends_on=STARTS_ON)]}, rules.SupervisorInvalid),
        ({"supervisors": [leaving()]}, rules.SupervisorInvalid),
        ({"supervisors": [msu(number) for number in range(3, 14)]}, rules.SupervisorInvalid),
        ({"sites": []}, rules.PlacementSiteInvalid),
        ({"sites": [HERE, HERE]}, rules.PlacementSiteInvalid),
        ({"sites": [open_site(opened_on=STARTS_ON + DAY, rooms=[])[0]]}, rules.PlacementSiteInvalid),
    ],
)
def test_a_placement_that_breaks_a_rule_does_not_start(change: dict[str, Any], rule: type[RuleBroken]) -> None:
    with pytest.raises(rule):
        started(**change)


def test_a_docteur_junior_is_placed_for_a_year() -> None:
    assert started(ends_on=STARTS_ON + 366 * DAY)[1].supervisors == 1
    assert OPENED_ON < STARTS_ON
