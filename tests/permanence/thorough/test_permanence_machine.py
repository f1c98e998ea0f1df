"""Any sequence of commands about patients: whatever is asked, in whatever order, a permanence keeps its promises."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis.core.clock import civil_day
from kernel.hours import overlap, quarters
from kernel.period import years_between
from permanence import parameters
from permanence.commands.acts import HoldConsultation
from permanence.commands.appointments import (
    BookAppointment,
    BookFirstFree,
    CancelAppointment,
    HonourAppointment,
    MoveAppointment,
    RecordMissed,
    WalkIn,
)
from permanence.commands.declarations import (
    AbandonDeclaration,
    DraftDeclaration,
    EndDeclaration,
    FileDeclaration,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.commands.departures import DepartPractitioner
from permanence.commands.patient_files import AnswerErasure, ExitPatient, MergePatients, ReturnPatient, UnmergePatients
from permanence.commands.patients import (
    CorrectIdentity,
    DeclareALD,
    OverrideEligibility,
    ReassessPatients,
    RecordMedecinTraitant,
    RegisterPatient,
    SeeProof,
)
from permanence.commands.practitioners import SignContract
from permanence.commands.sessions import CancelSession, OpenSession, RecordLeave
from permanence.commands.waiting_list import AnswerOffer, JoinWaitingList, LeaveWaitingList, OfferSlot
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.appointment.waiting_list import WaitingExit, WaitingState
from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import (
    Eligibility,
    NoMedecinTraitantReason,
    OverrideReason,
    Situation,
    Verdict,
    assess,
    rule_on,
)
from permanence.domain.patient.follow_up import ExitReason, FollowUp, MedecinTraitantChange
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.rules import RuleBroken
from permanence.domain.session.roster import LeaveReason
from permanence.domain.session.session import SessionCancelReason, SessionState
from support.machines import run_until_granted
from support.permanence.permanence_agenda import DAY, MONDAY, OTHER_ROOM, ROOM, SITE, Agenda, agenda
from support.permanence.permanence_patients import RULE
from support.runtimes import an_antenna

NUMBERS = ("10002909371", "10005173140")
ROOMS = (ROOM, OTHER_ROOM)
# Hours that meet each other, in slots few enough for two to want the same one.
HOURS = ((510, 570, 20), (540, 600, 30), (570, 615, 15))
# One turns sixty while days pass, one eighteen, one sixteen.
BIRTHS = tuple(map(date, (1950, 1963, 1985, 2005, 2007), (6, 11, 3, 11, 11), (30, 20, 4, 14, 28)))
IN_CATCHMENT, OUTSIDE = "26281", "26362"
# Some weeks later another rule holds: what it says of those assessed before must not change what was said of them.
LATER_RULE = RULE | {
    "version": "2023-12",
    "starts_on": date(2023, 12, 4),
    "min_age": 18,
    "reasons": ["doctor_left", "doctor_retired"],
}
# What a run must have seen granted to mean something.
MAIN = (
    *(RegisterPatient, OverrideEligibility, CorrectIdentity, ExitPatient, ReturnPatient, AnswerErasure),
    *(MergePatients, UnmergePatients),
    *(BookAppointment, BookFirstFree, MoveAppointment, CancelAppointment, WalkIn, JoinWaitingList, AnswerOffer),
    *(DraftDeclaration, RecordConsent, SignDeclaration, SendDeclaration, FileDeclaration, RecordFundAnswer),
    *(EndDeclaration, OpenSession, CancelSession, RecordLeave, DepartPractitioner, SignContract),
)

some, others = st.integers(0, 9), st.integers(0, 9)
either, rarely = st.booleans(), st.sampled_from((False, False, False, True))
births, communes = st.sampled_from(BIRTHS), st.sampled_from((IN_CATCHMENT, IN_CATCHMENT, OUTSIDE))
doctors, rooms, hours = st.integers(0, 1), st.sampled_from(ROOMS), st.sampled_from(HOURS)
days_ahead, days_ago, slots = st.integers(0, 2), st.sampled_from((0, 0, 1, 3)), st.integers(1, 3)
lost = st.sampled_from((NoMedecinTraitantReason.DOCTOR_RETIRED, NoMedecinTraitantReason.NEWCOMER))
Row = Mapping[str, Any]
done: Counter[str] = Counter()


class PermanenceMachine(RuleBasedStateMachine):
    """Two rooms, two doctors, people who come; commands that a rule refuses change nothing and are part of the game."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        made = self._stack.enter_context(agenda(Path(self._stack.enter_context(TemporaryDirectory()))))
        antenna = an_antenna(parameters={"permanence": {"eligibility": [RULE, LATER_RULE]}})
        self.romans = Agenda(replace(made.runtime, antenna=antenna))
        self.doctors = self.romans.doctors
        # Whom this machine has registered, and when they were born: the file itself says it only sealed.
        self.born: dict[UUID, date] = {}
        self.called: set[UUID] = set()
        self._read: dict[str, list[Row]] = {}

    def teardown(self) -> None:
        self._stack.close()

    def do(self, command: Any) -> dict[str, Any] | None:
        """What the command is answered, None when a rule refuses it; anything else that is raised fails the test."""
        try:
            answer = self.romans.do(command)
        except RuleBroken:
            return None
        self._read = {}
        done[type(command).__name__] += 1
        return answer

    def rows(self, table: str) -> list[Row]:
        if table not in self._read:
            self._read[table] = list(self.romans.rows(table))
        return self._read[table]

    def pick(self, table: str, which: int, *states: str) -> Row | None:
        """One of the latest rows in these states, sometimes one in another."""
        wanted = [row for row in self.rows(table) if row["state"] in states and which < 9]
        wanted = (wanted or self.rows(table))[-4:]
        return wanted[which % len(wanted)] if wanted else None

    def patient(self, which: int) -> UUID | None:
        """One of those who stand by themselves, sometimes one who was merged or has left."""
        standing = [
            row["patient_id"]
            for row in self.rows("patients")
            if which < 9 and row["merged_into"] is None and row["purged_on"] is None
        ]
        known = standing or list(self.born)
        return known[which % len(known)] if known else None

    @property
    def files(self) -> Mapping[UUID, Row]:
        """Of patients, by reference."""
        return {row["patient_id"]: row for row in self.rows("patients")}

    @property
    def today(self) -> date:
        return civil_day(self.romans.runtime.clock.now())

    def open_day(self, ahead: int) -> date:
        day = self.today + ahead * DAY
        return day + max(0, 7 - day.weekday()) * DAY if day.weekday() > 4 else day

    @initialize(child=births, joins=either)
    def begin(self, child: date, joins: bool) -> None:
        """Sessions of both, patients who have declared and booked, one who waits: what comes late is reached early."""
        for number, doctor in enumerate(self.doctors):
            for ahead in (0, 1, 2):
                self.do(OpenSession(SITE, ROOMS[number], doctor, MONDAY + ahead * DAY, *HOURS[0]))
        for birth_on in (*BIRTHS[:3], child):
            self.register(birth_on, IN_CATCHMENT, ald=False, has_doctor=False, overrides=False, ago=0)
        for patient_id, rpps in zip(self.born, NUMBERS, strict=False):
            self.do(FileDeclaration(patient_id, MONDAY, (rpps,), Channel.PAPER))
            self.do(BookFirstFree(patient_id, MONDAY + DAY))
        self.draft(3, 0, jointly=True, consents=True, replaces=False)
        if joins:
            self.join_list(2, urgent=False)

    # Days, patients and their verdicts

    @rule(days=st.sampled_from((1, 2, 5, 21)), reassesses=either)
    def pass_days(self, days: int, reassesses: bool) -> None:
        """To the next day on which the site is open."""
        self.romans.at(self.open_day(days))
        if reassesses:
            self.do(ReassessPatients())

    @rule(birth_on=births, commune=communes, ald=rarely, has_doctor=rarely, overrides=rarely, ago=days_ago)
    def register(self, birth_on: date, commune: str, ald: bool, has_doctor: bool, overrides: bool, ago: int) -> None:
        answer = self.do(
            RegisterPatient(
                self.today - ago * DAY,
                IdentityGiven(birth_on, birth_name="Exemple"),
                commune,
                ald,
                NoMedecinTraitantReason.DOCTOR_RETIRED,
                has_medecin_traitant=has_doctor,
                override=OverrideReason.OTHER if overrides else None,
                overridden_by="alix" if overrides else None,
            )
        )
        assert answer is not None, "meeting the conditions or not, everybody is registered"
        self.born[UUID(answer["patient_id"])] = birth_on

    @rule(which=some, birth_on=births, commune=communes)
    def correct(self, which: int, birth_on: date, commune: str) -> None:
        patient_id = self.patient(which)
        if patient_id and self.do(CorrectIdentity(patient_id, IdentityGiven(birth_on, "Exemple"), commune=commune)):
            self.born[patient_id] = birth_on

    @rule(which=some, ald=either, seen=either)
    def declare_ald(self, which: int, ald: bool, seen: bool) -> None:
        if patient_id := self.patient(which):
            self.do(DeclareALD(patient_id, ALDStatus.ALD_30 if ald else ALDStatus.NONE, proof_seen=False))
            if seen:
                self.do(SeeProof(patient_id))

    @rule(which=some, change=st.sampled_from(MedecinTraitantChange), reason=lost)
    def have_doctor_elsewhere(self, which: int, change: MedecinTraitantChange, reason: NoMedecinTraitantReason) -> None:
        if patient_id := self.patient(which):
            self.do(RecordMedecinTraitant(patient_id, change, self.today, reason))

    @rule(which=some, after=st.sampled_from((0, 0, 21)))
    def override(self, which: int, after: int) -> None:
        """At once, or when a birthday or another rule may have changed what the file still says."""
        self.romans.at(self.open_day(after))
        lowered = [row["patient_id"] for row in self.rows("patients") if row["eligibility"] is not Eligibility.ELIGIBLE]
        known = lowered if which < 9 and lowered else list(self.born)
        self.do(OverrideEligibility(known[which % len(known)], "alix", OverrideReason.SOCIAL_SITUATION))

    @rule(which=some, reason=st.sampled_from(ExitReason), erased=rarely)
    def leave(self, which: int, reason: ExitReason, erased: bool) -> None:
        if patient_id := self.patient(which):
            self.do(AnswerErasure(patient_id) if erased else ExitPatient(patient_id, self.today, reason))

    @rule(which=some)
    def come_back(self, which: int) -> None:
        exited = [row["patient_id"] for row in self.rows("patients") if row["follow_up"] is FollowUp.EXITED]
        if exited:
            self.do(ReturnPatient(exited[which % len(exited)], self.today))

    @rule(kept=some, merged=others, apart_again=rarely)
    def merge(self, kept: int, merged: int, apart_again: bool) -> None:
        one, other = self.patient(kept), self.patient(merged)
        if one and other:
            self.do(MergePatients(one, other))
            if apart_again:
                self.do(UnmergePatients(other))

    @rule(which=some)
    def unmerge(self, which: int) -> None:
        merged = [row["patient_id"] for row in self.rows("patients") if row["merged_into"]]
        if merged:
            self.do(UnmergePatients(merged[which % len(merged)]))

    # Sessions, appointments, the waiting list

    @rule(doctor=doctors, room=rooms, ahead=days_ahead, when=hours)
    def open_session(self, doctor: int, room: str, ahead: int, when: tuple[int, int, int]) -> None:
        self.do(OpenSession(SITE, room, self.doctors[doctor], self.open_day(ahead), *when))

    @rule(which=some, doctor=doctors, by_leave=either)
    def withdraw(self, which: int, doctor: int, by_leave: bool) -> None:
        if by_leave:
            first = self.open_day(which % 2)
            self.do(RecordLeave(self.doctors[doctor], first, first + DAY, LeaveReason.OTHER))
        elif session := self.pick("sessions", which, SessionState.PLANNED):
            self.do(CancelSession(session["session_id"], SessionCancelReason.OTHER))

    @rule(which=some, where=others, slot=slots, urgent=rarely)
    def book(self, which: int, where: int, slot: int, urgent: bool) -> None:
        patient_id, session = self.patient(which), self.pick("sessions", where, SessionState.PLANNED)
        if patient_id and session:
            self.do(BookAppointment(patient_id, session["session_id"], slot, urgent))

    @rule(which=some, urgent=rarely)
    def book_first(self, which: int, urgent: bool) -> None:
        if patient_id := self.patient(which):
            self.do(BookFirstFree(patient_id, self.today, urgent=urgent))

    @rule(which=some, where=others)
    def walk_in(self, which: int, where: int) -> None:
        patient_id, session = self.patient(which), self.pick("sessions", where, SessionState.PLANNED)
        if patient_id and session:
            self.do(WalkIn(patient_id, session["session_id"]))

    @rule(which=some, where=others, slot=slots)
    def move(self, which: int, where: int, slot: int) -> None:
        appointment = self.pick("appointments", which, AppointmentState.BOOKED)
        session = self.pick("sessions", where, SessionState.PLANNED)
        if appointment and session:
            self.do(MoveAppointment(appointment["appointment_id"], session["session_id"], slot))

    @rule(which=some, ending=st.sampled_from(("cancelled", "cancelled", "come", "missed", "seen")))
    def end_appointment(self, which: int, ending: str) -> None:
        """A day that has come for all but the first."""
        if appointment := self.pick("appointments", which, AppointmentState.BOOKED, AppointmentState.MISSED):
            appointment_id, day = appointment["appointment_id"], appointment["day"]
            by, why = AppointmentCancelledBy.PATIENT, AppointmentCancelReason.PERSONAL
            commands = {
                "cancelled": CancelAppointment(appointment_id, by, why),
                "come": HonourAppointment(appointment_id),
                "missed": RecordMissed(appointment_id),
                "seen": HoldConsultation(
                    self.person(appointment["patient_id"]), day, NUMBERS[0], appointment_id=appointment_id
                ),
            }
            self.do(commands[ending])

    @rule(which=some, urgent=rarely)
    def join_list(self, which: int, urgent: bool) -> None:
        if patient_id := self.patient(which):
            self.do(JoinWaitingList(patient_id, urgent=urgent))

    @rule(which=some, where=others, slot=slots, accepts=either)
    def offer(self, which: int, where: int, slot: int, accepts: bool) -> None:
        if not self.rows("waiting_entries"):
            self.join_list(which, urgent=False)
        entry = self.pick("waiting_entries", which, WaitingState.WAITING)
        session = self.pick("sessions", where, SessionState.PLANNED)
        if entry and session:
            self.do(OfferSlot(entry["entry_id"], session["session_id"], slot))
            self.do(AnswerOffer(entry["entry_id"], accepts))

    @rule(which=some)
    def leave_list(self, which: int) -> None:
        if entry := self.pick("waiting_entries", which, WaitingState.WAITING):
            self.do(LeaveWaitingList(entry["entry_id"], WaitingExit.OWN_REQUEST))

    # Declarations and doctors

    @rule(which=some, doctor=doctors, jointly=rarely, consents=either, replaces=either)
    def draft(self, which: int, doctor: int, jointly: bool, consents: bool, replaces: bool) -> None:
        """To the end when nothing is in the way."""
        patient_id = self.patient(which)
        numbers = NUMBERS if jointly else (NUMBERS[doctor],)
        if patient_id and (drafted := self.do(DraftDeclaration(patient_id, numbers, self.today, SITE))):
            declaration_id = UUID(drafted["declaration_id"])
            if consents:
                self.do(RecordConsent(declaration_id, Consent.ONE_PARENT))
            self.do(SignDeclaration(declaration_id, self.today))
            self.do(SendDeclaration(declaration_id, self.today, Channel.PAPER, replaces))

    @rule(which=some, doctor=doctors, channel=st.sampled_from(Channel), consents=rarely, replaces=either, ago=days_ago)
    def file(self, which: int, doctor: int, channel: Channel, consents: bool, replaces: bool, ago: int) -> None:
        consent = Consent.GUARDIAN if consents else None
        if patient_id := self.patient(which):
            day = self.today - ago * DAY
            self.do(FileDeclaration(patient_id, day, (NUMBERS[doctor],), channel, consent, replaces))

    @rule(which=some, step=st.sampled_from(("consent", "sign", "send", "abandon")))
    def go_on(self, which: int, step: str) -> None:
        unfiled = (DeclarationState.AWAITING_CONSENT, DeclarationState.DRAFTED, DeclarationState.SIGNED)
        if declaration := self.pick("declarations", which, *unfiled):
            declaration_id = declaration["declaration_id"]
            commands = {
                "consent": RecordConsent(declaration_id, Consent.ONE_PARENT),
                "sign": SignDeclaration(declaration_id, self.today),
                "send": SendDeclaration(declaration_id, self.today, Channel.ONLINE),
                "abandon": AbandonDeclaration(declaration_id),
            }
            self.do(commands[step])

    @rule(which=some, accepted=either)
    def answer(self, which: int, accepted: bool) -> None:
        if declaration := self.pick("declarations", which, DeclarationState.FILED):
            self.do(RecordFundAnswer(declaration["declaration_id"], self.today, accepted))

    @rule(which=some, reason=st.sampled_from(EndReason), ago=days_ago)
    def end(self, which: int, reason: EndReason, ago: int) -> None:
        if declaration := self.pick("declarations", which, DeclarationState.FILED, DeclarationState.ACTIVE):
            # The end of a doctor's time ends it with those of his other patients.
            told = EndReason.PATIENT_CHANGED if reason is EndReason.DOCTOR_LEFT else reason
            self.do(EndDeclaration(declaration["declaration_id"], self.today - ago * DAY, told))

    @rule(doctor=doctors, ago=days_ago, comes_back=either)
    def depart(self, doctor: int, ago: int, comes_back: bool) -> None:
        practitioner_id = self.doctors[doctor]
        self.do(DepartPractitioner(practitioner_id, self.today - ago * DAY))
        self.nobody_who_lost_a_doctor_or_an_appointment_is_forgotten()
        if comes_back:
            kind = PractitionerKind.SALARIED_GP
            self.do(SignContract(practitioner_id, kind, "Oxance", self.today, half_days_per_week=4))

    @rule(doctor=doctors)
    def hire_again(self, doctor: int) -> None:
        kind = PractitionerKind.RETIRED_GP
        self.do(SignContract(self.doctors[doctor], kind, "Oxance", self.today, half_days_per_week=4))

    # What must hold

    @invariant()
    def a_person_has_one_current_declaration_at_most(self) -> None:
        current = [row for row in self.rows("declarations") if row["state"].is_current]
        assert not _twice(self.person(row["patient_id"]) for row in current)
        kept = {(row["patient_id"], row["declaration_id"]) for row in self.rows("current_declarations")}
        assert kept == {(row["patient_id"], row["declaration_id"]) for row in current}

    @invariant()
    def no_room_and_no_practitioner_is_twice_at_one_time(self) -> None:
        planned = [row for row in self.rows("sessions") if row["state"] is SessionState.PLANNED]
        for one, other in combinations(planned, 2):
            if one["day"] == other["day"] and overlap(one["starts"], one["ends"], other["starts"], other["ends"]):
                assert one["room_id"] != other["room_id"]
                assert one["practitioner_id"] != other["practitioner_id"]
        taken = {
            (resource_id, row["day"], quarter, row["session_id"])
            for row in planned
            for resource_id in (row["room_id"], row["practitioner_id"])
            for quarter in quarters(row["starts"], row["ends"])
        }
        assert {tuple(row.values()) for row in self.rows("taken_quarters")} == taken

    @invariant()
    def no_slot_is_two_patients(self) -> None:
        planned = {row["session_id"] for row in self.rows("sessions") if row["state"] is SessionState.PLANNED}
        kept = [row for row in self.rows("appointments") if row["state"] is not AppointmentState.CANCELLED]
        in_slots = [row for row in kept if row["slot"] is not None and row["session_id"] in planned]
        assert not _twice((row["session_id"], row["slot"]) for row in in_slots)
        held = {(row["session_id"], row["number"], row["appointment_id"]) for row in self.rows("slots")}
        assert {slot for slot in held if slot[2]} == {
            (row["session_id"], row["slot"], row["appointment_id"]) for row in in_slots
        }
        booked = [row for row in kept if row["state"] is AppointmentState.BOOKED]
        assert all(row["session_id"] in planned for row in booked), "nobody is expected in a cancelled session"
        assert not _twice((row["patient_id"], row["day"], row["starts"]) for row in booked if row["slot"])

    @invariant()
    def everybody_registered_is_followed_or_has_left_for_a_reason_or_is_merged(self) -> None:
        assert self.files.keys() == self.born.keys()
        for row in self.files.values():
            is_exited = row["follow_up"] is FollowUp.EXITED
            assert is_exited == (row["exited_on"] is not None) == (row["exit_reason"] is not None)
            assert self.files[self.person(row["patient_id"])]["merged_into"] is None

    @invariant()
    def a_history_ends_in_what_its_file_says(self) -> None:
        """No command changes who is followed, or in ALD, without a step of that file's history."""
        histories: dict[UUID, list[Row]] = {patient_id: [] for patient_id in self.files}
        for step in sorted(self.rows("patient_steps"), key=lambda step: step["number"]):
            histories[step["patient_id"]].append(step)
        for patient_id, row in self.files.items():
            steps = histories[patient_id]
            assert [step["number"] for step in steps] == list(range(len(steps)))
            if not steps:  # as registered
                assert row["follow_up"] is FollowUp.FOLLOWED
                continue
            is_followed = [step["is_followed"] for step in steps if step["is_followed"] is not None][-1]
            is_ald = [step["is_ald"] for step in steps if step["is_ald"] is not None][-1]
            assert (is_followed, is_ald) == (row["follow_up"] is FollowUp.FOLLOWED, row["ald"])

    @invariant()
    def nobody_who_lost_a_doctor_or_an_appointment_is_forgotten(self) -> None:
        """Told once, when it happens: what they do afterwards is theirs."""
        entries = [row for row in self.rows("waiting_entries") if row["state"] is WaitingState.WAITING]
        waiting = {self.person(row["patient_id"]) for row in entries}
        assert waiting >= {*self.newly_without_doctor(), *self.newly_without_appointment()}

    @invariant()
    def verdicts_are_found_again(self) -> None:
        """By the rule of their day, from what the file says; files that were emptied or have left are not assessed."""
        rules = parameters.of(self.romans.runtime).eligibility
        for row in self.rows("patients"):
            if row["purged_on"] is None and row["follow_up"] is FollowUp.FOLLOWED:
                day, override = row["assessed_on"], row["override"]
                age = years_between(self.born[row["patient_id"]], day)
                stored = Verdict(row["eligibility"], row["eligibility_rule"], day, row["eligibility_reasons"], override)
                assert assess(rule_on(rules, day), _situation(row, age), day, override) == stored

    def person(self, patient_id: UUID) -> UUID:
        """The file that was kept for this one."""
        for _ in self.files:
            patient_id = self.files[patient_id]["merged_into"] or patient_id
        return patient_id

    def newly_without_doctor(self) -> Iterator[UUID]:
        """Those whose declaration ended with their doctor's time, unless they have left, or have another one."""
        declared = {self.person(row["patient_id"]) for row in self.rows("current_declarations")}
        for row in self.rows("declarations"):
            if row["end_reason"] is EndReason.DOCTOR_LEFT and row["declaration_id"] not in self.called:
                self.called.add(row["declaration_id"])
                person = self.person(row["patient_id"])
                if self.files[person]["follow_up"] is FollowUp.FOLLOWED and person not in declared:
                    yield person

    def newly_without_appointment(self) -> Iterator[UUID]:
        for row in self.rows("appointments"):
            is_lost = row["reason"] is AppointmentCancelReason.SESSION_CANCELLED
            if is_lost and row["appointment_id"] not in self.called:
                self.called.add(row["appointment_id"])
                if self.files[person := self.person(row["patient_id"])]["follow_up"] is FollowUp.FOLLOWED:
                    yield person


def _situation(row: Row, age: int) -> Situation:
    known = ("ald_status", "ald_proof_seen", "has_medecin_traitant", "no_medecin_traitant_reason", "commune")
    return Situation(age, **{name: row[name] for name in known})


def _twice(keys: Iterable[Any]) -> list[Any]:
    return [key for key, times in Counter(keys).items() if times > 1]


def test_what_must_hold_of_a_permanence_holds_whatever_is_asked_of_it() -> None:
    run_until_granted(PermanenceMachine, done, MAIN)
