"""Sessions over HTTP: the roster that they come from, one by one, leaves and delays."""

from typing import Any

from chassis.http.bodies import Body
from chassis.http.fields import civil_day
from chassis.http.routes import reading, today
from permanence.commands.sessions import (
    CancelSession,
    CancelSessionOutcome,
    OpenSession,
    OpenSessionOutcome,
    PlanSessions,
    PlanSessionsOutcome,
    RecordDelay,
    RecordLeave,
    RecordLeaveOutcome,
    RosterReference,
    SessionReference,
    SetRoster,
    StopRoster,
)
from permanence.http.api import CARERS, ORGANISERS, READERS, blueprint
from permanence.queries.sessions import Rosters, Sessions, rosters_in_force, sessions_of
from permanence.queries.sites import check_site

blueprint.ask(
    SetRoster,
    "/sites/<site>/rosters",
    roles=ORGANISERS,
    answers=RosterReference,
    says="Fixe un horaire de consultation qui revient chaque semaine.",
)
blueprint.ask(
    StopRoster,
    "/rosters/<uuid:roster_id>/stop",
    roles=ORGANISERS,
    answers=RosterReference,
    says="Met fin à un horaire récurrent.",
)
blueprint.ask(
    PlanSessions,
    "/sites/<site>/planning",
    roles=ORGANISERS,
    answers=PlanSessionsOutcome,
    says="Crée les plages des horaires récurrents d'un site ; se répète sans dommage.",
)
blueprint.ask(
    OpenSession,
    "/sites/<site>/sessions",
    roles=ORGANISERS,
    answers=OpenSessionOutcome,
    says="Ouvre une plage hors de tout horaire récurrent.",
)
CANCEL_SESSION = blueprint.ask(
    CancelSession,
    "/sessions/<uuid:session_id>/cancellation",
    # A doctor who falls ill cancels; so does whoever arranges who works when.
    roles=READERS,
    answers=CancelSessionOutcome,
    says="Annule une plage ; ses patients vont sur la liste d'attente.",
)
blueprint.ask(
    RecordLeave,
    "/practitioners/<uuid:practitioner_id>/leaves",
    roles=ORGANISERS,
    answers=RecordLeaveOutcome,
    says="Inscrit une absence et annule les plages de ces jours.",
)
RECORD_DELAY = blueprint.ask(
    RecordDelay,
    "/sessions/<uuid:session_id>/delay",
    # Said from the desk, or by the doctor who is late.
    roles=CARERS,
    answers=SessionReference,
    says="Annonce le retard d'une plage.",
)


class DayBody(Body):
    """Asked after `?`; today when nothing is asked."""

    day = civil_day("Le jour ; absent : aujourd'hui", required=False)


@blueprint.query("/sites/<site>/rosters", answers=Rosters, roles=READERS)
def read_rosters(site: str) -> Rosters:
    """Les horaires récurrents d'un site qui ne sont pas finis."""
    with reading() as session:
        check_site(session, site)
        return Rosters(rosters_in_force(session, site, today()))


@blueprint.query("/sites/<site>/sessions", asks=DayBody, answers=Sessions, roles=READERS)
def read_sessions(asked: dict[str, Any], site: str) -> Sessions:
    """Les plages d'un site et d'un jour, annulées comprises."""
    with reading() as session:
        check_site(session, site)
        return Sessions(sessions_of(session, site, asked.get("day") or today()))
