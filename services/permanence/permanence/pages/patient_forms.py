"""What is written in the file of a patient: who it is, ALD, médecin traitant, exit, files made one, acts."""

from typing import Any
from uuid import UUID

from chassis.http.access import caller
from chassis.http.pages import address
from chassis.http.routes import reading, run
from kernel.flat import composed
from permanence.commands.acts import HoldConsultation
from permanence.commands.patients import (
    CorrectIdentity,
    DeclareALD,
    ExitPatient,
    MergePatients,
    OverrideEligibility,
    RecordMedecinTraitant,
    ReturnPatient,
    SeeProof,
    UnmergePatients,
)
from permanence.domain.patient.follow_up import MedecinTraitantChange
from permanence.http.api import CARERS
from permanence.http.words import Nothing
from permanence.pages import bodies
from permanence.pages.homes import commune_typed
from permanence.pages.patient import patient
from permanence.pages.site import pages, place_query
from permanence.queries.sites import all_sites

Asked = dict[str, Any]


def _at(patient_id: UUID, part: str) -> str:
    """That part of the page; its top when a place was chosen, which is still to be given."""
    place = place_query()
    return address("patient", patient_id=patient_id, **place, _anchor=None if place else part)


@pages.form("/desk/patients/<uuid:patient_id>/identity", asks=bodies.CorrectionBody, shown_on=patient, roles=CARERS)
def correct_identity(asked: Asked, patient_id: UUID) -> str:
    with reading() as session:
        commune = commune_typed(asked.pop("commune"), all_sites(session))
    outcome = run(composed(CorrectIdentity, {"patient_id": patient_id, "commune": commune, **asked}))
    return address("patient", patient_id=patient_id, alike=outcome["duplicates"])


@pages.form("/desk/patients/<uuid:patient_id>/override", asks=bodies.OverrideBody, shown_on=patient, roles=CARERS)
def override(asked: Asked, patient_id: UUID) -> str:
    """Whoever is signed in answers for it."""
    run(OverrideEligibility(patient_id, caller().person, **asked))
    return _at(patient_id, "conditions")


@pages.form("/desk/patients/<uuid:patient_id>/ald", asks=bodies.ALDBody, shown_on=patient, roles=CARERS)
def declare_ald(asked: Asked, patient_id: UUID) -> str:
    run(DeclareALD(patient_id, **asked))
    return _at(patient_id, "conditions")


@pages.form("/desk/patients/<uuid:patient_id>/proof", asks=Nothing, shown_on=patient, roles=CARERS)
def see_proof(_asked: Asked, patient_id: UUID) -> str:
    run(SeeProof(patient_id))
    return _at(patient_id, "conditions")


@pages.form("/desk/patients/<uuid:patient_id>/found", asks=bodies.DayBody, shown_on=patient, roles=CARERS)
def find_medecin_traitant(asked: Asked, patient_id: UUID) -> str:
    run(RecordMedecinTraitant(patient_id, MedecinTraitantChange.FOUND, asked["on"]))
    return _at(patient_id, "dossier")


@pages.form("/desk/patients/<uuid:patient_id>/lost", asks=bodies.LostBody, shown_on=patient, roles=CARERS)
def lose_medecin_traitant(asked: Asked, patient_id: UUID) -> str:
    run(RecordMedecinTraitant(patient_id, MedecinTraitantChange.LOST, **asked))
    return _at(patient_id, "dossier")


@pages.form("/desk/patients/<uuid:patient_id>/exit", asks=bodies.ExitBody, shown_on=patient, roles=CARERS)
def exit_patient(asked: Asked, patient_id: UUID) -> str:
    run(ExitPatient(patient_id, **asked))
    return _at(patient_id, "dossier")


@pages.form("/desk/patients/<uuid:patient_id>/return", asks=bodies.DayBody, shown_on=patient, roles=CARERS)
def return_patient(asked: Asked, patient_id: UUID) -> str:
    run(ReturnPatient(patient_id, asked["on"]))
    return _at(patient_id, "dossier")


@pages.form(
    "/desk/patients/<uuid:patient_id>/merge/<uuid:merged_id>", asks=bodies.MergeBody, shown_on=patient, roles=CARERS
)
def merge(_asked: Asked, patient_id: UUID, merged_id: UUID) -> str:
    run(MergePatients(patient_id, merged_id))
    return address("patient", patient_id=patient_id)


@pages.form("/desk/patients/<uuid:patient_id>/unmerge/<uuid:merged_id>", asks=Nothing, shown_on=patient, roles=CARERS)
def unmerge(_asked: Asked, patient_id: UUID, merged_id: UUID) -> str:
    run(UnmergePatients(merged_id))
    return _at(patient_id, "dossier")


@pages.form("/desk/patients/<uuid:patient_id>/acts", asks=bodies.ActBody, shown_on=patient, roles=CARERS)
def hold_consultation(asked: Asked, patient_id: UUID) -> str:
    run(HoldConsultation(patient_id, **asked))
    return _at(patient_id, "actes")
