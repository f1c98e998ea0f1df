"""Who is lodged: an identity written one way and sealed, never a NIR; a reference that can be erased in time."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.domain.occupant import rules
from housing.domain.occupant.identity import Identity, IdentityGiven
from housing.domain.occupant.kind import IdentifiedBy, KindRights, OccupantKind, labels, rights_on
from housing.domain.occupant.occupant import Occupant, OccupantErased, SealedIdentity
from housing.domain.rules import RuleBroken

OCCUPANT = UUID(int=7)
ERASED_ON = date(2024, 6, 1)
RPPS = "99900000003"
SEALED = SealedIdentity(IdentifiedBy.RPPS, b"number", b"contact", b"sealed")


def rights(identified_by: IdentifiedBy = IdentifiedBy.EITHER, **changes: Any) -> KindRights:
    asked = {
        "kind": OccupantKind.GP_INTERN,
        "starts_on": date(2018, 1, 1),
        "ends_on": None,
        "label": "interne en médecine générale",
        "is_intern": True,
        "longest_months": None,
        "proofs": (),
        "identified_by": identified_by,
    }
    return KindRights(**{**asked, **changes})


def identity(accepted: IdentifiedBy = IdentifiedBy.RPPS, **changes: Any) -> Identity:
    asked = {
        "given_name": "Camille",
        "family_name": "Essai",
        "email": "camille.essai@example.org",
        "phone": "0612345678",
        "number": RPPS,
    }
    return IdentityGiven(**{**asked, **changes}).checked(accepted)[0]


def kind_of_number(number: str, accepted: IdentifiedBy) -> IdentifiedBy:
    return IdentityGiven("Camille", "Essai", "camille.essai@example.org", "0612345678", number).checked(accepted)[1]


def registered() -> Occupant:
    return Occupant(OCCUPANT, SEALED)


def test_an_identity_is_written_one_way_however_it_was_typed() -> None:
    typed = identity(
        given_name=" Marie  Claire ",
        family_name="D'Essai-Test",
        email=" Camille.ESSAI@Example.org ",
        phone="06 12.34-56 78",
        number="999 0000 0003",
    )
    assert typed == Identity("Marie Claire", "D'Essai-Test", "camille.essai@example.org", "0612345678", RPPS)


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"given_name": " "}, rules.GivenNameInvalid, "given_name"),
        ({"given_name": "-"}, rules.GivenNameInvalid, "given_name"),
        ({"given_name": "c" * 81}, rules.GivenNameInvalid, "given_name"),
        ({"family_name": ""}, rules.FamilyNameInvalid, "family_name"),
        ({"email": "camille"}, rules.EmailInvalid, "email"),
        ({"email": "camille@example"}, rules.EmailInvalid, "email"),
        ({"email": "a@b@example.org"}, rules.EmailInvalid, "email"),
        ({"email": f"{'c' * 250}@example.org"}, rules.EmailInvalid, "email"),
        ({"phone": "612345678"}, rules.PhoneInvalid, "phone"),
        ({"phone": "+33"}, rules.PhoneInvalid, "phone"),
        ({"phone": "06123456789"}, rules.PhoneInvalid, "phone"),
        ({"number": "99900000008"}, rules.RPPSInvalid, "number"),
        ({"number": "9990000000"}, rules.RPPSInvalid, "number"),
        ({"number": "00000000000"}, rules.RPPSInvalid, "number"),
        ({"number": "٩٩٩٠٠٠٠٠٠٠٣"}, rules.RPPSInvalid, "number"),
        ({"number": "2150", "accepted": IdentifiedBy.STUDENT_NUMBER}, rules.StudentNumberInvalid, "number"),
        ({"number": "ABCDEFG", "accepted": IdentifiedBy.STUDENT_NUMBER}, rules.StudentNumberInvalid, "number"),
    ],
)
def test_an_identity_that_breaks_a_rule_is_refused_and_names_nobody(
    changes: dict[str, Any], rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as refused:
        identity(**changes)
    assert refused.value.field == field
    assert not any(str(value) in str(refused.value) for value in changes.values() if len(str(value)) > 3)


@pytest.mark.parametrize("number", ["21502345", "0899123456T", "1b2c3d"])
def test_a_student_number_has_digits_and_letters(number: str) -> None:
    assert identity(IdentifiedBy.STUDENT_NUMBER, number=number).number == number.upper()


@pytest.mark.parametrize("phone", ["0612345678", "+41 79 123 45 67", "+491512345678901"])
def test_a_phone_is_french_or_has_the_code_of_its_country(phone: str) -> None:
    assert identity(phone=phone).phone == phone.replace(" ", "")


@pytest.mark.parametrize("phone", ["+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "06/12/34/56/78"])
def test_a_french_phone_is_the_same_with_the_code_of_its_country(phone: str) -> None:
    assert identity(phone=phone).phone == "0612345678"


# Shapes of numbers that belong to nobody: a key that is wrong, months that do not exist.
NIRS = [
    "2 99 01 26 281 001 00",
    "299012628100100",
    "2990126281001",
    "1.99.12.2A.004.001.00",
    "1 99 99 2b 004 001",
    "799622628100100",
]


@pytest.mark.parametrize("nir", NIRS)
@pytest.mark.parametrize("field", ["number", "given_name", "family_name", "email", "phone"])
def test_a_social_security_number_is_refused_wherever_it_is_typed(nir: str, field: str) -> None:
    with pytest.raises(rules.NirRefused) as refused:
        identity(IdentifiedBy.RPPS, **{field: nir})
    assert refused.value.field == field
    assert nir not in str(refused.value)


def test_of_a_person_a_seal_and_two_digests_are_kept() -> None:
    occupant = registered()
    assert (occupant.number_digest, occupant.contact_digest, occupant.sealed_identity) == (
        b"number",
        b"contact",
        b"sealed",
    )


def test_a_person_is_known_by_a_number_that_the_kind_accepts() -> None:
    for number, kind in ((RPPS, IdentifiedBy.RPPS), ("ETU00001", IdentifiedBy.STUDENT_NUMBER)):
        assert kind_of_number(number, kind) is kind
        assert kind_of_number(number, IdentifiedBy.EITHER) is kind
    with pytest.raises(rules.NumberKindRefused) as refused:
        kind_of_number(RPPS, IdentifiedBy.STUDENT_NUMBER)
    assert refused.value.field == "number"


def test_an_identity_is_corrected() -> None:
    occupant = registered()
    occupant.correct(SealedIdentity(IdentifiedBy.STUDENT_NUMBER, b"other", b"contact", b"new"))
    assert (occupant.kind_of_number, occupant.sealed_identity) == (IdentifiedBy.STUDENT_NUMBER, b"new")


def test_whoever_is_erased_leaves_a_reference_of_nobody() -> None:
    occupant = registered()
    erased = occupant.erase(ERASED_ON, stays_are_over=True, accounts_are_balanced=True)
    assert erased == OccupantErased(OCCUPANT, ERASED_ON)
    left = {name: value for name, value in vars(occupant).items() if value is not None and not name.startswith("_")}
    assert left == {"occupant_id": OCCUPANT, "erased_on": ERASED_ON, "version": 0}


@pytest.mark.parametrize(("over", "balanced", "ground"), [(False, True, "fin des séjours"), (True, False, "soldés")])
def test_an_erasure_waits_for_the_stays_and_the_accounts_and_says_so(over: bool, balanced: bool, ground: str) -> None:
    occupant = registered()
    with pytest.raises(rules.ErasureTooEarly, match=ground):
        occupant.erase(ERASED_ON, stays_are_over=over, accounts_are_balanced=balanced)
    assert (occupant.sealed_identity, occupant.erased_on) == (b"sealed", None)


def test_what_was_erased_is_neither_erased_again_nor_corrected() -> None:
    occupant = registered()
    occupant.erase(ERASED_ON, stays_are_over=True, accounts_are_balanced=True)
    with pytest.raises(rules.AlreadyErased):
        occupant.erase(ERASED_ON, stays_are_over=True, accounts_are_balanced=True)
    with pytest.raises(rules.AlreadyErased):
        occupant.correct(SEALED)


def test_the_rights_of_a_kind_are_those_of_the_day() -> None:
    changed = date(2020, 1, 1)
    old, new = rights(ends_on=changed), rights(starts_on=changed, label="interne de médecine générale")
    table = [new, old]
    assert rights_on(table, OccupantKind.GP_INTERN, date(2019, 12, 31)) is old
    assert rights_on(table, OccupantKind.GP_INTERN, changed) is new
    assert labels(table) == {OccupantKind.GP_INTERN: "interne de médecine générale"}


def test_a_kind_that_is_not_in_the_table_or_not_yet_is_not_lodged() -> None:
    for kind, day in ((OccupantKind.LOCUM, date(2019, 1, 1)), (OccupantKind.GP_INTERN, date(2017, 12, 31))):
        with pytest.raises(rules.KindNotLodged) as refused:
            rights_on([rights()], kind, day)
        assert refused.value.field == "occupant_kind"


def test_a_kind_is_asked_for_three_proofs_at_most() -> None:
    with pytest.raises(ValueError, match="au plus 3 justificatifs"):
        rights(proofs=("a", "b", "c", "d"))
