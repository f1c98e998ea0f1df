"""What is written in the file of a patient: who it is, ALD, médecin traitant, exit, files made one, acts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import reading, run
from permanence.commands.patients import CorrectIdentityOutcome, RecordMedecinTraitant
from permanence.domain.patient.follow_up import MedecinTraitantChange
from permanence.http.acts import HOLD_CONSULTATION
from permanence.http.patient_files import EXIT_PATIENT, MERGE_PATIENTS, RETURN_PATIENT, UNMERGE_PATIENTS
from permanence.http.patients import (
    CORRECT_IDENTITY,
    DECLARE_ALD,
    OVERRIDE_ELIGIBILITY,
    RECORD_MEDECIN_TRAITANT,
    SEE_PROOF,
)
from permanence.pages import bodies
from permanence.pages.homes import commune_typed
from permanence.pages.patient import patient
from permanence.pages.site import pages, place_query
from permanence.queries.sites import all_sites

Asked = dict[str, Any]
_FILE = "/desk/patients/<uuid:patient_id>"


def _at(part: str) -> Callable[..., str]:
    """That part of the page; its top when a place was chosen, which is still to be given."""

    def go_on(_outcome: Any, patient_id: UUID, **_path: Any) -> str:
        place = place_query()
        return address("patient", patient_id=patient_id, **place, _anchor=None if place else part)

    return go_on


@pages.form(f"{_FILE}/identity", asks=bodies.CorrectionBody, shown_on=patient, roles=CORRECT_IDENTITY.roles)
def correct_identity(asked: Asked, patient_id: UUID) -> str:
    with reading() as session:
        asked["commune"] = commune_typed(asked["commune"], all_sites(session))
    outcome: CorrectIdentityOutcome = CORRECT_IDENTITY.run(asked, {"patient_id": patient_id})
    return address("patient", patient_id=patient_id, alike=outcome.duplicates)


pages.form_of(OVERRIDE_ELIGIBILITY, f"{_FILE}/override", shown_on=patient, then=_at("conditions"))
pages.form_of(DECLARE_ALD, f"{_FILE}/ald", shown_on=patient, then=_at("conditions"))
pages.form_of(SEE_PROOF, f"{_FILE}/proof", shown_on=patient, then=_at("conditions"))
pages.form_of(
    RECORD_MEDECIN_TRAITANT,
    f"{_FILE}/found",
    shown_on=patient,
    then=_at("dossier"),
    name="find_medecin_traitant",
    given={"change": MedecinTraitantChange.FOUND, "reason": None},
)


@pages.form(f"{_FILE}/lost", asks=bodies.LostBody, shown_on=patient, roles=RECORD_MEDECIN_TRAITANT.roles)
def lose_medecin_traitant(asked: Asked, patient_id: UUID) -> str:
    """Here the reason is needed."""
    outcome = run(RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, **asked))
    return _at("dossier")(outcome, patient_id)


pages.form_of(EXIT_PATIENT, f"{_FILE}/exit", shown_on=patient, then=_at("dossier"))
pages.form_of(RETURN_PATIENT, f"{_FILE}/return", shown_on=patient, then=_at("dossier"))


@pages.form(f"{_FILE}/merge/<uuid:merged_id>", asks=bodies.MergeBody, shown_on=patient, roles=MERGE_PATIENTS.roles)
def merge(_asked: Asked, patient_id: UUID, merged_id: UUID) -> str:
    """Once somebody has said that the two were compared."""
    MERGE_PATIENTS.run({}, {"kept_id": patient_id, "merged_id": merged_id})
    return address("patient", patient_id=patient_id)


pages.form_of(UNMERGE_PATIENTS, f"{_FILE}/unmerge/<uuid:merged_id>", shown_on=patient, then=_at("dossier"))


@pages.form(f"{_FILE}/acts", asks=bodies.ActBody, shown_on=patient, roles=HOLD_CONSULTATION.roles)
def hold_consultation(asked: Asked, patient_id: UUID) -> str:
    """Here somebody chose what was done."""
    return _at("actes")(HOLD_CONSULTATION.run(asked, {"patient_id": patient_id}), patient_id)
