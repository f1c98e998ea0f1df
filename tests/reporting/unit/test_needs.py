"""Of a patient, reporting is told what a figure needs and no more: a field that nobody needs is found."""

from dataclasses import replace

import sqlalchemy as sa

from contracts.catalogue import BY_TYPE, CATALOGUE
from contracts.fields import commune
from contracts.permanence.patients import PatientRegisteredV2
from reporting.chapters import FIGURES
from reporting.needs import TYPE, needed_besides, needs, unneeded
from reporting.reactions import REACTIONS
from reporting.store import Ignored, projecting

REGISTERED = "permanence.patient_registered.v2"
OF_PATIENTS = [entry for entry in CATALOGUE if entry.about_a_patient]


class WithCommune(PatientRegisteredV2):
    commune = commune()


def test_every_field_about_a_patient_is_needed_by_a_figure_or_for_a_reason_that_is_said() -> None:
    assert len(OF_PATIENTS) == 18
    assert unneeded(OF_PATIENTS, REACTIONS, FIGURES) == set()
    for (event, field), reason in needed_besides().items():
        assert field in BY_TYPE[event].names
        assert reason


def test_every_fact_about_a_patient_is_needed_by_a_figure_unless_it_is_ignored_for_a_reason() -> None:
    needed = needs()
    for entry in OF_PATIENTS:
        assert isinstance(REACTIONS[entry.type], Ignored) or any(needed[entry.type].values()), entry.type


def test_a_field_that_is_told_and_not_kept_is_found() -> None:
    planted = replace(BY_TYPE[REGISTERED], payload=WithCommune)
    assert unneeded([planted], REACTIONS, FIGURES) == {(REGISTERED, "commune")}


def test_a_field_that_is_kept_and_read_by_no_figure_is_found() -> None:
    planted = replace(BY_TYPE[REGISTERED], payload=WithCommune)
    months = REACTIONS[REGISTERED]
    kept = sa.Table(
        "planted",
        sa.MetaData(),
        *(sa.Column(name, sa.Text) for name in ("antenna", "sequence", "month_on", "commune")),
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("source", "subject")),
    )
    reactions = {**REACTIONS, REGISTERED: projecting(kept, "month_on", "commune")}
    assert needs(reactions)[REGISTERED]["commune"] == ()
    assert unneeded([planted], reactions, FIGURES) == {(REGISTERED, "commune"), (REGISTERED, "month_on")}
    assert unneeded([BY_TYPE[REGISTERED]], {REGISTERED: months}, FIGURES) == set()


def test_a_field_is_needed_no_more_once_its_figure_goes() -> None:
    others = [figure for figure in FIGURES if figure.code != "permanence.waiting"]
    assert unneeded(OF_PATIENTS, REACTIONS, others) == {
        ("permanence.waiting_joined.v2", "month_on"),
        ("permanence.waiting_left.v2", "month_on"),
    }


def test_a_field_that_is_told_for_no_reason_any_more_is_found() -> None:
    answered = "permanence.erasure_answered.v2"
    reactions = {**REACTIONS, answered: Ignored("no partner asks any more")}
    assert unneeded(OF_PATIENTS, reactions, FIGURES) == {(answered, "answer")}


def test_what_a_figure_may_be_cut_by_is_needed_though_no_statement_reads_it() -> None:
    assert needs()["permanence.consultation_held.v2"]["practitioner_kind"] == ("permanence.consultations",)


def test_what_a_type_says_by_itself_is_needed_too() -> None:
    assert needs()["permanence.appointment_missed.v2"] == {TYPE: ("permanence.honoured_rate",)}
    assert needs()["permanence.patient_exited.v2"][TYPE] == ("permanence.followed_now",)
