"""A site opens with rooms and hours, shuts and closes; it says why it receives nobody; its documents are signed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from kernel.numbers import has_finess_key
from permanence.domain.rules import RuleBroken
from permanence.domain.site import rules
from permanence.domain.site.opening_hours import OpenHours, WeekHours
from permanence.domain.site.signed_document import DocumentKind, SignedDocument, checked_document
from permanence.domain.site.site import (
    MOST_CLOSURES,
    MOST_DOCUMENTS,
    MOST_ROOMS,
    MOST_WEEKS,
    Closure,
    ConsultingRoom,
    Site,
    SiteClosed,
    SiteOpened,
    SiteWarning,
)
from support.permanence.permanence_places import OPENED_ON, SITE, WEEK, open_site

DAY = timedelta(days=1)
A_TUESDAY = date(2024, 3, 5)
MORNING = (510, 750)
SITE_ID, CLOSURE = UUID(int=9), UUID(int=50)
DOCUMENT = SignedDocument(DocumentKind.PROJET_DE_SANTE, "2023-1", OPENED_ON, ("Oxance", "Ville de Romans"))


@pytest.fixture
def site() -> Site:
    return open_site()[0]


def a_room(code: str, opened_on: date = OPENED_ON) -> ConsultingRoom:
    return ConsultingRoom(UUID(int=77), code, "Cabinet", opened_on)


def test_an_opening_is_told_with_the_place_the_rooms_and_the_day() -> None:
    site, opened = open_site()
    assert opened == SiteOpened(SITE_ID, SITE, "26281", 2, OPENED_ON)
    assert [room.code for room in site.rooms] == ["cabinet-1", "cabinet-2"]
    assert site.hours == [WeekHours(OPENED_ON, tuple(sorted(WEEK)))]
    assert (site.closed_on, site.version, site.warnings) == (None, 0, ())


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"code": "Pôle santé"}, rules.CodeMalformed, "site"),
        ({"code": "p"}, rules.CodeMalformed, "site"),
        ({"label": " "}, rules.LabelInvalid, "label"),
        ({"label": "p" * 121}, rules.LabelInvalid, "label"),
        ({"opened_on": OPENED_ON - DAY}, rules.OpeningTooEarly, "opened_on"),
        ({"finess": "26000000"}, rules.FinessMalformed, "finess"),
        ({"finess": "2C0000014"}, rules.FinessMalformed, "finess"),
        ({"finess": "26000000A"}, rules.FinessMalformed, "finess"),
        ({"phone": "0" * 41}, rules.ContactInvalid, "phone"),
        ({"address": "r" * 201}, rules.ContactInvalid, "address"),
        ({"hours": (OpenHours(0, 750, 510),)}, rules.HoursInvalid, "hours"),
        ({"hours": (OpenHours(0, 510, 510),)}, rules.HoursInvalid, "hours"),
        ({"hours": (OpenHours(7, 510, 750),)}, rules.HoursInvalid, "hours"),
        ({"hours": (OpenHours(0, 510, 1441),)}, rules.HoursInvalid, "hours"),
        ({"hours": (OpenHours(0, 510, 750), OpenHours(0, 749, 800))}, rules.HoursInvalid, "hours"),
        ({"hours": tuple(OpenHours(0, n, n + 1) for n in range(29))}, rules.HoursInvalid, "hours"),
        ({"rooms": [a_room("cabinet-1"), a_room("cabinet-1")]}, rules.RoomCodeTaken, "room"),
    ],
)
def test_an_opening_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken], field: str) -> None:
    with pytest.raises(rule) as refused:
        open_site(**change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "kept", "is_right"),
    [
        ("750712184", "750712184", True),
        ("69 078 1810", "690781810", True),
        ("2a0000014", "2A0000014", True),
        ("2B0000020", "2B0000020", True),
        ("2B0000021", "2B0000021", False),
        ("750712185", "750712185", False),
    ],
)
def test_a_finess_number_with_a_wrong_key_is_kept_with_a_warning(typed: str, kept: str, is_right: bool) -> None:
    site, _ = open_site(finess=typed)
    assert (site.finess, has_finess_key(kept)) == (kept, is_right)
    assert site.warnings == (() if is_right else (SiteWarning.FINESS_KEY,))
    assert all(warning.french for warning in site.warnings)


def test_what_people_read_of_a_site_is_replaced_whole_or_not_at_all(site: Site) -> None:
    site.describe(label="Pouchelon", finess=None, phone="04 75 00 00 00", address="1 rue Pouchelon")
    with pytest.raises(rules.LabelInvalid):
        site.describe(label="", finess=None, phone=None, address=None)
    assert (site.label, site.phone, site.address) == ("Pouchelon", "04 75 00 00 00", "1 rue Pouchelon")


@pytest.mark.parametrize("hours", [MORNING, (840, 1110), (600, 615)])
def test_a_site_receives_within_its_hours(site: Site, hours: tuple[int, int]) -> None:
    site.check_open(A_TUESDAY, *hours)


@pytest.mark.parametrize(
    ("day", "hours", "because"),
    [
        (A_TUESDAY, (495, 750), "le mardi, le site ouvre de 08:30 à 12:30 et de 14:00 à 18:30"),
        (A_TUESDAY, (700, 900), "le mardi, le site ouvre de 08:30 à 12:30 et de 14:00 à 18:30"),
        (date(2024, 3, 9), MORNING, "le samedi, le site n'ouvre pas"),
        (date(2024, 4, 1), MORNING, "jour férié (Lundi de Pâques)"),
        (OPENED_ON - DAY, MORNING, "le site n'est pas ouvert à cette date"),
    ],
)
def test_a_closed_site_says_why(site: Site, day: date, hours: tuple[int, int], because: str) -> None:
    with pytest.raises(rules.SiteClosedThen) as refused:
        site.check_open(day, *hours)
    assert refused.value.text == f"Fermé le {day:%d/%m/%Y} à ces heures : {because}."


@pytest.mark.parametrize(
    ("commune", "day", "holiday"),
    [
        ("67482", date(2024, 12, 26), "Saint-Étienne"),
        ("57463", date(2024, 3, 29), "Vendredi saint"),
        ("97411", date(2024, 12, 20), "Abolition de l'esclavage"),
        ("26281", date(2024, 12, 26), None),
        ("2A004", date(2024, 12, 25), "Noël"),
    ],
)
def test_public_holidays_are_those_of_the_commune(commune: str, day: date, holiday: str | None) -> None:
    site, _ = open_site(commune=commune)
    assert site.closed_because(day) == (None if holiday is None else f"jour férié ({holiday})")


def test_new_hours_hold_from_their_day_and_replace_those_of_the_same_day(site: Site) -> None:
    saturday = OpenHours(5, 510, 720)
    site.set_hours(A_TUESDAY, [saturday])
    assert site.hours[-1] == WeekHours(A_TUESDAY, (saturday,))
    assert len(site.hours_on(A_TUESDAY - DAY)) == 2
    assert (site.hours_on(A_TUESDAY), site.hours_on(date(2024, 3, 9))) == ([], [saturday])
    site.set_hours(A_TUESDAY, WEEK)
    assert len(site.hours) == 2
    site.check_open(A_TUESDAY, *MORNING)


def test_a_closure_shuts_the_site_until_the_day_before_its_end_and_can_be_taken_back(site: Site) -> None:
    site.decide_closure(CLOSURE, A_TUESDAY, A_TUESDAY + 3 * DAY, " travaux ")
    assert site.closures == [Closure(CLOSURE, A_TUESDAY, A_TUESDAY + 3 * DAY, "travaux")]
    assert site.closed_because(A_TUESDAY + 2 * DAY) == "fermeture (travaux)"
    assert site.closed_because(A_TUESDAY + 3 * DAY) is None
    assert site.hours_on(A_TUESDAY) == []
    site.cancel_closure(CLOSURE)
    site.check_open(A_TUESDAY, *MORNING)
    with pytest.raises(rules.ClosureUnknown):
        site.cancel_closure(CLOSURE)


@pytest.mark.parametrize(
    ("first_on", "end_on", "reason", "rule"),
    [
        (A_TUESDAY, A_TUESDAY, "travaux", rules.ClosureInvalid),
        (A_TUESDAY, A_TUESDAY + 367 * DAY, "travaux", rules.ClosureInvalid),
        (A_TUESDAY, A_TUESDAY + DAY, " ", rules.ClosureReasonInvalid),
        (A_TUESDAY, A_TUESDAY + DAY, "t" * 201, rules.ClosureReasonInvalid),
        (date(2024, 8, 3), date(2024, 8, 20), "congés", rules.ClosureOverlap),
    ],
)
def test_a_closure_that_breaks_a_rule_is_refused_and_changes_nothing(
    site: Site, first_on: date, end_on: date, reason: str, rule: type[RuleBroken]
) -> None:
    site.decide_closure(CLOSURE, date(2024, 8, 5), date(2024, 8, 10), "congés")
    with pytest.raises(rule):
        site.decide_closure(UUID(int=51), first_on, end_on, reason)
    assert [closure.closure_id for closure in site.closures] == [CLOSURE]


def test_two_closures_may_follow_each_other(site: Site) -> None:
    site.decide_closure(UUID(int=51), A_TUESDAY + DAY, A_TUESDAY + 2 * DAY, "panne")
    site.decide_closure(CLOSURE, A_TUESDAY, A_TUESDAY + DAY, "travaux")
    assert [closure.closure_id.int for closure in site.closures] == [50, 51]


def test_rooms_open_and_close_within_their_site(site: Site) -> None:
    site.open_room(a_room("cabinet-3", A_TUESDAY))
    room = site.room_named("cabinet-3")
    closed_on = A_TUESDAY + 30 * DAY
    site.close_room("cabinet-3", closed_on, planned_until=closed_on - DAY)
    assert room.closed_on == closed_on
    assert [room.is_open(day) for day in (A_TUESDAY - DAY, A_TUESDAY, closed_on - DAY, closed_on)] == [
        False,
        True,
        True,
        False,
    ]
    room.check_open(A_TUESDAY)
    with pytest.raises(rules.RoomClosedThen):
        room.check_open(closed_on)


@pytest.mark.parametrize(
    ("room", "closed_on", "planned_until", "rule"),
    [
        ("cabinet-9", A_TUESDAY, None, rules.RoomUnknown),
        ("cabinet-1", OPENED_ON, None, rules.ClosedBeforeOpening),
        ("cabinet-1", A_TUESDAY, A_TUESDAY, rules.SessionStillPlanned),
        ("cabinet-2", A_TUESDAY, None, rules.RoomAlreadyClosed),
    ],
)
def test_a_room_that_cannot_close_stays_open(
    site: Site, room: str, closed_on: date, planned_until: date | None, rule: type[RuleBroken]
) -> None:
    site.close_room("cabinet-2", A_TUESDAY, planned_until=None)
    with pytest.raises(rule):
        site.close_room(room, closed_on, planned_until=planned_until)
    assert site.room_named("cabinet-1").closed_on is None


def test_a_room_opens_while_its_site_is_open(site: Site) -> None:
    with pytest.raises(rules.RoomOutsideSite):
        site.open_room(a_room("cabinet-3", OPENED_ON - DAY))
    with pytest.raises(rules.LabelInvalid):
        ConsultingRoom(UUID(int=77), "cabinet-3", "", OPENED_ON)
    with pytest.raises(rules.CodeMalformed) as refused:
        a_room("Cabinet 3")
    assert refused.value.field == "room"


def test_a_site_closes_with_the_rooms_that_are_still_open(site: Site) -> None:
    earlier = A_TUESDAY - DAY
    site.close_room("cabinet-2", earlier, planned_until=None)
    with pytest.raises(rules.SessionStillPlanned, match="05/03/2024"):
        site.close(A_TUESDAY, planned_until=A_TUESDAY)
    with pytest.raises(rules.ClosedBeforeOpening):
        site.close(OPENED_ON, planned_until=None)
    assert site.close(A_TUESDAY, planned_until=earlier) == SiteClosed(SITE_ID, SITE, A_TUESDAY)
    assert [room.closed_on for room in site.rooms] == [A_TUESDAY, earlier]
    assert site.closed_because(A_TUESDAY) == "le site n'est pas ouvert à cette date"
    with pytest.raises(rules.SiteAlreadyClosed):
        site.close(A_TUESDAY, planned_until=None)


def test_documents_are_kept_by_version_in_the_order_of_their_signatures(site: Site) -> None:
    site.sign_document(DOCUMENT)
    earlier = replace(DOCUMENT, kind=DocumentKind.REGLEMENT_INTERIEUR, signed_on=OPENED_ON - DAY)
    site.sign_document(earlier)
    assert site.documents == [earlier, DOCUMENT]
    with pytest.raises(rules.DocumentTwice):
        site.sign_document(replace(DOCUMENT, signed_by=("Oxance",)))
    assert {kind.french for kind in DocumentKind} == {"projet de santé", "règlement intérieur"}


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"signed_on": A_TUESDAY + DAY}, rules.SignedInFuture, "signed_on"),
        ({"version": " "}, rules.DocumentInvalid, "version"),
        ({"version": "v" * 41}, rules.DocumentInvalid, "version"),
        ({"signed_by": ()}, rules.DocumentInvalid, "signed_by"),
        ({"signed_by": ("Oxance", " ")}, rules.DocumentInvalid, "signed_by"),
        ({"signed_by": ("o" * 121,)}, rules.DocumentInvalid, "signed_by"),
        ({"signed_by": ("Oxance",) * 31}, rules.DocumentInvalid, "signed_by"),
    ],
)
def test_a_document_says_its_version_and_who_signed(change: dict[str, Any], rule: type[RuleBroken], field: str) -> None:
    asked: dict[str, Any] = {
        "kind": DocumentKind.PROJET_DE_SANTE,
        "version": "1",
        "signed_on": A_TUESDAY,
        "signed_by": (" Oxance ",),
    }
    assert checked_document(**asked, today=A_TUESDAY).signed_by == ("Oxance",)
    with pytest.raises(rule) as refused:
        checked_document(**{**asked, **change}, today=A_TUESDAY)
    assert refused.value.field == field


def test_what_is_kept_of_a_site_has_bounds(site: Site) -> None:
    site.documents = [replace(DOCUMENT, version=str(number)) for number in range(MOST_DOCUMENTS)]
    site.hours = [WeekHours(OPENED_ON + number * DAY, ()) for number in range(MOST_WEEKS)]
    site.closures = [Closure(UUID(int=n), OPENED_ON - DAY, OPENED_ON, "x") for n in range(MOST_CLOSURES)]
    for number in range(3, MOST_ROOMS + 1):
        site.open_room(a_room(f"cabinet-{number}"))
    asked: list[Callable[[], None]] = [
        lambda: site.sign_document(DOCUMENT),
        lambda: site.set_hours(A_TUESDAY, WEEK),
        lambda: site.decide_closure(CLOSURE, A_TUESDAY, A_TUESDAY + DAY, "travaux"),
        lambda: site.open_room(a_room("cabinet-51")),
    ]
    for ask in asked:
        with pytest.raises(rules.SiteFull):
            ask()
