"""The file of a stay by commands: what was shown, signed, handed over; told to nobody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from housing.commands.files import (
    AcceptRules,
    GiveKeys,
    ReturnKeys,
    SeeProof,
    SignAgreement,
    TakeInventoryIn,
    TakeInventoryOut,
    WelcomeOccupant,
)
from housing.commands.houses import DescribeHouse
from housing.domain.house.house import WelcomeItem
from housing.domain.stay.file import Condition, Inventory, InventoryLine
from support.housing.house_commands import HOUSE, HouseCommands, house_commands, told
from support.recorded import facts, rows

TODAY = date(2019, 3, 4)
IN = (InventoryLine("lit", Condition.GOOD), InventoryLine("bureau", Condition.NEW, "rayure"))
OUT = (InventoryLine("lit", Condition.WORN),)
PROOF = "pièce d'identité"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        opened.do(DescribeHouse(HOUSE, "Maison", "12 rue", welcome_items=(WelcomeItem("plan", "Plan"),)))
        yield opened


@pytest.fixture
def stay_id(house: HouseCommands) -> UUID:
    return house.lodge(1, TODAY, date(2019, 4, 4))


def test_the_first_line_opens_the_file_and_all_are_kept(house: HouseCommands, stay_id: UUID) -> None:
    before = told(facts(house.runtime))
    for command in (
        SeeProof(stay_id, PROOF),
        SignAgreement(stay_id, TODAY),
        AcceptRules(stay_id, TODAY),
        TakeInventoryIn(stay_id, Inventory(TODAY, IN)),
        GiveKeys(stay_id, 2),
        WelcomeOccupant(stay_id, "plan"),
        ReturnKeys(stay_id, 1),
        TakeInventoryOut(stay_id, Inventory(TODAY, OUT)),
    ):
        assert house.do(command) == {"stay_id": str(stay_id)}
    assert rows(house.runtime, "stay_files") == [
        {
            "stay_id": stay_id,
            "version": 8,
            "proofs_seen": [PROOF],
            "agreement_signed_on": TODAY,
            "rules_accepted_on": TODAY,
            "inventory_in": Inventory(TODAY, IN),
            "inventory_out": Inventory(TODAY, OUT),
            "keys_given": 2,
            "keys_returned": 1,
            "welcome_done": ["plan"],
        }
    ]
    assert told(facts(house.runtime)) == before


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (lambda stay_id: SeeProof(stay_id, "bulletin de paie"), "PROOF_NOT_ASKED", "proof"),
        (lambda stay_id: SignAgreement(stay_id, date(2019, 3, 5)), "PAPER_IN_FUTURE", "signed_on"),
        (lambda stay_id: TakeInventoryOut(stay_id, Inventory(TODAY, OUT)), "INVENTORY_IN_MISSING", "signed_on"),
        (lambda stay_id: GiveKeys(stay_id, 0), "KEYS_GIVEN_INVALID", "keys_given"),
        (lambda stay_id: ReturnKeys(stay_id, 1), "KEYS_RETURNED_INVALID", "keys_returned"),
        (lambda stay_id: WelcomeOccupant(stay_id, "cafe"), "WELCOME_ITEM_UNKNOWN", "item"),
        (lambda _: GiveKeys(UUID(int=0), 1), "STAY_UNKNOWN", "stay_id"),
    ],
)
def test_what_has_no_place_in_the_file_opens_none(
    house: HouseCommands, stay_id: UUID, command: type, code: str, field: str
) -> None:
    assert house.refused(command(stay_id)) == (code, field)


def test_a_mention_is_made_once(house: HouseCommands, stay_id: UUID) -> None:
    house.do(SignAgreement(stay_id, TODAY))
    assert house.refused(SignAgreement(stay_id, TODAY)) == ("ALREADY_IN_FILE", "signed_on")
