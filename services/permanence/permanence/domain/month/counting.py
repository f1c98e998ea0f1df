"""What is counted of every month that is over, in one pass: distinct persons, by what is known of each.

The months of one person are the bits of one number, the first month lowest: a span, a state at the months' ends and
what both have in common are then one operation each, however many months there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kernel.period import add_months, first_of_month
from permanence.domain.month.inputs import ALDDeclaration, AppointmentDay, Consultation, File, Step

_YEAR = 12
_BANDS_FROM_SIXTY = ("60-69", "70-79", "80-89", "90+")


class Figure(StrEnum):
    """What is counted. A stock, true at a month's end, is the same number over every span."""

    PATIENTS_FOLLOWED = "patients_followed"
    NEW_PATIENTS = "new_patients"
    FOLLOWED_NOW = "followed_now"
    ALD_DECLARATIONS = "ald_declarations"
    ACTIVE_ALD_DECLARATIONS = "active_ald_declarations"
    FIRST_APPOINTMENTS = "first_appointments"


class Cut(StrEnum):
    """By what it is cut, in the order of the rows."""

    ALL = "all"
    GROUP = "group"
    COMMUNE = "commune"
    EPCI = "epci"
    AGE_BAND = "age_band"
    REASON = "no_medecin_traitant_reason"
    DAYS = "days"


class Group(StrEnum):
    """Those whom the health insurance fund counts apart among the people without médecin traitant."""

    ALD = "ald"
    SIXTY_AND_OVER = "sixty_and_over"


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One value of a cut: in the month, in the twelve that end with it, since the opening."""

    cut: Cut
    value: str
    month: int
    last_12_months: int
    since_opening: int


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One figure of one month; a value of which there is none in any span has no row, but all together have."""

    month_on: date
    figure: Figure
    rows: tuple[MonthLine, ...]


@dataclass(frozen=True, slots=True)
class MonthPeriod:
    """From the first that is told to the last that is over; what is older than the opening is in none."""

    opened_on: date
    first_on: date
    last_on: date

    @property
    def number(self) -> int:
        """From the opening on, those that are not told among them."""
        return self.place(self.last_on) + 1

    def place(self, day: date) -> int:
        """Of the day's month, from 0; below it before the opening, and beyond `number` after the last."""
        return (day.year - self.opened_on.year) * _YEAR + day.month - self.opened_on.month

    def told(self) -> Iterator[tuple[int, date]]:
        """The place and the first day of each month that is told."""
        for place in range(max(self.place(self.first_on), 0), self.number):
            yield place, add_months(first_of_month(self.opened_on), place)


_Key = tuple[Cut, str]
# In each month, in the twelve that end with it, since the opening: the months for which something counts.
_Spans = tuple[int, int, int]
_EVERYONE: _Key = (Cut.ALL, "")
_IN_ALD: _Key = (Cut.GROUP, Group.ALD)


@dataclass(slots=True)
class _Patient:
    """What is known of a file: what it is counted under, and the months at whose end it was so."""

    keys: tuple[_Key, ...]
    followed: int = 0
    ald: int = 0
    seen: int = 0
    first_appointment: AppointmentDay | None = None


def count_months(
    months: MonthPeriod,
    files: Iterable[File],
    steps: Iterable[Step],
    consultations: Iterable[Consultation],
    declarations: Iterable[ALDDeclaration],
    appointments: Iterable[AppointmentDay],
) -> Iterator[MonthFigure]:
    """Every figure of every month that is told, by month; steps come in the order of their numbers for each file.

    A file that was merged counts as the one that is kept, whatever the day: what was done for it, as done for the
    other; by itself, no more.
    """
    counting = _PatientTally(months, files)
    for step in steps:
        counting.take_step(step)
    for consultation in consultations:
        counting.take_consultation(consultation)
    for appointment in appointments:
        counting.take_appointment(appointment)
    for declaration in declarations:
        counting.take_declaration(declaration)
    counting.close()
    tables = {figure: counting.tallies[figure].series(months.number) for figure in Figure}
    for place, month_on in months.told():
        for figure, table in tables.items():
            yield MonthFigure(month_on, figure, tuple(_rows(table, place)))


class _PatientTally:
    """The persons of the files, and what is tallied of them."""

    def __init__(self, months: MonthPeriod, files: Iterable[File]) -> None:
        self._months = months
        self._all = (1 << months.number) - 1
        self._persons: dict[UUID, _Patient] = {}
        self._merged: dict[UUID, UUID] = {}
        self.tallies = {figure: _Tally() for figure in Figure}
        self._registered: dict[UUID, int] = {}
        for file in files:
            self._persons[file.patient_id] = _Patient(tuple(_keys(file)))
            self._registered[file.patient_id] = self._in(file.registered_on)
            if file.merged_into is not None:
                self._merged[file.patient_id] = file.merged_into

    def take_step(self, step: Step) -> None:
        person, since = self._persons[step.patient_id], self._since(step.from_on)
        if step.is_followed is not None:
            person.followed = person.followed | since if step.is_followed else person.followed & ~since
        if step.is_ald is not None:
            person.ald = person.ald | since if step.is_ald else person.ald & ~since

    def take_consultation(self, consultation: Consultation) -> None:
        self._kept(consultation.patient_id).seen |= self._in(consultation.held_on)

    def take_appointment(self, appointment: AppointmentDay) -> None:
        person = self._persons[appointment.patient_id]
        if person.first_appointment is None or appointment.order < person.first_appointment.order:
            person.first_appointment = appointment

    def take_declaration(self, declaration: ALDDeclaration) -> None:
        person = self._kept(declaration.patient_id)
        self._tally(Figure.ALD_DECLARATIONS, person, self._spans(self._in(declaration.filed_on)))
        if declaration.active_on is not None:
            active = self._since(declaration.active_on)
            if declaration.ended_on is not None:
                active &= ~self._since(declaration.ended_on)
            self._tally(Figure.ACTIVE_ALD_DECLARATIONS, person, (active, active, active))

    def close(self) -> None:
        """Tallies what is counted once a person, when all is known of each."""
        for patient_id, person in self._persons.items():
            if patient_id in self._merged:
                continue
            self._tally(Figure.PATIENTS_FOLLOWED, person, self._spans(person.seen))
            self._tally(Figure.NEW_PATIENTS, person, self._spans(self._registered[patient_id]))
            self._tally(Figure.FOLLOWED_NOW, person, (person.followed, person.followed, person.followed))
            if (first := person.first_appointment) is not None:
                tally, spans = self.tallies[Figure.FIRST_APPOINTMENTS], self._spans(self._in(first.day))
                tally.add(_EVERYONE, spans)
                tally.add((Cut.DAYS, str(first.days_waited)), spans)

    def _kept(self, patient_id: UUID) -> _Patient:
        while patient_id in self._merged:
            patient_id = self._merged[patient_id]
        return self._persons[patient_id]

    def _in(self, day: date) -> int:
        """Its month."""
        place = self._months.place(day)
        return (1 << place) & self._all if place >= 0 else 0

    def _since(self, day: date) -> int:
        """Its month and all that follow: those at whose end the day is past."""
        return self._all & ~((1 << max(self._months.place(day), 0)) - 1)

    def _spans(self, months: int) -> _Spans:
        """Those months; those that are at most eleven after one of them; the first of them and all that follow."""
        year = months | months << 1
        year |= year << 2
        year |= year << 4 | year << 8
        since = self._all & ~((months & -months) - 1) if months else 0
        return months, year & self._all, since

    def _tally(self, figure: Figure, person: _Patient, spans: _Spans) -> None:
        tally, (month, year, since) = self.tallies[figure], spans
        for key in person.keys:
            tally.add(key, spans)
        tally.add(_IN_ALD, (month & person.ald, year & person.ald, since & person.ald))


class _Tally:
    """How many have the same months: those of many people are the same, above all since the opening."""

    def __init__(self) -> None:
        self._alike: defaultdict[_Key, tuple[Counter[int], Counter[int], Counter[int]]] = defaultdict(
            lambda: (Counter(), Counter(), Counter())
        )

    def add(self, key: _Key, spans: _Spans) -> None:
        for counter, months in zip(self._alike[key], spans, strict=True):
            if months:
                counter[months] += 1

    def series(self, months: int) -> Sequence[tuple[_Key, Sequence[Sequence[int]]]]:
        """Of each key, in the order of the rows, three numbers a month."""
        cuts = list(Cut)
        keys = sorted({_EVERYONE, *self._alike}, key=lambda key: (cuts.index(key[0]), key[1]))
        return [(key, [_by_month(counter, months) for counter in self._alike[key]]) for key in keys]


def _by_month(alike: Counter[int], months: int) -> Sequence[int]:
    numbers = [0] * months
    for bits, people in alike.items():
        left = bits
        while left:
            lowest = left & -left
            numbers[lowest.bit_length() - 1] += people
            left ^= lowest
    return numbers


def _rows(table: Sequence[tuple[_Key, Sequence[Sequence[int]]]], place: int) -> Iterator[MonthLine]:
    for (cut, value), (month, year, since) in table:
        row = MonthLine(cut, value, month[place], year[place], since[place])
        if cut is Cut.ALL or row.month or row.last_12_months or row.since_opening:
            yield row


def _keys(file: File) -> Iterator[_Key]:
    yield _EVERYONE
    if file.age_band in _BANDS_FROM_SIXTY:
        yield Cut.GROUP, Group.SIXTY_AND_OVER
    yield Cut.COMMUNE, file.commune
    if file.epci is not None:
        yield Cut.EPCI, file.epci
    if file.age_band is not None:
        yield Cut.AGE_BAND, file.age_band
    yield Cut.REASON, file.no_medecin_traitant_reason
