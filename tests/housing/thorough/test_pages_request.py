"""The public side: a request without an account, its receipt at a secret address, and what is never told."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from chassis.core import tables
from housing.commands.stays import ConfirmStay, HoldStay, RefuseStay, WaitlistStay
from housing.domain.stay.facts import RefusalReason
from housing.domain.stay.state import StayState
from housing.store.stays import stays
from support.browser import Browser
from support.housing.lived_in_house import LivedIn, OpenLivedIn, rpps

TYPED = {
    "occupant_kind": "gp_intern",
    "university": "grenoble",
    "arrival_on": "2024-05-02",
    "departure_on": "2024-07-02",
    "given_name": "Ida",
    "family_name": "Canari-Essai",
    "email": "ida.canari@exemple.fr",
    "phone": "06 99 00 12 34",
    "number": rpps(901),
}


@pytest.fixture(scope="module")
def lived(lived_in: OpenLivedIn) -> Iterator[LivedIn]:
    with lived_in() as lived:
        yield lived


@pytest.fixture
def visitor(lived: LivedIn) -> Browser:
    return Browser(lived.web)


def asked(visitor: Browser, rank: int, **changes: Any) -> str:
    """The secret address, after a request of somebody new."""
    typed = {**TYPED, "number": rpps(rank), "email": f"ida{rank}@exemple.fr", **changes}
    answer = visitor.send(visitor.get("/request"), "/request", **typed)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def row(lived: LivedIn, address: str) -> sa.Row[Any]:
    secret = address.rpartition("/")[2]
    digest = lived.runtime.keyring.digest("housing.status", secret.encode())
    with lived.runtime.database.engine.connect() as connection:
        return connection.execute(sa.select(stays).where(stays.c.status_digest == digest)).one()


def test_the_form_says_the_price_the_warning_the_proofs_and_what_becomes_of_the_answers(visitor: Browser) -> None:
    text = visitor.get("/request").text
    for told in ("150\N{NO-BREAK SPACE}€ par mois", "15\N{NO-BREAK SPACE}€ par nuit", "Indemnité d’hébergement"):
        assert told in text
    assert "trois au plus" in text
    assert "CNIL" in text
    assert "Grenoble" in text


def test_a_request_is_kept_with_the_digest_of_its_secret_alone(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 902)
    found = row(lived, address)
    secret = address.rpartition("/")[2]
    assert len(secret) == 22  # 128 bits
    assert found.state is StayState.REQUESTED
    with lived.runtime.database.engine.connect() as connection:
        for table in (*tables.metadata.sorted_tables, *lived.runtime.manifest.metadata.sorted_tables):
            for values in connection.execute(sa.select(table)):
                assert all(secret not in str(value) for value in values), table.name


def test_the_same_form_sent_twice_is_one_request_with_one_address(lived: LivedIn, visitor: Browser) -> None:
    page = visitor.get("/request")
    typed = {**TYPED, "number": rpps(903), "email": "ida903@exemple.fr"}
    first, second = (visitor.send(page, "/request", **typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert visitor.get(first.headers["Location"]).status_code == 200


def test_two_requests_have_two_addresses(visitor: Browser) -> None:
    assert asked(visitor, 904) != asked(visitor, 905)


def test_the_receipt_names_nobody_and_reads_no_identity(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 906)
    audit = sa.select(sa.func.count()).select_from(tables.audit)
    with lived.runtime.database.engine.connect() as connection:
        before = connection.scalar(audit)
        text = visitor.get(address).text
        assert connection.scalar(audit) == before
    for private in ("Ida", "Canari", "ida906", "0699001234", rpps(906)):
        assert private not in text
    assert "Demande enregistrée" in text
    assert address in text


def test_a_wrong_secret_reveals_nothing(visitor: Browser, lived: LivedIn) -> None:
    address = asked(visitor, 907)
    wrong = [address[:-1] + ("A" if address[-1] != "A" else "B"), address[:-1], f"{address}A", address.lower()]
    answers = [visitor.get(other) for other in (*wrong, f"/request/{lived.stays['Ana']}")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace(answer.request.path, "") for answer in answers}) == 1


def test_the_address_tells_each_state_in_plain_french(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 908, arrival_on="2024-06-20", departure_on="2024-07-02")
    stay_id = row(lived, address).stay_id
    told: list[str] = []

    def look() -> None:
        told.append(visitor.get(address).text)

    look()
    lived.on(0, WaitlistStay(stay_id))
    look()
    lived.on(0, HoldStay(stay_id, "chambre-4", lived.day(3)))
    look()
    lived.on(0, ConfirmStay(stay_id))
    look()
    titles = ("Demande enregistrée", "Sur la liste d’attente", "Une chambre vous est gardée", "Séjour confirmé")
    assert all(title in text for title, text in zip(titles, told, strict=True))
    assert "Votre place" in told[1]
    assert "lundi 4 mars" in told[2].replace("\N{NO-BREAK SPACE}", " ")
    assert "n’est jamais retiré" in told[3]


def test_a_refusal_is_told_with_its_reason(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 909)
    lived.on(0, RefuseStay(row(lived, address).stay_id, RefusalReason.NO_ROOM_FREE))
    text = visitor.get(address).text
    assert "toutes les chambres sont prises à ces dates" in text
    assert "Annuler ma demande" not in text


def test_the_person_cancels_at_the_secret_address_once_they_are_sure(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 910)
    unsure = visitor.send(visitor.get(address), f"{address}/cancelled")
    assert unsure.status_code == 400
    assert "Cochez cette case" in unsure.text
    sure = visitor.send(visitor.get(address), f"{address}/cancelled", is_sure="on")
    assert (sure.status_code, sure.headers["Location"]) == (303, address)
    assert row(lived, address).state is StayState.CANCELLED
    assert "Demande annulée" in visitor.get(address).text


def test_nobody_cancels_with_a_wrong_secret(lived: LivedIn, visitor: Browser) -> None:
    address = asked(visitor, 911)
    form = visitor.form(visitor.get(address), f"{address}/cancelled").values
    answer = visitor.post(f"{address}A/cancelled", {**form, "is_sure": "on"})
    assert answer.status_code == 404
    assert row(lived, address).state is StayState.REQUESTED


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"number": "1 84 12 76 451 089 46"}, 422, "sécurité sociale"),
        ({"departure_on": "2024-05-02"}, 422, "d&#39;une nuit au moins"),
        ({"departure_on": "2023-02-29"}, 400, "existe au calendrier"),
        ({"departure_on": "2025-05-02"}, 422, "au plus tard"),
        ({"arrival_on": "2024-02-01"}, 422, "passée"),
        ({"email": '"><script>alert(1)</script>'}, 422, "électronique"),
        ({"occupant_kind": "mayor"}, 400, "Valeur inconnue"),
        ({"house": "ailleurs"}, 422, "Aucune maison"),
    ],
)
def test_what_is_refused_is_told_with_what_was_typed_and_nothing_is_kept(
    lived: LivedIn, visitor: Browser, change: dict[str, str], status: int, told: str
) -> None:
    rows = lived.web.rows()
    typed = {**TYPED, "number": rpps(912), **change}
    answer = visitor.send(visitor.get("/request"), "/request", **typed)
    assert answer.status_code == status, answer.text
    assert told in answer.text
    assert "Canari-Essai" in answer.text
    assert "<script" not in answer.text
    assert lived.web.rows() == rows


def refused(visitor: Browser, **changes: str) -> TestResponse:
    answer = visitor.send(visitor.get("/request"), "/request", **{**TYPED, **changes})
    assert answer.status_code == 422
    return answer


def test_a_number_that_anybody_may_know_does_not_tell_when_its_person_is_lodged(
    lived: LivedIn, visitor: Browser
) -> None:
    noe = rpps(4)  # lodged until the end of July
    during = refused(visitor, number=noe, arrival_on="2024-06-01", departure_on="2024-06-20")
    after = refused(visitor, number=noe, arrival_on="2024-08-01", departure_on="2024-09-20")
    for answer in (during, after):
        assert "joignez-la pour en parler" in answer.text
        assert "2024</" not in answer.text
        assert "déjà" not in answer.text.split("<form")[0]
