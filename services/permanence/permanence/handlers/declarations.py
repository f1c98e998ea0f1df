"""Declarations of médecin traitant: each step, and all of them at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.rule import blaming
from permanence import parameters
from permanence.commands.declarations import (
    AbandonDeclaration,
    DeclarationReference,
    DraftDeclaration,
    DraftDeclarationOutcome,
    EndDeclaration,
    FileDeclaration,
    FileDeclarationOutcome,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.domain.declaration.choice import Doctor, check_number
from permanence.domain.declaration.declaration import Declaration, check_filing_day
from permanence.domain.declaration.facts import DeclarationFiled
from permanence.domain.practitioner.practitioner import checked_rpps
from permanence.handlers.assessment import patient_age
from permanence.practitioner_kinds import practitioner_kinds
from permanence.store.declarations import current_declarations_of, known_declaration, make_current, release
from permanence.store.patients import lock_patient, registered_patient
from permanence.store.practitioners import lock_practitioners, practitioner_by_rpps
from permanence.store.sites import known_site


def draft_declaration(command: DraftDeclaration, work: UnitOfWork) -> DraftDeclarationOutcome:
    patient = registered_patient(work.session, command.patient_id)
    _check_site(work, command.site)
    declaration = Declaration.draft(
        new_id(),
        patient.patient_id,
        drafted_on=command.drafted_on,
        doctors=_doctors_on(work, command.practitioners, command.drafted_on),
        site=command.site,
        age=patient_age(work, patient, command.drafted_on, command="DraftDeclaration"),
        today=work.today,
    )
    work.save(declaration)
    return DraftDeclarationOutcome(declaration.declaration_id, declaration.consent_needed)


def record_consent(command: RecordConsent, work: UnitOfWork) -> DeclarationReference:
    declaration = known_declaration(work.session, command.declaration_id)
    declaration.record_consent(command.consent)
    work.save(declaration)
    return DeclarationReference(declaration.declaration_id)


def sign_declaration(command: SignDeclaration, work: UnitOfWork) -> DeclarationReference:
    declaration = known_declaration(work.session, command.declaration_id)
    patient = registered_patient(work.session, declaration.patient_id)
    age = patient_age(work, patient, command.signed_on, command="SignDeclaration")
    declaration.sign(command.signed_on, age=age, today=work.today)
    work.save(declaration)
    return DeclarationReference(declaration.declaration_id)


def send_declaration(command: SendDeclaration, work: UnitOfWork) -> FileDeclarationOutcome:
    declaration = known_declaration(work.session, command.declaration_id)
    doctors = _doctors_on(work, declaration.present_doctors, command.filed_on, lock=True)
    patient = lock_patient(work, declaration.patient_id)
    filed = declaration.send(
        command.filed_on,
        command.channel,
        doctors=doctors,
        ald=patient.ald,
        registered_on=patient.registered_on,
        presumed_days=parameters.of(work).paper_presumed_days,
        today=work.today,
    )
    return _keep(work, declaration, filed, replaces=command.replaces)


def file_declaration(command: FileDeclaration, work: UnitOfWork) -> FileDeclarationOutcome:
    registered_on = registered_patient(work.session, command.patient_id).registered_on
    # The register of doctors is not asked about a day on which nothing can have been filed.
    check_filing_day(command.filed_on, registered_on=registered_on, today=work.today)
    _check_site(work, command.site)
    doctors = _doctors_on(work, command.practitioners, command.filed_on, lock=True)
    patient = lock_patient(work, command.patient_id)
    declaration, filed = Declaration.file(
        new_id(),
        patient.patient_id,
        command.filed_on,
        command.channel,
        doctors=doctors,
        site=command.site,
        age=patient_age(work, patient, command.filed_on, command="FileDeclaration"),
        consent=command.consent,
        ald=patient.ald,
        registered_on=patient.registered_on,
        presumed_days=parameters.of(work).paper_presumed_days,
        today=work.today,
    )
    return _keep(work, declaration, filed, replaces=command.replaces)


def record_fund_answer(command: RecordFundAnswer, work: UnitOfWork) -> DeclarationReference:
    declaration = known_declaration(work.session, command.declaration_id)
    answered = declaration.answer(
        command.answered_on, accepted=command.accepted, active_on=command.active_on, today=work.today
    )
    work.save(declaration, answered)
    if not answered.accepted:
        release(work.session, [declaration.declaration_id])
    return DeclarationReference(declaration.declaration_id)


def abandon_declaration(command: AbandonDeclaration, work: UnitOfWork) -> DeclarationReference:
    declaration = known_declaration(work.session, command.declaration_id)
    declaration.abandon()
    work.save(declaration)
    return DeclarationReference(declaration.declaration_id)


def end_declaration(command: EndDeclaration, work: UnitOfWork) -> DeclarationReference:
    declaration = known_declaration(work.session, command.declaration_id)
    work.save(declaration, declaration.end(command.ended_on, command.reason, today=work.today))
    release(work.session, [declaration.declaration_id])
    return DeclarationReference(declaration.declaration_id)


def _keep(
    work: UnitOfWork, declaration: Declaration, filed: DeclarationFiled, *, replaces: bool
) -> FileDeclarationOutcome:
    """With the patient locked: ends the present declaration if that was confirmed, and puts this one in its place."""
    replaced = current_declarations_of(work.session, declaration.patient_id)
    for former in replaced:
        work.save(former, former.make_way(filed.filed_on, confirmed=replaces, today=work.today))
    release(work.session, [former.declaration_id for former in replaced])
    work.save(declaration, filed)
    make_current(work.session, declaration)
    return FileDeclarationOutcome(
        declaration.declaration_id,
        filed.active_on.isoformat(),
        filed.presumed,
        tuple(former.declaration_id for former in replaced),
    )


def _check_site(work: UnitOfWork, site: str | None) -> None:
    if site is not None:
        known_site(work.session, site)


def _doctors_on(work: UnitOfWork, numbers: Sequence[str], day: date, *, lock: bool = False) -> list[Doctor]:
    """With `lock`, none of them leaves before the end of the transaction; taken before any patient's lock."""
    with blaming("practitioners"):
        asked = [checked_rpps(number) for number in numbers]
        check_number(asked)
        found = [practitioner_by_rpps(work.session, number) for number in asked]
        if lock:
            locked = lock_practitioners(work, [practitioner.practitioner_id for practitioner in found])
            found = [locked[practitioner.practitioner_id] for practitioner in found]
        return [
            Doctor.chosen(rpps, practitioner.contract_on(day), practitioner_kinds(), day)
            for practitioner, rpps in zip(found, asked, strict=True)
        ]


HANDLERS: Mapping[type, Handler] = {
    DraftDeclaration: draft_declaration,
    RecordConsent: record_consent,
    SignDeclaration: sign_declaration,
    SendDeclaration: send_declaration,
    FileDeclaration: file_declaration,
    RecordFundAnswer: record_fund_answer,
    AbandonDeclaration: abandon_declaration,
    EndDeclaration: end_declaration,
}
