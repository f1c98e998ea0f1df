"""What is told of acts: no RPPS; nurse acts apart, because consultations are those of doctors and interns."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.act.act import ActHeld, ActKind


def published_acts(fact: object) -> Iterator[Publication]:
    match fact:
        case ActHeld(act_kind=ActKind.NURSE_ACT):
            data = told(fact, "act_id", "patient_id", "held_on", "site")
            yield Publication("permanence.nurse_act_held.v1", fact.act_id, data)
        case ActHeld():
            data = {
                "consultation_id": fact.act_id,
                **told(
                    fact,
                    "patient_id",
                    "held_on",
                    "practitioner_kind",
                    "act_kind",
                    "supervised",
                    "site",
                    "appointment_id",
                ),
            }
            yield Publication("permanence.consultation_held.v1", fact.act_id, data)
