"""A synthetic season of a permanence: its plan played as registrations, consultations and declarations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from maillage.scenarios.calendar import instant, opening_days
from maillage.scenarios.draws import Draws
from maillage.scenarios.permanence_parameters import AgeBand, Commune, PermanenceParameters, Reason, Synthetic
from maillage.scenarios.permanence_plan import Visit, planned
from maillage.scenarios.reading import ScenarioError
from maillage.scenarios.step import Action, Draft
from permanence.commands.acts import HoldConsultation
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patients import RegisterPatient
from permanence.domain.declaration import Channel

# The day's registrations are all entered before the first consultation; consultations start from 9 h to 18 h.
REGISTRATION_MINUTE = 8 * 60 + 30
CONSULTATIONS_FROM, CONSULTATIONS_UNTIL = 9 * 60, 18 * 60

Weighted = TypeVar("Weighted", AgeBand, Commune, Reason)


@dataclass(frozen=True, slots=True)
class PermanenceSeason(PermanenceParameters):
    """A season of a permanence, played day by day."""

    def actions(self, scenario: str) -> Iterator[Action]:
        days = opening_days(self.opened_on, self.last_day)
        draws = Draws(self.synthetic.seed)
        try:
            plan = planned(self, days, draws)
        except ValueError as impossible:
            raise ScenarioError(f"{scenario}.toml : saison impossible : {impossible}") from impossible
        for day, registered, visits in zip(days, plan.registrations, plan.visits, strict=True):
            for patient in registered:
                name = f"{scenario}/patient/{patient}"
                yield _registration(day, name, self.synthetic, patient in plan.ald, draws)
            for visit in visits:
                name = f"{scenario}/patient/{visit.patient}"
                minutes = (CONSULTATIONS_UNTIL - CONSULTATIONS_FROM) * visit.place // len(visits)
                consultation = _consultation(day, minutes, name, visit)
                yield consultation
                if visit in plan.declarations:
                    paper = draws.below(100) < self.synthetic.paper_percent
                    yield _declaration(day, consultation, name, visit, Channel.PAPER if paper else Channel.ONLINE)


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


def _consultation(day: date, minutes: int, name: str, visit: Visit) -> Action:
    fields = {
        "held_on": day,
        "practitioner_rpps": visit.practitioner.rpps,
        "practitioner_kind": visit.practitioner.kind,
    }
    return Action(instant(day, CONSULTATIONS_FROM + minutes), Draft(HoldConsultation, fields, ("patient_id", name)))


def _declaration(day: date, consultation: Action, name: str, visit: Visit, channel: Channel) -> Action:
    """Filed at the end of the consultation, with whoever held it."""
    fields = {
        "filed_on": day,
        "practitioner_rpps": visit.practitioner.rpps,
        "practitioner_kind": visit.practitioner.kind,
        "channel": channel,
    }
    return Action(consultation.at, Draft(FileDeclaration, fields, ("patient_id", name)))
