"""People by commands: found again by their number, sealed, corrected, erased in time."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from housing.commands.lodgings import RecordDeparture
from housing.commands.money import RecordPayment
from housing.commands.occupants import CorrectOccupant, EraseOccupant
from housing.commands.stays import CancelStay
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.occupant.identity import IdentityGiven
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy
from housing.handlers.occupants import IDENTITY
from support.housing.house_commands import HouseCommands, house_commands, request
from support.recorded import files, rows

MAY, JUNE, NOVEMBER, LATER = date(2019, 5, 2), date(2019, 6, 2), date(2019, 11, 2), date(2020, 5, 2)
RPPS = "99900000003"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


def corrected(occupant_id: UUID, number: str = "ETU00001") -> CorrectOccupant:
    return CorrectOccupant(
        occupant_id, IdentityGiven("Camille", "Essai", "camille.essai@exemple.fr", "0699001122", number)
    )


def occupant_of(house: HouseCommands, stay_id: UUID) -> UUID:
    found = house.stay(stay_id)["occupant_id"]
    assert isinstance(found, UUID)
    return found


def test_who_somebody_is_is_sealed_and_nowhere_else(house: HouseCommands) -> None:
    house.do(request(1, MAY, NOVEMBER, given_name="Zénobie", family_name="Canari", number="CANARI01"))
    (row,) = rows(house.runtime, "occupants")
    opened = json.loads(house.runtime.keyring.unseal(IDENTITY, row["sealed_identity"]))
    assert opened == {
        "given_name": "Zénobie",
        "family_name": "Canari",
        "email": "camille.1@exemple.fr",
        "phone": "0600000001",
        "number": "CANARI01",
    }
    written = b"".join(files(house.runtime).values())
    assert [name for name in opened.values() if name.encode() in written] == []


def test_the_same_number_is_the_same_person_however_it_is_written(house: HouseCommands) -> None:
    first = house.request(1, MAY, NOVEMBER, number="etu 00001")
    second = house.request(1, LATER, LATER.replace(month=6), number="ETU-00001", email="autre@exemple.fr")
    assert occupant_of(house, first) == occupant_of(house, second)
    other = house.request(2, MAY, NOVEMBER)
    assert occupant_of(house, other) != occupant_of(house, first)


def test_a_request_does_not_change_what_the_house_knows_of_somebody(house: HouseCommands) -> None:
    house.request(1, MAY, NOVEMBER)
    before = rows(house.runtime, "occupants")
    house.request(1, LATER, LATER.replace(month=6), given_name="Mallory", email="mallory@exemple.fr")
    assert rows(house.runtime, "occupants") == before


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        (OccupantKind.GP_INTERN, RPPS, "rpps"),
        (OccupantKind.GP_INTERN, "ETU00001", "student_number"),
        (OccupantKind.LOCUM, RPPS, "rpps"),
        (OccupantKind.EXTERN, "12345678", "student_number"),
    ],
)
def test_each_kind_gives_its_number(house: HouseCommands, kind: OccupantKind, number: str, kept: str) -> None:
    house.do(request(1, MAY, JUNE, occupant_kind=kind, number=number))
    assert [row["kind_of_number"] for row in rows(house.runtime, "occupants")] == [kept]


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        (OccupantKind.EXTERN, RPPS, "NUMBER_KIND_REFUSED"),
        (OccupantKind.LOCUM, "ETU00001", "RPPS_INVALID"),
        (OccupantKind.GP_INTERN, "99900000008", "RPPS_INVALID"),
        (OccupantKind.GP_INTERN, "ABC", "STUDENT_NUMBER_INVALID"),
        (OccupantKind.GP_INTERN, "2 84 05 26 281 001 23", "NIR_REFUSED"),
    ],
)
def test_a_number_that_is_not_that_of_the_kind_is_refused(
    house: HouseCommands, kind: OccupantKind, number: str, code: str
) -> None:
    assert house.refused(request(1, MAY, JUNE, occupant_kind=kind, number=number)) == (code, "number")


def test_an_identity_is_corrected_whole(house: HouseCommands) -> None:
    occupant_id = occupant_of(house, house.request(1, MAY, NOVEMBER))
    house.do(corrected(occupant_id, number="ETU00009"))
    (row,) = rows(house.runtime, "occupants")
    assert json.loads(house.runtime.keyring.unseal(IDENTITY, row["sealed_identity"]))["family_name"] == "Essai"
    assert occupant_of(house, house.request(9, LATER, LATER.replace(month=6))) == occupant_id


def test_a_number_is_one_persons(house: HouseCommands) -> None:
    house.request(1, MAY, NOVEMBER)
    other = occupant_of(house, house.request(2, MAY, NOVEMBER))
    assert house.refused(corrected(other)) == ("NUMBER_TAKEN", "number")
    assert house.refused(corrected(UUID(int=0))) == ("OCCUPANT_UNKNOWN", "occupant_id")
    assert house.refused(corrected(other, RPPS[:-1] + "8")) == ("RPPS_INVALID", "number")


def test_a_person_is_erased_once_nothing_is_open(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, JUNE)
    pending = house.request(1, LATER, LATER.replace(month=6))
    occupant_id = occupant_of(house, stay_id)
    too_early = ("ERASURE_TOO_EARLY", "occupant_id")
    assert house.refused(EraseOccupant(occupant_id)) == too_early
    house.do(CancelStay(pending, CancelledBy.OCCUPANT))
    house.on(JUNE)
    house.do(RecordDeparture(stay_id, JUNE))
    assert house.refused(EraseOccupant(occupant_id)) == too_early, "rents are still due"
    house.do(RecordPayment(stay_id, PaymentGiven(150_00, JUNE, PaymentMethod.CARD)))
    house.do(EraseOccupant(occupant_id))
    (row,) = rows(house.runtime, "occupants")
    assert (row["sealed_identity"], row["number_digest"], row["contact_digest"]) == (None, None, None)
    (erased,) = house.facts("occupant_erased")
    assert erased.data == {"occupant_id": occupant_id, "erased_on": JUNE}
    assert house.refused(EraseOccupant(occupant_id)) == ("ALREADY_ERASED", "occupant_id")
    assert house.refused(corrected(occupant_id)) == ("ALREADY_ERASED", "occupant_id")
    assert house.refused(EraseOccupant(UUID(int=0))) == ("OCCUPANT_UNKNOWN", "occupant_id")
