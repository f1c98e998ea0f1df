"""The rents of a month and the plan of a semester, from their forms to what they change."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core import tables
from housing.commands.lodgings import RecordDeparture
from housing.commands.money import IssueRents
from housing.domain.house.house import CollectionMode
from housing.domain.stay.state import StayState
from housing.store.money import rent_dues
from housing.store.stays import stays
from support.browser import Browser, elements
from support.housing.lived_in_house import HOUSE, LivedIn, OpenLivedIn, signed_in

RENTS = f"/board/houses/{HOUSE}/rents"
PLAN = f"/board/houses/{HOUSE}/plan"


@pytest.fixture
def lived(lived_in: OpenLivedIn) -> Iterator[LivedIn]:
    with lived_in() as lived:
        yield lived


@pytest.fixture
def agent(lived: LivedIn) -> Browser:
    return signed_in(lived.web)


def dues(lived: LivedIn) -> Sequence[str]:
    with lived.runtime.database.engine.connect() as connection:
        return list(connection.scalars(sa.select(rent_dues.c.number).order_by(rent_dues.c.number)))


def state(lived: LivedIn, stay_id: UUID) -> StayState:
    with lived.runtime.database.engine.connect() as connection:
        found: StayState = connection.execute(sa.select(stays.c.state).where(stays.c.stay_id == stay_id)).scalar_one()
        return found


def test_the_rents_of_a_month_are_issued_once(lived: LivedIn, agent: Browser) -> None:
    address = f"{RENTS}?month=2024-03"
    before = dues(lived)
    assert "pas encore émis" in agent.get(address).text
    for _ in range(2):
        answer = agent.send(agent.get(address), address)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{agent.root}{address}")
    issued = [number for number in dues(lived) if number not in before]
    assert issued == ["2024-03-0001"]  # Noé; Léa has paid for whole months already
    text = agent.get(address).text
    assert all(number in text for number in issued)


def test_each_name_in_a_month_of_rents_is_one_row_of_the_audit(lived: LivedIn, agent: Browser) -> None:
    page = agent.get(f"{RENTS}?month=2024-02")
    named = sum(f"Exemple-{name}" in page.text for name in lived.stays)
    with lived.runtime.database.engine.connect() as connection:
        read = sa.select(sa.func.count()).where(tables.audit.c.action == "rents.show")
        assert connection.scalar(read) == named > 0


def test_an_accountant_takes_a_payment_in_part(lived: LivedIn) -> None:
    accountant = signed_in(lived.web, "accountant")
    address = f"{RENTS}?month=2024-02"
    pay = f"{RENTS}/{lived.stays['Noé']}?month=2024-02"
    above = accountant.send(accountant.get(address), pay, amount_cents="5000", method="cheque")
    assert above.status_code == 422
    assert "le montant est trop élevé" in above.text
    paid = accountant.send(accountant.get(address), pay, amount_cents="50,50", method="cheque", reference="n° 7")
    assert paid.status_code == 303
    assert "reçu (PDF)" in accountant.get(address).text


def test_an_accountant_gives_back_what_was_paid_too_much_then_settles_the_stay(lived: LivedIn) -> None:
    accountant = signed_in(lived.web, "accountant")
    address, stay_id = f"{RENTS}?month=2024-02", lived.stays["Noé"]
    of_stay = f"{RENTS}/{stay_id}"
    lived.on(0, IssueRents(HOUSE, date(2024, 3, 1)))
    for month in ("2024-02", "2024-03"):
        page = accountant.get(f"{RENTS}?month={month}")
        assert accountant.send(page, f"{of_stay}?month={month}", method="cheque").status_code == 303
    lived.on(0, RecordDeparture(stay_id, lived.today))
    page = accountant.get(address)
    assert "Rendre le trop-perçu" in page.text
    assert f"{of_stay}/settlement" not in page.text
    assert accountant.send(page, f"{of_stay}/refund?month=2024-02", method="transfer").status_code == 303
    page = accountant.get(address)
    assert "Rendre le trop-perçu" not in page.text
    assert accountant.send(page, f"{of_stay}/settlement?month=2024-02").status_code == 303
    assert state(lived, stay_id) is StayState.SETTLED


def test_a_month_that_is_none_is_refused(agent: Browser) -> None:
    assert agent.get(f"{RENTS}?month=2024-13").status_code == 404
    assert agent.get(f"{RENTS}?month=1066-10").status_code == 404
    assert agent.get("/board/houses/ailleurs/rents").status_code == 404


def test_titres_are_exported_and_read_back(lived_in: OpenLivedIn) -> None:
    with lived_in(CollectionMode.TITRE) as lived:
        agent = signed_in(lived.web, "accountant")
        address = f"{RENTS}?month=2024-02"
        page = agent.get(address)
        assert "Encaisser" not in page.text
        exported = agent.send(page, f"/board/houses/{HOUSE}/exports?month=2024-02")
        assert exported.status_code == 303
        page = agent.get(address)
        (file,) = [at.get("href") or "" for at in elements(page, "a") if "/exports/" in (at.get("href") or "")]
        lines = agent.get(file).data.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("avis;maison;mois;montant")
        number = next(line.partition(";")[0] for line in lines if ";2024-02;" in line)
        wrong = agent.send(page, f"/board/houses/{HOUSE}/returns?month=2024-02", file="avis;titre")
        assert wrong.status_code == 422
        assert "en-tête attendu" in wrong.text
        content = f"avis;titre;etat;montant_paye;date\n{number};T-1;emis;0,00;2024-02-20"
        read = agent.send(page, f"/board/houses/{HOUSE}/returns?month=2024-02", file=content)
        assert read.status_code == 303, read.text
        assert "T-1, émis" in agent.get(address).text


def test_a_plan_is_proposed_explained_edited_and_accepted_in_part(lived: LivedIn, agent: Browser) -> None:
    proposed = agent.send(agent.get(PLAN), PLAN, semester="2023-11")
    assert proposed.status_code == 303, proposed.text
    plan = proposed.headers["Location"]
    page = agent.get(plan)
    assert "Aucune chambre libre" in page.text
    assert not any(f"Exemple-{name}" in page.text for name in lived.stays)
    ana = lived.stays["Ana"]
    edited = agent.send(page, f"{plan}/lines/{ana}", room="chambre-2")
    assert edited.status_code == 303, edited.text
    page = agent.get(plan)
    assert "à la main" in page.text
    nothing = agent.send(page, f"{plan}/accepted", stay_ids=[])
    assert nothing.status_code == 422
    assert "Cochez une ligne" in nothing.text
    accepted = agent.send(page, f"{plan}/accepted", stay_ids=[str(ana)])
    assert accepted.status_code == 303, accepted.text
    assert state(lived, ana) is StayState.HELD
    assert "acceptée" in agent.get(plan).text
    assert "1\N{NO-BREAK SPACE}acceptée" in agent.get(PLAN).text


def test_a_plan_of_nothing_is_refused(agent: Browser) -> None:
    refused = agent.send(agent.get(PLAN), PLAN, semester="2023-11", houses=[])
    assert refused.status_code == 422
    assert "Choisissez une maison" in refused.text
    assert agent.get("/board/plans/00000000-0000-4000-8000-000000000000").status_code in (404, 422)
