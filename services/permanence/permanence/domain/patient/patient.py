"""A patient followed by a permanence: registered once, without médecin traitant; who it is stays sealed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Self
from uuid import UUID

from kernel.commune import Commune
from kernel.period import add_months, years_between
from permanence.domain.patient import rules
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
    PatientALDChanged,
    PatientAssessed,
    PatientExited,
    PatientRegistered,
    PatientReturned,
)
from permanence.domain.patient.follow_up import (
    ErasureAnswer,
    ExitReason,
    FollowUp,
    MedecinTraitantChange,
    ReturnReason,
    retained_until,
)
from permanence.domain.patient.identity import Identity
from permanence.domain.patient.ins import INSStatus

OLDEST_YEARS = 125
LONGEST_PROTOCOL_MONTHS = 120


class Patient:
    """What later rules need to know of a patient, in clear; `sealed_identity` says who it is, until it is purged."""

    def __init__(
        self,
        patient_id: UUID,
        registered_on: date,
        ald: bool,
        commune: str,
        sealed_identity: bytes | None,
        birth_year: int | None = None,
        no_medecin_traitant_reason: NoMedecinTraitantReason = NoMedecinTraitantReason.UNKNOWN,
    ) -> None:
        self.patient_id = patient_id
        self.registered_on = registered_on
        self.birth_year = birth_year
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
        self.version = 0

    @classmethod
    def register(
        cls,
        patient_id: UUID,
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
        patient = cls(patient_id, registered_on, is_ald, commune.insee, sealed_identity, birth_on.year, reason)
        patient._describe(ald)
        patient.ins_status, patient.precarious = identity.ins_status, precarious
        patient.has_medecin_traitant = has_medecin_traitant
        verdict = assess(rule, patient.situation(age), registered_on, override)
        patient._keep(verdict)
        overridden = verdict.override is not None
        return patient, PatientRegistered(
            patient_id, registered_on, age, commune, is_ald, reason, verdict.result, overridden
        )

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
        age_on(self.registered_on, identity.birth_on)
        self.birth_year, self.ins_status = identity.birth_on.year, identity.ins_status
        self.sealed_identity = sealed_identity
        self.commune = self.commune if commune is None else commune.insee
        self.precarious = self.precarious if precarious is None else precarious

    def assess(self, rule: EligibilityRule, age: int, on: date) -> PatientAssessed | None:
        """Applies the rule again; None when it says the same, now. An override stands while it is needed."""
        verdict = assess(rule, self.situation(age), on, self.override)
        if replace(verdict, assessed_on=self.assessed_on) == self.verdict:
            self.assessed_on = on
            return None
        self._keep(verdict)
        return PatientAssessed(self.patient_id, verdict)

    def override_verdict(self, rule: EligibilityRule, age: int, override: Override) -> PatientAssessed:
        """What the rule says on the day of the override; who has come to meet it meanwhile needs none."""
        if self.eligibility is Eligibility.ELIGIBLE:
            raise rules.NothingToOverride
        verdict = assess(rule, self.situation(age), override.overridden_on, override)
        self._keep(verdict)
        return PatientAssessed(self.patient_id, verdict)

    def declare_ald(self, ald: ALD, today: date) -> PatientALDChanged | None:
        """Told when an ALD begins or ends; None when it is only described otherwise."""
        if ald.until_on is not None and not today <= ald.until_on <= add_months(today, LONGEST_PROTOCOL_MONTHS):
            raise rules.ProtocolOver
        was_ald = self.ald
        self._describe(ald)
        return None if self.ald is was_ald else PatientALDChanged(self.patient_id, today, self.ald)

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
        return None if is_gone or self.purged_on is not None else self._return(on, ReturnReason.DOCTOR_LEFT)

    def exit(self, on: date, reason: ExitReason, *, today: date) -> PatientExited:
        self._check_day("exited_on", on, today)
        if self.follow_up is FollowUp.EXITED:
            raise rules.AlreadyExited
        self.follow_up, self.exited_on, self.exit_reason = FollowUp.EXITED, on, reason
        if reason is ExitReason.FOUND_GP:
            self.has_medecin_traitant, self.medecin_traitant_changed_on = True, on
        return PatientExited(self.patient_id, on, reason)

    def come_back(self, on: date, *, today: date) -> PatientReturned:
        self._check_day("returned_on", on, today)
        if self.follow_up is FollowUp.FOLLOWED:
            raise rules.NotExited
        return self._return(on, ReturnReason.CAME_BACK)

    def absorb(self, other: "Patient", on: date, *, both_declared: bool) -> MergeRecorded:
        """This file is kept for both; `both_declared` when each has a médecin traitant declared."""
        if other.patient_id == self.patient_id:
            raise rules.MergedWithItself
        if both_declared:
            raise rules.BothDeclared
        other.merged_into = self.patient_id
        return MergeRecorded(self.patient_id, other.patient_id, on)

    def separate(self, other: "Patient", on: date) -> MergeUndone:
        """Undoes `absorb`: nothing of the other file had been changed."""
        if other.merged_into != self.patient_id:
            raise rules.NotMerged
        other.merged_into = None
        return MergeUndone(self.patient_id, other.patient_id, on)

    def answer_erasure(self, last_care_on: date | None, years: int, today: date) -> ErasureAnswered:
        """Care records are kept to their term; then, or when nobody was cared for, the identity is destroyed."""
        until = retained_until(last_care_on, years)
        if until is not None and today < until:
            return ErasureAnswered(self.patient_id, today, ErasureAnswer.RETAINED, until)
        self.sealed_identity, self.birth_year, self.ins_status, self.purged_on = None, None, None, today
        return ErasureAnswered(self.patient_id, today, ErasureAnswer.PURGED, None)

    def _check_day(self, field: str, on: date, today: date) -> None:
        """A change is written between the registration and today."""
        if on > today:
            raise rules.ChangeInFuture(field=field)
        if on < self.registered_on:
            raise rules.ChangeBeforeRegistration(field=field)

    def _describe(self, ald: ALD) -> None:
        self.ald, self.ald_status, self.ald_proof_seen = ald.status.is_ald, ald.status, ald.proof_seen
        self.ald_until_on, self.ald_temporary = ald.until_on, ald.temporary

    def _keep(self, verdict: Verdict) -> None:
        self.eligibility, self.eligibility_rule = verdict.result, verdict.rule_version
        self.eligibility_reasons, self.assessed_on = verdict.reasons, verdict.assessed_on
        self.override = verdict.override

    def _return(self, on: date, reason: ReturnReason) -> PatientReturned:
        self.follow_up, self.exited_on, self.exit_reason = FollowUp.FOLLOWED, None, None
        return PatientReturned(self.patient_id, on, reason)


def age_on(day: date, birth_on: date) -> int:
    """Whole years on that day, or the rule that a birth date breaks."""
    if birth_on > day:
        raise rules.BirthInFuture
    age = years_between(birth_on, day)
    if age > OLDEST_YEARS:
        raise rules.BirthTooLongAgo
    return age


def age_by_year(birth_year: int, day: date, cuts: Collection[int]) -> int | None:
    """An age on the right side of each cut, when the year of birth alone decides it; else None."""
    youngest, oldest = day.year - birth_year - 1, day.year - birth_year
    return None if oldest in cuts else max(youngest, 0)


def age_band(age: int) -> str:
    """The ten-year band of an age, `90+` from ninety on; sixty, the age of Romans' rule, is a cut."""
    return "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
