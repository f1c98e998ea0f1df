"""The French of what the domain names by codes, where the domain does not say it itself."""

from collections.abc import Mapping
from enum import StrEnum

from housing.domain.house.house import CollectionMode
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentMethod, TitreState
from housing.domain.occupant.kind import OccupantKind, labels
from housing.domain.stay.facts import CancelledBy, Intention
from housing.occupant_kinds import occupant_kinds
from kernel import french

# By kind of value first: members of two of them may be the same text.
_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    OccupantKind: {kind.value: label for kind, label in labels(occupant_kinds()).items()},
    PaymentMethod: {
        "cash": "espèces",
        "cheque": "chèque",
        "card": "carte",
        "transfer": "virement",
        "titre": "titre de recettes",
    },
    TitreState: {"emis": "émis", "paye": "payé", "rejete": "rejeté", "annule": "annulé"},
    Intention: {
        "settle_here": "s’installer ou exercer ici",
        "elsewhere": "exercer ailleurs",
        "undecided": "ne sait pas encore",
    },
    CancelledBy: {"occupant": "la personne", "house": "la maison"},
    CollectionMode: {"regie": "régie de recettes", "titre": "titre de recettes"},
    BudgetStage: {"voted": "voté", "forecast": "prévu"},
    CostKind: {
        "rent": "loyer",
        "electricity": "électricité",
        "heating": "chauffage",
        "water": "eau",
        "upkeep": "entretien",
        "insurance": "assurance",
        "other": "autre",
        "equipment": "équipement",
    },
}


def in_french(value: StrEnum) -> str:
    """What people call a value of the domain."""
    told: str | None = getattr(value, "french", None)
    return french.typeset(_WORDS[type(value)][value.value] if told is None else told)


def choices_of(values: type[StrEnum]) -> dict[str, str]:
    """For a list to choose from: each value by its French name."""
    return {value.value: french.capital(in_french(value)) for value in values}
