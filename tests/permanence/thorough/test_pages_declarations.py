"""Declarations, departures, practitioners and costs: what is to be done, who may decide, and who reads names."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from permanence.commands.costs import RecordCost
from permanence.commands.declarations import DraftDeclaration, FileDeclaration, SignDeclaration
from permanence.domain.declaration.state import Channel
from permanence.domain.money.cost import CostKind, MoneyLine, MoneyStage
from support.permanence.permanence_agenda import MONDAY, SITE
from support.permanence.permanence_desk import MARTIN, PermanenceDesk, permanence_desk

M, N = "10002909371", "10005173140"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PermanenceDesk]:
    """One to sign, one to send, one on paper, one of two doctors, one of a minor."""
    with permanence_desk(tmp_path) as desk:
        do, known = desk.agenda.do, desk.patients
        do(DraftDeclaration(known["Chêne"], (M,), MONDAY))
        signed = do(DraftDeclaration(known["Cyprès"], (N,), MONDAY))["declaration_id"]
        do(SignDeclaration(UUID(signed), MONDAY))
        do(FileDeclaration(known["Bouleau"], MONDAY, (M,), Channel.PAPER))
        do(FileDeclaration(known["Genêt"], MONDAY, (M, N), Channel.ONLINE, site=SITE))
        child = desk.register(24, birth_on=MONDAY - timedelta(days=10 * 365))
        do(DraftDeclaration(child, (M,), MONDAY))
        yield desk


def test_what_is_to_be_done_is_in_lists_with_what_comes_next(desk: PermanenceDesk) -> None:
    text = desk.signed_in().get("/desk/declarations").text
    parts = [text.index(f'id="{part}"') for part in ("signer", "mineurs", "deposer", "papier", "refusees", "depart")]
    assert parts == sorted(parts)
    for family, start, end in (("CHÊNE", 0, 1), ("TILLEUL", 1, 2), ("CYPRÈS", 2, 3), ("BOULEAU", 3, 4)):
        assert family in text[parts[start] : parts[end]]
    assert "le choix d’un parent (moins de 16" in text
    assert "présumée active le 6\N{NO-BREAK SPACE}décembre" in text
    assert "1\N{NO-BREAK SPACE}déclaration active" in text


def test_a_presumed_day_that_has_come_is_told_as_such(desk: PermanenceDesk) -> None:
    desk.agenda.at(MONDAY + timedelta(days=60))
    assert "présumée active depuis le" in desk.signed_in().get("/desk/declarations").text


def test_the_coordinator_reads_how_many_and_not_who(desk: PermanenceDesk) -> None:
    text = desk.signed_in("coordinator", "coord").get("/desk/declarations").text
    assert "Une personne" in text
    for family in ("CHÊNE", "TILLEUL", "CYPRÈS", "BOULEAU"):
        assert family not in text
    assert not [row for row in desk.audited() if row[0] == "coord"]


def test_before_a_departure_one_reads_how_many_declarations_end_and_afterwards_whose_they_were(
    desk: PermanenceDesk,
) -> None:
    secretary = desk.signed_in()
    path = f"/desk/practitioners/{desk.practitioners[MARTIN]}/departure"
    page = secretary.get(path)
    assert "1\N{NO-BREAK SPACE}déclaration prendra fin" in page.text
    assert "<dt>Continuent avec d’autres médecins</dt><dd>1</dd>" in page.text
    assert "<dt>Préparées, qui tombent</dt><dd>2</dd>" in page.text
    assert "BOULEAU" not in page.text
    unsure = secretary.send(page, path, left_on=MONDAY.isoformat())
    assert "Cochez cette case pour confirmer." in unsure.text
    done = secretary.send(unsure, path, left_on=MONDAY.isoformat(), is_sure="on")
    assert done.status_code == 303
    text = secretary.get(path).text
    assert "Dr Martin est parti(e)" in text
    assert "BOULEAU Robert" in text
    assert "GENÊT" not in text
    assert "BOULEAU" in secretary.get("/desk/waiting").text


def test_a_departure_may_be_announced_by_the_coordinator_and_not_by_a_doctor(desk: PermanenceDesk) -> None:
    path = f"/desk/practitioners/{desk.practitioners[MARTIN]}"
    doctor = desk.signed_in("doctor", "a.medecin")
    assert "Enregistrer le départ" not in doctor.get(f"{path}/departure").text
    coordinator = desk.signed_in("coordinator", "coord")
    page = coordinator.get(f"{path}/departure")
    answer = coordinator.send(page, f"{path}/announcement", leaves_on="2024-01-15")
    assert answer.status_code == 303
    text = coordinator.get("/desk/practitioners").text
    assert "annoncé, 15/01/2024" in text
    # Four half-days a week from the fifteenth on.
    assert text.index("janvier\N{NO-BREAK SPACE}2024") < text.index('class="n">10<')


def test_costs_are_by_month_and_payer_one_stage_at_a_time(desk: PermanenceDesk) -> None:
    for month, payer in ((9, "departement"), (10, "departement"), (10, None)):
        line = MoneyLine(MoneyStage.ACTUAL, date(2023, month, 1), payer, 10_000_00, "Salaires")
        desk.agenda.do(RecordCost(CostKind.SALARIES, line))
    accountant = desk.signed_in("accountant", "compta")
    text = accountant.get("/desk/costs").text
    assert "novembre\N{NO-BREAK SPACE}2022 à octobre\N{NO-BREAK SPACE}2023" in text.replace("de novembre", "novembre")
    assert "non désigné" in text
    assert "30\N{NARROW NO-BREAK SPACE}000,00\N{NO-BREAK SPACE}€" in text
    assert "Rien n’est enregistré" in accountant.get("/desk/costs?stage=voted").text
    assert accountant.get("/desk/costs?stage=dreamt").status_code == 400
