"""What is told of patients: age as a band, the place no finer than the antenna's threshold, no identity."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from permanence import parameters
from permanence.domain.patient import PatientRegistered, age_band


def published_patients(fact: object, antenna: Antenna) -> Iterator[Publication]:
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
