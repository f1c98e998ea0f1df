"""The page of a stay: who, which nights, what may be done, the account, the file, the papers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.pages import render
from chassis.http.routes import audited, reading, today
from housing.domain.house.house import CollectionMode, House
from housing.domain.money.account import Account
from housing.domain.money.lines import PaymentMethod
from housing.domain.occupant.identity import Identity
from housing.domain.occupant.kind import OccupantKind, rights_on
from housing.domain.occupant.rules import KindNotLodged
from housing.domain.stay.facts import CancelledBy, CancelReason, Intention, RefusalReason
from housing.domain.stay.file import Condition, StayFile
from housing.domain.stay.state import WAITING, WITH_ROOM, StayState
from housing.http.api import AGENTS
from housing.occupant_kinds import occupant_kinds
from housing.pages import inventory_items
from housing.pages.lanes import free_rooms
from housing.pages.site import pages
from housing.pages.universities import university_named
from housing.pages.words import choices_of, in_french
from housing.queries.accounts import accounts_of
from housing.queries.houses import house_of, rooms_in
from housing.queries.occupants import full_name, identity_of
from housing.queries.stays import StayRead, files_of, stay_read, stays_of_house, waiting
from housing.queries.waiting_list import place_of

HELD_DAYS = 7

# What the lists of the forms offer, in French.
WORDS = {
    "refusals": choices_of(RefusalReason),
    "cancellations": choices_of(CancelReason),
    "intentions": choices_of(Intention),
    "authors": choices_of(CancelledBy),
    "conditions": choices_of(Condition),
}
METHODS = {code: label for code, label in choices_of(PaymentMethod).items() if code != PaymentMethod.TITRE}


def proofs_asked(kind: OccupantKind, day: date) -> tuple[str, ...]:
    """The proofs that a kind shows, by the table of the day; none of a kind that is lodged no more."""
    try:
        return rights_on(occupant_kinds(), kind, day).proofs
    except KindNotLodged:
        return ()


def held_until(stay: StayRead, day: date) -> date:
    """The end that a hold is proposed: a week, or the last night of the stay."""
    return min(day + timedelta(days=HELD_DAYS), stay.end - timedelta(days=1))


def settles(stay: StayRead, account: Account | None) -> bool:
    return stay.state is StayState.DEPARTED and account is not None and account.is_settled


def reason_of(stay: StayRead) -> str | None:
    """Why a stay was refused or cancelled, in French."""
    if stay.reason is None:
        return None
    kind = RefusalReason if stay.state is StayState.REFUSED else CancelReason
    return in_french(kind(stay.reason))


@pages.page("/board/stays/<uuid:stay_id>", roles=AGENTS)
def stay(stay_id: UUID) -> str:
    day = today()
    with reading() as session:
        line = stay_read(session, stay_id)
        if line is None:
            raise NotFound
        house = house_of(session, line.house)
        file = files_of(session, [stay_id]).get(stay_id) or StayFile(stay_id)
        account = accounts_of(session, [stay_id]).get(stay_id)
        rooms: Mapping[str, str] = {}
        place = None
        if line.state in WAITING:
            others = stays_of_house(session, house.code, line.period, WITH_ROOM)
            rooms = free_rooms(line, rooms_in(session, [house.code]), others)
            place = place_of(line, waiting(session, house.code), house, day)
    proofs = proofs_asked(line.occupant_kind, line.first)
    return render(
        "stay.html.j2",
        house=house,
        stay=line,
        person=_named(_identity(line)),
        number_name="Numéro RPPS ou d’étudiant",
        kind=in_french(line.occupant_kind),
        university=university_named(line.university),
        reason=reason_of(line),
        place=place,
        rooms=rooms,
        until=held_until(line, day),
        today=day,
        words=WORDS,
        is_over=line.state.is_over and not settles(line, account),
        settles=settles(line, account),
        account=None if account is None else _account(account, house),
        methods=METHODS,
        file=file,
        proofs=proofs,
        missing=[] if line.room_id is None else file.missing(proofs),
        spaces=inventory_items.BY_SPACE,
        conditions={
            "take_inventory_in": inventory_items.conditions(None),
            "take_inventory_out": inventory_items.conditions(file.inventory_in),
        },
        damage=[f"{damaged.item} ({damaged.condition.french})" for damaged in file.damage()],
        documents=documents_of(line, account),
    )


def documents_of(stay: StayRead, account: Account | None) -> list[tuple[str, str]]:
    """The papers that a stay has, by the view that makes each."""
    papers: list[tuple[str, str]] = []
    if stay.room_id is None:
        return papers
    papers += [
        ("agreement", "Convention d’occupation"),
        ("rules", "Règlement de la maison"),
        ("welcome", "Pack accueil"),
        ("inventory_in", "État des lieux d’entrée"),
        ("keys_given", "Reçu de clés"),
    ]
    if stay.arrived_on is not None:
        papers += [
            ("attestation", "Attestation d’hébergement"),
            ("departure_sheet", "Fiche de départ"),
            ("inventory_out", "État des lieux de sortie"),
            ("keys_returned", "Reçu de clés rendues"),
        ]
    if account is not None:
        papers.append(("statement_of_account", "Relevé de compte"))
    return papers


def _identity(stay: StayRead) -> Identity | None:
    if stay.occupant_id is None:
        return None
    with audited("stay.show") as read:
        return identity_of(read, stay.occupant_id)


def _named(identity: Identity | None) -> Mapping[str, str] | None:
    if identity is None:
        return None
    return {
        "name": full_name(identity),
        "email": identity.email,
        "phone": identity.phone,
        "number": identity.number,
    }


def _account(account: Account, house: House) -> Mapping[str, Any]:
    return {
        "balance_cents": account.balance_cents,
        "dues": account.imputations(),
        "payments": account.payments,
        "by_hand": house.collection is CollectionMode.REGIE,
    }
