"""What is counted of a month: each figure by itself on a few lives, then all of them against a recount."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.permanence import counts, words
from kernel.period import add_months, first_of_month
from permanence.domain.month.counting import Cut, Figure, Group, MonthFigure, MonthLine, MonthPeriod, count_months
from permanence.domain.month.inputs import ALDDeclaration, AppointmentDay, Consultation, File, Step
from permanence.domain.patient.age import OLDEST_YEARS, age_band

OPENED_ON, REGISTERED_ON = date(2023, 9, 4), date(2023, 10, 16)
MONTHS = MonthPeriod(OPENED_ON, REGISTERED_ON, date(2025, 3, 1))
DAY = timedelta(days=1)
ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))
FILE = File(ONE, None, REGISTERED_ON, "26281", "200068781", "70-79", "doctor_retired")
Totals = tuple[int, int, int]


@dataclass(frozen=True)
class Lives:
    """All that a permanence knows, as days."""

    files: Sequence[File] = (FILE,)
    steps: Sequence[Step] = (Step(ONE, REGISTERED_ON, True, False),)
    consultations: Sequence[Consultation] = ()
    declarations: Sequence[ALDDeclaration] = ()
    appointments: Sequence[AppointmentDay] = ()

    def counted(self, months: MonthPeriod = MONTHS) -> list[MonthFigure]:
        done = (self.consultations, self.declarations, self.appointments)
        return list(count_months(months, self.files, self.steps, *done))

    def of(self, figure: Figure, month: str, cut: Cut = Cut.ALL, value: str = "") -> Totals:
        """In the month, in twelve, since the opening."""
        (rows,) = [one.rows for one in self.counted() if one.figure is figure and f"{one.month_on:%Y-%m}" == month]
        found = [row for row in rows if (row.cut, row.value) == (cut, value)]
        return (found[0].month, found[0].last_12_months, found[0].since_opening) if found else (0, 0, 0)


def seen(*days: date, patient: UUID = ONE) -> Sequence[Consultation]:
    return [Consultation(patient, day) for day in days]


def test_words_are_those_of_the_contract() -> None:
    assert tuple(Figure) == counts.FIGURES
    assert tuple(Cut) == counts.CUTS
    assert tuple(Group) == words.WITHOUT_GP_GROUPS[1:]
    assert tuple(MonthLine.__slots__) == tuple(counts.Row.__slots__)


def test_every_month_from_the_first_registration_to_the_last_that_is_over_has_every_figure() -> None:
    counted = Lives().counted()
    months = list(dict.fromkeys(one.month_on for one in counted))
    assert (months[0], months[-1], len(months)) == (date(2023, 10, 1), date(2025, 3, 1), 18)
    assert [one.figure for one in counted] == [*Figure] * 18


def test_a_person_seen_twice_in_a_month_and_again_later_is_one_in_each_span() -> None:
    lives = Lives(consultations=seen(date(2023, 10, 16), date(2023, 10, 30), date(2024, 2, 1)))
    figure = Figure.PATIENTS_FOLLOWED
    assert lives.of(figure, "2023-10") == (1, 1, 1)
    assert lives.of(figure, "2023-11") == (0, 1, 1)
    assert lives.of(figure, "2024-02") == (1, 1, 1)
    assert lives.of(figure, "2025-01") == (0, 1, 1), "the twelfth month, itself included"
    assert lives.of(figure, "2025-02") == (0, 0, 1)


def test_what_is_older_than_the_month_of_the_opening_counts_in_no_span() -> None:
    lives = Lives(consultations=seen(date(2023, 8, 31)))
    assert lives.of(Figure.PATIENTS_FOLLOWED, "2023-10") == (0, 0, 0)
    assert Lives(consultations=seen(date(2023, 9, 1))).of(Figure.PATIENTS_FOLLOWED, "2023-10") == (0, 1, 1)


def test_what_comes_after_the_last_month_is_not_counted_yet() -> None:
    assert Lives(consultations=seen(date(2025, 4, 1))).of(Figure.PATIENTS_FOLLOWED, "2025-03") == (0, 0, 0)


def test_files_made_one_are_one_person_who_registered_once_whatever_the_order_of_the_merges() -> None:
    lives = Lives(
        files=(
            FILE,
            replace(FILE, patient_id=OTHER, merged_into=THIRD, commune="26057"),
            replace(FILE, patient_id=THIRD, merged_into=ONE, commune="26057"),
        ),
        steps=[Step(patient, REGISTERED_ON, True, False) for patient in (ONE, OTHER, THIRD)],
        consultations=[
            *seen(REGISTERED_ON),
            *seen(REGISTERED_ON, patient=OTHER),
            *seen(REGISTERED_ON, patient=THIRD),
        ],
        appointments=[AppointmentDay(OTHER, REGISTERED_ON, UUID(int=9), REGISTERED_ON)],
    )
    for figure in (Figure.PATIENTS_FOLLOWED, Figure.NEW_PATIENTS, Figure.FOLLOWED_NOW):
        assert lives.of(figure, "2023-10") == (1, 1, 1)
        assert lives.of(figure, "2023-10", Cut.COMMUNE, "26057") == (0, 0, 0)
    assert lives.of(Figure.FIRST_APPOINTMENTS, "2023-10") == (0, 0, 0)


def test_who_left_is_followed_to_the_day_before_and_again_from_the_return() -> None:
    steps = [
        Step(ONE, REGISTERED_ON, True, False),
        Step(ONE, date(2023, 12, 1), False, None),
        Step(ONE, date(2024, 2, 29), True, None),
    ]
    lives = Lives(steps=steps)
    followed = {
        month: lives.of(Figure.FOLLOWED_NOW, month)[0] for month in ("2023-11", "2023-12", "2024-01", "2024-02")
    }
    assert followed == {"2023-11": 1, "2023-12": 0, "2024-01": 0, "2024-02": 1}
    assert lives.of(Figure.FOLLOWED_NOW, "2024-02") == (1, 1, 1), "a stock is the same over every span"


def test_of_two_steps_the_one_written_later_stands_from_its_own_day_on() -> None:
    """An exit that is learnt of after a return that came later in the calendar."""
    steps = [
        Step(ONE, REGISTERED_ON, True, False),
        Step(ONE, date(2024, 3, 5), True, None),
        Step(ONE, date(2024, 1, 10), False, None),
    ]
    assert Lives(steps=steps).of(Figure.FOLLOWED_NOW, "2023-12") == (1, 1, 1)
    assert Lives(steps=steps).of(Figure.FOLLOWED_NOW, "2024-03") == (0, 0, 0)


def test_whoever_is_in_ald_at_the_months_end_is_counted_so_and_a_declaration_by_its_own_day() -> None:
    steps = [Step(ONE, REGISTERED_ON, True, False), Step(ONE, date(2024, 1, 31), None, True)]
    lives = Lives(
        steps=steps,
        consultations=seen(date(2023, 12, 4), date(2024, 1, 4)),
        declarations=[ALDDeclaration(ONE, date(2024, 2, 1), date(2024, 3, 2), date(2024, 5, 1))],
    )
    in_ald = (Cut.GROUP, Group.ALD)
    assert lives.of(Figure.PATIENTS_FOLLOWED, "2023-12", *in_ald) == (0, 0, 0)
    assert lives.of(Figure.PATIENTS_FOLLOWED, "2024-01", *in_ald) == (1, 1, 1)
    assert lives.of(Figure.FOLLOWED_NOW, "2024-01", *in_ald) == (1, 1, 1)
    assert lives.of(Figure.ALD_DECLARATIONS, "2024-02") == (1, 1, 1)
    active = [lives.of(Figure.ACTIVE_ALD_DECLARATIONS, f"2024-0{month}")[0] for month in (2, 3, 4, 5)]
    assert active == [0, 1, 1, 0]


def test_a_declaration_that_the_fund_rejected_was_filed_and_never_active() -> None:
    lives = Lives(declarations=[ALDDeclaration(ONE, date(2024, 2, 1), None, None)])
    assert lives.of(Figure.ALD_DECLARATIONS, "2024-02") == (1, 1, 1)
    assert lives.of(Figure.ACTIVE_ALD_DECLARATIONS, "2024-03") == (0, 0, 0)


def test_only_the_first_appointment_of_a_file_tells_how_long_it_waited() -> None:
    lives = Lives(
        appointments=[
            AppointmentDay(ONE, date(2024, 3, 1), UUID(int=12), date(2024, 1, 2)),
            AppointmentDay(ONE, date(2024, 1, 12), UUID(int=11), date(2024, 1, 2)),
        ]
    )
    assert lives.of(Figure.FIRST_APPOINTMENTS, "2024-01") == (1, 1, 1)
    assert lives.of(Figure.FIRST_APPOINTMENTS, "2024-01", Cut.DAYS, "10") == (1, 1, 1)
    assert lives.of(Figure.FIRST_APPOINTMENTS, "2024-03") == (0, 1, 1)


def test_who_was_written_after_the_day_waited_no_day() -> None:
    lives = Lives(appointments=[AppointmentDay(ONE, REGISTERED_ON, UUID(int=11), REGISTERED_ON + DAY)])
    assert lives.of(Figure.FIRST_APPOINTMENTS, "2023-10", Cut.DAYS, "0") == (1, 1, 1)


@pytest.mark.parametrize(
    ("cut", "value"),
    [
        (Cut.COMMUNE, "26281"),
        (Cut.EPCI, "200068781"),
        (Cut.AGE_BAND, "70-79"),
        (Cut.REASON, "doctor_retired"),
        (Cut.GROUP, Group.SIXTY_AND_OVER),
    ],
)
def test_a_person_is_counted_under_what_is_known_of_the_file(cut: Cut, value: str) -> None:
    assert Lives().of(Figure.NEW_PATIENTS, "2023-10", cut, value) == (1, 1, 1)


def test_what_is_not_known_of_a_file_is_no_value() -> None:
    (counted, *_) = Lives(files=(replace(FILE, epci=None, age_band=None),)).counted()
    assert {row.cut for row in counted.rows} <= {Cut.ALL, Cut.COMMUNE, Cut.REASON}


def test_sixty_and_over_begins_where_the_bands_have_a_cut() -> None:
    for age in range(OLDEST_YEARS + 1):
        lives = Lives(files=(replace(FILE, age_band=age_band(age)),))
        counted = lives.of(Figure.NEW_PATIENTS, "2023-10", Cut.GROUP, Group.SIXTY_AND_OVER)
        assert counted == ((1, 1, 1) if age >= 60 else (0, 0, 0)), age


def test_a_value_of_which_there_is_none_has_no_row_and_all_together_have() -> None:
    lives = Lives()
    assert next(one.rows for one in lives.counted() if one.figure is Figure.ALD_DECLARATIONS) == (
        MonthLine(Cut.ALL, "", 0, 0, 0),
    )


# Against a recount by definition


def recount(lives: Lives, months: MonthPeriod) -> Mapping[tuple[date, Figure], set[tuple[str, str, int, int, int]]]:
    """Month by month, span by span, value by value: slow, and nothing of the one pass in it."""
    files = {file.patient_id: file for file in lives.files}
    found: dict[tuple[date, Figure], set[tuple[str, str, int, int, int]]] = {}
    month_on = max(first_of_month(months.first_on), first_of_month(months.opened_on))
    while month_on <= months.last_on:
        end, opening = add_months(month_on, 1), first_of_month(months.opened_on)
        starts = (month_on, max(add_months(end, -12), opening), opening)
        for figure in Figure:
            spans = [_recounted(lives, files, figure, start, end) for start in starts]
            values = {(Cut.ALL.value, "")}.union(*spans)
            found[month_on, figure] = {
                (cut, value, *(len(span.get((cut, value), ())) for span in spans))  # type: ignore[misc]  # three spans, three numbers
                for cut, value in values
            }
        month_on = end
    return found


Things = dict[tuple[str, str], set[object]]


def _recounted(lives: Lives, files: Mapping[UUID, File], figure: Figure, start: date, end: date) -> Things:
    def kept(patient_id: UUID) -> UUID:
        into = files[patient_id].merged_into
        return patient_id if into is None else kept(into)

    def at_end(patient_id: UUID, what: Callable[[Step], bool | None]) -> bool:
        told = [
            what(step)
            for step in lives.steps
            if step.patient_id == patient_id and step.from_on < end and what(step) is not None
        ]
        return bool(told and told[-1])

    def under(patient_id: UUID) -> Iterable[tuple[str, str]]:
        file = files[patient_id]
        yield Cut.ALL.value, ""
        yield Cut.COMMUNE.value, file.commune
        yield Cut.REASON.value, file.no_medecin_traitant_reason
        if file.epci:
            yield Cut.EPCI.value, file.epci
        if file.age_band:
            yield Cut.AGE_BAND.value, file.age_band
            if file.age_band in ("60-69", "70-79", "80-89", "90+"):
                yield Cut.GROUP.value, "sixty_and_over"
        if at_end(patient_id, lambda step: step.is_ald):
            yield Cut.GROUP.value, "ald"

    standing = [file.patient_id for file in lives.files if file.merged_into is None]
    things: Things = {}

    def count(patient_id: UUID, thing: object) -> None:
        for key in under(patient_id):
            things.setdefault(key, set()).add(thing)

    match figure:
        case Figure.PATIENTS_FOLLOWED:
            for one in lives.consultations:
                if start <= one.held_on < end:
                    count(kept(one.patient_id), kept(one.patient_id))
        case Figure.NEW_PATIENTS:
            for patient_id in standing:
                if start <= files[patient_id].registered_on < end:
                    count(patient_id, patient_id)
        case Figure.FOLLOWED_NOW:
            for patient_id in standing:
                if at_end(patient_id, lambda step: step.is_followed):
                    count(patient_id, patient_id)
        case Figure.ALD_DECLARATIONS:
            for number, filed in enumerate(lives.declarations):
                if start <= filed.filed_on < end:
                    count(kept(filed.patient_id), number)
        case Figure.ACTIVE_ALD_DECLARATIONS:
            for number, filed in enumerate(lives.declarations):
                is_over = filed.ended_on is not None and filed.ended_on < end
                if filed.active_on is not None and filed.active_on < end and not is_over:
                    count(kept(filed.patient_id), number)
        case Figure.FIRST_APPOINTMENTS:
            for patient_id in standing:
                own = [one for one in lives.appointments if one.patient_id == patient_id]
                first = min(own, key=lambda one: (one.day, one.appointment_id), default=None)
                if first is not None and start <= first.day < end:
                    days = max((first.day - first.booked_on).days, 0)
                    things.setdefault((Cut.ALL.value, ""), set()).add(patient_id)
                    things.setdefault((Cut.DAYS.value, str(days)), set()).add(patient_id)
    return things


_DAYS = st.dates(date(2023, 8, 1), date(2025, 5, 31))
_LATER = st.dates(OPENED_ON, date(2025, 5, 31))


@st.composite
def any_lives(draw: st.DrawFn) -> Lives:
    number = draw(st.integers(1, 5))
    ids = [UUID(int=rank + 1) for rank in range(number)]
    files = [
        File(
            patient_id,
            # Into one that was registered before it: merges make no circle.
            draw(st.sampled_from([None, None, *ids[:rank]])),
            draw(_LATER),
            draw(st.sampled_from(["26281", "26057"])),
            draw(st.sampled_from(["200068781", None])),
            draw(st.sampled_from(["50-59", "60-69", "90+", None])),
            draw(st.sampled_from(["newcomer", "doctor_left"])),
        )
        for rank, patient_id in enumerate(ids)
    ]
    steps = []
    for file in files:
        steps.append(Step(file.patient_id, file.registered_on, True, draw(st.booleans())))
        began = st.tuples(_LATER, st.sampled_from([(True, None), (False, None), (None, True), (None, False)]))
        steps += [Step(file.patient_id, day, *what) for day, what in draw(st.lists(began, max_size=4))]
    whose, perhaps = st.sampled_from(ids), st.none() | _DAYS
    return Lives(
        files,
        steps,
        draw(st.lists(st.builds(Consultation, whose, _DAYS), max_size=8)),
        draw(st.lists(st.builds(ALDDeclaration, whose, _DAYS, perhaps, perhaps), max_size=4)),
        draw(st.lists(st.builds(AppointmentDay, whose, _DAYS, st.uuids(), _DAYS), max_size=6)),
    )


def as_recounted(counted: Iterable[MonthFigure]) -> Mapping[tuple[date, Figure], set[tuple[str, str, int, int, int]]]:
    return {
        (one.month_on, one.figure): {
            (row.cut.value, row.value, row.month, row.last_12_months, row.since_opening) for row in one.rows
        }
        for one in counted
    }


@given(any_lives(), st.dates(OPENED_ON, date(2024, 3, 1)), st.dates(date(2024, 3, 1), date(2025, 4, 1)))
def test_one_pass_counts_what_the_definitions_say_of_each_month(lives: Lives, first_on: date, last_on: date) -> None:
    months = MonthPeriod(OPENED_ON, first_on, last_on)
    assert as_recounted(lives.counted(months)) == recount(lives, months)


@pytest.mark.parametrize(
    "fault",
    [
        lambda lives: replace(lives, consultations=lives.consultations[:-1]),
        lambda lives: replace(lives, steps=[step for step in lives.steps if step.is_followed is not False]),
        lambda lives: replace(lives, steps=[step for step in lives.steps if step.is_ald is not True]),
        lambda lives: replace(lives, files=[replace(file, merged_into=None) for file in lives.files]),
        lambda lives: replace(lives, declarations=[one._replace(ended_on=None) for one in lives.declarations]),
        lambda lives: replace(lives, appointments=lives.appointments[1:]),
        lambda lives: replace(lives, files=[replace(file, age_band="50-59") for file in lives.files]),
    ],
)
def test_the_recount_finds_what_is_left_out_on_purpose(fault: Callable[[Lives], Lives]) -> None:
    """So that the comparison above means something."""
    lives = Lives(
        files=(FILE, replace(FILE, patient_id=OTHER, merged_into=ONE)),
        steps=[
            Step(ONE, REGISTERED_ON, True, False),
            Step(ONE, date(2024, 2, 1), None, True),
            Step(ONE, date(2024, 5, 1), False, None),
            Step(OTHER, REGISTERED_ON, True, False),
        ],
        consultations=[
            *seen(date(2024, 1, 8), patient=OTHER),
            *seen(date(2024, 1, 8), date(2024, 3, 8)),
        ],
        declarations=[ALDDeclaration(ONE, date(2024, 2, 1), date(2024, 2, 1), date(2024, 6, 1))],
        appointments=[AppointmentDay(ONE, date(2024, 1, 8), UUID(int=9), REGISTERED_ON)],
    )
    assert as_recounted(lives.counted()) == recount(lives, MONTHS)
    assert as_recounted(fault(lives).counted()) != recount(lives, MONTHS)
