"""A patient's choice of médecin traitant (art. L162-5-3 CSS), from its draft to its end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from permanence.domain.declaration import rules
from permanence.domain.declaration.choice import Consent, ConsentNeeded, Doctor, check_choice, consent_needed
from permanence.domain.declaration.facts import (
    DeclarationAnswered,
    DeclarationEnded,
    DeclarationFiled,
)
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason


class DeclaredDoctor:
    """A doctor that a declaration names, by RPPS number, and the day he left if he did."""

    def __init__(self, declaration_id: UUID, practitioner_rpps: str) -> None:
        self.declaration_id = declaration_id
        self.practitioner_rpps = practitioner_rpps
        self.left_on: date | None = None


class Declaration:
    """One choice of one patient; of those that are current, a patient has one."""

    def __init__(
        self,
        declaration_id: UUID,
        patient_id: UUID,
        drafted_on: date,
        doctors: Sequence[str],
        site: str | None,
        needed: ConsentNeeded,
    ) -> None:
        self.declaration_id = declaration_id
        self.patient_id = patient_id
        self.state = DeclarationState.DRAFTED if needed is ConsentNeeded.NONE else DeclarationState.AWAITING_CONSENT
        self.doctors = [DeclaredDoctor(declaration_id, rpps) for rpps in doctors]
        self.site = site
        self.consent_needed = needed
        self.consent: Consent | None = None
        self.drafted_on = drafted_on
        self.signed_on: date | None = None
        self.filed_on: date | None = None
        self.channel: Channel | None = None
        self.ald: bool | None = None
        self.active_on: date | None = None
        self.presumed = False
        self.answered_on: date | None = None
        self.ended_on: date | None = None
        self.end_reason: EndReason | None = None
        self.version = 0

    @classmethod
    def draft(
        cls,
        declaration_id: UUID,
        patient_id: UUID,
        *,
        drafted_on: date,
        doctors: Sequence[Doctor],
        site: str | None,
        age: int,
        today: date,
    ) -> Self:
        """Returns the declaration, or raises the rule that forbids it; `age` is the patient's that day."""
        if drafted_on > today:
            raise rules.DeclarationDayInFuture
        check_choice(doctors, site)
        numbers = [doctor.rpps for doctor in doctors]
        return cls(declaration_id, patient_id, drafted_on, numbers, site, consent_needed(age))

    @classmethod
    def file(
        cls,
        declaration_id: UUID,
        patient_id: UUID,
        filed_on: date,
        channel: Channel,
        *,
        doctors: Sequence[Doctor],
        site: str | None,
        age: int,
        consent: Consent | None,
        ald: bool,
        registered_on: date,
        presumed_days: int,
        today: date,
    ) -> tuple[Self, DeclarationFiled]:
        """Drafted, consented to, signed and filed on one day."""
        check_filing_day(filed_on, registered_on=registered_on, today=today)
        declaration = cls.draft(
            declaration_id, patient_id, drafted_on=filed_on, doctors=doctors, site=site, age=age, today=today
        )
        if consent is not None:
            declaration.record_consent(consent)
        declaration.sign(filed_on, age=age, today=today)
        return declaration, declaration._filed(filed_on, channel, ald=ald, presumed_days=presumed_days)

    @property
    def present_doctors(self) -> list[str]:
        return [doctor.practitioner_rpps for doctor in self.doctors if doctor.left_on is None]

    def record_consent(self, consent: Consent) -> None:
        if self.consent_needed is ConsentNeeded.NONE:
            raise rules.ConsentNotNeeded
        self._expect(DeclarationState.AWAITING_CONSENT)
        self.state = DeclarationState.DRAFTED
        self.consent = consent

    def sign(self, signed_on: date, *, age: int, today: date) -> None:
        """Whoever came of age since the draft signs alone."""
        if self.state is DeclarationState.AWAITING_CONSENT and consent_needed(age) is ConsentNeeded.NONE:
            self.consent_needed, self.state = ConsentNeeded.NONE, DeclarationState.DRAFTED
        if self.state is DeclarationState.AWAITING_CONSENT:
            raise rules.ConsentMissing
        self._expect(DeclarationState.DRAFTED)
        _check_day("signed_on", signed_on, since=self.drafted_on, today=today)
        self.state, self.signed_on = DeclarationState.SIGNED, signed_on

    def send(
        self,
        filed_on: date,
        channel: Channel,
        *,
        doctors: Sequence[Doctor],
        ald: bool,
        registered_on: date,
        presumed_days: int,
        today: date,
    ) -> DeclarationFiled:
        """Files it for those `doctors` who are still there; on paper it is presumed active after `presumed_days`."""
        self._expect(DeclarationState.SIGNED)
        check_filing_day(filed_on, registered_on=registered_on, today=today)
        _check_day("filed_on", filed_on, since=self.signed_on, today=today)
        check_choice(doctors, self.site)
        return self._filed(filed_on, channel, ald=ald, presumed_days=presumed_days)

    def _filed(self, filed_on: date, channel: Channel, *, ald: bool, presumed_days: int) -> DeclarationFiled:
        self.presumed = channel is Channel.PAPER
        self.state = DeclarationState.FILED if self.presumed else DeclarationState.ACTIVE
        self.active_on = filed_on + timedelta(days=presumed_days) if self.presumed else filed_on
        self.filed_on, self.channel, self.ald = filed_on, channel, ald
        return DeclarationFiled(self.declaration_id, filed_on, self.active_on, self.presumed)

    def answer(self, answered_on: date, *, accepted: bool, active_on: date | None, today: date) -> DeclarationAnswered:
        """What the fund says wins over what was presumed; without a day of its own, an earlier presumed one stands."""
        self._expect(DeclarationState.FILED)
        _check_day("answered_on", answered_on, since=self.filed_on, today=today)
        self.answered_on = answered_on
        self.presumed = False
        if not accepted:
            self.state, self.active_on = DeclarationState.REJECTED, None
            return DeclarationAnswered(self.declaration_id, accepted, None)
        told = active_on or min(filter(None, (self.active_on, answered_on)))
        if told > answered_on:
            raise rules.ActiveAfterAnswer
        _check_day("active_on", told, since=self.filed_on, today=today)
        self.state, self.active_on = DeclarationState.ACTIVE, told
        return DeclarationAnswered(self.declaration_id, accepted, told)

    def end(self, ended_on: date, reason: EndReason, *, today: date) -> DeclarationEnded:
        if reason is EndReason.REPLACED:
            raise rules.EndReasonReserved
        return self._end(ended_on, reason, today, "ended_on")

    def make_way(self, replaced_on: date, *, confirmed: bool, today: date) -> DeclarationEnded:
        """Ends on the day another one is filed, once somebody has confirmed it."""
        if not confirmed:
            raise rules.DeclarationExists
        return self._end(replaced_on, EndReason.REPLACED, today, "filed_on")

    def _end(self, ended_on: date, reason: EndReason, today: date, asked: str) -> DeclarationEnded:
        """`asked` is the field that names the day."""
        self._expect(DeclarationState.FILED, DeclarationState.ACTIVE)
        _check_day(asked, ended_on, since=self.filed_on, today=today)
        self.state, self.ended_on, self.end_reason = DeclarationState.ENDED, ended_on, reason
        return DeclarationEnded(self.declaration_id, ended_on)

    def abandon(self) -> None:
        if not self.state.is_before_filing:
            self._refuse()
        self.state = DeclarationState.ABANDONED

    def lose(self, rpps: str, left_on: date, *, today: date) -> DeclarationEnded | None:
        """A doctor leaves: a joint declaration goes on with the others, any other ends, or is dropped if not filed.

        One filed after he had left, as is found out later, ends on the day it was filed.
        """
        if self.present_doctors == [rpps]:
            if self.state.is_before_filing:
                self.abandon()
                return None
            return self.end(max(left_on, self.filed_on or left_on), EndReason.DOCTOR_LEFT, today=today)
        for doctor in self.doctors:
            if doctor.practitioner_rpps == rpps:
                doctor.left_on = left_on
        return None

    def _expect(self, *states: DeclarationState) -> None:
        if self.state not in states:
            self._refuse()

    def _refuse(self) -> None:
        raise rules.DeclarationStepRefused(f"Cette étape n'est pas possible : la déclaration est {self.state.french}.")


def check_filing_day(filed_on: date, *, registered_on: date, today: date) -> None:
    if filed_on > today:
        raise rules.FiledInFuture
    if filed_on < registered_on:
        raise rules.FiledBeforeRegistration


def _check_day(field: str, day: date, *, since: date | None, today: date) -> None:
    if day > today:
        raise rules.DeclarationDayInFuture(field=field)
    if since is not None and day < since:
        raise rules.DeclarationDayTooEarly(f"Cette date précède l'étape d'avant, du {since:%d/%m/%Y}.", field=field)
