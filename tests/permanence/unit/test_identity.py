"""Who a patient is: written one way, refused by its parts, found again however people say it."""

from datetime import date
from typing import Any

import pytest

from kernel.name import normalised
from permanence.domain.patient.duplicates import SearchEmpty, Trait, likenesses, sought, traits
from permanence.domain.patient.identity import Identity, IdentityGiven, IdentityWarning, Sex
from permanence.domain.patient.ins import INSStatus
from permanence.domain.rules import RuleBroken

BIRTH_ON = date(1995, 10, 2)
STRICT = {"birth_name": "Exemple", "given_names": "Camille", "sex": Sex.FEMALE, "birthplace": "26281"}
INS = "295109912611193"


def identity(**parts: Any) -> Identity:
    return IdentityGiven(**{"birth_on": BIRTH_ON} | parts).checked()


def test_only_the_birth_date_is_needed_and_blanks_are_nothing() -> None:
    blanks = dict.fromkeys(("birth_name", "given_names", "used_name", "phone", "email", "address", "ins"), "  ")
    assert identity(**blanks) == identity() == Identity(BIRTH_ON, *[None] * 10)


def test_each_part_is_written_one_way() -> None:
    known = identity(
        birth_name="  Exemple   du Bois ",
        given_names="Camille  Anne",
        phone="+33 (0)6.12-34 56 78",
        email=" Camille@Exemple.FR ",
        address="1 rue des Essais\n26100 Romans",
        ins="2 95 10 99 126 111 93",
    )
    assert (known.birth_name, known.given_names) == ("Exemple du Bois", "Camille Anne")
    assert (known.phone, known.email) == ("0612345678", "camille@exemple.fr")
    assert (known.address, known.ins) == ("1 rue des Essais 26100 Romans", INS)


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("birth_name", "123", "BIRTH_NAME_INVALID"),
        ("birth_name", "a" * 81, "BIRTH_NAME_INVALID"),
        ("given_names", "-", "GIVEN_NAMES_INVALID"),
        ("used_name", "?", "USED_NAME_INVALID"),
        ("birthplace", "26 281", "BIRTHPLACE_INVALID"),
        ("birthplace", "Romans", "BIRTHPLACE_INVALID"),
        ("phone", "12", "PATIENT_PHONE_INVALID"),
        ("phone", "06 12 34 56 7", "PATIENT_PHONE_INVALID"),
        ("email", "camille", "PATIENT_EMAIL_INVALID"),
        ("email", f"{'a' * 250}@a.fr", "PATIENT_EMAIL_INVALID"),
        ("address", "a" * 251, "HOME_ADDRESS_INVALID"),
        ("ins", "123", "NIR_MALFORMED"),
        ("ins", "295109912611199", "NIR_KEY_WRONG"),
        ("ins_status", INSStatus.QUALIFIED, "INS_WITHOUT_NUMBER"),
    ],
)
def test_a_part_that_is_not_one_is_refused_by_its_name(part: str, value: Any, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        identity(**{part: value})
    assert (broken.value.code, broken.value.field) == (code, part)


def test_an_ins_that_is_not_qualified_is_to_verify_and_a_qualified_one_is_not() -> None:
    assert identity().warnings() == ()
    assert identity(ins=INS).warnings() == (IdentityWarning.INS_TO_VERIFY,)
    qualified = identity(ins=INS, ins_status=INSStatus.QUALIFIED, **STRICT)
    assert (qualified.ins_status, qualified.warnings()) == (INSStatus.QUALIFIED, ())


def test_an_ins_that_disagrees_with_the_birth_date_or_the_sex_is_told() -> None:
    disagreeing = identity(ins=INS, ins_status=INSStatus.QUALIFIED, **{**STRICT, "sex": Sex.MALE})
    assert disagreeing.warnings() == (IdentityWarning.INS_DISAGREES,)
    assert IdentityWarning.INS_DISAGREES in identity(ins=INS, birth_on=date(1996, 10, 2)).warnings()


@pytest.mark.parametrize("warning", IdentityWarning)
def test_every_warning_has_a_french_sentence(warning: IdentityWarning) -> None:
    assert warning.french.endswith(".")


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Lœuf-Été", "LOEUF ETE"),
        ("d'Alençon", "D ALENCON"),
        ("  DE  LA   TOUR ", "DE LA TOUR"),
        ("Müller", "MULLER"),
        ("Ørsted", "ORSTED"),
        ("Łukasz", "LUKASZ"),
        ("И́ванов", "И́ВАНОВ"),
    ],
)
def test_names_are_compared_without_accents_case_or_hyphens(name: str, compared: str) -> None:
    assert normalised(name) == compared


def test_a_person_is_found_by_either_family_name_alone_or_with_the_first_given_name_in_any_order() -> None:
    known = identity(birth_name="Exemple", used_name="Modèle", given_names="Camille Anne")
    assert {text for trait, text in traits(known) if trait is Trait.NAME} == {
        *("EXEMPLE", "CAMILLE EXEMPLE", "EXEMPLE CAMILLE"),
        *("MODELE", "CAMILLE MODELE", "MODELE CAMILLE"),
    }


def test_a_likeness_always_holds_the_birth_date() -> None:
    assert list(likenesses(identity())) == []
    alike = list(likenesses(identity(birth_name="Exemple", phone="0612345678", ins=INS)))
    assert len(alike) == 3
    assert all(text.endswith("|1995-10-02") for text in alike)


def test_somebody_is_looked_for_by_what_was_given_and_by_something_at_least() -> None:
    assert sought(" Modèle ", BIRTH_ON, "06 12 34 56 78") == [
        (Trait.NAME, "MODELE"),
        (Trait.BIRTH_ON, "1995-10-02"),
        (Trait.PHONE, "0612345678"),
    ]
    with pytest.raises(SearchEmpty):
        sought(" ", None, "  ")
