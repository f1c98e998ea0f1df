"""A synthetic season of a permanence: opened, then its plan played day by day, or brought month by month as files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from demonstration.scenarios.calendar import instant, opening_days
from demonstration.scenarios.draws import Draws
from demonstration.scenarios.permanence_appointments import Booking, booked
from demonstration.scenarios.permanence_files import file_actions
from demonstration.scenarios.permanence_opening import (
    cost_actions,
    opening_actions,
    planning_actions,
    practitioner_name,
)
from demonstration.scenarios.permanence_parameters import AgeBand, Commune, PermanenceParameters, Reason, Synthetic
from demonstration.scenarios.permanence_plan import Plan, Visit, planned
from demonstration.scenarios.reading import ScenarioError
from demonstration.scenarios.step import Action, Draft
from permanence.commands.acts import HoldConsultation
from permanence.commands.appointments import BookFirstFree, RecordMissed
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patients import RegisterPatient
from permanence.domain.declaration.state import Channel

# The day's registrations are all entered before the first consultation, then those who call are given appointments.
REGISTRATION_MINUTE = 8 * 60 + 30
BOOKING_MINUTE = 8 * 60 + 45
MISSED_MINUTE = 18 * 60 + 15

Weighted = TypeVar("Weighted", AgeBand, Commune, Reason)


@dataclass(frozen=True, slots=True)
class PermanenceSeason(PermanenceParameters):
    """A season of a permanence, in the order of time."""

    def actions(self, scenario: str) -> Iterator[Action]:
        days = opening_days(self.opened_on, self.last_day)
        draws = Draws(self.synthetic.seed)
        try:
            plan = planned(self, days, draws)
        except ValueError as impossible:
            raise ScenarioError(f"{scenario}.toml : saison impossible : {impossible}") from impossible
        played = [*opening_actions(self, scenario), *planning_actions(self), *cost_actions(self)]
        lived = [*self._days(scenario, days, plan, draws)]
        played += lived if self.software is None else file_actions(self.software, scenario, lived)
        return iter(sorted(played, key=lambda action: action.at))

    def _days(self, scenario: str, days: Sequence[date], plan: Plan, draws: Draws) -> Iterator[Action]:
        bookings = booked(self, days, plan, Draws(self.synthetic.seed + 1))
        seen_by_appointment = {booking.visit: booking.name(scenario) for booking in bookings if not booking.missed}
        for day, registered, visits in zip(days, plan.registrations, plan.visits, strict=True):
            for patient in registered:
                yield _registration(day, patient_name(scenario, patient), self.synthetic, patient in plan.ald, draws)
            for visit in visits:
                minute = 60 * self.site.opens_at + self.site.minutes * visit.place // len(visits)
                consultation = self._consultation(scenario, day, minute, visit, seen_by_appointment.get(visit))
                yield consultation
                if visit in plan.declarations:
                    paper = draws.below(100) < self.synthetic.paper_percent
                    channel = Channel.PAPER if paper else Channel.ONLINE
                    yield _declaration(scenario, day, consultation, visit, channel)
        for booking in bookings:
            yield from _booking(scenario, days, booking)

    def _consultation(self, scenario: str, day: date, minute: int, visit: Visit, appointment: str | None) -> Action:
        fields = {"held_on": day, "practitioner_rpps": visit.practitioner.rpps}
        references = {"patient_id": patient_name(scenario, visit.patient)}
        if appointment is not None:
            references["appointment_id"] = appointment
        return Action(instant(day, minute), Draft(HoldConsultation, fields, references))


def patient_name(scenario: str, patient: int) -> str:
    """Under which the reference of a patient is kept."""
    return f"{scenario}/patient/{patient}"


def _one_of(choices: Sequence[Weighted], draws: Draws) -> Weighted:
    return choices[draws.index([choice.weight for choice in choices])]


def _registration(day: date, name: str, synthetic: Synthetic, ald: bool, draws: Draws) -> Action:
    band = _one_of(synthetic.ald_ages if ald else synthetic.ages, draws)
    age = band.youngest + draws.below(band.oldest - band.youngest)
    fields = {
        "registered_on": day,
        # Born in the year before the one in which the age is reached: old enough whatever the day.
        "birth_on": date(day.year - age - 1, 1, 1) + timedelta(days=draws.below(365)),
        "commune": _one_of(synthetic.communes, draws).insee,
        "ald": ald,
        "no_medecin_traitant_reason": _one_of(synthetic.reasons, draws).reason,
    }
    return Action(instant(day, REGISTRATION_MINUTE), Draft(RegisterPatient, fields), keep=("patient_id", name))


def _declaration(scenario: str, day: date, consultation: Action, visit: Visit, channel: Channel) -> Action:
    """Filed at the end of the consultation, with whoever held it."""
    fields = {"filed_on": day, "practitioners": (visit.practitioner.rpps,), "channel": channel}
    references = {"patient_id": patient_name(scenario, visit.patient)}
    return Action(consultation.at, Draft(FileDeclaration, fields, references))


def _booking(scenario: str, days: Sequence[date], booking: Booking) -> Iterator[Action]:
    """With the practitioner of the visit, on its day: whoever calls first has the first slot of it."""
    visit, name = booking.visit, booking.name(scenario)
    references = {
        "patient_id": patient_name(scenario, visit.patient),
        "practitioner_id": practitioner_name(scenario, visit.practitioner),
    }
    draft = Draft(BookFirstFree, {"from_on": days[visit.day]}, references)
    yield Action(instant(days[booking.called], BOOKING_MINUTE), draft, keep=("appointment_id", name))
    if booking.missed:
        missed = Draft(RecordMissed, {}, {"appointment_id": name})
        yield Action(instant(days[visit.day], MISSED_MINUTE), missed)
