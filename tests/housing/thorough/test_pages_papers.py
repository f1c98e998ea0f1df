"""The papers of a stay and of a house: each is a PDF that opens, names its occupant, and leaves a row in the audit."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from chassis.core import tables
from housing.store.money import rent_dues
from support.browser import Browser, elements
from support.housing.lived_in_house import HOUSE, LivedIn, OpenLivedIn, signed_in

OF_A_STAY = {
    "agreement": "Noé",
    "rules": "Noé",
    "inventory-in": "Noé",
    "inventory-out": "Inès",
    "keys-given": "Noé",
    "keys-returned": "Inès",
    "statement": "Karim",
    "attestation": "Léa",
    "welcome": "Noé",
    "departure": "Inès",
}
OF_A_HOUSE = ("week", "rules", "welcome")


@pytest.fixture(scope="module")
def lived(lived_in: OpenLivedIn) -> Iterator[LivedIn]:
    with lived_in() as lived:
        yield lived


@pytest.fixture(scope="module")
def agent(lived: LivedIn) -> Browser:
    return signed_in(lived.web)


def actions(lived: LivedIn) -> list[str]:
    with lived.runtime.database.engine.connect() as connection:
        return list(connection.scalars(sa.select(tables.audit.c.action).order_by(tables.audit.c.at)))


@pytest.mark.parametrize(("paper", "name"), OF_A_STAY.items())
def test_a_paper_of_a_stay_is_a_pdf_and_one_row_of_the_audit(
    lived: LivedIn, agent: Browser, paper: str, name: str
) -> None:
    before = len(actions(lived))
    answer = agent.get(f"/board/stays/{lived.stays[name]}/{paper}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert name not in answer.headers["Content-Disposition"]
    assert len(actions(lived)) == before + 1


@pytest.mark.parametrize("paper", OF_A_HOUSE)
def test_a_paper_of_the_house_is_a_pdf_and_names_nobody(lived: LivedIn, agent: Browser, paper: str) -> None:
    before = len(actions(lived))
    answer = agent.get(f"/board/houses/{HOUSE}/{paper}.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert len(actions(lived)) == before


def test_every_due_has_its_avis_and_every_due_that_was_paid_its_receipt(lived: LivedIn, agent: Browser) -> None:
    page = agent.get(f"/board/stays/{lived.stays['Karim']}")
    links = [at.get("href") or "" for at in elements(page, "a")]
    notices = [link for link in links if "/dues/" in link]
    receipts = [link for link in links if "/receipts/" in link]
    assert len(notices) >= 3
    assert len(receipts) >= 1
    for link in (*notices, *receipts):
        assert agent.get(link).data.startswith(b"%PDF-")


def test_every_document_that_a_page_links_to_is_there(lived: LivedIn, agent: Browser) -> None:
    pages = ["/board", f"/board/houses/{HOUSE}", *(f"/board/stays/{stay}" for stay in lived.stays.values())]
    links = {at.get("href") or "" for page in pages for at in elements(agent.get(page), "a")}
    inside = {link.partition("#")[0] for link in links if link.startswith(agent.root)}
    assert {agent.get(link).status_code for link in inside} == {200}


def test_a_paper_that_a_stay_has_not_is_not_found(lived: LivedIn, agent: Browser) -> None:
    ana, noe = lived.stays["Ana"], lived.stays["Noé"]
    for path in (f"{ana}/agreement", f"{noe}/dues/2099-01-0001", f"{noe}/receipts/2099-01-0001"):
        assert agent.get(f"/board/stays/{path}.pdf").status_code == 404
    assert agent.get(f"/board/stays/{lived.stays['Paul']}/attestation.pdf").status_code == 404


def test_an_accountant_reads_rents_and_their_papers_and_no_file_of_a_stay(lived: LivedIn) -> None:
    accountant = signed_in(lived.web, "accountant")
    with lived.runtime.database.engine.connect() as connection:
        number = connection.scalar(sa.select(sa.func.min(rent_dues.c.number)))
    karim = lived.stays["Karim"]
    assert accountant.get(f"/board/houses/{HOUSE}/rents").status_code == 200
    assert accountant.get(f"/board/houses/{HOUSE}").status_code == 200
    assert accountant.get(f"/board/stays/{karim}/dues/{number}.pdf").status_code in (200, 404)
    assert accountant.get(f"/board/stays/{karim}/agreement.pdf").status_code == 403
    assert accountant.get("/board").status_code == 403


def test_an_accountants_pages_link_to_nothing_that_is_refused(lived: LivedIn) -> None:
    accountant = signed_in(lived.web, "accountant")
    for page in (f"/board/houses/{HOUSE}/rents?month=2024-02", f"/board/houses/{HOUSE}"):
        links = {at.get("href") or "" for at in elements(accountant.get(page), "a")}
        inside = {link.partition("#")[0] for link in links if link.startswith(f"{accountant.root}/board/")}
        assert {accountant.get(link).status_code for link in inside} <= {200}
