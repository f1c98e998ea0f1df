"""Consultation sessions and the roster they come from; times are minutes since midnight in Paris."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import Between
from permanence.commands.words import (
    Ends,
    RoomCode,
    SiteCode,
    SlotMinutes,
    Starts,
    ThePractitioner,
    TheSession,
    Weekday,
)
from permanence.domain.session.roster import LeaveReason
from permanence.domain.session.session import MOST_DELAY_MINUTES, SessionCancelReason

TheRoster = Annotated[UUID, "L'horaire récurrent."]
ToCall = Annotated[tuple[Annotated[UUID, "Le patient."], ...], "Les patients mis sur la liste d'attente, à appeler."]


@dataclass(frozen=True, slots=True)
class SetRoster:
    """Somebody will consult each week at these hours, in this room; `weekday` 0 is Monday."""

    site: SiteCode
    room: RoomCode
    practitioner_id: ThePractitioner
    weekday: Weekday
    starts: Starts
    ends: Ends
    slot_minutes: SlotMinutes
    starts_on: Annotated[date, "Premier jour"]
    ends_on: Annotated[date | None, "Fin, jour non compris ; absente : sans fin prévue"] = None


@dataclass(frozen=True, slots=True)
class StopRoster:
    """No more sessions are planned from it from `ends_on` on; those that are planned stay."""

    roster_id: TheRoster
    ends_on: Annotated[date, "Premier jour sans cet horaire ; les plages déjà planifiées restent"]


@dataclass(frozen=True, slots=True)
class PlanSessions:
    """Makes the sessions of a site's rosters that are not there yet, from today to `until_on` inclusive."""

    site: SiteCode
    until_on: Annotated[date, "Dernier jour à planifier, compris"]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Plans one session outside any roster."""

    site: SiteCode
    room: RoomCode
    practitioner_id: ThePractitioner
    day: Annotated[date, "Jour de la plage"]
    starts: Starts
    ends: Ends
    slot_minutes: SlotMinutes


@dataclass(frozen=True, slots=True)
class CancelSession:
    """The session is not held; its patients go to the waiting list."""

    session_id: TheSession
    reason: Annotated[SessionCancelReason, "Pourquoi."]


@dataclass(frozen=True, slots=True)
class RecordLeave:
    """A practitioner does not come from `first_on` to the day before `end_on`: the sessions then are cancelled."""

    practitioner_id: ThePractitioner
    first_on: Annotated[date, "Premier jour d'absence"]
    end_on: Annotated[date, "Fin, jour non compris"]
    reason: Annotated[LeaveReason, "Pourquoi ; jamais de motif médical."]


@dataclass(frozen=True, slots=True)
class RecordDelay:
    """The session runs late; 0 is on time again."""

    session_id: TheSession
    minutes: Annotated[int, "Retard en minutes ; 0 : de nouveau à l'heure.", Between(0, MOST_DELAY_MINUTES)]


@dataclass(frozen=True, slots=True)
class RosterReference:
    roster_id: TheRoster


@dataclass(frozen=True, slots=True)
class SessionReference:
    session_id: TheSession


@dataclass(frozen=True, slots=True)
class OpenSessionOutcome(SessionReference):
    slots: Annotated[int, "Nombre de créneaux."]


@dataclass(frozen=True, slots=True)
class Skipped:
    code: Annotated[str, "Code de la règle qui l'empêche."]
    sessions: Annotated[int, "Nombre de plages."]


@dataclass(frozen=True, slots=True)
class PlanSessionsOutcome:
    planned: Annotated[int, "Plages planifiées."]
    skipped: Annotated[tuple[Annotated[Skipped, "Une règle."], ...], "Ce qui n'a pas pu l'être, par règle."]


@dataclass(frozen=True, slots=True)
class CancelSessionOutcome(SessionReference):
    waiting: ToCall


@dataclass(frozen=True, slots=True)
class RecordLeaveOutcome:
    leave_id: Annotated[UUID, "L'absence."]
    cancelled: Annotated[tuple[Annotated[UUID, "La plage."], ...], "Les plages annulées."]
    waiting: ToCall
