"""The file of a stay: proofs seen, papers signed, inventories, keys, and what was done to welcome somebody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.domain.rules import RuleBroken
from kernel.named import Named
from kernel.said import Longest

MOST_KEYS = 10


class Condition(Named):
    """In what state a thing is, from the best to the worst."""

    NEW = "new", "neuf"
    GOOD = "good", "bon état"
    WORN = "worn", "usagé"
    BROKEN = "broken", "cassé"
    MISSING = "missing", "manquant"

    def is_worse_than(self, other: "Condition") -> bool:
        order = list(Condition)
        return order.index(self) > order.index(other)


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """One thing of the room or of the common parts, as both signatories saw it."""

    item: Annotated[str, "La chose.", Longest(120)]
    condition: Annotated[Condition, "Son état."]
    note: Annotated[str, "Précision.", Longest(300)] = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was there on a day, signed by both."""

    signed_on: Annotated[date, "Jour de la signature"]
    lines: Annotated[tuple[Annotated[InventoryLine, "Une chose."], ...], "Ce qui était là."]


class ProofNotAsked(RuleBroken):
    """At most three proofs are asked, and no other is kept (minimisation, RGPD art. 5)."""

    code = "PROOF_NOT_ASKED"
    field = "proof"
    text = "La maison ne demande pas ce justificatif à ce public."


class AlreadyInFile(RuleBroken):
    """A paper is signed once, a proof seen once, a part of the welcome done once."""

    code = "ALREADY_IN_FILE"
    field = "item"
    text = "Le dossier du séjour porte déjà cette mention."


class PaperInFuture(RuleBroken):
    """What has not been signed yet is not a paper."""

    code = "PAPER_IN_FUTURE"
    field = "signed_on"
    text = "La date de ce document est dans le futur."


class InventoryInMissing(RuleBroken):
    """An inventory of departure is read beside that of arrival (as in loi du 6 juillet 1989, art. 3-2)."""

    code = "INVENTORY_IN_MISSING"
    field = "signed_on"
    text = "Un état des lieux de sortie suit celui d'entrée."


class KeysGivenInvalid(RuleBroken):
    """Somebody is handed one key at least and ten at most: more is a typing error (our choice)."""

    code = "KEYS_GIVEN_INVALID"
    field = "keys_given"
    text = "Le nombre de clés remises à une personne va de 1 à 10."


class KeysReturnedInvalid(RuleBroken):
    """Nobody gives back more keys than were handed over."""

    code = "KEYS_RETURNED_INVALID"
    field = "keys_returned"
    text = "Le nombre de clés rendues va de 1 au nombre de clés encore dues."


class WelcomeItemUnknown(RuleBroken):
    """The welcome pack is the list of the house, at the time of the welcome."""

    code = "WELCOME_ITEM_UNKNOWN"
    field = "item"
    text = "Le pack accueil de la maison ne contient pas cet élément."


class StayFile:
    """What papers a stay has. `proofs_seen` and `welcome_done` are replaced whole, never changed in place."""

    def __init__(self, stay_id: UUID) -> None:
        self.stay_id = stay_id
        self.proofs_seen: list[str] = []
        self.agreement_signed_on: date | None = None
        self.rules_accepted_on: date | None = None
        self.inventory_in: Inventory | None = None
        self.inventory_out: Inventory | None = None
        self.keys_given = 0
        self.keys_returned = 0
        self.welcome_done: list[str] = []
        self.version = 0

    def see_proof(self, proof: str, asked: Collection[str]) -> None:
        """A proof was shown; its copy is not kept."""
        if proof not in asked:
            raise ProofNotAsked
        if proof in self.proofs_seen:
            raise AlreadyInFile(field="proof")
        self.proofs_seen = [*self.proofs_seen, proof]

    def sign_agreement(self, signed_on: date, *, today: date) -> None:
        self._check_paper(self.agreement_signed_on, signed_on, today)
        self.agreement_signed_on = signed_on

    def accept_rules(self, signed_on: date, *, today: date) -> None:
        self._check_paper(self.rules_accepted_on, signed_on, today)
        self.rules_accepted_on = signed_on

    def take_inventory_in(self, inventory: Inventory, *, today: date) -> None:
        self._check_paper(self.inventory_in, inventory.signed_on, today)
        self.inventory_in = inventory

    def take_inventory_out(self, inventory: Inventory, *, today: date) -> None:
        self._check_paper(self.inventory_out, inventory.signed_on, today)
        if self.inventory_in is None or inventory.signed_on < self.inventory_in.signed_on:
            raise InventoryInMissing
        self.inventory_out = inventory

    def give_keys(self, count: int) -> None:
        if count < 1 or self.keys_given + count > MOST_KEYS:
            raise KeysGivenInvalid
        self.keys_given += count

    def return_keys(self, count: int) -> None:
        if not 1 <= count <= self.keys_out:
            raise KeysReturnedInvalid
        self.keys_returned += count

    def welcome(self, item: str, items: Collection[str]) -> None:
        """One part of the welcome pack was done; `items` are the codes of the house's list."""
        if item not in items:
            raise WelcomeItemUnknown
        if item in self.welcome_done:
            raise AlreadyInFile
        self.welcome_done = [*self.welcome_done, item]

    @property
    def keys_out(self) -> int:
        return self.keys_given - self.keys_returned

    def missing(self, asked: Sequence[str]) -> Sequence[str]:
        """The papers that an arrival still lacks, in French, for the agent's board."""
        lacking = [proof for proof in asked if proof not in self.proofs_seen]
        for there, name in (
            (self.agreement_signed_on, "convention d'occupation signée"),
            (self.rules_accepted_on, "règlement accepté"),
            (self.inventory_in, "état des lieux d'entrée"),
        ):
            if there is None:
                lacking.append(name)
        return lacking

    def damage(self) -> Sequence[InventoryLine]:
        """The lines of departure that are worse than at arrival, or were not there at arrival to compare."""
        if self.inventory_in is None or self.inventory_out is None:
            return []
        before = {line.item: line.condition for line in self.inventory_in.lines}
        return [
            line
            for line in self.inventory_out.lines
            if line.condition.is_worse_than(before.get(line.item, Condition.NEW))
        ]

    def _check_paper(self, there: object, signed_on: date, today: date) -> None:
        if there is not None:
            raise AlreadyInFile(field="signed_on")
        if signed_on > today:
            raise PaperInFuture
