"""Whom an antenna is meant for: a dated rule that orders and orients people, and never refuses care."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from kernel.dated import latest_on
from kernel.named import Named
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.rules import RuleBroken


class NoMedecinTraitantReason(Named):
    """Why a person has no médecin traitant (sources: rules of Romans and of the Service Médical de Proximité)."""

    DOCTOR_RETIRED = "doctor_retired", "son médecin a pris sa retraite"
    DOCTOR_LEFT = "doctor_left", "son médecin est parti"
    NEWCOMER = "newcomer", "vient d'arriver dans le territoire"
    NEVER_HAD_ONE = "never_had_one", "n'en a jamais eu"
    UNKNOWN = "unknown", "ne sait pas, ou ne le dit pas"


class Eligibility(Named):
    """What the rule says of somebody."""

    ELIGIBLE = "eligible", "remplit les conditions"
    NOT_ELIGIBLE = "not_eligible", "ne remplit pas les conditions"
    PENDING_PROOF = "pending_proof", "justificatif attendu"


class UnmetCondition(Named):
    """A condition that somebody does not meet; all of them are told, each with a French sentence."""

    HAS_MEDECIN_TRAITANT = "has_medecin_traitant", "La personne a un médecin traitant."
    TOO_YOUNG = "too_young", "La personne n'a pas l'âge fixé par l'antenne."
    TOO_YOUNG_WITHOUT_ALD = "too_young_without_ald", "La personne n'a ni l'âge fixé par l'antenne, ni une ALD."
    REASON_NOT_COVERED = (
        "reason_not_covered",
        "Le motif d'absence de médecin traitant n'est pas parmi ceux de l'antenne.",
    )
    OUTSIDE_CATCHMENT = "outside_catchment", "La commune du domicile n'est pas dans le territoire de l'antenne."
    ALD_NOT_PROVEN = "ald_not_proven", "L'ALD reste à justifier : attestation de droits ou carte Vitale."


class Orientation(Named):
    """What to say to somebody at the counter, beside the verdict."""

    ELSEWHERE = (
        "elsewhere",
        (
            "L'antenne n'est pas destinée en premier à cette personne : indiquez-lui la CPTS et l'annuaire santé. "
            "Elle peut prendre les créneaux qui restent libres ; une consultation n'est jamais refusée."
        ),
    )
    FIRST_SLOT_OR_SAS = (
        "first_slot_or_15_sas",
        ("Demande urgente : donnez le premier créneau du jour, sinon orientez vers le 15 (service d'accès aux soins)."),
    )


class Precedence(StrEnum):
    """How somebody stands beside the others; nobody is turned away."""

    URGENT = "urgent"
    USUAL = "usual"
    LOWERED = "lowered"


class OverrideReason(Named):
    """Why somebody is taken all the same: a closed list, because a free text would tell of the person."""

    MEDICAL_NEED = "medical_need", "besoin médical"
    SOCIAL_SITUATION = "social_situation", "situation sociale"
    CONTINUITY_OF_CARE = "continuity_of_care", "continuité des soins"
    FAMILY_FOLLOWED = "family_followed", "famille déjà suivie ici"
    OTHER = "other", "autre motif"


class OverrideIncomplete(RuleBroken):
    """Whoever overrides the rule of an antenna gives a reason and answers for it by name."""

    code = "OVERRIDE_INCOMPLETE"
    field = "override"
    text = "Une dérogation porte un motif et le nom de la personne qui la décide."


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody takes a person who does not meet the rule, and answers for it; `author` is who signed in."""

    author: Annotated[str, "Qui a décidé."]
    reason: Annotated[OverrideReason, "Pour quel motif."]
    overridden_on: Annotated[date, "Jour de la décision"]

    @classmethod
    def decided(cls, author: str | None, reason: OverrideReason | None, on: date) -> Self:
        if not author or not author.strip() or reason is None:
            raise OverrideIncomplete
        return cls(author.strip(), reason, on)


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """In force from `starts_on` until the next one. What is None or False is no condition.

    With `or_ald`, an ALD stands for the age. Everywhere, the person has no médecin traitant.
    """

    version: str
    starts_on: date
    label: str
    min_age: int | None = None
    or_ald: bool = False
    needs_proof_of_ald: bool = False
    reasons: tuple[NoMedecinTraitantReason, ...] | None = None
    communes: tuple[str, ...] | None = None

    @property
    def ages(self) -> tuple[int, ...]:
        """The ages at which the verdict may change."""
        return () if self.min_age is None else (self.min_age,)


# Where an antenna says nothing: whoever has no médecin traitant, wherever they live (as Laval does now).
DEFAULT_RULE = EligibilityRule("default", date(1900, 1, 1), "Toute personne sans médecin traitant")


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rule looks at, on one day; `age` may be any number on the same side of the ages of the rule."""

    age: int
    ald_status: ALDStatus
    ald_proof_seen: bool
    has_medecin_traitant: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason
    commune: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a version of the rule says on a day, every condition that is not met, and who overrode it."""

    result: Eligibility
    rule_version: str
    assessed_on: date
    reasons: tuple[UnmetCondition, ...] = ()
    override: Override | None = None

    @property
    def is_lowered(self) -> bool:
        """Served after those for whom the antenna is meant; who has only a proof to show is served as usual."""
        return self.result is Eligibility.NOT_ELIGIBLE and self.override is None

    def precedence(self, *, urgent: bool) -> Precedence:
        if urgent:
            return Precedence.URGENT
        return Precedence.LOWERED if self.is_lowered else Precedence.USUAL

    def orientation(self, *, urgent: bool) -> Orientation | None:
        """What to say at the counter, medical urgency first."""
        if urgent:
            return Orientation.FIRST_SLOT_OR_SAS
        return Orientation.ELSEWHERE if self.is_lowered else None


def rule_on(rules: Sequence[EligibilityRule], day: date) -> EligibilityRule:
    """The rule of a day; before the first one, the first; without any, the house's."""
    return latest_on(rules, day) or min(rules, key=lambda rule: rule.starts_on, default=DEFAULT_RULE)


def assess(rule: EligibilityRule, person: Situation, on: date, override: Override | None = None) -> Verdict:
    """The same rule and the same situation always give the same verdict; an override is kept while it is needed."""
    unmet = tuple(_unmet(rule, person))
    if not unmet:
        return Verdict(Eligibility.ELIGIBLE, rule.version, on)
    only_proof = unmet == (UnmetCondition.ALD_NOT_PROVEN,)
    result = Eligibility.PENDING_PROOF if only_proof else Eligibility.NOT_ELIGIBLE
    return Verdict(result, rule.version, on, unmet, override)


def _unmet(rule: EligibilityRule, person: Situation) -> list[UnmetCondition]:
    unmet: list[UnmetCondition] = []
    if person.has_medecin_traitant:
        unmet.append(UnmetCondition.HAS_MEDECIN_TRAITANT)
    if rule.min_age is not None and person.age < rule.min_age:
        unmet.extend(_unmet_by_the_young(rule, person))
    if rule.reasons is not None and person.no_medecin_traitant_reason not in rule.reasons:
        unmet.append(UnmetCondition.REASON_NOT_COVERED)
    if rule.communes is not None and person.commune not in rule.communes:
        unmet.append(UnmetCondition.OUTSIDE_CATCHMENT)
    return unmet


def _unmet_by_the_young(rule: EligibilityRule, person: Situation) -> list[UnmetCondition]:
    if not rule.or_ald:
        return [UnmetCondition.TOO_YOUNG]
    if not person.ald_status.is_ald:
        return [UnmetCondition.TOO_YOUNG_WITHOUT_ALD]
    if rule.needs_proof_of_ald and not person.ald_proof_seen:
        return [UnmetCondition.ALD_NOT_PROVEN]
    return []
