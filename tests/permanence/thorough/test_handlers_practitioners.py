"""Practitioners and placements by commands: what is told, what is kept, which rule refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from permanence.commands.patients import RegisterPatient
from permanence.commands.practitioners import (
    AgreeMSU,
    AnnounceDeparture,
    ContactPractitioner,
    EmployPractitioner,
    ProspectPractitioner,
    RecordAgreement,
    RecordOrdreRegistration,
    SignContract,
    StartPlacement,
)
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.rules import PractitionerUnknown
from permanence.queries.practitioners import half_days_forecast, register
from permanence.store.practitioners import (
    known_practitioner,
    practitioner_by_rpps,
    supervisors_on,
)
from support.permanence.permanence_commands import A_MONDAY, PermanenceCommands, permanence_commands
from support.permanence.permanence_places import OPENED_ON, RPPS, SITE
from support.recorded import facts, rows

DAY = timedelta(days=1)
NOBODY = UUID(int=1)
GP = EmployPractitioner(RPPS[0], "Dr Exemple", PractitionerKind.RETIRED_GP, "Oxance", OPENED_ON, 4)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[PermanenceCommands]:
    with permanence_commands(tmp_path) as permanence:
        yield permanence


def test_somebody_is_employed_at_once_and_one_fact_leaves_the_antenna(romans: PermanenceCommands) -> None:
    practitioner_id = romans.employ(rpps="10 005 173 140", msu_from=OPENED_ON)
    (joined,) = facts(romans.runtime)
    assert (joined.type, joined.subject) == ("permanence.practitioner_joined.v1", practitioner_id)
    assert joined.data == {
        "practitioner_id": practitioner_id,
        "practitioner_kind": "retired_gp",
        "joined_on": OPENED_ON,
        "half_days_per_week": 4,
    }
    with Session(romans.runtime.database.reading) as session:
        practitioner = practitioner_by_rpps(session, RPPS[0])
        assert practitioner.practitioner_id == practitioner_id
        assert (practitioner.is_msu_on(OPENED_ON), practitioner.version) == (True, 1)
        with pytest.raises(PractitionerUnknown) as unknown:
            practitioner_by_rpps(session, RPPS[1])
    assert unknown.value.field == "practitioner_rpps"


def test_no_fact_names_a_professional_or_an_employer(romans: PermanenceCommands) -> None:
    romans.open_site()
    supervisor = romans.employ(label="Dr Canari", employer="Employeur Canari", msu_from=OPENED_ON)
    intern = romans.employ(PractitionerKind.SASPAS_INTERN, RPPS[1], label="Canari")
    romans.do(StartPlacement(intern, OPENED_ON, OPENED_ON + 180 * DAY, (supervisor,), (SITE,)))
    romans.do(AnnounceDeparture(supervisor, A_MONDAY))
    bodies = b"".join(row["body"] for row in rows(romans.runtime, "outbox"))
    assert bodies.count(b'"practitioner_id"') == 4
    for secret in (b"Canari", RPPS[0].encode(), RPPS[1].encode(), b"rpps", b"Pouchelon", b"04 75"):
        assert secret not in bodies


def test_one_comes_step_by_step_and_tells_nobody_before_the_contract(romans: PermanenceCommands) -> None:
    practitioner_id = UUID(romans.do(ProspectPractitioner("Dr Exemple"))["practitioner_id"])
    contract = SignContract(practitioner_id, PractitionerKind.SALARIED_GP, "Oxance", OPENED_ON, 8)
    assert romans.refused(contract) == ("STEP_INVALID", "practitioner_id")
    romans.do(ContactPractitioner(practitioner_id))
    romans.do(RecordAgreement(practitioner_id))
    assert romans.refused(contract) == ("ORDRE_REGISTRATION_MISSING", "practitioner_kind")
    assert romans.refused(RecordOrdreRegistration(practitioner_id, "1")) == ("RPPS_INVALID", "rpps")
    romans.do(RecordOrdreRegistration(practitioner_id, RPPS[0]))
    assert facts(romans.runtime) == []
    romans.do(contract)
    romans.do(AgreeMSU(practitioner_id, A_MONDAY))
    (joined,) = facts(romans.runtime)
    assert (joined.sequence, joined.data["half_days_per_week"]) == (5, 8)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, ("RPPS_TAKEN", "rpps")),
        ({"rpps": "10 005 173 140"}, ("RPPS_TAKEN", "rpps")),
        ({"rpps": "10005173141"}, ("RPPS_INVALID", "rpps")),
        ({"rpps": None}, ("RPPS_MISSING", "rpps")),
        ({"rpps": RPPS[1], "label": ""}, ("LABEL_INVALID", "label")),
        ({"rpps": RPPS[1], "half_days_per_week": 0}, ("HALF_DAYS_INVALID", "half_days_per_week")),
        (
            {"rpps": RPPS[1], "practitioner_kind": PractitionerKind.DOCTEUR_JUNIOR},
            ("KIND_UNKNOWN_THEN", "practitioner_kind"),
        ),
        ({"rpps": RPPS[1], "msu_from": OPENED_ON - DAY}, ("MSU_INVALID", "msu_from")),
    ],
)
def test_a_hiring_that_breaks_a_rule_writes_nothing(
    romans: PermanenceCommands, change: dict[str, Any], refused: tuple[str, str]
) -> None:
    romans.employ()
    assert romans.refused(replace(GP, **change)) == refused


def test_a_number_given_late_is_nobody_elses(romans: PermanenceCommands) -> None:
    romans.employ()
    practitioner_id = UUID(romans.do(ProspectPractitioner("Dr Autre", RPPS[1]))["practitioner_id"])
    romans.do(ContactPractitioner(practitioner_id))
    romans.do(RecordAgreement(practitioner_id))
    assert romans.refused(RecordOrdreRegistration(practitioner_id, RPPS[0])) == ("RPPS_TAKEN", "rpps")
    assert romans.refused(ProspectPractitioner("Dr Encore", RPPS[1])) == ("RPPS_TAKEN", "rpps")
    romans.do(RecordOrdreRegistration(practitioner_id, RPPS[1]))


@pytest.mark.parametrize(
    "command",
    [
        ContactPractitioner(NOBODY),
        RecordAgreement(NOBODY),
        RecordOrdreRegistration(NOBODY),
        SignContract(NOBODY, PractitionerKind.LOCUM, "Oxance", OPENED_ON, 4),
        AgreeMSU(NOBODY, OPENED_ON),
        AnnounceDeparture(NOBODY, A_MONDAY),
        StartPlacement(NOBODY, OPENED_ON, A_MONDAY, (), ()),
    ],
)
def test_what_is_asked_is_asked_of_somebody_known(romans: PermanenceCommands, command: object) -> None:
    assert romans.refused(command) == ("PRACTITIONER_UNKNOWN", "practitioner_id")


def placed(romans: PermanenceCommands) -> tuple[UUID, UUID, StartPlacement]:
    """An intern, the supervisor, and the placement of November to May."""
    romans.open_site()
    supervisor = romans.employ(msu_from=OPENED_ON)
    intern = romans.employ(PractitionerKind.SASPAS_INTERN, RPPS[1], employer="CHU de Grenoble")
    return intern, supervisor, StartPlacement(intern, date(2023, 11, 2), date(2024, 5, 2), (supervisor,), (SITE,))


def test_a_placement_is_told_and_makes_its_intern_supervised(romans: PermanenceCommands) -> None:
    intern, supervisor, placement = placed(romans)
    placement_id = UUID(romans.do(placement)["placement_id"])
    (started,) = romans.facts("placement_started")
    assert started.subject == placement_id
    assert (started.data["practitioner_id"], started.data["supervisors"]) == (intern, 1)
    romans.do(AnnounceDeparture(supervisor, date(2024, 4, 2)))
    with Session(romans.runtime.database.reading) as session:
        somebody = known_practitioner(session, intern)
        days = [date(2023, 11, 1), date(2023, 11, 2), date(2024, 4, 1), date(2024, 4, 2), date(2024, 5, 2)]
        there = [supervisors_on(session, somebody, day) for day in days]
        assert there == [[], [supervisor], [supervisor], [], []]
        assert supervisors_on(session, somebody, A_MONDAY, SITE) == [supervisor]
        assert supervisors_on(session, somebody, A_MONDAY, "annexe") == []


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"supervisors": (NOBODY,)}, ("PRACTITIONER_UNKNOWN", "supervisors")),
        ({"supervisors": ()}, ("SUPERVISOR_INVALID", "supervisors")),
        ({"sites": ("ailleurs",)}, ("SITE_UNKNOWN", "sites")),
        ({"sites": ()}, ("PLACEMENT_SITE_INVALID", "sites")),
        ({"ends_on": date(2023, 11, 2)}, ("PLACEMENT_DATES_INVALID", "ends_on")),
        ({"starts_on": OPENED_ON - DAY}, ("PLACEMENT_NOT_NEEDED", "practitioner_id")),
    ],
)
def test_a_placement_that_breaks_a_rule_writes_nothing(
    romans: PermanenceCommands, change: dict[str, Any], refused: tuple[str, str]
) -> None:
    _, _, placement = placed(romans)
    assert romans.refused(replace(placement, **change)) == refused


def test_an_intern_is_in_one_placement_at_a_time(romans: PermanenceCommands) -> None:
    _, _, placement = placed(romans)
    romans.do(placement)
    over = replace(placement, starts_on=date(2024, 5, 1), ends_on=date(2024, 11, 4))
    assert romans.refused(over) == ("PLACEMENT_OVERLAP", "starts_on")
    romans.do(replace(over, starts_on=date(2024, 5, 2)))


def test_a_forecast_counts_those_who_consult_and_what_departures_take(romans: PermanenceCommands) -> None:
    gp = romans.employ(half_days_per_week=7)
    romans.employ(PractitionerKind.NURSE, None, half_days_per_week=7)
    romans.do(AnnounceDeparture(gp, date(2024, 4, 11)))
    romans.do(
        SignContract(romans.employ(rpps=RPPS[1], ends_on=OPENED_ON + DAY), GP.practitioner_kind, "x", A_MONDAY, 7)
    )
    with Session(romans.runtime.database.reading) as session:
        march, april = half_days_forecast(session, A_MONDAY, 2)
        listed = register(session, A_MONDAY)
        assert [one.practitioner_kind for one in register(session, A_MONDAY, limit=1)] == [listed[0].practitioner_kind]
    assert (march.half_days, march.lost_half_days) == (31 + 28, 0)
    assert (april.half_days, april.lost_half_days, april.leaving) == (10 + 30, 20, (gp,))
    assert len(listed) == 3


def test_a_register_keeps_working_beside_sites_and_people(romans: PermanenceCommands) -> None:
    """A patient is registered in an antenna that has opened no site yet, as before there were any."""
    romans.do(
        RegisterPatient(
            A_MONDAY, IdentityGiven(date(1950, 1, 1)), "26281", True, NoMedecinTraitantReason.DOCTOR_RETIRED
        )
    )
    assert len(romans.facts("patient_registered")) == 1
