"""Who calls when for an appointment, and who then does not come, in a synthetic permanence season."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from demonstration.scenarios.draws import Draws
from demonstration.scenarios.permanence_parameters import PermanenceParameters
from demonstration.scenarios.permanence_plan import Plan, Visit


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment for a visit, asked for on an opening day; a missed one is for a visit that is not made."""

    visit: Visit
    called: int
    missed: bool

    def name(self, scenario: str) -> str:
        """Under which the reference of the appointment is kept."""
        kind = "missed" if self.missed else "appointment"
        return f"{scenario}/{kind}/{self.visit.day}/{self.visit.place}"


def booked(parameters: PermanenceParameters, days: Sequence[date], plan: Plan, draws: Draws) -> list[Booking]:
    """Each visit from `appointments_from` on was asked for after registration, some days ahead at most."""
    synthetic = parameters.synthetic
    since = {patient: day for day, registered in enumerate(plan.registrations) for patient in registered}
    planned_from = next((n for n, day in enumerate(days) if day >= synthetic.appointments_from), len(days))
    bookings = []
    for day in range(planned_from, len(days)):
        visits = plan.visits[day]
        missed = _missed(parameters, days, plan, day, draws)
        for visit, is_missed in [*((visit, False) for visit in visits), *((visit, True) for visit in missed)]:
            earliest = max(since[visit.patient], planned_from, day - synthetic.booked_ahead_days)
            bookings.append(Booking(visit, earliest + draws.below(day - earliest + 1), is_missed))
    return bookings


def _missed(parameters: PermanenceParameters, days: Sequence[date], plan: Plan, day: int, draws: Draws) -> list[Visit]:
    """Visits that were expected beside those of the day, of patients registered before."""
    here = {visit.patient for visit in plan.visits[day]}
    known = [patient for registered in plan.registrations[:day] for patient in registered if patient not in here]
    wanted = len(plan.visits[day]) * parameters.synthetic.missed_percent // 100
    on_duty = parameters.on_duty(days[day])
    return [
        Visit(patient, day, place, on_duty[place % len(on_duty)])
        for place, patient in enumerate(draws.some(known, min(wanted, len(known))))
    ]
