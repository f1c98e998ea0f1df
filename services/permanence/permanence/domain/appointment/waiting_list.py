"""Who waits for an appointment, what was offered to them, and in which order they are called."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from kernel.named import Named
from kernel.said import FLAT
from permanence.domain.appointment import rules
from permanence.domain.appointment.priority import Criterion, PriorityRule

LONGEST_NOTICE_DAYS = 90


class WaitingState(StrEnum):
    """Where somebody is who joined the list; the last three are ways out."""

    WAITING = "waiting"
    BOOKED = "booked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class WaitingExit(Named):
    """Why somebody leaves the list without an appointment."""

    OWN_REQUEST = "own_request", "ne souhaite plus de rendez-vous"
    SEEN_ELSEWHERE = "seen_elsewhere", "vue ailleurs"
    UNREACHABLE = "unreachable", "injoignable"

    @property
    def state(self) -> WaitingState:
        return WaitingState.EXPIRED if self is WaitingExit.UNREACHABLE else WaitingState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot that somebody on the list was told of; it stays free for others until it is accepted."""

    session_id: UUID
    slot: int
    offered_on: date
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class WaitingJoined:
    """A patient waits for an appointment."""

    entry_id: UUID
    joined_on: date


@dataclass(frozen=True, slots=True)
class WaitingLeft:
    """A patient waits no more."""

    entry_id: UUID
    left_on: date


class WaitingEntry:
    """One wait of one patient. `practitioner_id` is a wish; `offers` is replaced whole, never changed in place."""

    def __init__(
        self,
        entry_id: UUID,
        patient_id: UUID,
        practitioner_id: UUID | None,
        notice_days: int,
        urgent: bool,
        since_on: date,
    ) -> None:
        self.entry_id = entry_id
        self.patient_id = patient_id
        self.practitioner_id = practitioner_id
        self.notice_days = notice_days
        self.urgent = urgent
        self.since_on = since_on
        self.offers: list[Offer] = []
        self.state = WaitingState.WAITING
        self.left_on: date | None = None
        self.version = 0

    @classmethod
    def join(
        cls,
        entry_id: UUID,
        *,
        patient_id: UUID,
        practitioner_id: UUID | None,
        notice_days: int,
        urgent: bool,
        today: date,
        since_on: date | None = None,
    ) -> tuple[Self, WaitingJoined]:
        """Waits from today; who lost an appointment keeps the time waited since it was booked (`since_on`)."""
        if not 0 <= notice_days <= LONGEST_NOTICE_DAYS:
            raise rules.NoticeInvalid
        entry = cls(entry_id, patient_id, practitioner_id, notice_days, urgent, min(since_on or today, today))
        return entry, WaitingJoined(entry_id, today)

    def make_urgent(self) -> None:
        self._check_waiting()
        self.urgent = True

    def offer(self, session_id: UUID, slot: int, day: date, *, today: date, most_offers: int) -> None:
        self._check_waiting()
        if len(self.offers) >= most_offers:
            raise rules.NoOfferLeft
        if (day - today).days < self.notice_days:
            raise rules.NoticeTooShort
        self.offers = [*self.offers, Offer(session_id, slot, today)]

    def answer(self, *, accepts: bool) -> Offer:
        """Answers the last offer, and returns it."""
        self._check_waiting()
        if not self.offers or self.offers[-1].accepted is not None:
            raise rules.NothingOffered
        *earlier, last = self.offers
        self.offers = [*earlier, replace(last, accepted=accepts)]
        return last

    def leave(self, state: WaitingState, *, today: date) -> WaitingLeft:
        self._check_waiting()
        self.state = state
        self.left_on = today
        return WaitingLeft(self.entry_id, today)

    def _check_waiting(self) -> None:
        if self.state is not WaitingState.WAITING:
            raise rules.WaitingOver


@dataclass(frozen=True, slots=True)
class Waiting:
    """What ordering needs of one who waits: traits that name nobody."""

    entry_id: Annotated[UUID, "L'attente."]
    patient_id: Annotated[UUID, "Le patient, dont l'identité se lit à part."]
    practitioner_id: Annotated[UUID | None, "Le praticien souhaité."]
    notice_days: Annotated[int, "Jours de préavis souhaités."]
    since_on: Annotated[date, "Attend depuis"]
    offers: Annotated[int, "Nombre de propositions faites."]
    criteria: Annotated[frozenset[Annotated[Criterion, "Un critère."]], "Ce qui fait passer avant d'autres."]


@dataclass(frozen=True, slots=True)
class Place:
    """One place, from 1, and why."""

    rank: Annotated[int, "Place, à partir de 1."]
    entry: Annotated[Waiting, FLAT]
    explanation: Annotated[str, "Pourquoi cette place."]


def ordered(entries: Sequence[Waiting], rule: PriorityRule) -> Sequence[Place]:
    """Medical urgency, then the rule's criteria in its order; alike in all of them, who waits longest comes first."""

    def key(entry: Waiting) -> tuple[tuple[int, ...], date, UUID]:
        return tuple(_rank(entry, criterion) for criterion in rule.criteria), entry.since_on, entry.entry_id

    return [
        Place(rank, entry, _explanation(entry, rule)) for rank, entry in enumerate(sorted(entries, key=key), start=1)
    ]


def _rank(entry: Waiting, criterion: Criterion) -> int:
    if criterion is Criterion.WAITING_TIME:
        return entry.since_on.toordinal()
    return int(criterion not in entry.criteria)


def _explanation(entry: Waiting, rule: PriorityRule) -> str:
    met = [criterion.french for criterion in rule.criteria if criterion in entry.criteria]
    told = ", ".join(met) or "sans priorité"
    return f"{told[0].upper()}{told[1:]} ; attend depuis le {entry.since_on:%d/%m/%Y}."
