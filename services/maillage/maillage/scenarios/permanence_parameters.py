"""The `[permanence]` table of a scenario: calendar and totals of a season, who consults, and what is synthetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maillage.scenarios.calendar import Weekday
from permanence.domain.patient import NoMedecinTraitantReason
from permanence.domain.practitioner import PractitionerKind


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Someone who consults, and on which days of the week."""

    rpps: str
    kind: PractitionerKind
    weekdays: tuple[Weekday, ...]


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
    """All that a season of a permanence is made from."""

    opened_on: date
    last_day: date
    rooms: int
    consultations: int
    patients: int
    ald_declarations: int
    practitioners: tuple[Practitioner, ...]
    synthetic: Synthetic

    def __post_init__(self) -> None:
        if self.last_day <= self.opened_on:
            raise ValueError("« last_day » doit suivre « opened_on »")
        for weekday in Weekday:
            if not 0 < len(self.on_duty(weekday)) <= self.rooms:
                raise ValueError(f"{len(self.on_duty(weekday))} praticiens le « {weekday} » pour {self.rooms} cabinets")

    def on_duty(self, weekday: Weekday) -> tuple[Practitioner, ...]:
        return tuple(practitioner for practitioner in self.practitioners if weekday in practitioner.weekdays)

    @property
    def inputs(self) -> Mapping[str, int]:
        """Figures put into the season, not counted from it, by figure code."""
        kinds = [practitioner.kind for practitioner in self.practitioners]
        return {
            "permanence.consulting_rooms": self.rooms,
            "permanence.retired_gps": kinds.count(PractitionerKind.RETIRED_GP),
            "permanence.saspas_interns": kinds.count(PractitionerKind.SASPAS_INTERN),
        }
