"""What papers are made from, and who occupants are: every name that is read leaves its row in the audit."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.audit import Reading
from housing.domain.account import Account
from housing.domain.house import House
from housing.domain.identity import Identity
from housing.domain.stay_file import StayFile
from housing.queries.board import StayLine, accounts_of, files_of, house_of, logo_of, stay_line
from housing.store.stays import occupants


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """All that the papers of one stay say; `identity` is None before it is read, and of somebody who was erased."""

    stay: StayLine
    house: House
    logo: bytes | None
    identity: Identity | None
    file: StayFile
    account: Account | None


def paper_facts(session: Session, stay_id: UUID) -> PaperFacts | None:
    """All but who the occupant is, which is read apart, audited, once there is something to write."""
    stay = stay_line(session, stay_id)
    if stay is None:
        return None
    house = house_of(session, stay.house)
    return PaperFacts(
        stay,
        house,
        logo_of(session, house.code),
        None,
        files_of(session, [stay_id]).get(stay_id) or StayFile(stay_id),
        accounts_of(session, [stay_id]).get(stay_id),
    )


def identities(read: Reading, occupant_ids: Collection[UUID]) -> Mapping[UUID, Identity]:
    """Those who are known and not erased, by reference."""
    columns = occupants.c.occupant_id, occupants.c.sealed_identity
    query = sa.select(*columns).where(occupants.c.occupant_id.in_(occupant_ids), columns[1].is_not(None))
    return {
        occupant_id: Identity(**json.loads(read.unseal("housing.identity", sealed, of=occupant_id)))
        for occupant_id, sealed in read.session.execute(query)
    }


def names_of(read: Reading, stays: Collection[StayLine]) -> Mapping[UUID, str]:
    """The names by stay, of those who are not erased."""
    known = identities(read, {stay.occupant_id for stay in stays if stay.occupant_id is not None})
    return {
        stay.stay_id: full_name(known[stay.occupant_id])
        for stay in stays
        if stay.occupant_id is not None and stay.occupant_id in known
    }


def full_name(identity: Identity) -> str:
    return f"{identity.given_name} {identity.family_name}"
