"""Sites and practitioners of a permanence in memory, for tests of its domain; every name is invented."""

from datetime import date
from typing import Any
from uuid import UUID

from permanence.domain.practitioner.contract import Contract
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import Practitioner, PractitionerJoined, employ
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.site import ConsultingRoom, Site, SiteOpened
from permanence.practitioner_kinds import practitioner_kinds

# What a test makes when it is collected must be of classes that are mapped: mapping changes how they keep their lists.
from permanence.store import metadata as metadata

SITE = "pouchelon"
OPENED_ON = date(2023, 9, 4)
# Monday to Friday, around lunch.
WEEK = tuple(OpenHours(weekday, starts, ends) for weekday in range(5) for starts, ends in ((510, 750), (840, 1110)))
RPPS = ("10005173140", "10002909371", "10100000008")


def open_site(**changes: Any) -> tuple[Site, SiteOpened]:
    """The site of Romans, with its two rooms."""
    rooms = [ConsultingRoom(UUID(int=number), f"cabinet-{number}", f"Cabinet {number}", OPENED_ON) for number in (1, 2)]
    asked = {
        "code": SITE,
        "label": "Pôle santé Pouchelon",
        "commune": "26281",
        "opened_on": OPENED_ON,
        "antenna_opened_on": OPENED_ON,
        "rooms": rooms,
        "hours": WEEK,
    }
    return Site.open(UUID(int=9), **{**asked, **changes})


def contract(kind: PractitionerKind = PractitionerKind.RETIRED_GP, **changes: Any) -> Contract:
    asked = {"employer": "Oxance", "starts_on": OPENED_ON, "ends_on": None, "half_days_per_week": 4}
    return Contract(kind, **{**asked, **changes})


def employed(
    number: int = 1, kind: PractitionerKind = PractitionerKind.RETIRED_GP, rpps: str | None = RPPS[0], **changes: Any
) -> Practitioner:
    """The practitioner of that number, under contract from the opening of the antenna."""
    return all_of_employing(number, kind, rpps, **changes)[0]


def all_of_employing(
    number: int, kind: PractitionerKind, rpps: str | None, **changes: Any
) -> tuple[Practitioner, PractitionerJoined]:
    return employ(
        UUID(int=100 + number),
        label=f"Dr Exemple {number}",
        rpps=rpps,
        contract=contract(kind, **changes),
        kinds=practitioner_kinds(),
    )


def msu(number: int = 1, **changes: Any) -> Practitioner:
    """A retired GP who is an agreed maître de stage since the opening."""
    practitioner = employed(number, **changes)
    practitioner.agree_msu(OPENED_ON, None, practitioner_kinds())
    return practitioner
