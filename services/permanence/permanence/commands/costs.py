"""What the permanence costs, brings in and is compared with."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import FLAT, WHOLE, Longest
from permanence.commands.words import LONGEST_CODE, LONGEST_NAME
from permanence.domain.money.cost import CostKind, MoneyLine, ReceiptKind
from permanence.domain.money.denominator import LONGEST_SOURCE, PeopleGroup

TheCost = Annotated[UUID, "La dépense."]
TheReceipt = Annotated[UUID, "La recette."]
Why = Annotated[str, "Pourquoi.", Longest(LONGEST_NAME)]


@dataclass(frozen=True, slots=True)
class RecordCost:
    """Records an expense of a civil month, named by its first day.

    `in_kind` is the worth of a post or of premises made available.
    """

    cost_kind: Annotated[CostKind, "Nature de la dépense."]
    line: Annotated[MoneyLine, FLAT]
    in_kind: Annotated[bool, "Poste ou locaux mis à disposition, sans paiement."] = False


@dataclass(frozen=True, slots=True)
class CancelCost:
    """Takes back an expense that was recorded by mistake."""

    cost_id: TheCost
    reason: Why


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """Records money that comes in for a civil month; `payer` is where it comes from."""

    receipt_kind: Annotated[ReceiptKind, "Honoraires des actes, subvention, ou participation."]
    line: Annotated[MoneyLine, FLAT]


@dataclass(frozen=True, slots=True)
class CancelReceipt:
    """Takes back a receipt that was recorded by mistake."""

    receipt_id: TheReceipt
    reason: Why


@dataclass(frozen=True, slots=True)
class RecordPeopleWithoutGP:
    """Records how many people of a commune had no médecin traitant on a day, in place of the same count before."""

    counted_on: Annotated[date, "Jour auquel se rapporte le comptage"]
    commune: Annotated[str, "Code INSEE de la commune.", Longest(LONGEST_CODE)]
    group: Annotated[PeopleGroup, "Tous, en affection de longue durée, ou de 60 ans et plus."]
    people: Annotated[int, "Nombre de personnes sans médecin traitant.", WHOLE]
    source: Annotated[str, "D'où vient ce nombre.", Longest(LONGEST_SOURCE)]


@dataclass(frozen=True, slots=True)
class CostReference:
    cost_id: TheCost


@dataclass(frozen=True, slots=True)
class ReceiptReference:
    receipt_id: TheReceipt


@dataclass(frozen=True, slots=True)
class CountReference:
    count_id: Annotated[UUID, "Le comptage."]
