"""Sessions over HTTP: the roster that they come from, one by one, leaves and delays."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, part, reference, text, time_of_day, whole
from chassis.http.routes import reading, run
from permanence.commands.sessions import (
    CancelSession,
    OpenSession,
    PlanSessions,
    RecordDelay,
    RecordLeave,
    SetRoster,
    StopRoster,
)
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.hours import LEAST_SLOT_MINUTES, MOST_SLOT_MINUTES
from permanence.domain.session.roster import LeaveReason
from permanence.domain.session.session import SessionCancelReason, SessionState
from permanence.http.api import ORGANISERS, READERS, blueprint
from permanence.http.words import practitioner_reference, room_code, site_code, today
from permanence.queries.sessions import SessionRead, rosters_in_force, sessions_of
from permanence.store.sites import has_site


class HoursBody(Body):
    practitioner_id = practitioner_reference()
    starts = time_of_day("Début, à un quart d'heure juste")
    ends = time_of_day("Fin, à un quart d'heure juste")
    slot_minutes = whole("Durée d'un créneau, en minutes.", least=LEAST_SLOT_MINUTES, most=MOST_SLOT_MINUTES)


class SetRosterBody(HoursBody):
    room = room_code()
    weekday = whole("Jour de la semaine ; 0 : lundi.", most=6)
    starts_on = civil_day("Premier jour")
    ends_on = civil_day("Fin, jour non compris ; absente : sans fin prévue", required=False)


class StopRosterBody(Body):
    ends_on = civil_day("Premier jour sans cet horaire ; les plages déjà planifiées restent")


class PlanSessionsBody(Body):
    until_on = civil_day("Dernier jour à planifier, compris")


class OpenSessionBody(HoursBody):
    room = room_code()
    day = civil_day("Jour de la plage")


class CancelSessionBody(Body):
    reason = choice(SessionCancelReason, "Pourquoi.")


class RecordLeaveBody(Body):
    first_on = civil_day("Premier jour d'absence")
    end_on = civil_day("Fin, jour non compris")
    reason = choice(LeaveReason, "Pourquoi ; jamais de motif médical.")


class RecordDelayBody(Body):
    minutes = whole("Retard en minutes ; 0 : de nouveau à l'heure.", most=600)


class DayBody(Body):
    """Asked after `?`; today when nothing is asked."""

    day = civil_day("Le jour ; absent : aujourd'hui", required=False)


class SessionReference(Answer):
    session_id = reference("La plage.")


class RosterReference(Answer):
    roster_id = reference("L'horaire récurrent.")


class SessionOpenedAnswer(SessionReference):
    slots = count("Nombre de créneaux.")


class SkippedAnswer(Answer):
    code = text("Code de la règle qui l'empêche.")
    sessions = count("Nombre de plages.")


class SessionsPlannedAnswer(Answer):
    planned = count("Plages planifiées.")
    skipped = choices(part(SkippedAnswer, "Une règle."), "Ce qui n'a pas pu l'être, par règle.")


class SessionCancelledAnswer(SessionReference):
    waiting = choices(reference("Le patient."), "Les patients mis sur la liste d'attente, à appeler.")


class LeaveRecordedAnswer(Answer):
    leave_id = reference("L'absence.")
    cancelled = choices(reference("La plage."), "Les plages annulées.")
    waiting = choices(reference("Le patient."), "Les patients mis sur la liste d'attente, à appeler.")


class RosterAnswer(RosterReference):
    site = site_code()
    room_id = reference("Le cabinet.")
    practitioner_id = practitioner_reference()
    weekday = whole("Jour de la semaine ; 0 : lundi.", most=6)
    starts = time_of_day("Début")
    ends = time_of_day("Fin")
    slot_minutes = count("Durée d'un créneau, en minutes.")
    starts_on = civil_day("Premier jour")
    ends_on = civil_day("Fin, jour non compris", allow_none=True)


class RostersAnswer(Answer):
    rosters = choices(part(RosterAnswer, "Un horaire récurrent."), "Dans l'ordre de la semaine.")


class SessionAnswer(SessionReference):
    site = site_code()
    room_id = reference("Le cabinet.")
    practitioner_id = practitioner_reference()
    practitioner_kind = choice(PractitionerKind, "À quel titre.")
    supervisor_id = practitioner_reference("Le maître de stage.", allow_none=True)
    day = civil_day("Jour")
    starts = time_of_day("Début")
    ends = time_of_day("Fin")
    slot_minutes = count("Durée d'un créneau, en minutes.")
    state = choice(SessionState, "Prévue ou annulée.")
    delay_minutes = count("Retard annoncé, en minutes.")
    cancel_reason = choice(SessionCancelReason, "Pourquoi elle est annulée.", allow_none=True)


class SessionsAnswer(Answer):
    sessions = choices(part(SessionAnswer, "Une plage."), "Dans l'ordre des heures.")


@blueprint.command("/sites/<site>/rosters", asks=SetRosterBody, answers=RosterReference, roles=ORGANISERS)
def set_roster(asked: dict[str, Any], site: str) -> Outcome:
    """Fixe un horaire de consultation qui revient chaque semaine."""
    return run(SetRoster(site=site, **asked))


@blueprint.command("/rosters/<uuid:roster_id>/stop", asks=StopRosterBody, answers=RosterReference, roles=ORGANISERS)
def stop_roster(asked: dict[str, Any], roster_id: UUID) -> Outcome:
    """Met fin à un horaire récurrent."""
    return run(StopRoster(roster_id, **asked))


@blueprint.command("/sites/<site>/planning", asks=PlanSessionsBody, answers=SessionsPlannedAnswer, roles=ORGANISERS)
def plan_sessions(asked: dict[str, Any], site: str) -> Outcome:
    """Crée les plages des horaires récurrents d'un site ; se répète sans dommage."""
    return run(PlanSessions(site=site, **asked))


@blueprint.command("/sites/<site>/sessions", asks=OpenSessionBody, answers=SessionOpenedAnswer, roles=ORGANISERS)
def open_session(asked: dict[str, Any], site: str) -> Outcome:
    """Ouvre une plage hors de tout horaire récurrent."""
    return run(OpenSession(site=site, **asked))


@blueprint.command(
    "/sessions/<uuid:session_id>/cancellation", asks=CancelSessionBody, answers=SessionCancelledAnswer, roles=ORGANISERS
)
def cancel_session(asked: dict[str, Any], session_id: UUID) -> Outcome:
    """Annule une plage ; ses patients vont sur la liste d'attente."""
    return run(CancelSession(session_id, **asked))


@blueprint.command(
    "/practitioners/<uuid:practitioner_id>/leaves",
    asks=RecordLeaveBody,
    answers=LeaveRecordedAnswer,
    roles=ORGANISERS,
)
def record_leave(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Inscrit une absence et annule les plages de ces jours."""
    return run(RecordLeave(practitioner_id, **asked))


@blueprint.command("/sessions/<uuid:session_id>/delay", asks=RecordDelayBody, answers=SessionReference, roles=READERS)
def record_delay(asked: dict[str, Any], session_id: UUID) -> Outcome:
    """Annonce le retard d'une plage."""
    return run(RecordDelay(session_id, **asked))


@blueprint.query("/sites/<site>/rosters", answers=RostersAnswer, roles=READERS)
def read_rosters(site: str) -> dict[str, Any]:
    """Les horaires récurrents d'un site qui ne sont pas finis."""
    with reading() as session:
        if not has_site(session, site):
            raise NotFound
        return {"rosters": rosters_in_force(session, site, today())}


@blueprint.query("/sites/<site>/sessions", asks=DayBody, answers=SessionsAnswer, roles=READERS)
def read_sessions(asked: dict[str, Any], site: str) -> dict[str, Any]:
    """Les plages d'un site et d'un jour, annulées comprises."""
    return {"sessions": _sessions(site, asked.get("day") or today())}


def _sessions(site: str, day: date) -> list[SessionRead]:
    with reading() as session:
        if not has_site(session, site):
            raise NotFound
        return list(sessions_of(session, site, day))
