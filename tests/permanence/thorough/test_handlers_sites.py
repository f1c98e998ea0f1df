"""Sites by commands: what is told, what is kept, which rule refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from permanence.commands.sessions import OpenSession
from permanence.commands.sites import (
    CancelClosure,
    CloseConsultingRoom,
    CloseSite,
    DecideClosure,
    DescribeSite,
    OpenConsultingRoom,
    SetHours,
    SignDocument,
)
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.rules import RoomUnknown, SiteUnknown
from permanence.domain.site.signed_document import DocumentKind, SignedDocument
from permanence.domain.site.site import Site
from permanence.store.sites import known_room, known_site
from support.permanence.permanence_commands import A_MONDAY, OPENING, ROOM, PermanenceCommands, permanence_commands
from support.permanence.permanence_places import OPENED_ON, SITE
from support.recorded import facts

DAY = timedelta(days=1)
NOBODY = UUID(int=1)
DOCUMENT = SignDocument(SITE, DocumentKind.PROJET_DE_SANTE, "2023-1", OPENED_ON, ("Oxance", "Ville de Romans"))
CLOSURE = DecideClosure(SITE, A_MONDAY, A_MONDAY + 2 * DAY, "travaux")


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[PermanenceCommands]:
    with permanence_commands(tmp_path) as permanence:
        yield permanence


def kept(romans: PermanenceCommands) -> Site:
    """As it was written, not as it is remembered."""
    with Session(romans.runtime.database.reading) as session:
        return known_site(session, SITE)


def test_a_site_opens_with_its_rooms_and_tells_one_fact(romans: PermanenceCommands) -> None:
    answer = romans.open_site()
    (opened,) = facts(romans.runtime)
    assert (opened.type, opened.sequence) == ("permanence.site_opened.v1", 1)
    assert opened.data == {
        "site_id": UUID(answer["site_id"]),
        "site": SITE,
        "commune": "26281",
        "rooms": 2,
        "opened_on": OPENED_ON,
    }
    assert (sorted(answer["rooms"]), answer["warnings"]) == ([ROOM, "cabinet-2"], [])
    site = kept(romans)
    assert [str(room.room_id) for room in site.rooms] == [answer["rooms"][room.code] for room in site.rooms]
    site.check_open(A_MONDAY, 510, 750)


def test_a_wrong_finess_key_is_a_warning(romans: PermanenceCommands) -> None:
    assert romans.open_site(finess="26 000 0012")["warnings"] == ["FINESS_KEY"]
    described = DescribeSite(SITE, "Pouchelon", finess="260000013", phone="04", address="1 rue Pouchelon")
    assert romans.do(described)["warnings"] == []
    assert (kept(romans).finess, kept(romans).address) == ("260000013", "1 rue Pouchelon")


def test_an_opening_that_breaks_a_rule_writes_nothing(romans: PermanenceCommands) -> None:
    romans.open_site()
    assert romans.refused(OPENING) == ("SITE_CODE_TAKEN", "site")
    other = replace(OPENING, site="ailleurs")
    assert romans.refused(replace(other, commune="26999")) == ("COMMUNE_UNKNOWN", "commune")
    assert romans.refused(replace(other, opened_on=OPENED_ON - DAY)) == ("OPENING_TOO_EARLY", "opened_on")


@pytest.mark.parametrize(
    "command",
    [
        DescribeSite("ailleurs", "Ailleurs"),
        SetHours("ailleurs", A_MONDAY, ()),
        OpenConsultingRoom("ailleurs", ROOM, "Cabinet", A_MONDAY),
        CloseConsultingRoom("ailleurs", ROOM, A_MONDAY),
        replace(CLOSURE, site="ailleurs"),
        CancelClosure("ailleurs", NOBODY),
        replace(DOCUMENT, site="ailleurs"),
        CloseSite("ailleurs", A_MONDAY),
    ],
)
def test_what_is_asked_is_asked_of_a_site_that_was_opened(romans: PermanenceCommands, command: object) -> None:
    romans.open_site()
    assert romans.refused(command) == ("SITE_UNKNOWN", "site")


def test_all_that_is_decided_of_a_site_is_kept(romans: PermanenceCommands) -> None:
    romans.open_site()
    saturday = OpenHours(5, 510, 720)
    romans.do(SetHours(SITE, A_MONDAY, (saturday,)))
    romans.do(OpenConsultingRoom(SITE, "cabinet-3", "Cabinet 3", A_MONDAY))
    romans.do(DOCUMENT)
    closure_id = UUID(romans.do(CLOSURE)["closure_id"])
    romans.do(CloseConsultingRoom(SITE, "cabinet-3", A_MONDAY + DAY))
    site = kept(romans)
    assert site.hours[-1].days == (saturday,)
    assert site.room_named("cabinet-3").closed_on == A_MONDAY + DAY
    assert site.documents == [
        SignedDocument(DOCUMENT.document_kind, DOCUMENT.version, DOCUMENT.signed_on, DOCUMENT.signed_by)
    ]
    assert site.closed_because(A_MONDAY) == "fermeture (travaux)"
    romans.do(CancelClosure(SITE, closure_id))
    assert kept(romans).closures == []
    assert kept(romans).version == len(("opened", "hours", "room", "document", "closure", "room closed", "taken back"))


def test_a_document_is_not_signed_tomorrow(romans: PermanenceCommands) -> None:
    romans.open_site()
    assert romans.refused(replace(DOCUMENT, signed_on=A_MONDAY + DAY)) == ("SIGNED_IN_FUTURE", "signed_on")


def test_a_room_is_known_by_the_codes_of_its_site_and_its_own(romans: PermanenceCommands) -> None:
    room_id = UUID(romans.open_site()["rooms"][ROOM])
    romans.open_site(site="annexe")
    with Session(romans.runtime.database.reading) as session:
        assert known_room(session, SITE, ROOM).room_id == room_id
        with pytest.raises(RoomUnknown):
            known_room(session, SITE, "cabinet-9")
        with pytest.raises(SiteUnknown):
            known_room(session, "ailleurs", ROOM)


def test_a_closure_cancels_its_sessions_and_a_site_closes_once_none_is_left(romans: PermanenceCommands) -> None:
    romans.open_site()
    practitioner_id = romans.employ()
    planned = [
        romans.do(OpenSession(SITE, ROOM, practitioner_id, day, 510, 570, 20))["session_id"]
        for day in (A_MONDAY + DAY, A_MONDAY + 2 * DAY)
    ]
    assert romans.refused(CloseSite(SITE, A_MONDAY + DAY)) == ("SESSION_STILL_PLANNED", "closed_on")
    assert romans.refused(CloseConsultingRoom(SITE, ROOM, A_MONDAY + 2 * DAY))[0] == "SESSION_STILL_PLANNED"
    romans.do(CloseConsultingRoom(SITE, "cabinet-2", A_MONDAY + DAY))
    answer = romans.do(CLOSURE)
    assert (answer["cancelled"], answer["waiting"]) == (planned[:1], [])
    assert romans.refused(CloseSite(SITE, A_MONDAY + 2 * DAY))[0] == "SESSION_STILL_PLANNED"
    closed_on = A_MONDAY + 3 * DAY
    romans.do(CloseSite(SITE, closed_on))
    (closed,) = romans.facts("site_closed")
    assert (closed.data["site"], closed.data["closed_on"]) == (SITE, closed_on)
    assert [room.closed_on for room in kept(romans).rooms] == [closed_on, A_MONDAY + DAY]
    again = OpenSession(SITE, ROOM, practitioner_id, closed_on, 510, 570, 20)
    assert romans.refused(again)[0] in ("SITE_CLOSED_THEN", "ROOM_CLOSED_THEN")
