"""The agent's board and the page of a stay: what they show, whose names they read, what their forms do."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from chassis.core import tables
from housing.domain.stay.state import StayState
from housing.manifest import MANIFEST
from housing.queries.stays import stay_read
from housing.store.stays import stays
from support.browser import Browser, elements
from support.housing.lived_in_house import HOUSE, LivedIn, OpenLivedIn, signed_in
from support.http_app import Web, web


@pytest.fixture(scope="module")
def lived(lived_in: OpenLivedIn) -> Iterator[LivedIn]:
    """For tests that only look."""
    with lived_in() as lived:
        yield lived


@pytest.fixture
def moving(lived_in: OpenLivedIn) -> Iterator[LivedIn]:
    """For one test that changes things."""
    with lived_in() as lived:
        yield lived


@pytest.fixture(scope="module")
def housing(lived: LivedIn) -> Web:
    return lived.web


@pytest.fixture(scope="module")
def agent(housing: Web) -> Browser:
    return signed_in(housing)


def audited(housing: Web) -> Sequence[tuple[str, str]]:
    with housing.runtime.database.engine.connect() as connection:
        rows = connection.execute(sa.select(tables.audit.c.action, tables.audit.c.object))
        return [(action, told) for action, told in rows]


def state(housing: Web, lived: LivedIn, name: str) -> StayState:
    with housing.runtime.database.engine.connect() as connection:
        found: StayState = connection.execute(
            sa.select(stays.c.state).where(stays.c.stay_id == lived.stays[name])
        ).scalar_one()
        return found


def page_of(agent: Browser, lived: LivedIn, name: str) -> TestResponse:
    return agent.get(f"/board/stays/{lived.stays[name]}")


def forms_of(page: TestResponse) -> set[str]:
    """The last part of the address of every form."""
    return {(at.get("action") or "").partition("?")[0].rpartition("/")[2] for at in elements(page, "form")}


def test_the_board_names_those_who_come_go_or_owe_and_nobody_else(agent: Browser) -> None:
    text = agent.get("/board").text
    named = {
        name
        for name in ("Karim", "Léa", "Inès", "Noé", "Paul", "Zoé", "Hugo", "Nour", "Sami", "Ève", "Ana")
        if name in text
    }
    assert named >= {"Léa", "Paul", "Zoé"}
    assert not named & {"Noé", "Hugo", "Nour", "Sami", "Ève", "Ana"}


def test_each_name_on_the_board_is_one_row_of_the_audit(housing: Web, agent: Browser) -> None:
    before = len(audited(housing))
    text = agent.get("/board").text
    read = audited(housing)[before:]
    assert {action for action, _ in read} == {"board.show"}
    assert (
        len(read)
        == len(set(read))
        == sum(f"Exemple-{name}" in text for name in ("Karim", "Léa", "Inès", "Paul", "Zoé"))
    )


def test_the_same_nights_are_in_the_picture_and_in_the_table(agent: Browser, lived: LivedIn) -> None:
    page = agent.get("/board")
    links = [at.get("href") or "" for at in elements(page, "a")]
    for name in ("Noé", "Paul", "Zoé", "Hugo"):
        assert sum(link.endswith(f"/board/stays/{lived.stays[name]}") for link in links) >= 2
    assert page.text.count("Chambre retirée : travaux") == 2
    assert "aujourd’hui" in page.text


def test_the_board_is_few_statements_however_many_stays(housing: Web, agent: Browser) -> None:
    statements: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(housing.runtime.database.engine, "before_cursor_execute", note)
    agent.get("/board")
    sa.event.remove(housing.runtime.database.engine, "before_cursor_execute", note)
    assert len([told for told in statements if told.startswith("SELECT")]) <= 9


def test_the_waiting_list_is_in_the_order_of_the_house_and_explained(agent: Browser) -> None:
    text = agent.get("/board").text
    assert text.index("Place 1.") < text.index("Place 2.")
    assert "Interne en SASPAS, rang 1 dans l’ordre de la maison" in text
    assert "1 d’un public prioritaire (interne en SASPAS)" in text


def test_a_board_of_other_months_or_of_no_house_is_shown(agent: Browser) -> None:
    assert "juin" in agent.get("/board?from=2024-06-15").text
    assert agent.get(f"/board?house={HOUSE}").status_code == 200
    assert "Maison inconnue" in agent.get("/board?house=ailleurs").text
    assert agent.get("/board?from=2024-02-30").status_code == 400
    assert agent.get("/board?from=1026-02-01").status_code == 200


@pytest.mark.parametrize("path", ["/board", f"/board/houses/{HOUSE}", f"/board/houses/{HOUSE}/plan"])
def test_people_of_other_services_are_shown_nothing(housing: Web, lived: LivedIn, path: str) -> None:
    stranger = Browser(housing)
    assert stranger.get(path).status_code == 303
    doctor = signed_in(housing, "doctor")
    assert doctor.get(path).status_code == 403
    assert doctor.get(f"/board/stays/{lived.stays['Noé']}").status_code == 403


@pytest.mark.parametrize(("role", "first"), [("housing_agent", "/board"), ("accountant", "/board/houses")])
def test_each_role_is_led_from_signing_in_to_a_page_that_it_may_open(housing: Web, role: str, first: str) -> None:
    person = Browser(housing)
    signing_in = person.get("/sign-in")
    token = housing.token(role=role, days=30, now=housing.runtime.clock.now())
    home = person.send(signing_in, "/sign-in", token=token).headers["Location"]
    assert home == person.root + first
    page = person.get(first)
    assert page.status_code == 200
    links = {at.get("href") or "" for at in elements(page, "a")}
    inside = {link.partition("#")[0] for link in links if link.startswith(f"{person.root}/board/houses/{HOUSE}")}
    assert f"{person.root}/board/houses/{HOUSE}/rents" in inside
    assert {person.get(link).status_code for link in inside} == {200}


def test_an_accountant_whom_a_page_refuses_is_led_back_to_their_own(housing: Web) -> None:
    refused = signed_in(housing, "accountant").get("/board")
    assert refused.status_code == 403
    links = {at.get("href") for at in elements(refused, "a")}
    home = f"{Browser(housing).root}/board"
    assert f"{home}/houses" in links
    assert home not in links


def test_a_stay_of_nobody_is_not_found(agent: Browser) -> None:
    assert agent.get(f"/board/stays/{uuid4()}").status_code == 404


def test_a_page_of_a_stay_is_one_row_of_the_audit(housing: Web, agent: Browser, lived: LivedIn) -> None:
    before = len(audited(housing))
    assert "Noé" in page_of(agent, lived, "Noé").text
    assert [action for action, _ in audited(housing)[before:]] == ["stay.show"]


@pytest.mark.parametrize(
    ("name", "wanted", "unwanted"),
    [
        ("Ana", {"hold", "waitlist", "refuse", "cancel"}, {"confirm", "arrival"}),
        ("Sami", {"refuse", "cancel"}, {"waitlist", "arrival"}),
        ("Hugo", {"confirm", "hold", "refuse", "cancel"}, {"departure"}),
        ("Zoé", {"arrival", "not-arrived", "cancel"}, {"hold", "departure"}),
        ("Noé", {"departure", "extension", "overstay", "payments"}, {"arrival", "cancel"}),
        ("Karim", {"keys-given"}, {"departure", "cancel", "hold"}),
    ],
)
def test_a_stay_offers_what_its_state_allows(
    agent: Browser, lived: LivedIn, name: str, wanted: set[str], unwanted: set[str]
) -> None:
    offered = forms_of(page_of(agent, lived, name))
    assert offered >= wanted
    assert not offered & unwanted


def test_only_rooms_that_are_free_are_offered(agent: Browser, lived: LivedIn) -> None:
    values = {at.get("value") for at in elements(page_of(agent, lived, "Ana"), "option")}
    assert "chambre-2" in values  # taken until the middle of the month before
    assert not values & {"chambre-1", "chambre-3", "chambre-4"}  # by Noé, Hugo and Zoé
    assert "Aucune chambre de la maison n’est libre" in page_of(agent, lived, "Sami").text


def test_what_a_rule_refuses_is_told_on_the_page_of_the_stay_with_what_was_typed(
    housing: Web, agent: Browser, lived: LivedIn
) -> None:
    stay = lived.stays["Ana"]
    refused = agent.send(agent.get("/board"), f"/board/stays/{stay}/hold?board=2024-03-01", held_until="2023-01-01")
    assert refused.status_code == 422
    assert "La fin de l&#39;option va d&#39;aujourd&#39;hui" in refused.text
    assert 'value="2023-01-01"' in refused.text
    assert state(housing, lived, "Ana") is StayState.REQUESTED


def test_what_was_typed_is_escaped(agent: Browser, lived: LivedIn) -> None:
    stay = lived.stays["Ana"]
    refused = agent.send(page_of(agent, lived, "Ana"), f"/board/stays/{stay}/hold", held_until='"><script>')
    assert refused.status_code == 400
    assert "<script" not in refused.text


def test_an_agent_takes_a_request_from_the_board_to_a_settled_stay(moving: LivedIn) -> None:
    housing, agent = moving.web, signed_in(moving.web)
    stay = moving.stays["Zoé"]
    back = "?board=2024-03-01"
    root = f"/board/stays/{stay}"

    def send(form: str, **typed: object) -> TestResponse:
        answer = agent.send(agent.get(root), f"{root}/{form}", **typed)
        assert answer.status_code == 303, answer.text
        return answer

    arrived = agent.send(agent.get("/board"), f"{root}/arrival{back}", arrived_on="2024-03-01")
    assert (arrived.status_code, arrived.headers["Location"].partition("/v1")[2]) == (
        303,
        f"/board?house={HOUSE}&from=2024-03-01",
    )
    for place in (1, 2, 3):
        send(f"proofs/{place}")
    send("agreement", signed_on="2024-03-01")
    send("rules", signed_on="2024-03-01")
    send("inventory-in", remarks="Une vis manque au volet.")
    send("keys-given", keys_given="2")
    send("welcome/wifi")
    assert "Il manque" not in agent.get(root).text
    send("extension", departure_on="2024-06-05")
    moving.set_day(3)
    departed = send("departure", departed_on="2024-03-04", intention="settle_here", consents_to_contact="on")
    assert departed.headers["Location"].endswith(root)
    send("keys-returned")
    send("inventory-out")
    send("payments", method="card")
    send("settlement")
    assert state(housing, moving, "Zoé") is StayState.SETTLED


def test_holding_waitlisting_refusing_and_cancelling_work_from_the_board(moving: LivedIn) -> None:
    housing, agent = moving.web, signed_in(moving.web)
    for name, form, typed, becomes in (
        ("Ana", "waitlist", {}, StayState.WAITLISTED),
        ("Ana", "hold", {"room": "chambre-2"}, StayState.HELD),
        ("Ana", "confirm", {}, StayState.CONFIRMED),
        ("Ana", "cancel", {"by": "occupant"}, StayState.CANCELLED),
        ("Sami", "refuse", {"reason": "no_room_free"}, StayState.REFUSED),
        ("Zoé", "not-arrived", {}, StayState.NOT_ARRIVED),
    ):
        page = agent.get("/board") if form != "cancel" else agent.get(f"/board/stays/{moving.stays[name]}")
        back = "?board=2024-03-01" if form != "cancel" else ""
        answer = agent.send(page, f"/board/stays/{moving.stays[name]}/{form}{back}", **typed)
        assert answer.status_code == 303, answer.text
        assert state(housing, moving, name) is becomes
    assert agent.send(agent.get("/board"), "/board/expired-holds").status_code == 303
    assert state(housing, moving, "Nour") is StayState.EXPIRED


def test_an_antenna_without_a_house_opens_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    with web(tmp_path_factory.mktemp("empty"), MANIFEST, role="housing_agent") as housing:
        accountant = Browser(housing).signed_in(role="accountant")
        assert "pas encore de maison" in accountant.get("/board/houses").text
        agent = Browser(housing).signed_in()
        typed = {"label": "La Villa", "house": "villa", "town": "CCAS", "address": "1 rue", "commune": "26281"}
        opened = agent.send(agent.get("/board"), "/board", **typed, area_m2="120", collection="regie")
        assert opened.status_code == 303
        assert "La Villa" in agent.get("/board").text
        root = "/board/houses/villa"
        room = agent.send(agent.get(root), f"{root}/rooms", label="Chambre 1", room="chambre-1")
        assert room.status_code == 303
        void = agent.send(
            agent.get(root), f"{root}/rooms/chambre-1/voids", first_on="2024-03-05", end_on="2024-03-08", reason="works"
        )
        assert void.status_code == 303
        assert "Retirée du" in agent.get(root).text
        restored = agent.send(agent.get(root), f"{root}/rooms/chambre-1/restored", restored_on="2024-03-05")
        assert restored.status_code == 303
        described = agent.send(
            agent.get(root), f"{root}/description", contacts="CCAS ; 0475000000 ; a@b.fr", welcome_items="Les clés"
        )
        assert described.status_code == 303
        wrong = agent.send(agent.get(root), f"{root}/description", contacts="CCAS ; 1 ; 2")
        assert "Un contact s’écrit" in wrong.text
        cost = agent.send(agent.get(root), f"{root}/costs", cost_kind="water", amount_cents="12,50", label="Eau")
        budget = agent.send(agent.get(root), f"{root}/budgets", stage="voted", rent="9600", rents_cents="4700")
        tariff = agent.send(agent.get(root), f"{root}/tariffs", starts_on="2024-09-01", month_cents="160")
        assert (cost.status_code, budget.status_code, tariff.status_code) == (303, 303, 303)
        costs = elements(agent.get(root), "form")
        (cancel,) = [at.get("action") or "" for at in costs if "/costs/" in (at.get("action") or "")]
        assert agent.send(agent.get(root), cancel, reason="Saisie deux fois").status_code == 303
        signed = agent.send(
            agent.get(root),
            f"{root}/conventions",
            label="Convention",
            signed_on="2024-03-01",
            starts_on="2024-03-01",
            interns_per_year="10",
            parties="Département ; 1\nVille ; 1",
        )
        assert signed.status_code == 303
        shown = agent.get(root).text
        assert "dont Département" in shown
        assert "160,00" in shown


def test_a_stay_line_of_an_unknown_stay_is_nothing(housing: Web) -> None:
    with sa.orm.Session(housing.runtime.database.engine) as session:
        assert stay_read(session, uuid4()) is None
