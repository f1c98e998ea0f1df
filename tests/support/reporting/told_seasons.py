"""Any season of two antennas, as facts: stays, rooms, money and patients, in the order in which they happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from contracts.envelope import Event
from contracts.permanence.counts import ACTIVE_ALD_DECLARATIONS, DAYS, FIRST_APPOINTMENTS, PATIENTS_FOLLOWED, Row
from kernel.period import add_months
from support.facts import arrival, consultation, declaration, departure, registration, told, told_of
from support.reporting.counted import InClear, month_counted, row, total

KINDS = ["gp_intern", "saspas_intern", "extern"]
COUNTED = [PATIENTS_FOLLOWED, ACTIVE_ALD_DECLARATIONS, FIRST_APPOINTMENTS]
DAYS_WAITED = (0, 2, 11)
IN_CLEAR = InClear()


@st.composite
def stays(draw: st.DrawFn, stay: UUID, day: date, antenna: str) -> list[Event]:
    """Asked for, perhaps refused or made to wait, else lived, perhaps longer than planned, perhaps ended."""
    kind, occupant = draw(st.sampled_from(KINDS)), UUID(int=draw(st.integers(1, 3)))
    facts = [told("stay_requested", stay, day, antenna=antenna, requested_on=day)]
    if draw(st.booleans()):
        facts.append(told("stay_waitlisted", stay, day, antenna=antenna, sequence=2, waitlisted_on=day))
    end = draw(st.sampled_from(["refused", "waits", "lives", "lives", "lives"]))
    if end == "refused":
        later = day + timedelta(draw(st.integers(0, 60)))
        facts.append(told("stay_refused", stay, later, antenna=antenna, sequence=3, refused_on=later))
    if end == "lives":
        planned = day + timedelta(draw(st.integers(1, 200)))
        known = {"occupant_id": occupant} if draw(st.booleans()) else {}
        said = arrival(stay, day, antenna=antenna, kind=kind, expected_departure_on=planned, **known)
        facts.append(replace(said, sequence=5))
        for sequence, event in ((6, "stay_extended"), (7, "stay_overstayed")):
            if draw(st.booleans()):
                previous, planned = planned, planned + timedelta(draw(st.integers(1, 20)))
                days: dict[str, Any] = {"previous_departure_on": previous, "new_departure_on": planned}
                facts.append(told(event, stay, previous, antenna=antenna, sequence=sequence, **days))
        if draw(st.booleans()):
            nights = draw(st.integers(1, (planned - day).days))
            left = departure(stay, day + timedelta(nights), nights=nights, antenna=antenna, kind=kind)
            facts.append(replace(left, sequence=8))
    return facts


@st.composite
def rooms(draw: st.DrawFn, room: UUID, day: date, antenna: str) -> list[Event]:
    """Opened, withdrawn up to twice, perhaps given back earlier, perhaps closed."""
    facts = [told("room_opened", room, day, antenna=antenna, room_id=room, opened_on=day)]
    free_from, sequence = day, 2
    for number in range(draw(st.integers(0, 2))):
        void: dict[str, Any] = {"void_id": UUID(int=room.int * 100 + number), "room_id": room}
        start = free_from + timedelta(draw(st.integers(-5 if number == 0 else 0, 40)))
        free_from = start + timedelta(draw(st.integers(1, 60)))
        days: dict[str, Any] = {"from_on": start, "until_on": free_from}
        facts.append(told("room_voided", room, start, antenna=antenna, sequence=sequence, **void, **days))
        if draw(st.booleans()):
            free_from = start + timedelta(draw(st.integers(0, (free_from - start).days)))
            given_back: dict[str, Any] = {"sequence": sequence + 1, "restored_on": free_from, **void}
            facts.append(told("room_restored", room, free_from, antenna=antenna, **given_back))
        sequence += 2
    if draw(st.booleans()):
        closed_on = day + timedelta(draw(st.integers(1, 200)))
        closing: dict[str, Any] = {"room_id": room, "closed_on": closed_on}
        facts.append(told("room_closed", room, closed_on, antenna=antenna, sequence=9, **closing))
    return facts


@st.composite
def money(draw: st.DrawFn, subject: UUID, day: date, antenna: str) -> list[Event]:
    """An account with dues and payments, a cost that may be cancelled, a convention."""
    facts, cents = [], st.integers(-50_000, 50_000)
    for number in range(draw(st.integers(0, 3))):
        line: dict[str, Any] = {"sequence": 2 + number, "amount_cents": draw(cents), "antenna": antenna}
        key = UUID(int=subject.int * 100 + number)
        facts.append(told("rent_due", subject, day, due_id=key, month_on=day.replace(day=1), **line))
        facts.append(told("rent_paid", subject, day, payment_id=key, paid_on=day, **line | {"sequence": 12 + number}))
    cost: dict[str, Any] = {"amount_cents": draw(st.integers(1, 50_000)), "incurred_on": day}
    kind = draw(st.sampled_from(["rent", "equipment"]))
    facts.append(told("cost_recorded", subject, day, antenna=antenna, cost_id=subject, cost_kind=kind, **cost))
    if draw(st.booleans()):
        facts.append(told("cost_cancelled", subject, day, antenna=antenna, sequence=2, cost_id=subject))
    if draw(st.booleans()):
        starts_on = date(2023, draw(st.integers(9, 12)), 1)
        shares = [{"party": "ville", "weight": draw(st.integers(1, 9))}, {"party": "departement", "weight": 7}]
        signed: dict[str, Any] = {
            "convention_id": subject,
            "starts_on": starts_on,
            "ends_on": date(2024, 3, 1),
            "shares": shares,
        }
        # The version of a house counts its facts: two conventions never have the same.
        facts.append(told("convention_signed", subject, day, antenna=antenna, sequence=subject.int, **signed))
    return facts


@st.composite
def patients(draw: st.DrawFn, patient: UUID, day: date, antenna: str) -> list[Event]:
    """Registered, seen, perhaps gone and back, perhaps merged; with a declaration that may be answered and end."""
    facts = [registration(patient, day, antenna=antenna)]
    for act in range(draw(st.integers(0, 3))):
        facts.append(consultation(UUID(int=1000 * patient.int + act), day + timedelta(act), antenna=antenna))
    steps = draw(st.lists(st.sampled_from(["exited", "returned", "merged", "unmerged"]), max_size=5))
    for sequence, step in enumerate(steps, 2):
        later = day + timedelta(30 * sequence)
        changes: dict[str, dict[str, Any]] = {
            "exited": {"month_on": month_of(later)},
            "returned": {"month_on": month_of(later)},
            "merged": {"merged": UUID(int=patient.int % 6 + 1)},
            "unmerged": {"unmerged": UUID(int=patient.int % 6 + 1)},
        }
        facts.append(told_of(f"patient_{step}", patient, later, antenna=antenna, sequence=sequence, **changes[step]))
    if draw(st.booleans()):
        choice = UUID(int=1000 * patient.int + 999)
        facts.append(declaration(choice, day, antenna=antenna))
        if draw(st.booleans()):
            answer: dict[str, Any] = {"accepted": draw(st.booleans()), "active_month_on": month_of(day + timedelta(7))}
            facts.append(told_of("declaration_answered", choice, day, antenna=antenna, sequence=2, **answer))
        if draw(st.booleans()):
            end: dict[str, Any] = {"month_on": month_of(day + timedelta(draw(st.integers(0, 200))))}
            facts.append(told_of("declaration_ended", choice, day, antenna=antenna, sequence=3, **end))
    return facts


@st.composite
def permanence_days(draw: st.DrawFn, subject: UUID, day: date, antenna: str) -> list[Event]:
    """A session, an appointment, a wait, a departure, money and a count, each perhaps undone."""
    later, cents = day + timedelta(draw(st.integers(0, 90))), draw(st.integers(1, 50_000))
    payer = draw(st.sampled_from([None, "ars", "ville"]))
    money: dict[str, Any] = {"month_on": day.replace(day=1), "amount_cents": cents, "payer": payer}
    told: list[tuple[str, dict[str, Any]]] = [
        ("session_planned", {"held_on": later}),
        ("session_cancelled", {}),
        (
            "appointment_booked",
            {"booked_month_on": month_of(day), "month_on": month_of(later), "days_to_third_free": (later - day).days},
        ),
        ("appointment_moved", {"month_on": month_of(later + timedelta(3))}),
        (f"appointment_{draw(st.sampled_from(['honoured', 'missed', 'cancelled']))}", {}),
        ("waiting_joined", {"month_on": month_of(day)}),
        ("waiting_left", {"month_on": month_of(later)}),
        ("practitioner_departure_announced", {"leaves_on": later}),
        ("practitioner_left", {"left_on": later}),
        ("cost_recorded", money | {"in_kind": draw(st.booleans())}),
        ("cost_cancelled", {}),
        ("receipt_recorded", money | {"receipt_kind": draw(st.sampled_from(["fees", "grant"]))}),
        ("receipt_cancelled", {}),
        ("people_without_gp_counted", {"counted_on": day, "people": cents}),
    ]
    return [
        told_of(event, subject, day, antenna=antenna, sequence=sequence, **changes)
        for sequence, (event, changes) in enumerate(told, 1)
        if draw(st.booleans())
    ]


@st.composite
def month_counts(draw: st.DrawFn, figure: str, antenna: str) -> list[Event]:
    """What an owner counts from a month on, in clear: some months are missing, some are told again, corrected."""
    facts: list[Event] = []
    first, so_far = date(2023, draw(st.integers(9, 12)), 1), dict.fromkeys(DAYS_WAITED, 0)
    for number in range(draw(st.integers(1, 4))):
        month_on = add_months(first, number)
        month = {days: draw(st.integers(0, 4)) for days in DAYS_WAITED}
        so_far = {days: so_far[days] + month[days] for days in DAYS_WAITED}
        told = month_counted(IN_CLEAR, figure, month_on, *_rows(month, so_far), antenna=antenna)
        fewer = {days: draw(st.integers(0, month[days])) for days in DAYS_WAITED}
        less = {days: so_far[days] - month[days] + fewer[days] for days in DAYS_WAITED}
        said: dict[str, Any] = {"antenna": antenna, "sequence": 2, "correction": "corrected"}
        corrected = month_counted(IN_CLEAR, figure, month_on, *_rows(fewer, less), **said)
        facts += draw(st.sampled_from([[], [told], [told, corrected]]))
    return facts


def _rows(month: Mapping[int, int], so_far: Mapping[int, int]) -> list[Row]:
    """Of twelve months, half of what there was before."""
    numbers = {days: (month[days], (month[days] + so_far[days]) // 2, so_far[days]) for days in DAYS_WAITED}
    cut = [row(DAYS, str(days), *number) for days, number in numbers.items() if any(number)]
    return [total(*map(sum, zip(*numbers.values(), strict=True))), *cut]


def month_of(day: date) -> date:
    return day.replace(day=1)


@st.composite
def seasons(draw: st.DrawFn) -> list[Event]:
    """Facts of two antennas in the order in which they happened, some of them told in two versions."""
    facts: list[Event] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        antenna = draw(st.sampled_from(["romans", "laval"]))
        day = draw(st.dates(date(2023, 9, 4), date(2024, 6, 1)))
        subject = UUID(int=number)
        match draw(st.sampled_from(["stay", "room", "money", "patient", "permanence"])):
            case "stay":
                facts += draw(stays(subject, day, antenna))
            case "room":
                facts += draw(rooms(subject, day, antenna))
            case "money":
                facts += draw(money(subject, day, antenna))
            case "patient":
                facts += draw(patients(subject, day, antenna))
            case "permanence":
                facts += draw(permanence_days(subject, day, antenna))
    for antenna in draw(st.sets(st.sampled_from(["romans", "laval"]))):
        facts += draw(month_counts(draw(st.sampled_from(COUNTED)), antenna))
    facts += [fact for fact in facts if draw(st.booleans())]
    return [replace(fact, id=UUID(int=number)) for number, fact in enumerate(facts)]
