"""A plan of a semester: the proposal that an agent edits and accepts, whole or in part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from housing.domain.house.rules import RoomUnknown
from housing.domain.plan.proposal import Proposal
from housing.domain.rules import RuleBroken
from housing.domain.stay.facts import RefusalReason
from housing.domain.stay.period import Period


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One request and its room, if it has one; `by_hand` when the agent decided."""

    stay_id: UUID
    house: str
    period: Period
    room_id: UUID | None
    reason: RefusalReason | None
    explanation: str
    by_hand: bool = False
    accepted_on: date | None = None


class PlanUnknown(RuleBroken):
    """A plan is edited and accepted after it was proposed."""

    code = "PLAN_UNKNOWN"
    field = "plan_id"
    text = "Aucun plan de cette antenne ne porte cette référence."


class PlanLineUnknown(RuleBroken):
    """A plan holds the requests from which it was proposed; a later request waits for the next plan."""

    code = "PLAN_LINE_UNKNOWN"
    field = "stay_id"
    text = "Cette demande ne fait pas partie du plan."


class PlanLineAccepted(RuleBroken):
    """A line of a plan is accepted once; afterwards it is a stay."""

    code = "PLAN_LINE_ACCEPTED"
    field = "stay_id"
    text = "Cette ligne du plan est déjà acceptée : modifiez le séjour lui-même."


class PlanLineUnplaced(RuleBroken):
    """To accept a line is to hold its room: without a room there is nothing to hold."""

    code = "PLAN_LINE_UNPLACED"
    field = "stay_id"
    text = "Cette ligne du plan n'a pas de chambre : attribuez-en une, ou laissez-la de côté."


class PlanClash(RuleBroken):
    """A plan never gives a room twice for one night, not even by hand."""

    code = "PLAN_CLASH"
    field = "room"
    text = "Une autre ligne du plan prend déjà la chambre une de ces nuits."


class PlanNothingToAccept(RuleBroken):
    """Accepting a plan holds one room at least."""

    code = "PLAN_NOTHING_TO_ACCEPT"
    field = "plan_id"
    text = "Il ne reste aucune ligne du plan à accepter."


class SemesterPlan:
    """Lines in the order in which they were decided. The list is replaced whole, never changed in place."""

    def __init__(self, plan_id: UUID, semester: str, houses: list[str], lines: list[PlanLine]) -> None:
        self.plan_id = plan_id
        self.semester = semester
        self.houses = houses
        self.lines = lines
        self.version = 0

    @classmethod
    def propose(cls, plan_id: UUID, *, semester: str, houses: Collection[str], proposals: Sequence[Proposal]) -> Self:
        lines = [
            PlanLine(
                proposal.request.stay_id,
                proposal.request.house,
                proposal.request.period,
                proposal.room_id,
                proposal.reason,
                proposal.explanation,
            )
            for proposal in proposals
        ]
        return cls(plan_id, semester, sorted(houses), lines)

    @property
    def placed(self) -> int:
        return sum(line.room_id is not None for line in self.lines)

    @property
    def accepted(self) -> int:
        return sum(line.accepted_on is not None for line in self.lines)

    def edit(self, stay_id: UUID, room_id: UUID | None) -> None:
        """Gives a room of the request's house to it, or takes it back; the agent answers for traits and priority."""
        line = self.line(stay_id)
        if line.accepted_on is not None:
            raise PlanLineAccepted
        for other in self.lines:
            if other is not line and other.room_id is not None and other.room_id == room_id:
                self._check_apart(line, other)
        explanation = "Chambre attribuée par l'agent." if room_id else "Chambre retirée par l'agent."
        reason = None if room_id else RefusalReason.OTHER
        edited = replace(line, room_id=room_id, reason=reason, explanation=explanation, by_hand=True)
        self._replace([edited])

    def accept(self, stay_ids: Collection[UUID] | None, *, today: date) -> Sequence[PlanLine]:
        """Accepts these lines, or without any named all that have a room and were not accepted yet."""
        if stay_ids is None:
            chosen = [line for line in self.lines if line.room_id is not None and line.accepted_on is None]
        else:
            chosen = [self._acceptable(stay_id) for stay_id in dict.fromkeys(stay_ids)]
        if not chosen:
            raise PlanNothingToAccept
        accepted = [replace(line, accepted_on=today) for line in chosen]
        self._replace(accepted)
        return accepted

    def line(self, stay_id: UUID, house: str | None = None) -> PlanLine:
        """The line of this request; a house that is named is the request's own."""
        for line in self.lines:
            if line.stay_id == stay_id:
                if house not in (None, line.house):
                    raise RoomUnknown("Cette demande vise une autre maison : elle n'y a pas de chambre.", field="house")
                return line
        raise PlanLineUnknown

    def _acceptable(self, stay_id: UUID) -> PlanLine:
        line = self.line(stay_id)
        if line.accepted_on is not None:
            raise PlanLineAccepted
        if line.room_id is None:
            raise PlanLineUnplaced
        return line

    def _check_apart(self, line: PlanLine, other: PlanLine) -> None:
        if shared := line.period.shared_with(other.period):
            raise PlanClash(
                "Une autre ligne du plan prend déjà la chambre "
                f"du {shared.first:%d/%m/%Y} au {shared.end:%d/%m/%Y} exclu."
            )

    def _replace(self, lines: Sequence[PlanLine]) -> None:
        new = {line.stay_id: line for line in lines}
        self.lines = [new.get(line.stay_id, line) for line in self.lines]
