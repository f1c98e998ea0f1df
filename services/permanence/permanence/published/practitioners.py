"""What is told of practitioners: no name, no RPPS, no employer; the steps before a contract stay in the antenna."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.practitioner.placement import PlacementStarted
from permanence.domain.practitioner.practitioner import DepartureAnnounced, PractitionerJoined, PractitionerLeft


def published_practitioners(fact: object) -> Iterator[Publication]:
    match fact:
        case PractitionerJoined():
            parts = told(fact, "practitioner_id", "practitioner_kind", "joined_on", "half_days_per_week")
            yield Publication("permanence.practitioner_joined.v1", fact.practitioner_id, parts)
        case DepartureAnnounced():
            parts = told(fact, "practitioner_id", "leaves_on", "half_days_per_week")
            yield Publication("permanence.practitioner_departure_announced.v1", fact.practitioner_id, parts)
        case PractitionerLeft():
            parts = told(fact, "practitioner_id", "left_on")
            yield Publication("permanence.practitioner_left.v1", fact.practitioner_id, parts)
        case PlacementStarted():
            parts = told(fact, "placement_id", "practitioner_id", "starts_on", "ends_on", "supervisors")
            yield Publication("permanence.placement_started.v1", fact.placement_id, parts)
