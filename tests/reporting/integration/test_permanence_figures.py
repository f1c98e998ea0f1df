"""The figures of a permanence, counted by the databases of both profiles from facts told in any order."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from contracts.permanence.counts import (
    ACTIVE_ALD_DECLARATIONS,
    ALD_DECLARATIONS,
    DAYS,
    FIRST_APPOINTMENTS,
    FOLLOWED_NOW,
    GROUP,
    PATIENTS_FOLLOWED,
)
from contracts.permanence.counts import FIGURES as COUNTED
from reporting.chapters import BREAKDOWNS, FIGURES
from reporting.figure import Days, Value, read_figures
from support.departement import PATIENT, OnPostgreSQL, OnSQLite, tell
from support.facts import consultation, declaration, registration, told_of
from support.reporting.counted import month_counted, row, total

OTHER, THIRD = UUID(int=21), UUID(int=22)
START, END = date(2024, 5, 1), date(2024, 6, 1)
DAY = timedelta(1)


def act(number: int, held_on: date = START, **said: Any) -> Event:
    return told_of("consultation_held", UUID(int=1000 + number), held_on, held_on=held_on, **said)


def booked(number: int, booked_on: date, held_on: date, days_to_third_free: int | None = None) -> Event:
    months: dict[str, Any] = {"booked_month_on": month_of(booked_on), "month_on": month_of(held_on)}
    return told_of("appointment_booked", UUID(int=number), booked_on, days_to_third_free=days_to_third_free, **months)


def month_of(day: date) -> date:
    return day.replace(day=1)


def later(event: str, subject: int | UUID, sequence: int, **said: Any) -> Event:
    """A further fact of something, told on the last day of the examples."""
    about = UUID(int=subject) if isinstance(subject, int) else subject
    return told_of(event, about, date(2024, 6, 1), sequence=sequence, **said)


def merged(kept: UUID, other: UUID, sequence: int) -> Event:
    return later("patient_merged", kept, sequence, merged=other)


def unmerged(kept: UUID, other: UUID, sequence: int) -> Event:
    return later("patient_unmerged", kept, sequence, unmerged=other)


def count(number: int, group: str, counted_on: date, people: int, commune: str = "26281", **said: Any) -> Event:
    told: dict[str, Any] = {"count_id": UUID(int=number), "group": group, "counted_on": counted_on, "people": people}
    return told_of("people_without_gp_counted", UUID(int=number), counted_on, commune=commune, **told, **said)


def cost(number: int, amount_cents: int, **said: Any) -> Event:
    told: dict[str, Any] = {"cost_id": UUID(int=number), "month_on": START, "in_kind": False, "payer": None}
    return told_of("cost_recorded", UUID(int=number), START, **told | {"amount_cents": amount_cents} | said)


def receipt(number: int, amount_cents: int, **said: Any) -> Event:
    told: dict[str, Any] = {"receipt_id": UUID(int=number), "month_on": START, "amount_cents": amount_cents}
    return told_of("receipt_recorded", UUID(int=number), START, **told | said)


def figures(runtime: Runtime, *codes: str, start: date = START, end: date = END) -> tuple[Value, ...]:
    asked = {figure.code: figure for figure in FIGURES}
    with Session(runtime.database.engine) as session:
        found = read_figures(session, [asked[f"permanence.{code}"] for code in codes], Days(start, end))
    return tuple(found[f"permanence.{code}"] for code in codes)


def figure(runtime: Runtime, code: str, start: date = START, end: date = END) -> Value:
    (value,) = figures(runtime, code, start=start, end=end)
    return value


def breakdown(runtime: Runtime, code: str) -> Mapping[str, int]:
    (asked,) = (each for each in BREAKDOWNS if each.code == f"permanence.{code}")
    with Session(runtime.database.engine) as session:
        return asked.values(session, Days(START, END))


class PermanenceFigures:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    def test_of_consultations_only_those_known_to_be_unsupervised_do_not_count(self, departement: Runtime) -> None:
        intern: dict[str, Any] = {"practitioner_kind": "saspas_intern"}
        tell(
            departement,
            act(1, **intern, supervised=True),
            act(2, **intern, supervised=False),
            consultation(UUID(int=3), START),
            told_of("nurse_act_held", UUID(int=4), START, month_on=START),
        )
        assert figures(departement, "consultations", "nurse_acts") == (2, 1)

    def test_merged_patients_are_one_person_whatever_the_day_until_they_are_not(self, departement: Runtime) -> None:
        tell(departement, *(registration(patient, START) for patient in (PATIENT, OTHER, THIRD)))
        asked = ("followed_now", "new_patients")
        assert figures(departement, *asked) == (3, 3)
        tell(departement, merged(OTHER, PATIENT, 5), merged(THIRD, OTHER, 2))
        assert figures(departement, *asked) == (1, 1), "the kept one may be merged in turn"
        tell(departement, unmerged(OTHER, PATIENT, 6))
        assert figures(departement, *asked) == (2, 2)
        tell(departement, merged(OTHER, PATIENT, 7))
        assert figures(departement, *asked) == (1, 1)

    def test_an_undoing_told_before_its_merge_undoes_it(self, departement: Runtime) -> None:
        tell(departement, registration(PATIENT, START), registration(OTHER, START), unmerged(OTHER, PATIENT, 6))
        tell(departement, merged(OTHER, PATIENT, 5))
        assert figure(departement, "followed_now") == 2

    def test_somebody_who_left_and_came_back_is_followed_at_the_end_of_each_month_that_says_so(
        self, departement: Runtime
    ) -> None:
        tell(
            departement,
            later("patient_returned", PATIENT, 3, month_on=date(2024, 4, 1)),
            registration(PATIENT, date(2024, 1, 8)),
            later("patient_exited", PATIENT, 2, month_on=date(2024, 2, 1)),
            # Whose steps say nothing of the other's.
            registration(OTHER, date(2023, 12, 31)),
            later("patient_exited", OTHER, 2, month_on=date(2024, 1, 1)),
        )
        ends = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)]
        assert [figure(departement, "followed_now", end=end) for end in ends] == [1, 1, 0, 0, 1]

    def test_a_declaration_is_active_from_the_end_of_its_month_on(self, departement: Runtime) -> None:
        tell(
            departement,
            declaration(UUID(int=1), date(2024, 5, 31)),
            told_of("declaration_filed", UUID(int=2), START, month_on=START, active_month_on=START),
            told_of("declaration_filed", UUID(int=3), START, month_on=START, active_month_on=END),
            told_of("declaration_filed", UUID(int=4), START, month_on=START, active_month_on=None),
        )
        assert figures(departement, "declarations", "active_declarations") == (4, 2)
        assert figure(departement, "active_declarations", end=START) == 0

    def test_the_fund_corrects_what_was_presumed_and_a_rejected_declaration_never_was_active(
        self, departement: Runtime
    ) -> None:
        tell(
            departement,
            later("declaration_answered", 1, 2, accepted=True, active_month_on=END),
            later("declaration_answered", 2, 2, accepted=False),
            later("declaration_answered", 3, 2, accepted=True, active_month_on=None),
            *(declaration(UUID(int=number), START) for number in (1, 2, 3, 4)),
        )
        assert figure(departement, "active_declarations") == 2
        assert figure(departement, "active_declarations", end=date(2024, 7, 1)) == 3

    def test_an_ended_declaration_is_active_at_the_end_of_the_months_before(self, departement: Runtime) -> None:
        tell(departement, later("declaration_ended", 1, 3, month_on=END))
        tell(departement, declaration(UUID(int=1), START))
        assert figure(departement, "active_declarations") == 1
        assert figure(departement, "active_declarations", end=date(2024, 7, 1)) == 0

    def test_the_honoured_rate_is_of_appointments_whose_outcome_is_known_in_the_month_they_were_moved_to(
        self, departement: Runtime
    ) -> None:
        before = date(2024, 4, 30)
        tell(
            departement,
            *(booked(number, before, START) for number in range(1, 6)),
            booked(6, before, before),
            later("appointment_honoured", 1, 2),
            later("appointment_honoured", 2, 2),
            later("appointment_missed", 3, 2),
            later("appointment_cancelled", 4, 2),
            later("appointment_moved", 6, 2, month_on=START),
            later("appointment_honoured", 6, 3),
        )
        assert figure(departement, "honoured_rate") == 75.0
        assert figure(departement, "honoured_rate", START, START) is None

    def test_an_outcome_corrected_later_counts_as_corrected(self, departement: Runtime) -> None:
        tell(departement, later("appointment_honoured", 1, 3), later("appointment_missed", 1, 2))
        tell(departement, booked(1, START, START))
        assert figure(departement, "honoured_rate") == 100.0

    @pytest.mark.parametrize(
        ("waited", "median", "p90"),
        [([4], 4, 4), ([0, 6], 0, 6), ([1, 2, 3], 2, 3), ([0, 1, 2, 3, 4, 5, 6, 7, 8, 30], 4, 8), ([], None, None)],
    )
    def test_half_of_the_first_appointments_come_within_the_median_and_nine_in_ten_within_the_p90(
        self, departement: Runtime, waited: Sequence[int], median: int | None, p90: int | None
    ) -> None:
        """Those of all antennas together."""
        for antenna, days in (("romans", waited[::2]), ("laval", waited[1::2])):
            cut = [row(DAYS, str(number), days.count(number)) for number in sorted(set(days))]
            tell(departement, registration(PATIENT, START, antenna=antenna))
            counted = month_counted(
                departement.sealing, FIRST_APPOINTMENTS, START, total(len(days)), *cut, antenna=antenna
            )
            tell(departement, counted)
        asked = ("days_to_first_appointment", "days_to_first_appointment_p90")
        assert figures(departement, *asked) == (median, p90)

    def test_a_first_appointment_of_another_span_is_none_of_the_month(self, departement: Runtime) -> None:
        cut = [row(DAYS, "2", 0, 1, 1), row(DAYS, "9", 1, 1, 1), row(DAYS, "40", 0, 0, 3)]
        tell(departement, month_counted(departement.sealing, FIRST_APPOINTMENTS, START, total(1, 2, 5), *cut))
        spans = (START, date(2023, 6, 1), date(2023, 5, 1))
        assert [figure(departement, "days_to_first_appointment", start) for start in spans] == [9, 2, 40]

    def test_what_antennas_counted_is_added_up_over_the_month_the_twelve_months_and_all(
        self, departement: Runtime
    ) -> None:
        """The days of a month, of at most twelve that end with it, or more: a bulletin asks about no others."""
        keys = departement.sealing
        for antenna, number in (("romans", 1), ("laval", 10)):
            tell(
                departement,
                registration(PATIENT, START, antenna=antenna),
                month_counted(keys, PATIENTS_FOLLOWED, START, total(number, 2 * number, 3 * number), antenna=antenna),
                month_counted(keys, ALD_DECLARATIONS, START, total(number, 4 * number, 5 * number), antenna=antenna),
                month_counted(keys, ACTIVE_ALD_DECLARATIONS, START, total(6 * number), antenna=antenna),
            )
        asked = ("patients_followed", "ald_declarations", "active_ald_declarations")
        assert figures(departement, *asked) == (11, 11, 66)
        for start in (date(2024, 4, 1), date(2023, 6, 1)):
            assert figures(departement, *asked, start=start) == (22, 44, 66)
        assert figures(departement, *asked, start=date(2023, 5, 1)) == (33, 55, 66)

    def test_a_month_that_one_antenna_has_not_counted_has_no_number_and_that_is_not_zero(
        self, departement: Runtime
    ) -> None:
        keys, asked = departement.sealing, ("patients_followed", "net_cost_per_patient", "active_ald_declarations")
        assert figures(departement, *asked) == (0, None, 0), "nobody has registrations: nobody has to count"
        tell(departement, cost(1, 900), registration(PATIENT, START), registration(PATIENT, END, antenna="laval"))
        assert figures(departement, *asked) == (None, None, None)
        tell(departement, month_counted(keys, PATIENTS_FOLLOWED, START, total(3)))
        assert figures(departement, *asked) == (3, 300, None), "the other antenna begins later"
        assert breakdown(departement, "net_cost_per_patient_by_payer") == {"non-affecte": 300}
        tell(departement, registration(OTHER, date(2024, 4, 2), antenna="laval"))
        assert figures(departement, *asked) == (None, None, None), "a registration told late is to be counted"
        assert breakdown(departement, "net_cost_per_patient_by_payer") == {}
        tell(departement, month_counted(keys, PATIENTS_FOLLOWED, START, total(0), antenna="laval"))
        assert figures(departement, *asked) == (3, 300, None)

    def test_a_month_told_as_none_is_zero(self, departement: Runtime) -> None:
        tell(departement, registration(PATIENT, START))
        tell(departement, *(month_counted(departement.sealing, counted, START, total(0)) for counted in COUNTED))
        asked = ("patients_followed", "ald_declarations", "active_ald_declarations", "days_to_first_appointment")
        assert figures(departement, *asked) == (0, 0, 0, None)

    def test_the_third_free_slot_is_counted_in_days_in_the_month_somebody_asked(self, departement: Runtime) -> None:
        asked = ("days_to_third_free_slot", "days_to_third_free_slot_p90")
        assert figures(departement, *asked) == (None, None)
        tell(
            departement,
            *(booked(number, START, START, days) for number, days in enumerate([2, 3, 3, 40])),
            booked(50, START, START),
            booked(51, START - DAY, START, 31),
        )
        assert figures(departement, *asked) == (3, 40)

    def test_consultations_per_half_day_are_of_the_days_whose_sessions_are_known(self, departement: Runtime) -> None:
        tell(
            departement,
            *(told_of("session_planned", UUID(int=n), START, held_on=START, half_days=n) for n in (1, 2)),
            told_of("session_planned", UUID(int=3), START, held_on=START + DAY, half_days=1),
            later("session_cancelled", 3, 2),
            later("session_cancelled", 4, 2),
            *(act(number, START) for number in range(10)),
            act(11, START + DAY),
        )
        assert figure(departement, "consultations_per_half_day") == 3.3
        assert figure(departement, "consultations_per_half_day", START + DAY) is None

    def test_half_days_are_lost_from_the_announced_day_to_the_end_of_the_quarter_to_come(
        self, departement: Runtime
    ) -> None:
        def announced(number: int, leaves_on: date) -> Event:
            said: dict[str, Any] = {"leaves_on": leaves_on, "half_days_per_week": 4}
            return told_of("practitioner_departure_announced", UUID(int=number), START, **said)

        tell(departement, announced(1, date(2024, 6, 1)), announced(2, date(2024, 8, 25)))
        tell(departement, announced(3, date(2024, 9, 1)), announced(4, date(2024, 5, 31)))
        # 92 days and 7 days, at four half-days a week: 52.6 and 4.
        assert figure(departement, "half_days_lost_next_quarter") == 57
        tell(departement, later("practitioner_left", 1, 2, left_on=date(2024, 5, 20)))
        assert figure(departement, "half_days_lost_next_quarter") == 4, "who has left already is no loss to come"
        assert figure(departement, "half_days_lost_next_quarter", end=date(2024, 2, 1)) == 0

    def test_the_share_served_is_of_the_last_count_of_each_commune_and_group(self, departement: Runtime) -> None:
        served = row(GROUP, "ald", 1), row(GROUP, "sixty_and_over", 2)
        keys = departement.sealing
        tell(
            departement,
            *(registration(patient, date(2024, 4, 8)) for patient in (PATIENT, OTHER, THIRD)),
            month_counted(keys, FOLLOWED_NOW, date(2024, 4, 1), total(3), row(GROUP, "ald", 2), served[1]),
            month_counted(keys, FOLLOWED_NOW, START, total(3), *served),
            count(1, "all", date(2023, 12, 31), 900),
            count(2, "all", date(2024, 4, 1), 20),
            count(3, "all", date(2024, 4, 1), 10, "26057", antenna="laval"),
            count(4, "all", END, 1),
            count(5, "ald", date(2024, 4, 1), 8),
            count(6, "sixty_and_over", date(2024, 4, 1), 7),
            count(6, "sixty_and_over", date(2024, 4, 1), 6, sequence=2),
        )
        shares = ("share_served_all", "share_served_ald", "share_served_sixty_and_over")
        assert figures(departement, *shares) == (10.0, 12.5, 33.3)
        assert figures(departement, *shares, end=date(2023, 12, 1)) == (None, None, None)
        assert figure(departement, "share_served_ald", end=START) == 25.0
        assert figures(departement, *shares, end=date(2024, 7, 1)) == (None, None, None), "not counted yet"

    def test_the_net_cost_is_what_was_paid_less_fees_and_the_payers_bear_it_all(self, departement: Runtime) -> None:
        tell(
            departement,
            cost(1, 900_001, payer="ars"),
            cost(2, 100_000),
            cost(3, 50_000, in_kind=True, payer="ville"),
            cost(4, 80_000, stage="forecast"),
            cost(5, 70_000, stage="voted"),
            cost(6, 1_000_000),
            later("cost_cancelled", 6, 2),
            cost(7, 1, month_on=date(2024, 6, 1)),
            receipt(11, 300_000),
            receipt(12, 200_000, receipt_kind="grant", payer="departement"),
            receipt(13, 10_000, receipt_kind="contribution", payer="ars"),
            receipt(14, 5, stage="voted"),
            receipt(15, 999),
            later("receipt_cancelled", 15, 2),
            month_counted(departement.sealing, PATIENTS_FOLLOWED, START, total(2)),
        )
        asked = ("costs", "fees", "net_cost", "net_cost_per_patient", "in_kind", "forecast_costs", "voted_costs")
        assert figures(departement, *asked) == (1_000_001, 300_000, 700_001, 350_001, 50_000, 80_000, 70_000)
        borne = breakdown(departement, "net_cost_by_payer")
        assert borne == {"ars": 910_001, "departement": 200_000, "non-affecte": -410_000}
        assert sum(borne.values()) == figure(departement, "net_cost")
        per_patient = {"ars": 455_001, "departement": 100_000, "non-affecte": -205_000}
        assert breakdown(departement, "net_cost_per_patient_by_payer") == per_patient

    def test_without_a_patient_there_is_no_cost_per_patient(self, departement: Runtime) -> None:
        tell(departement, cost(1, 900_000))
        assert figure(departement, "net_cost_per_patient") is None
        assert breakdown(departement, "net_cost_per_patient_by_payer") == {}

    def test_whoever_waits_at_the_end_of_the_month_is_waiting(self, departement: Runtime) -> None:
        tell(
            departement,
            later("waiting_left", 1, 2, month_on=END),
            later("waiting_left", 2, 2, month_on=START),
            later("waiting_left", 3, 2, month_on=END),
            *(told_of("waiting_joined", UUID(int=n), START, month_on=START) for n in (1, 2)),
        )
        assert figure(departement, "waiting") == 1
        assert figure(departement, "waiting", end=date(2024, 7, 1)) == 0


class TestOnSQLite(OnSQLite, PermanenceFigures): ...


class TestOnPostgreSQL(OnPostgreSQL, PermanenceFigures): ...
