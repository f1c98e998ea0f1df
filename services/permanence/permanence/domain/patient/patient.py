"""A patient followed by a permanence: registered once, without médecin traitant; who it is stays sealed."""

from dataclasses import replace
from datetime import date
from typing import Self
from uuid import UUID

from kernel.commune import Commune
from kernel.period import add_months
from permanence.domain.patient import rules
from permanence.domain.patient.age import age_band, age_on
from permanence.domain.patient.ald import ALD, ALDStatus
from permanence.domain.patient.eligibility import (
    DEFAULT_RULE,
    Eligibility,
    EligibilityRule,
    NoMedecinTraitantReason,
    Override,
    Situation,
    UnmetCondition,
    Verdict,
    assess,
)
from permanence.domain.patient.facts import (
    ErasureAnswered,
    MergeRecorded,
    MergeUndone,
    PatientExited,
    PatientRegistered,
    PatientReturned,
)
from permanence.domain.patient.follow_up import (
    ErasureAnswer,
    ExitReason,
    FollowUp,
    MedecinTraitantChange,
    retained_until,
)
from permanence.domain.patient.identity import Identity
from permanence.domain.patient.ins import INSStatus
from permanence.domain.patient.step import PatientStep

LONGEST_PROTOCOL_MONTHS = 120


class Patient:
    """What later rules need to know of a patient, in clear; `sealed_identity` says who it is, until it is purged."""

    def __init__(
        self,
        patient_id: UUID,
        reference: UUID,
        registered_on: date,
        ald: bool,
        commune: str,
        sealed_identity: bytes | None,
        birth_year: int | None = None,
        no_medecin_traitant_reason: NoMedecinTraitantReason = NoMedecinTraitantReason.UNKNOWN,
        age_band: str | None = None,
    ) -> None:
        self.patient_id = patient_id
        # By which the facts name the patient: who reads them cannot ask care about the same number.
        self.reference = reference
        self.registered_on = registered_on
        self.birth_year = birth_year
        # On the day of registration, for counting. It outlives the identity: ten years of age name nobody.
        self.age_band = age_band
        self.commune = commune
        self.ald = ald
        self.ald_status = ALDStatus.UNKNOWN if ald else ALDStatus.NONE
        self.ald_proof_seen = False
        self.ald_until_on: date | None = None
        self.ald_temporary = False
        self.no_medecin_traitant_reason = no_medecin_traitant_reason
        self.has_medecin_traitant = False
        self.medecin_traitant_changed_on: date | None = None
        self.precarious = False
        self.eligibility = Eligibility.PENDING_PROOF
        self.eligibility_rule = DEFAULT_RULE.version
        self.eligibility_reasons: tuple[UnmetCondition, ...] = ()
        self.assessed_on = registered_on
        self.override: Override | None = None
        self.follow_up = FollowUp.FOLLOWED
        self.exited_on: date | None = None
        self.exit_reason: ExitReason | None = None
        self.merged_into: UUID | None = None
        self.ins_status: INSStatus | None = None
        self.sealed_identity = sealed_identity
        self.purged_on: date | None = None
        self.steps: list[PatientStep] = []
        self.version = 0

    @classmethod
    def register(
        cls,
        patient_id: UUID,
        reference: UUID,
        *,
        registered_on: date,
        identity: Identity,
        sealed_identity: bytes,
        commune: Commune,
        ald: ALD,
        reason: NoMedecinTraitantReason,
        opened_on: date,
        today: date,
        rule: EligibilityRule = DEFAULT_RULE,
        override: Override | None = None,
        precarious: bool = False,
        has_medecin_traitant: bool = False,
    ) -> tuple[Self, PatientRegistered]:
        """Returns the patient, with the verdict of the rule, and the fact; or raises the rule that forbids it."""
        if registered_on > today:
            raise rules.RegisteredInFuture
        if registered_on < opened_on:
            raise rules.RegisteredBeforeOpening
        birth_on = identity.birth_on
        age = age_on(registered_on, birth_on)
        is_ald = ald.status.is_ald
        patient = cls(
            patient_id,
            reference,
            registered_on,
            is_ald,
            commune.insee,
            sealed_identity,
            birth_on.year,
            reason,
            age_band(age),
        )
        patient._describe(ald, registered_on)
        patient.ins_status, patient.precarious = identity.ins_status, precarious
        patient.has_medecin_traitant = has_medecin_traitant
        patient._keep(assess(rule, patient.situation(age), registered_on, override))
        return patient, PatientRegistered(reference, registered_on)

    @property
    def verdict(self) -> Verdict:
        """The last one; by the rule and the situation of that day it would be found again."""
        return Verdict(
            self.eligibility, self.eligibility_rule, self.assessed_on, self.eligibility_reasons, self.override
        )

    def situation(self, age: int) -> Situation:
        return Situation(
            age,
            self.ald_status,
            self.ald_proof_seen,
            self.has_medecin_traitant,
            self.no_medecin_traitant_reason,
            self.commune,
        )

    def correct(
        self,
        identity: Identity,
        sealed_identity: bytes,
        *,
        commune: Commune | None,
        precarious: bool | None,
    ) -> None:
        """Writes the identity anew; a home or a situation that is not told stays as it was."""
        self.age_band = age_band(age_on(self.registered_on, identity.birth_on))
        self.birth_year, self.ins_status = identity.birth_on.year, identity.ins_status
        self.sealed_identity = sealed_identity
        self.commune = self.commune if commune is None else commune.insee
        self.precarious = self.precarious if precarious is None else precarious

    def assess(self, rule: EligibilityRule, age: int, on: date) -> bool:
        """Applies the rule again; whether it says something else, now. An override stands while it is needed."""
        verdict = assess(rule, self.situation(age), on, self.override)
        if replace(verdict, assessed_on=self.assessed_on) == self.verdict:
            self.assessed_on = on
            return False
        self._keep(verdict)
        return True

    def override_verdict(self, rule: EligibilityRule, age: int, override: Override) -> None:
        """What the rule says on the day of the override; who has come to meet it meanwhile needs none."""
        if self.eligibility is Eligibility.ELIGIBLE:
            raise rules.NothingToOverride
        self._keep(assess(rule, self.situation(age), override.overridden_on, override))

    def declare_ald(self, ald: ALD, today: date) -> None:
        """An ALD begins or ends on the day on which it is said, or is only described otherwise."""
        if ald.until_on is not None and not today <= ald.until_on <= add_months(today, LONGEST_PROTOCOL_MONTHS):
            raise rules.ProtocolOver
        self._describe(ald, today)

    def see_proof(self) -> None:
        if not self.ald:
            raise rules.NoALDToProve
        self.ald_proof_seen = True

    def change_medecin_traitant(
        self, change: MedecinTraitantChange, on: date, reason: NoMedecinTraitantReason | None, *, today: date
    ) -> PatientReturned | None:
        """What happened elsewhere; the loss of a médecin traitant has a reason, since the conditions look at it."""
        self._check_day("on", on, today)
        is_found = change is MedecinTraitantChange.FOUND
        if not is_found and reason is None:
            raise rules.ReasonMissing
        if self.has_medecin_traitant is is_found:
            raise rules.MedecinTraitantUnchanged
        if reason is not None and not is_found:
            return self.lose_medecin_traitant(on, reason)
        self.has_medecin_traitant, self.medecin_traitant_changed_on = True, on
        return None

    def lose_medecin_traitant(self, on: date, reason: NoMedecinTraitantReason) -> PatientReturned | None:
        """Back to the queue; who is dead, gone or did not want to come any more is not called back."""
        self.has_medecin_traitant, self.medecin_traitant_changed_on = False, on
        self.no_medecin_traitant_reason = reason
        is_gone = self.follow_up is FollowUp.EXITED and self.exit_reason is not ExitReason.FOUND_GP
        return None if is_gone or self.purged_on is not None else self._return(on)

    def exit(self, on: date, reason: ExitReason, *, today: date) -> PatientExited:
        self._check_day("exited_on", on, today)
        if self.follow_up is FollowUp.EXITED:
            raise rules.AlreadyExited
        self.follow_up, self.exited_on, self.exit_reason = FollowUp.EXITED, on, reason
        self._step(on, is_followed=False)
        if reason is ExitReason.FOUND_GP:
            self.has_medecin_traitant, self.medecin_traitant_changed_on = True, on
        return PatientExited(self.reference, on)

    def come_back(self, on: date, *, today: date) -> PatientReturned:
        self._check_day("returned_on", on, today)
        if self.follow_up is FollowUp.FOLLOWED:
            raise rules.NotExited
        return self._return(on)

    def absorb(self, other: "Patient", *, both_declared: bool) -> MergeRecorded:
        """This file is kept for both; `both_declared` when each has a médecin traitant declared."""
        if other.patient_id == self.patient_id:
            raise rules.MergedWithItself
        if both_declared:
            raise rules.BothDeclared
        other.merged_into = self.patient_id
        return MergeRecorded(self.reference, other.reference)

    def separate(self, other: "Patient") -> MergeUndone:
        """Undoes `absorb`: nothing of the other file had been changed."""
        if other.merged_into != self.patient_id:
            raise rules.NotMerged
        other.merged_into = None
        return MergeUndone(self.reference, other.reference)

    def answer_erasure(self, last_care_on: date | None, years: int, today: date) -> ErasureAnswered:
        """Care records are kept to their term; then, or when nobody was cared for, the identity is destroyed."""
        until = retained_until(last_care_on, years)
        if until is not None and today < until:
            return ErasureAnswered(self.reference, ErasureAnswer.RETAINED, until)
        self.sealed_identity, self.birth_year, self.ins_status, self.purged_on = None, None, None, today
        return ErasureAnswered(self.reference, ErasureAnswer.PURGED, None)

    def _check_day(self, field: str, on: date, today: date) -> None:
        """A change is written between the registration and today."""
        if on > today:
            raise rules.ChangeInFuture(field=field)
        if on < self.registered_on:
            raise rules.ChangeBeforeRegistration(field=field)

    def _describe(self, ald: ALD, on: date) -> None:
        if ald.status.is_ald is not self.ald:
            self._step(on, is_ald=ald.status.is_ald)
        self.ald, self.ald_status, self.ald_proof_seen = ald.status.is_ald, ald.status, ald.proof_seen
        self.ald_until_on, self.ald_temporary = ald.until_on, ald.temporary

    def _keep(self, verdict: Verdict) -> None:
        self.eligibility, self.eligibility_rule = verdict.result, verdict.rule_version
        self.eligibility_reasons, self.assessed_on = verdict.reasons, verdict.assessed_on
        self.override = verdict.override

    def _return(self, on: date) -> PatientReturned:
        self.follow_up, self.exited_on, self.exit_reason = FollowUp.FOLLOWED, None, None
        self._step(on, is_followed=True)
        return PatientReturned(self.reference, on)

    def _step(self, on: date, *, is_followed: bool | None = None, is_ald: bool | None = None) -> None:
        if not self.steps:  # what stood since the registration, before this first change
            self.steps.append(PatientStep(self.patient_id, 0, self.registered_on, is_followed=True, is_ald=self.ald))
        self.steps.append(
            PatientStep(self.patient_id, self.steps[-1].number + 1, on, is_followed=is_followed, is_ald=is_ald)
        )
