"""The `[permanence]` table of a scenario: calendar and totals of a season, who consults, and what is synthetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from demonstration.scenarios.calendar import Weekday
from permanence.domain.money.cost import CostKind, MoneyStage
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.roster import half_days


@dataclass(frozen=True, slots=True)
class Site:
    """Where everybody consults, from one hour to the other on every weekday."""

    code: str
    label: str
    commune: str
    opens_at: int
    closes_at: int
    slot_minutes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens_at < self.closes_at <= 24:
            raise ValueError("« closes_at » doit suivre « opens_at »")

    @property
    def minutes(self) -> int:
        return 60 * (self.closes_at - self.opens_at)


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Someone who consults, and on which days of the week; without `starts_on`, from the opening.

    Whoever needs supervision has a placement of the same dates, with the MSUs of the list.
    """

    rpps: str
    label: str
    kind: PractitionerKind
    weekdays: tuple[Weekday, ...]
    starts_on: date | None = None
    ends_on: date | None = None
    msu: bool = False

    def is_there(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """What is spent in a year, month by month; a payer is named when the document names one."""

    kind: CostKind
    label: str
    euros: int
    stages: tuple[MoneyStage, ...]
    payer: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleWithoutGP:
    """A count that somebody else made, once, of everybody."""

    counted_on: date
    commune: str
    people: int
    source: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `youngest` up to `oldest`, the latter not included."""

    youngest: int
    oldest: int
    weight: int

    def __post_init__(self) -> None:
        if not 0 <= self.youngest < self.oldest:
            raise ValueError("« oldest » doit dépasser « youngest »")


@dataclass(frozen=True, slots=True)
class Commune:
    insee: str
    weight: int


@dataclass(frozen=True, slots=True)
class Reason:
    reason: NoMedecinTraitantReason
    weight: int


@dataclass(frozen=True, slots=True)
class QuietSpell:
    """Days, both ends included, with fewer consultations: `percent` of a usual day."""

    first: date
    last: date
    percent: int


@dataclass(frozen=True, slots=True)
class Synthetic:
    """What no document says, made up to be plausible; days count opening days, except in `quiet_spells`."""

    seed: int
    weekday_percents: tuple[int, ...]
    ramp_days: int  # the first ones, in which the activity grows ...
    ramp_start_percent: int  # ... from this part of a usual day
    noise_percent: int
    quiet_spells: tuple[QuietSpell, ...]
    only_first_visits_days: int  # nobody has come before, or not long enough ago
    halving_days: int  # after so many further days, first visits are half of the consultations
    days_between_visits: int
    ald_visit_weight: int  # how much oftener than others ALD patients come back
    registered_ahead_percent: int
    registered_ahead_days: int
    ald_patients: int
    other_declarations: int
    paper_percent: int
    appointments_from: date  # seen by appointment from that day on; before, nobody wrote who was expected
    booked_ahead_days: int  # at most
    missed_percent: int
    ages: tuple[AgeBand, ...]
    ald_ages: tuple[AgeBand, ...]
    communes: tuple[Commune, ...]
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        if len(self.weekday_percents) != len(Weekday):
            raise ValueError(f"« weekday_percents » doit compter {len(Weekday)} jours")
        for key in ("ramp_days", "halving_days", "ald_visit_weight", "registered_ahead_days"):
            if getattr(self, key) < 1:
                raise ValueError(f"« {key} » doit valoir au moins 1")
        for key in ("ages", "ald_ages", "communes", "reasons"):
            if not any(choice.weight > 0 for choice in getattr(self, key)):
                raise ValueError(f"« {key} » n'a aucun choix de poids positif")


@dataclass(frozen=True, slots=True)
class PermanenceParameters:
    """All that a season of a permanence is made from; with `software`, its days come as files of that source."""

    opened_on: date
    last_day: date
    rooms: int
    employer: str
    consultations: int
    patients: int
    ald_declarations: int
    site: Site
    practitioners: tuple[Practitioner, ...]
    synthetic: Synthetic
    costs: tuple[YearlyCost, ...] = ()
    people_without_gp: tuple[PeopleWithoutGP, ...] = ()
    software: str | None = None

    def __post_init__(self) -> None:
        if self.last_day <= self.opened_on:
            raise ValueError("« last_day » doit suivre « opened_on »")
        for weekday in Weekday:
            coming = [each for each in self.practitioners if weekday in each.weekdays]
            if len(coming) > self.rooms:
                raise ValueError(f"{len(coming)} praticiens le « {weekday} » pour {self.rooms} cabinets")
            if not any(each.starts_on is None and each.ends_on is None for each in coming):
                raise ValueError(f"aucun praticien toute la saison le « {weekday} »")

    def on_duty(self, day: date) -> tuple[Practitioner, ...]:
        weekday = Weekday.of(day)
        return tuple(each for each in self.practitioners if weekday in each.weekdays and each.is_there(day))

    @property
    def half_days(self) -> int:
        """What a weekday of a practitioner counts for in the contract."""
        return half_days(self.site.minutes)

    @property
    def inputs(self) -> Mapping[str, int]:
        """Figures put into the season, not counted from it, by figure code."""
        kinds = [practitioner.kind for practitioner in self.practitioners]
        payers = {spent.payer for spent in self.costs if spent.payer is not None}
        return {
            "permanence.consulting_rooms": self.rooms,
            "permanence.retired_gps": kinds.count(PractitionerKind.RETIRED_GP),
            "permanence.saspas_interns": kinds.count(PractitionerKind.SASPAS_INTERN),
            "permanence.coordinating_doctors": kinds.count(PractitionerKind.COORDINATING_DOCTOR),
            "permanence.budget_expenses_euros": sum(spent.euros for spent in self.costs),
            **{
                f"permanence.budget_share_of_{payer}_euros": sum(
                    spent.euros for spent in self.costs if spent.payer == payer
                )
                for payer in sorted(payers)
            },
        }
