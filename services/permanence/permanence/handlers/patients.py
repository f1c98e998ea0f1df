"""Registration, and what is learnt of a patient afterwards; what the conditions look at makes them apply again."""

from collections.abc import Mapping
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.commune import Commune, known_commune
from kernel.period import add_months
from permanence import parameters
from permanence.commands.patients import (
    CorrectIdentity,
    CorrectIdentityOutcome,
    DeclareALD,
    OverrideEligibility,
    ReassessPatients,
    ReassessPatientsOutcome,
    RecordMedecinTraitant,
    RegisterPatient,
    RegisterPatientOutcome,
    SeeProof,
    VerdictOutcome,
)
from permanence.domain.patient import rules
from permanence.domain.patient.ald import ALD, told_status
from permanence.domain.patient.eligibility import Override, rule_on
from permanence.domain.patient.identity import Identity, IdentityWarning
from permanence.domain.patient.patient import Patient
from permanence.handlers.assessment import patient_age, patient_ages, reassess, rule_of_today, verdict_of
from permanence.store.identities import (
    PatientKey,
    alike,
    forget_traits,
    keep_key,
    keep_traits,
    key_of,
)
from permanence.store.patients import lock_patient, patients_to_reassess

# In one transaction: the next command goes on with the others.
REASSESSED_AT_ONCE = 500
MOST_DUPLICATES = 10


def register_patient(command: RegisterPatient, work: UnitOfWork) -> RegisterPatientOutcome:
    return register_as(new_id(), command, work)


def register_as(patient_id: UUID, command: RegisterPatient, work: UnitOfWork) -> RegisterPatientOutcome:
    """Under a reference that nobody has: a partner may have drawn it, to name the person from then on."""
    commune = _home(command.commune)
    identity = command.identity.checked()
    key = PatientKey.new()
    patient, registered = Patient.register(
        patient_id,
        new_id(),
        registered_on=command.registered_on,
        identity=identity,
        sealed_identity=key.seal(identity),
        commune=commune,
        ald=ALD(told_status(command.ald, command.ald_status), command.ald and command.ald_proof_seen),
        reason=command.no_medecin_traitant_reason,
        opened_on=work.antenna.opening_of("permanence"),
        today=work.today,
        rule=rule_on(parameters.of(work).eligibility, command.registered_on),
        override=_override(command, work),
        precarious=command.precarious,
        has_medecin_traitant=command.has_medecin_traitant,
    )
    work.save(patient, registered)
    keep_key(work.session, work.keyring, patient.patient_id, key)
    keep_traits(work.session, work.keyring, patient.patient_id, identity)
    verdict = patient.verdict
    return RegisterPatientOutcome(
        patient.patient_id,
        verdict.result,
        verdict.rule_version,
        verdict.reasons,
        verdict.override is not None,
        verdict.precedence(urgent=command.urgent),
        verdict.orientation(urgent=command.urgent),
        *_compared(work, patient, identity),
    )


def correct_identity(command: CorrectIdentity, work: UnitOfWork) -> CorrectIdentityOutcome:
    commune = None if command.commune is None else _home(command.commune)
    identity = command.identity.checked()
    patient = lock_patient(work, command.patient_id)
    key = key_of(work.session, work.keyring, patient.patient_id)
    if key is None:
        key = PatientKey.new()
        keep_key(work.session, work.keyring, patient.patient_id, key)
    patient.correct(identity, key.seal(identity), commune=commune, precarious=command.precarious)
    forget_traits(work.session, patient.patient_id)
    keep_traits(work.session, work.keyring, patient.patient_id, identity)
    work.session.flush()
    reassess(work, patient, "CorrectIdentity")
    work.save(patient)
    now = verdict_of(patient)
    return CorrectIdentityOutcome(
        now.patient_id,
        now.verdict,
        now.rule_version,
        now.reasons,
        now.overridden,
        *_compared(work, patient, identity),
    )


def declare_ald(command: DeclareALD, work: UnitOfWork) -> VerdictOutcome:
    patient = lock_patient(work, command.patient_id)
    ald = ALD()
    if command.ald_status.is_ald:
        until_on = command.until_on
        if until_on is None and command.temporary:
            until_on = add_months(work.today, parameters.of(work).temporary_protocol_months)
        ald = ALD(command.ald_status, command.proof_seen, until_on, command.temporary)
    patient.declare_ald(ald, work.today)
    reassess(work, patient, "DeclareALD")
    work.save(patient)
    return verdict_of(patient)


def see_proof(command: SeeProof, work: UnitOfWork) -> VerdictOutcome:
    patient = lock_patient(work, command.patient_id)
    patient.see_proof()
    reassess(work, patient, "SeeProof")
    work.save(patient)
    return verdict_of(patient)


def record_medecin_traitant(command: RecordMedecinTraitant, work: UnitOfWork) -> VerdictOutcome:
    patient = lock_patient(work, command.patient_id)
    changed = patient.change_medecin_traitant(command.change, command.on, command.reason, today=work.today)
    reassess(work, patient, "RecordMedecinTraitant")
    work.save(patient, changed)
    return verdict_of(patient)


def override_eligibility(command: OverrideEligibility, work: UnitOfWork) -> VerdictOutcome:
    patient = lock_patient(work, command.patient_id)
    override = Override.decided(command.author, command.override, work.today)
    rule = rule_of_today(work)
    age = patient_age(work, patient, work.today, rule.ages, "OverrideEligibility")
    patient.override_verdict(rule, age, override)
    work.save(patient)
    return verdict_of(patient)


def reassess_patients(_command: ReassessPatients, work: UnitOfWork) -> ReassessPatientsOutcome:
    rule = rule_of_today(work)
    found = patients_to_reassess(work, REASSESSED_AT_ONCE)
    ages = patient_ages(work, found, work.today, rule.ages, "ReassessPatients")
    changed = 0
    for patient, age in zip(found, ages, strict=True):
        if patient.assess(rule, age, work.today):
            work.save(patient)
            changed += 1
    return ReassessPatientsOutcome(len(found), changed, len(found) == REASSESSED_AT_ONCE)


def _home(insee: str) -> Commune:
    return known_commune(insee, rules.CommuneUnknown, rules.CommuneMerged)


def _override(command: RegisterPatient, work: UnitOfWork) -> Override | None:
    if command.override is None and command.overridden_by is None:
        return None
    return Override.decided(command.overridden_by, command.override, work.today)


def _compared(
    work: UnitOfWork, patient: Patient, identity: Identity
) -> tuple[tuple[UUID, ...], tuple[IdentityWarning, ...]]:
    """Whom to compare with, without opening any identity, and what to look at."""
    found = tuple(alike(work.session, work.keyring, patient.patient_id, identity, MOST_DUPLICATES))
    likely = (IdentityWarning.DUPLICATE_LIKELY,) if found else ()
    return found, (*identity.warnings(), *likely)


HANDLERS: Mapping[type, Handler] = {
    RegisterPatient: register_patient,
    CorrectIdentity: correct_identity,
    DeclareALD: declare_ald,
    SeeProof: see_proof,
    RecordMedecinTraitant: record_medecin_traitant,
    OverrideEligibility: override_eligibility,
    ReassessPatients: reassess_patients,
}
