"""What is told of patients: age as a band, the place no finer than the antenna's threshold, no identity."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence import parameters
from permanence.domain.patient.facts import (
    ErasureAnswered,
    MergeRecorded,
    MergeUndone,
    PatientALDChanged,
    PatientAssessed,
    PatientExited,
    PatientRegistered,
    PatientReturned,
)
from permanence.domain.patient.patient import age_band

# Any fact about one patient; what else it tells follows.
_Fact = PatientALDChanged | PatientExited | PatientReturned | MergeRecorded | MergeUndone | ErasureAnswered


def published_patients(fact: object, antenna: Antenna) -> Iterator[Publication]:
    match fact:
        case PatientRegistered():
            threshold = parameters.read(antenna.parameters.get("permanence", {})).commune_told_from_inhabitants
            yield Publication(
                "permanence.patient_registered.v1",
                fact.patient_id,
                {
                    "patient_id": fact.patient_id,
                    "registered_on": fact.registered_on,
                    "age_band": age_band(fact.age),
                    **fact.commune.told(threshold),
                    "ald": fact.ald,
                    **told(fact, "no_medecin_traitant_reason", "eligibility", "overridden"),
                },
            )
        case PatientAssessed():
            verdict = fact.verdict
            yield Publication(
                "permanence.patient_assessed.v1",
                fact.patient_id,
                {
                    "patient_id": fact.patient_id,
                    **told(verdict, "assessed_on", "result", "rule_version"),
                    "reasons": [reason.value for reason in verdict.reasons],
                    "overridden": verdict.override is not None,
                },
            )
        case PatientALDChanged():
            yield _of_patient("patient_ald_changed", fact, "changed_on", "ald")
        case PatientExited():
            yield _of_patient("patient_exited", fact, "exited_on", "reason")
        case PatientReturned():
            yield _of_patient("patient_returned", fact, "returned_on", "reason")
        case MergeRecorded():
            yield _of_patient("patient_merged", fact, "merged_id", "merged_on")
        case MergeUndone():
            yield _of_patient("patient_unmerged", fact, "unmerged_id", "unmerged_on")
        case ErasureAnswered():
            yield _of_patient("erasure_answered", fact, "answered_on", "answer", "retained_until_on")


def _of_patient(event: str, fact: _Fact, *names: str) -> Publication:
    data = {"patient_id": fact.patient_id, **told(fact, *names)}
    return Publication(f"permanence.{event}.v1", fact.patient_id, data)
