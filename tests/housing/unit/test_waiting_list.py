"""The waiting list follows the house's rule, then the time of the request, and each place says why."""

from datetime import date
from itertools import permutations
from uuid import UUID

import pytest

from housing.domain.house.priority import PriorityRule
from housing.domain.house.rules import PriorityInvalid
from housing.domain.occupant.kind import OccupantKind, labels
from housing.domain.stay.state import Wishes
from housing.domain.stay.waiting_list import Request, waiting_list
from housing.occupant_kinds import occupant_kinds
from support.houses import CODE, OPENED_ON, REQUESTED_AT, SEMESTER, request, request_stay

RULE = PriorityRule(OPENED_ON)
LABELS = labels(occupant_kinds())


def order(*requests: Request, rule: PriorityRule = RULE) -> list[UUID]:
    return [place.request.stay_id for place in waiting_list(requests, rule, LABELS)]


def test_a_kind_that_comes_first_passes_before_an_older_request() -> None:
    old_extern, locum = request(1, OccupantKind.EXTERN), request(2, OccupantKind.LOCUM)
    intern, saspas = request(3, OccupantKind.GP_INTERN), request(4, OccupantKind.SASPAS_INTERN)
    assert order(old_extern, locum, intern, saspas) == [UUID(int=number) for number in (4, 3, 2, 1)]


def test_within_a_kind_the_older_request_passes_first_and_references_tell_twins_apart() -> None:
    first, second = request(1), request(2)
    twin = request(3, requested_at=first.requested_at)
    assert {tuple(order(*some)) for some in permutations((first, second, twin))} == {
        (UUID(int=1), UUID(int=3), UUID(int=2))
    }


def test_kinds_that_the_rule_does_not_name_come_last_by_time_alone() -> None:
    dentist, student, extern = (
        request(1, OccupantKind.DENTAL_STUDENT),
        request(2, OccupantKind.THESIS_STUDENT),
        request(3, OccupantKind.EXTERN),
    )
    assert order(student, dentist, extern) == [UUID(int=3), UUID(int=1), UUID(int=2)]


def test_another_rule_gives_another_order() -> None:
    rule = PriorityRule(OPENED_ON, (OccupantKind.EXTERN, OccupantKind.SASPAS_INTERN))
    assert order(request(1, OccupantKind.SASPAS_INTERN), request(2, OccupantKind.EXTERN), rule=rule)[0] == UUID(int=2)


def test_each_place_is_explained_by_kinds_and_never_by_people() -> None:
    places = waiting_list(
        [
            request(1, OccupantKind.SASPAS_INTERN),
            request(2, OccupantKind.GP_INTERN),
            request(3, OccupantKind.GP_INTERN),
            request(4, OccupantKind.DENTAL_STUDENT),
        ],
        RULE,
        LABELS,
    )
    assert [place.rank for place in places] == [1, 2, 3, 4]
    saspas, intern, second, dentist = [place.explanation for place in places]
    before = "avant celle-ci : 1 d'un public prioritaire (interne en SASPAS)"
    assert saspas == "Interne en SASPAS, rang 1 dans l'ordre de la maison : aucune demande avant celle-ci."
    assert intern == f"Interne en médecine générale, rang 2 dans l'ordre de la maison ; {before}."
    assert second == intern.removesuffix(".") + " ; 1 du même rang, plus ancienne."
    assert dentist == (
        f"Étudiant en odontologie, que l'ordre de la maison ne nomme pas ; {before} ; "
        "2 d'un public prioritaire (interne en médecine générale)."
    )


def test_a_request_is_what_a_stay_asks_for() -> None:
    stay, _ = request_stay(wishes=Wishes(needs_accessible=True))
    assert Request.of(stay, date(2019, 11, 9)) == Request(
        stay.stay_id,
        CODE,
        OccupantKind.GP_INTERN,
        SEMESTER,
        Wishes(needs_accessible=True),
        REQUESTED_AT,
        UUID(int=7),
        date(2019, 11, 9),
    )


@pytest.mark.parametrize("kinds", [(), (OccupantKind.LOCUM, OccupantKind.LOCUM)])
def test_an_order_names_one_kind_at_least_and_none_twice(kinds: tuple[OccupantKind, ...]) -> None:
    with pytest.raises(PriorityInvalid):
        PriorityRule(OPENED_ON, kinds)
