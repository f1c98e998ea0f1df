"""What is asked of the plan of a semester."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.commands.words import LONGEST_CODE, HouseCode, StayId
from kernel.said import WITHIN, Longest

PlanId = Annotated[UUID, "Le plan."]


@dataclass(frozen=True, slots=True)
class ProposePlan:
    """Proposes rooms for all requests of some houses in a semester."""

    semester: Annotated[str, "Code du semestre, par exemple 2018-11.", Longest(40)]
    houses: Annotated[tuple[HouseCode, ...], "Les maisons dont les demandes sont à placer."]


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Gives a room to one request of a plan, or none; a house that is named is the request's own."""

    plan_id: PlanId
    stay_id: StayId
    house: Annotated[str | None, WITHIN] = None
    room: Annotated[str | None, "Code de la chambre ; absent : aucune.", Longest(LONGEST_CODE)] = None


@dataclass(frozen=True, slots=True)
class AcceptPlan:
    """Holds the rooms of a plan to the end of a day: of these requests, or of all that have one."""

    plan_id: PlanId
    held_until: Annotated[date, "Dernier jour pour confirmer, compris"]
    stay_ids: Annotated[tuple[StayId, ...] | None, "Les lignes acceptées ; absentes : toutes celles placées."] = None


@dataclass(frozen=True, slots=True)
class PlanReference:
    plan_id: PlanId


@dataclass(frozen=True, slots=True)
class ProposePlanOutcome(PlanReference):
    placed: Annotated[int, "Demandes placées."]
    unplaced: Annotated[int, "Demandes sans chambre."]


@dataclass(frozen=True, slots=True)
class AcceptPlanOutcome(PlanReference):
    held: Annotated[tuple[StayId, ...], "Les séjours dont la chambre est réservée."]
