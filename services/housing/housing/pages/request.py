"""The public side: an intern asks for a room, then reads at a secret address what becomes of the request."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import flask

from chassis.core.errors import NotFound
from chassis.http.pages import PUBLIC, address, render
from chassis.http.problems import FormRefused
from chassis.http.routes import current_runtime, reading, run, today
from housing.commands.stays import CancelStay
from housing.domain.house.house import House
from housing.domain.money.rules import TariffMissing
from housing.domain.money.tariff import Tariff
from housing.domain.stay.facts import CancelledBy
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.period import Period
from housing.domain.stay.rules import AlreadyLodgedThen, StayTooLong
from housing.domain.stay.state import WAITING, StayState
from housing.http.stays import REQUEST_STAY
from housing.occupant_kinds import occupant_kinds
from housing.pages import bodies
from housing.pages.site import pages
from housing.pages.status_words import told_of
from housing.pages.stay import proofs_asked, reason_of
from housing.pages.universities import UNIVERSITIES
from housing.papers.lodging_attestation import ALLOWANCE_CENTS
from housing.queries.houses import all_houses, house_of
from housing.queries.stays import StayRead, stay_of_digest, waiting
from housing.queries.waiting_list import place_of
from kernel import french
from kernel.dated import in_force

Asked = dict[str, Any]
_SECRET_BYTES = 16
_NOT_ONLINE = "La maison ne peut pas prendre cette demande en ligne : joignez-la pour en parler."


@dataclass(frozen=True, slots=True)
class HouseOffered:
    """What is said of a house to who may ask for a room there."""

    code: str
    label: str
    town: str
    tariff: Tariff


@pages.page("/request", roles=PUBLIC)
def request() -> str:
    day = today()
    with reading() as session:
        houses = _offered(all_houses(session), day)
    rights = [right for right in occupant_kinds() if in_force(right, day)]
    proofs: dict[tuple[str, ...], list[str]] = {}
    for right in rights:
        proofs.setdefault(right.proofs, []).append(right.label)
    return render(
        "request.html.j2",
        houses=houses,
        house_names={house.code: f"{house.label}, {house.town}" for house in houses},
        kinds={right.kind.value: french.capital(right.label) for right in rights},
        universities=UNIVERSITIES,
        proofs=[(named, asked) for asked, named in proofs.items()],
        allowance_cents=ALLOWANCE_CENTS,
    )


# Open to all: an intern asks without an account; by the API an agent records what came otherwise.
@pages.form("/request", asks=REQUEST_STAY.body(()), shown_on=request, roles=PUBLIC)
def request_stay(asked: Asked) -> str:
    secret = _new_secret()
    try:
        REQUEST_STAY.run(asked, {"status_digest": _digest(secret)})
    except (AlreadyLodgedThen, StayTooLong):
        # What these rules say may come from the other stays of a number that anybody can know: not told here.
        _check_alone(asked)
        raise FormRefused(_NOT_ONLINE, "arrival_on") from None
    return address("own_stay", secret=secret)


@pages.page("/request/<secret>", roles=PUBLIC)
def own_stay(secret: str) -> str:
    day = today()
    with reading() as session:
        stay = _stay_of(session, secret)
        house = house_of(session, stay.house)
        others = waiting(session, house.code) if stay.state in WAITING else []
    is_coming = stay.state in (*WAITING, StayState.CONFIRMED)
    return render(
        "status.html.j2",
        secret=secret,
        stay=stay,
        told=told_of(stay, reason_of(stay), day),
        place=place_of(stay, others, house, day),
        house=house,
        proofs=proofs_asked(stay.occupant_kind, stay.first) if is_coming else (),
        may_cancel=is_coming,
        own_address=flask.url_for("pages.own_stay", secret=secret, _external=True),
    )


# Open to all as well: who knows the secret address gives up their own stay.
@pages.form("/request/<secret>/cancelled", asks=bodies.GiveUpBody, shown_on=own_stay, roles=PUBLIC)
def cancel_own_stay(_asked: Asked, secret: str) -> str:
    with reading() as session:
        stay_id = _stay_of(session, secret).stay_id
    run(CancelStay(stay_id, CancelledBy.OCCUPANT))
    return address("own_stay", secret=secret)


def _check_alone(asked: Asked) -> None:
    """Raises the limit that the nights which were typed pass by themselves."""
    period = Period(asked["arrival_on"], asked["departure_on"])
    with reading() as session:
        tariff = house_of(session, asked["house"]).tariff_on(period.first)
    StayLimit(occupant_kinds(), asked["occupant_kind"]).check(period, tariff)


def _new_secret() -> str:
    """128 bits that nobody can guess, the same when the same form is sent twice.

    They are derived, with our key, from the number that the form hides and the browser it was given to: drawn anew at
    each try, a repeat would be another command.
    """
    submission = flask.g.submission
    told = f"{current_runtime().instance} {submission.key} {submission.author}"
    drawn = current_runtime().keyring.digest("housing.status_secret", told.encode())[:_SECRET_BYTES]
    return base64.urlsafe_b64encode(drawn).decode().rstrip("=")


def _digest(secret: str) -> bytes:
    """All that is kept of a secret."""
    return current_runtime().keyring.digest("housing.status", secret.encode())


def _stay_of(session: Any, secret: str) -> StayRead:
    stay = stay_of_digest(session, _digest(secret))
    if stay is None:
        raise NotFound("Aucune demande ne se trouve à cette adresse : vérifiez que vous l’avez copiée en entier.")
    return stay


def _offered(houses: Sequence[House], day: date) -> list[HouseOffered]:
    """The houses that lodge, or will, with the price of the day."""
    offered = []
    for house in houses:
        if house.closed_on is not None and house.closed_on <= day:
            continue
        try:
            tariff = house.tariff_on(max(day, house.opened_on))
        except TariffMissing:
            continue  # nobody can be lodged without a price: a request would be refused
        offered.append(HouseOffered(house.code, house.label, house.town, tariff))
    return offered
