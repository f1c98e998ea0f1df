"""The steps of a declaration of médecin traitant, each a form on the page of the patient."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import run
from permanence.commands.declarations import (
    AbandonDeclaration,
    DraftDeclaration,
    EndDeclaration,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.http.api import CARERS
from permanence.http.words import Nothing, today
from permanence.pages import bodies
from permanence.pages.patient import patient
from permanence.pages.site import pages

Asked = dict[str, Any]
_STEP = "/desk/patients/<uuid:patient_id>/declarations/<uuid:declaration_id>"


def _at(patient_id: UUID) -> str:
    return address("patient", patient_id=patient_id, _anchor="declaration")


@pages.form("/desk/patients/<uuid:patient_id>/declarations", asks=bodies.DraftBody, shown_on=patient, roles=CARERS)
def draft(asked: Asked, patient_id: UUID) -> str:
    run(DraftDeclaration(patient_id, tuple(asked["practitioners"]), today(), asked.get("site")))
    return _at(patient_id)


@pages.form(f"{_STEP}/consent", asks=bodies.ConsentBody, shown_on=patient, roles=CARERS)
def record_consent(asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(RecordConsent(declaration_id, **asked))
    return _at(patient_id)


@pages.form(f"{_STEP}/signature", asks=bodies.SignBody, shown_on=patient, roles=CARERS)
def sign(asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(SignDeclaration(declaration_id, **asked))
    return _at(patient_id)


@pages.form(f"{_STEP}/filing", asks=bodies.SendBody, shown_on=patient, roles=CARERS)
def send(asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(SendDeclaration(declaration_id, **asked))
    return _at(patient_id)


@pages.form(f"{_STEP}/answer", asks=bodies.FundAnswerBody, shown_on=patient, roles=CARERS)
def answer(asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(RecordFundAnswer(declaration_id, **asked))
    return _at(patient_id)


@pages.form(f"{_STEP}/abandoned", asks=Nothing, shown_on=patient, roles=CARERS)
def abandon(_asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(AbandonDeclaration(declaration_id))
    return _at(patient_id)


@pages.form(f"{_STEP}/end", asks=bodies.EndBody, shown_on=patient, roles=CARERS)
def end(asked: Asked, patient_id: UUID, declaration_id: UUID) -> str:
    run(EndDeclaration(declaration_id, **asked))
    return _at(patient_id)
