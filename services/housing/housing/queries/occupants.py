"""Who occupants are: every identity that is read leaves its row in the audit."""

import json
from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from chassis.core.audit import Reading
from housing.domain.occupant.identity import Identity
from housing.queries.stays import StayRead
from housing.store.stays import occupants


def identity_of(read: Reading, occupant_id: UUID) -> Identity | None:
    """Who a person is, unless nobody has this reference or they were erased: then nothing is read."""
    return identities(read, [occupant_id]).get(occupant_id)


def identities(read: Reading, occupant_ids: Collection[UUID]) -> Mapping[UUID, Identity]:
    """Those who are known and not erased, by reference."""
    columns = occupants.c.occupant_id, occupants.c.sealed_identity
    query = sa.select(*columns).where(occupants.c.occupant_id.in_(occupant_ids), columns[1].is_not(None))
    return {
        occupant_id: Identity(**json.loads(read.unseal("housing.identity", sealed, of=occupant_id)))
        for occupant_id, sealed in read.session.execute(query)
    }


def names_of(read: Reading, stays: Collection[StayRead]) -> Mapping[UUID, str]:
    """The names by stay, of those who are not erased."""
    known = identities(read, {stay.occupant_id for stay in stays if stay.occupant_id is not None})
    return {
        stay.stay_id: full_name(known[stay.occupant_id])
        for stay in stays
        if stay.occupant_id is not None and stay.occupant_id in known
    }


def full_name(identity: Identity) -> str:
    return f"{identity.given_name} {identity.family_name}"
