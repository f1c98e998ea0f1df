"""What leaves the permanence: the only place that decides which part of a fact is told."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from permanence import parameters
from permanence.domain.consultation import ConsultationHeld
from permanence.domain.declaration import DeclarationFiled
from permanence.domain.patient import PatientRegistered, age_band


def published(fact: object, antenna: Antenna) -> Iterator[Publication]:
    """The publications of a fact: age as a band, the place no finer than the antenna's threshold, no RPPS."""
    match fact:
        case PatientRegistered():
            threshold = parameters.commune_told_from(antenna.parameters.get("permanence", {}))
            yield Publication(
                "permanence.patient_registered.v1",
                fact.patient_id,
                {
                    "patient_id": fact.patient_id,
                    "registered_on": fact.registered_on,
                    "age_band": age_band(fact.age),
                    **fact.commune.told(threshold),
                    "ald": fact.ald,
                    "no_medecin_traitant_reason": fact.no_medecin_traitant_reason.value,
                },
            )
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
        case DeclarationFiled():
            yield Publication(
                "permanence.declaration_filed.v1",
                fact.declaration_id,
                {
                    "declaration_id": fact.declaration_id,
                    "patient_id": fact.patient_id,
                    "filed_on": fact.filed_on,
                    "channel": fact.channel.value,
                    "ald": fact.ald,
                },
            )
