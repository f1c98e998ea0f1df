"""A placement (stage): an intern works here for some months, with agreed supervisors, in some of the sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from permanence.domain.practitioner import rules
from permanence.domain.practitioner.kind import KindRights, rights_on
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.domain.site.site import Site

LONGEST_DAYS = 366
MOST_SUPERVISORS = 10
MOST_SITES = 50


@dataclass(frozen=True, slots=True)
class PlacementStarted:
    """An intern works in the permanence for some months."""

    placement_id: UUID
    practitioner_id: UUID
    starts_on: date
    ends_on: date
    supervisors: int


class Placement:
    """From `starts_on` to the day before `ends_on`; where the intern lodges has nothing to do with it."""

    def __init__(
        self,
        placement_id: UUID,
        practitioner_id: UUID,
        starts_on: date,
        ends_on: date,
        supervisors: tuple[UUID, ...],
        sites: tuple[str, ...],
    ) -> None:
        self.placement_id = placement_id
        self.practitioner_id = practitioner_id
        self.starts_on = starts_on
        self.ends_on = ends_on
        self.supervisors = supervisors
        self.sites = sites
        self.version = 0

    @classmethod
    def start(
        cls,
        placement_id: UUID,
        intern: Practitioner,
        *,
        starts_on: date,
        ends_on: date,
        supervisors: Sequence[Practitioner],
        sites: Sequence[Site],
        kinds: Sequence[KindRights],
    ) -> tuple[Self, PlacementStarted]:
        """Returns the placement and its fact, or raises the rule that forbids it; `kinds` are the dated rights."""
        if not 0 < (ends_on - starts_on).days <= LONGEST_DAYS:
            raise rules.PlacementDatesInvalid
        kind = intern.kind_on(starts_on)
        if kind is None or not rights_on(kinds, kind, starts_on).needs_supervision:
            raise rules.PlacementNotNeeded
        references = tuple(supervisor.practitioner_id for supervisor in supervisors)
        if not 0 < len(set(references)) == len(references) <= MOST_SUPERVISORS:
            raise rules.SupervisorInvalid("Un stage a de un à dix superviseurs, chacun une seule fois.")
        if not all(supervisor.supervises_on(starts_on) for supervisor in supervisors):
            raise rules.SupervisorInvalid
        codes = tuple(site.code for site in sites)
        if not 0 < len(set(codes)) == len(codes) <= MOST_SITES:
            raise rules.PlacementSiteInvalid
        if not all(site.is_open_on(starts_on) for site in sites):
            raise rules.PlacementSiteInvalid("Un des sites n'est pas ouvert au premier jour du stage.")
        placement = cls(placement_id, intern.practitioner_id, starts_on, ends_on, references, codes)
        started = PlacementStarted(placement_id, intern.practitioner_id, starts_on, ends_on, len(references))
        return placement, started
