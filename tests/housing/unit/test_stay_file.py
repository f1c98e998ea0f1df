"""The file of a stay: what was shown, signed, handed over and given back, each once."""

from datetime import date
from uuid import UUID

import pytest

from housing.domain.rules import RuleBroken
from housing.domain.stay.file import (
    AlreadyInFile,
    Condition,
    Inventory,
    InventoryInMissing,
    InventoryLine,
    KeysGivenInvalid,
    KeysReturnedInvalid,
    PaperInFuture,
    ProofNotAsked,
    StayFile,
    WelcomeItemUnknown,
)

STAY = UUID(int=100)
TODAY = date(2019, 5, 2)
TOMORROW, LATER = date(2019, 5, 3), date(2019, 11, 2)
ASKED = ("pièce d'identité", "attestation d'assurance")
ITEMS = ("plan", "cles")


@pytest.fixture
def file() -> StayFile:
    return StayFile(STAY)


def inventory(signed_on: date = TODAY, **conditions: Condition) -> Inventory:
    return Inventory(signed_on, tuple(InventoryLine(item, condition) for item, condition in conditions.items()))


def test_a_file_opens_empty() -> None:
    file = StayFile(STAY)
    assert (file.proofs_seen, file.welcome_done, file.keys_out, file.version) == ([], [], 0, 0)


def test_a_proof_is_seen_once_and_only_if_it_was_asked(file: StayFile) -> None:
    file.see_proof(ASKED[0], ASKED)
    with pytest.raises(AlreadyInFile) as twice:
        file.see_proof(ASKED[0], ASKED)
    with pytest.raises(ProofNotAsked) as not_asked:
        file.see_proof("fiche de paie", ASKED)
    assert (twice.value.field, not_asked.value.field) == ("proof", "proof")
    assert file.proofs_seen == [ASKED[0]]


def test_papers_are_signed_once_today_at_the_latest(file: StayFile) -> None:
    for sign in (file.sign_agreement, file.accept_rules):
        with pytest.raises(PaperInFuture):
            sign(TOMORROW, today=TODAY)
        sign(TODAY, today=TODAY)
        with pytest.raises(AlreadyInFile) as twice:
            sign(TODAY, today=TODAY)
        assert twice.value.field == "signed_on"
    assert (file.agreement_signed_on, file.rules_accepted_on) == (TODAY, TODAY)


def test_an_inventory_of_departure_follows_that_of_arrival(file: StayFile) -> None:
    with pytest.raises(InventoryInMissing):
        file.take_inventory_out(inventory(), today=TODAY)
    file.take_inventory_in(inventory(TOMORROW), today=TOMORROW)
    with pytest.raises(InventoryInMissing):
        file.take_inventory_out(inventory(TODAY), today=LATER)
    file.take_inventory_out(inventory(LATER), today=LATER)
    assert (file.inventory_in, file.inventory_out) == (inventory(TOMORROW), inventory(LATER))


def test_an_inventory_is_taken_once_and_not_tomorrow(file: StayFile) -> None:
    with pytest.raises(PaperInFuture):
        file.take_inventory_in(inventory(TOMORROW), today=TODAY)
    file.take_inventory_in(inventory(), today=TODAY)
    with pytest.raises(AlreadyInFile):
        file.take_inventory_in(inventory(), today=TODAY)
    file.take_inventory_out(inventory(LATER), today=LATER)
    with pytest.raises(AlreadyInFile):
        file.take_inventory_out(inventory(LATER), today=LATER)


def test_what_is_worse_at_departure_than_at_arrival_is_shown(file: StayFile) -> None:
    assert file.damage() == []
    file.take_inventory_in(inventory(lit=Condition.GOOD, bureau=Condition.WORN, chaise=Condition.NEW), today=TODAY)
    file.take_inventory_out(
        inventory(LATER, lit=Condition.BROKEN, bureau=Condition.GOOD, chaise=Condition.NEW, lampe=Condition.WORN),
        today=LATER,
    )
    assert [(line.item, line.condition.french) for line in file.damage()] == [("lit", "cassé"), ("lampe", "usagé")]


def test_a_thing_that_is_gone_is_worse_than_a_broken_one() -> None:
    assert Condition.MISSING.is_worse_than(Condition.BROKEN)
    assert not Condition.NEW.is_worse_than(Condition.NEW)
    assert all(condition.french for condition in Condition)


def test_keys_are_counted_out_and_back(file: StayFile) -> None:
    file.give_keys(2)
    file.return_keys(1)
    assert (file.keys_given, file.keys_returned, file.keys_out) == (2, 1, 1)


@pytest.mark.parametrize("count", [0, -1, 9])
def test_a_person_holds_one_to_ten_keys(file: StayFile, count: int) -> None:
    file.give_keys(2)
    with pytest.raises(KeysGivenInvalid) as refused:
        file.give_keys(count)
    assert (refused.value.field, file.keys_given) == ("keys_given", 2)


@pytest.mark.parametrize("count", [0, -1, 3])
def test_nobody_gives_back_more_keys_than_were_handed_over(file: StayFile, count: int) -> None:
    file.give_keys(2)
    with pytest.raises(KeysReturnedInvalid) as refused:
        file.return_keys(count)
    assert (refused.value.field, file.keys_returned) == ("keys_returned", 0)


def test_the_welcome_follows_the_list_of_the_house(file: StayFile) -> None:
    file.welcome("plan", ITEMS)
    broken: list[tuple[str, type[RuleBroken]]] = [("plan", AlreadyInFile), ("vin", WelcomeItemUnknown)]
    for item, rule in broken:
        with pytest.raises(rule) as refused:
            file.welcome(item, ITEMS)
        assert refused.value.field == "item"
    assert file.welcome_done == ["plan"]


def test_the_papers_that_an_arrival_lacks_are_listed_until_none_is_left(file: StayFile) -> None:
    assert file.missing(ASKED) == [
        *ASKED,
        "convention d'occupation signée",
        "règlement accepté",
        "état des lieux d'entrée",
    ]
    for proof in ASKED:
        file.see_proof(proof, ASKED)
    file.sign_agreement(TODAY, today=TODAY)
    file.accept_rules(TODAY, today=TODAY)
    file.take_inventory_in(inventory(), today=TODAY)
    assert file.missing(ASKED) == []
