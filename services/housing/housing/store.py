"""The house's tables and the imperative mapping of its aggregates."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, registry

from housing.domain import rules
from housing.domain.stay import OccupantKind, Stay

metadata = sa.MetaData()
_mapper = registry(metadata=metadata)

stays = sa.Table(
    "stays",
    metadata,
    sa.Column("stay_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column(
        "occupant_kind",
        sa.Enum(OccupantKind, native_enum=False, length=40, values_callable=lambda kind: [item.value for item in kind]),
        nullable=False,
    ),
    sa.Column("university", sa.String(63), nullable=False),
    sa.Column("arrived_on", sa.Date, nullable=False, index=True),
    sa.Column("expected_departure_on", sa.Date, nullable=False),
    sa.Column("departed_on", sa.Date),
)

# The aggregate counts its own versions, one a fact, so the mapper must not.
_mapper.map_imperatively(Stay, stays, version_id_col=stays.c.version, version_id_generator=False)


def known_stay(session: Session, stay_id: UUID) -> Stay:
    """The stay with this reference, or the rule that somebody must have arrived."""
    stay = session.get(Stay, stay_id)
    if stay is None:
        raise rules.StayUnknown
    return stay
