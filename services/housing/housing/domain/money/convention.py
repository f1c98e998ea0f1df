"""The convention by which the parties, a town and a département for example, share the net cost of a house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from housing.domain.house.rules import CodeMalformed
from housing.domain.money import rules as money_rules
from housing.domain.stay.period import PeriodEmpty
from kernel.code import checked_code
from kernel.dated import following
from kernel.said import Longest

_PARTIES = range(1, 21)
_WEIGHTS = range(1, 10_001)
_OBJECTIVES = range(1_001)


@dataclass(frozen=True, slots=True)
class Party:
    """Who bears a part of the net cost: `weight` over the sum of the weights."""

    code: Annotated[str, "Code de la collectivité, par exemple departement.", Longest(63)]
    label: Annotated[str, "Nom de la collectivité.", Longest(120)]
    weight: Annotated[int, "Sa part, en proportion de la somme des parts."]

    def __post_init__(self) -> None:
        checked_code(self.code, CodeMalformed, "parties")
        if self.weight not in _WEIGHTS:
            raise money_rules.PartyWeightInvalid


@dataclass(frozen=True, slots=True)
class Convention:
    """One signed version, in force from `starts_on` to the day before `ends_on`; its first party takes odd cents."""

    signed_on: Annotated[date, "Jour de la signature"]
    starts_on: Annotated[date, "Premier jour de la convention"]
    parties: Annotated[
        tuple[Annotated[Party, "Une partie."], ...], "Qui porte le coût net ; la première prend les centimes restants."
    ]
    interns_per_year: Annotated[int, "Objectif : internes hébergés par an, au moins."]
    label: Annotated[str, "Intitulé de la convention.", Longest(120)]
    ends_on: Annotated[date | None, "Fin, jour non compris ; absente : sans terme"] = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise PeriodEmpty("La fin de la convention doit être postérieure à son début.", field="ends_on")
        if len(self.parties) not in _PARTIES:
            raise money_rules.ConventionInvalid
        if len({party.code for party in self.parties}) < len(self.parties):
            raise money_rules.PartyAlreadyNamed
        if self.interns_per_year not in _OBJECTIVES:
            raise money_rules.ObjectiveInvalid


def check_conventions(conventions: Sequence[Convention]) -> None:
    """Raises the rule that is broken when two conventions would share the same day's cost."""
    for earlier, later in following(conventions):
        if earlier.ends_on is None or earlier.ends_on > later.starts_on:
            raise money_rules.ConventionOverlap(
                f"Une autre convention est déjà en vigueur le {later.starts_on:%d/%m/%Y}."
            )


def split(amount_cents: int, parties: Sequence[Party]) -> dict[str, int]:
    """Each party's part by its weight, in cents; what does not divide goes to the first, so that the sum is exact."""
    if not parties:
        raise money_rules.ConventionInvalid
    total = sum(party.weight for party in parties)
    sign = -1 if amount_cents < 0 else 1
    parts = {party.code: sign * (abs(amount_cents) * party.weight // total) for party in parties}
    parts[parties[0].code] += amount_cents - sum(parts.values())
    return parts
