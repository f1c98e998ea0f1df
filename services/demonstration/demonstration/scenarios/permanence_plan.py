"""Who is registered, seen and declared on which opening day of a synthetic permanence season."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from demonstration.scenarios.draws import Draws, apportion
from demonstration.scenarios.permanence_parameters import PermanenceParameters, Practitioner
from permanence.practitioner_kinds import rights_of


@dataclass(frozen=True, slots=True)
class Visit:
    """A patient's place among the consultations of a day."""

    patient: int
    day: int
    place: int
    practitioner: Practitioner


@dataclass(frozen=True, slots=True)
class Plan:
    """By opening day: patients registered and visits held; and who has an ALD, which visits end in a declaration."""

    registrations: Sequence[Sequence[int]]
    visits: Sequence[Sequence[Visit]]
    ald: frozenset[int]
    declarations: frozenset[Visit]


def planned(parameters: PermanenceParameters, days: Sequence[date], draws: Draws) -> Plan:
    """Makes the plan; totals that no plan can reach are a ValueError."""
    ald = frozenset(draws.some(range(1, parameters.patients + 1), parameters.synthetic.ald_patients))
    consultations = _consultations(parameters, days, draws)
    firsts = _first_visits(parameters, consultations)
    visits = _visits(parameters, days, consultations, firsts, ald, draws)
    registrations = _registrations(parameters, firsts, draws)
    return Plan(registrations, visits, ald, _declarations(parameters, days, visits, ald, draws))


def _consultations(parameters: PermanenceParameters, days: Sequence[date], draws: Draws) -> list[int]:
    """How many each day: a weekly rhythm, growing at first, with quiet spells and some noise."""
    synthetic, weights = parameters.synthetic, []
    for index, day in enumerate(days):
        weight = synthetic.weekday_percents[day.weekday()]
        growth = (100 - synthetic.ramp_start_percent) * min(index, synthetic.ramp_days) // synthetic.ramp_days
        weight *= synthetic.ramp_start_percent + growth
        weight *= 100 - synthetic.noise_percent + draws.below(2 * synthetic.noise_percent + 1)
        for spell in synthetic.quiet_spells:
            if spell.first <= day <= spell.last:
                weight = weight * spell.percent // 100
        weights.append(weight)
    return apportion(parameters.consultations, weights, [parameters.consultations] * len(days))


def _first_visits(parameters: PermanenceParameters, consultations: Sequence[int]) -> list[int]:
    """How many of each day's consultations are somebody's first: all at the beginning, then fewer and fewer."""
    start, halving = parameters.synthetic.only_first_visits_days, parameters.synthetic.halving_days
    only, mixed = list(consultations[:start]), consultations[start:]
    weights = [count * 1000 * halving // (halving + n) for n, count in enumerate(mixed)]
    return only + apportion(parameters.patients - sum(only), weights, mixed)


def _visits(
    parameters: PermanenceParameters,
    days: Sequence[date],
    consultations: Sequence[int],
    firsts: Sequence[int],
    ald: frozenset[int],
    draws: Draws,
) -> list[list[Visit]]:
    synthetic = parameters.synthetic
    seen: dict[int, int] = {}  # patient -> index of the day of the last visit
    need: dict[int, int] = {}
    visits = []
    for day, (count, first) in enumerate(zip(consultations, firsts, strict=True)):
        due = [patient for patient, last in seen.items() if day - last >= synthetic.days_between_visits]
        if len(due) < count - first:
            raise ValueError(
                f"le {days[day]}, {count - first} consultations de suivi pour {len(due)} patients à revoir"
            )
        again = draws.some(due, count - first, [need[patient] for patient in due])
        new = range(len(seen) + 1, len(seen) + first + 1)
        for patient in new:
            need[patient] = (synthetic.ald_visit_weight if patient in ald else 1) * (1 + draws.below(3))
        on_duty = parameters.on_duty(days[day])
        today = draws.some([*again, *new], count)
        visits.append([Visit(patient, day, n, on_duty[n % len(on_duty)]) for n, patient in enumerate(today)])
        seen.update((patient, day) for patient in today)
    return visits


def _registrations(parameters: PermanenceParameters, firsts: Sequence[int], draws: Draws) -> list[list[int]]:
    """On the day of the first visit, or for some a few days before; patients are numbered by first visit."""
    synthetic = parameters.synthetic
    registrations: list[list[int]] = [[] for _ in firsts]
    patient = 0
    for day, first in enumerate(firsts):
        for _ in range(first):
            patient += 1
            ahead = draws.below(100) < synthetic.registered_ahead_percent
            earlier = 1 + draws.below(synthetic.registered_ahead_days) if ahead else 0
            registrations[max(0, day - earlier)].append(patient)
    return registrations


def _declarations(
    parameters: PermanenceParameters,
    days: Sequence[date],
    visits: Sequence[Sequence[Visit]],
    ald: frozenset[int],
    draws: Draws,
) -> frozenset[Visit]:
    """At most one a patient, during a visit to somebody who may be declared."""
    possible: dict[int, list[Visit]] = {}
    for visit in (visit for day in visits for visit in day):
        if rights_of(visit.practitioner.kind, days[visit.day]).may_be_declared:
            possible.setdefault(visit.patient, []).append(visit)
    chosen: list[Visit] = []
    for wanted, of_ald in ((parameters.ald_declarations, True), (parameters.synthetic.other_declarations, False)):
        patients = [patient for patient in possible if (patient in ald) == of_ald]
        if len(patients) < wanted:
            raise ValueError(f"{wanted} déclarations pour {len(patients)} patients qui peuvent en faire une")
        for patient in draws.some(patients, wanted):
            chosen.append(possible[patient][draws.below(len(possible[patient]))])
    return frozenset(chosen)
