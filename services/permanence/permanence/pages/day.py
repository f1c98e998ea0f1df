"""The secretary's day: the sessions of a site side by side, the first places that are free, who waits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from chassis.http.fields import civil_day, text
from chassis.http.pages import render
from chassis.http.routes import minute_now, reading, today
from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.session.session import SessionCancelReason
from permanence.domain.site.site import Site
from permanence.http.api import CARERS
from permanence.pages.antenna import antenna_parameters
from permanence.pages.day_content import columns_of, day_of
from permanence.pages.names import full_name, identities_shown
from permanence.pages.site import pages, query
from permanence.pages.words import choices_of
from permanence.queries.sites import all_sites
from permanence.queries.waiting_list import waiting

WAITING_SHOWN = 5
_A_DAY = timedelta(days=1)

DayQuery = query(
    day=civil_day("Le jour montré", required=False),
    site=text("Le site, par son code.", required=False, longest=63),
    at=text("La plage où se trouvait le formulaire.", required=False, longest=63),
)


def site_asked(sites: Sequence[Site], code: str | None) -> Site | None:
    """The site that was asked for, or the first."""
    return next((site for site in sites if code in (None, site.code)), None)


@pages.page("/", roles=CARERS, asks=DayQuery)
def day(asked: dict[str, Any]) -> str:
    now, shown = today(), asked.get("day", today())
    with reading() as session:
        sites = [site for site in all_sites(session) if site.is_open_on(shown)]
        site = site_asked(sites, asked.get("site"))
        if site is None:
            return render("no_site.html.j2", section="day", shown=shown, sites=sites)
        content = day_of(session, site.code, shown, now, minute_now())
        places = waiting(session, antenna_parameters().priority, now)
    names = identities_shown("day.show", content.patient_ids)
    return render(
        "day.html.j2",
        section="day",
        site=site,
        sites=sites,
        shown=shown,
        today=now,
        minute=minute_now() if shown == now else None,
        earlier=shown - _A_DAY,
        later=shown + _A_DAY,
        closed_because=site.closed_because(shown),
        content=content,
        names={patient_id: full_name(identity) for patient_id, identity in names.items()},
        came=content.count(AppointmentState.HONOURED),
        missed=content.count(AppointmentState.MISSED),
        waiting=places[:WAITING_SHOWN],
        waiting_count=len(places),
        reasons=choices_of(SessionCancelReason),
    )


@pages.page("/desk/day-list", roles=CARERS, asks=DayQuery)
def day_list(asked: dict[str, Any]) -> str:
    """On paper, for the day when the computer is out: hours, names, phones, and a box to tick."""
    shown = asked.get("day", today())
    with reading() as session:
        sites = [site for site in all_sites(session) if site.is_open_on(shown)]
        site = site_asked(sites, asked.get("site"))
        if site is None:
            return render("no_site.html.j2", section="day", shown=shown, sites=sites)
        columns = [column for column in columns_of(session, site.code, shown) if column.is_held]
    people = identities_shown("day.print", {one.patient_id for column in columns for one in column.expected})
    return render(
        "day_list.html.j2",
        section="day",
        site=site,
        shown=shown,
        columns=columns,
        names={patient_id: full_name(identity) for patient_id, identity in people.items()},
        phones={patient_id: identity.phone for patient_id, identity in people.items() if identity.phone},
        births={patient_id: identity.birth_on for patient_id, identity in people.items()},
    )
