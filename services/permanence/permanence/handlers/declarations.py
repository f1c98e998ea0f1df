"""Declarations of médecin traitant: each step, and all of them at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence import parameters
from permanence.commands.declarations import (
    AbandonDeclaration,
    DepartPractitioner,
    DraftDeclaration,
    EndDeclaration,
    FileDeclaration,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.domain.declaration.consent import ConsentNeeded
from permanence.domain.declaration.declaration import Declaration, check_filing_day
from permanence.domain.declaration.doctor import Doctor
from permanence.domain.declaration.facts import Channel, DeclarationFiled, EndReason
from permanence.domain.declaration.rules import ConsentMissing, DeclarationExists, EndReasonReserved
from permanence.domain.patient.patient import Patient
from permanence.handlers.blame import blaming
from permanence.handlers.declared_doctors import doctors_on
from permanence.handlers.departures import depart_practitioner
from permanence.handlers.identities import patient_age
from permanence.store.declarations import current_declarations_of, known_declaration, make_current, release
from permanence.store.patients import lock_patient, registered_patient
from permanence.store.sites import known_site

Outcome = Mapping[str, Any]


def draft_declaration(command: DraftDeclaration, work: UnitOfWork) -> Outcome:
    patient = registered_patient(work.session, command.patient_id)
    _check_site(work, command.site)
    declaration, drafted = Declaration.draft(
        new_id(),
        patient.patient_id,
        drafted_on=command.drafted_on,
        doctors=doctors_on(work, command.practitioners, command.drafted_on),
        site=command.site,
        age=patient_age(work, patient, command.drafted_on, command="DraftDeclaration"),
        today=work.today,
    )
    work.save(declaration, drafted)
    return {**_reference(declaration), "consent_needed": declaration.consent_needed.value}


def record_consent(command: RecordConsent, work: UnitOfWork) -> Outcome:
    declaration = known_declaration(work.session, command.declaration_id)
    work.save(declaration, declaration.record_consent(command.consent))
    return _reference(declaration)


def sign_declaration(command: SignDeclaration, work: UnitOfWork) -> Outcome:
    declaration = known_declaration(work.session, command.declaration_id)
    patient = registered_patient(work.session, declaration.patient_id)
    age = patient_age(work, patient, command.signed_on, command="SignDeclaration")
    work.save(declaration, declaration.sign(command.signed_on, age=age, today=work.today))
    return _reference(declaration)


def send_declaration(command: SendDeclaration, work: UnitOfWork) -> Outcome:
    declaration = known_declaration(work.session, command.declaration_id)
    doctors = doctors_on(work, declaration.present_doctors, command.filed_on, lock=True)
    patient = lock_patient(work, declaration.patient_id)
    filed = _send(work, declaration, patient, doctors, command.filed_on, command.channel)
    return _keep(work, declaration, [filed], replaces=command.replaces)


def file_declaration(command: FileDeclaration, work: UnitOfWork) -> Outcome:
    filed_on, today = command.filed_on, work.today
    registered = registered_patient(work.session, command.patient_id)
    check_filing_day(filed_on, registered_on=registered.registered_on, today=today)
    _check_site(work, command.site)
    doctors = doctors_on(work, command.practitioners, filed_on, lock=True)
    patient = lock_patient(work, command.patient_id)
    age = patient_age(work, patient, filed_on, command="FileDeclaration")
    declaration, drafted = Declaration.draft(
        new_id(), patient.patient_id, drafted_on=filed_on, doctors=doctors, site=command.site, age=age, today=today
    )
    facts: list[object] = [drafted]
    if command.consent is not None:
        facts.append(declaration.record_consent(command.consent))
    elif declaration.consent_needed is not ConsentNeeded.NONE:
        raise ConsentMissing
    facts.append(declaration.sign(filed_on, age=age, today=today))
    facts.append(_send(work, declaration, patient, doctors, filed_on, command.channel))
    return _keep(work, declaration, facts, replaces=command.replaces)


def record_fund_answer(command: RecordFundAnswer, work: UnitOfWork) -> Outcome:
    declaration = known_declaration(work.session, command.declaration_id)
    answered = declaration.answer(
        command.answered_on, accepted=command.accepted, active_on=command.active_on, today=work.today
    )
    work.save(declaration, answered)
    if not answered.accepted:
        release(work.session, [declaration.declaration_id])
    return _reference(declaration)


def abandon_declaration(command: AbandonDeclaration, work: UnitOfWork) -> Outcome:
    declaration = known_declaration(work.session, command.declaration_id)
    work.save(declaration, declaration.abandon())
    return _reference(declaration)


def end_declaration(command: EndDeclaration, work: UnitOfWork) -> Outcome:
    if command.reason is EndReason.REPLACED:
        raise EndReasonReserved
    declaration = known_declaration(work.session, command.declaration_id)
    work.save(declaration, declaration.end(command.ended_on, command.reason, today=work.today))
    release(work.session, [declaration.declaration_id])
    return _reference(declaration)


def _send(
    work: UnitOfWork, declaration: Declaration, patient: Patient, doctors: Sequence[Doctor], day: date, channel: Channel
) -> DeclarationFiled:
    return declaration.send(
        day,
        channel,
        doctors=doctors,
        ald=patient.ald,
        registered_on=patient.registered_on,
        presumed_days=parameters.of(work).paper_presumed_days,
        today=work.today,
    )


def _keep(work: UnitOfWork, declaration: Declaration, facts: Sequence[object], *, replaces: bool) -> Outcome:
    """With the patient locked: ends the present declaration if that was confirmed, and puts this one in its place."""
    replaced = current_declarations_of(work.session, declaration.patient_id)
    if replaced and not replaces:
        raise DeclarationExists
    for former in replaced:
        with blaming("filed_on"):
            ended = former.end(declaration.filed_on or work.today, EndReason.REPLACED, today=work.today)
        work.save(former, ended)
    release(work.session, [former.declaration_id for former in replaced])
    work.save(declaration, *facts)
    make_current(work.session, declaration)
    return {
        **_reference(declaration),
        "active_on": declaration.active_on.isoformat() if declaration.active_on else None,
        "presumed": declaration.presumed,
        "replaced": [str(former.declaration_id) for former in replaced],
    }


def _check_site(work: UnitOfWork, site: str | None) -> None:
    if site is not None:
        known_site(work.session, site)


def _reference(declaration: Declaration) -> Outcome:
    return {"declaration_id": str(declaration.declaration_id)}


HANDLERS: Mapping[type, Handler] = {
    DraftDeclaration: draft_declaration,
    RecordConsent: record_consent,
    SignDeclaration: sign_declaration,
    SendDeclaration: send_declaration,
    FileDeclaration: file_declaration,
    RecordFundAnswer: record_fund_answer,
    AbandonDeclaration: abandon_declaration,
    EndDeclaration: end_declaration,
    DepartPractitioner: depart_practitioner,
}
