"""What is told of acts: no RPPS."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from permanence.domain.consultation import ConsultationHeld


def published_acts(fact: object) -> Iterator[Publication]:
    match fact:
        case ConsultationHeld():
            yield Publication(
                "permanence.consultation_held.v1",
                fact.consultation_id,
                {
                    "consultation_id": fact.consultation_id,
                    "patient_id": fact.patient_id,
                    "held_on": fact.held_on,
                    "practitioner_kind": fact.practitioner_kind.value,
                },
            )
