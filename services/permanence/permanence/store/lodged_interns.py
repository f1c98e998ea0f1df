"""Interns whom the antenna's houses lodge, as those tell it: information, never a condition of a placement."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.bulk import insert_rows
from permanence.store.registry import metadata

# An arrival and a departure fill their own columns, each with its own sequence: either may come first, and twice.
lodged_interns = sa.Table(
    "lodged_interns",
    metadata,
    sa.Column("source", sa.String(63), primary_key=True),
    sa.Column("stay_id", sa.Uuid, primary_key=True),
    sa.Column("arrival_sequence", sa.BigInteger),
    sa.Column("departure_sequence", sa.BigInteger),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column("occupant_kind", sa.String(40), nullable=False),
    sa.Column("arrived_on", sa.Date, index=True),
    sa.Column("expected_departure_on", sa.Date),
    sa.Column("departed_on", sa.Date),
)


def keep_newest(session: Session, row: Mapping[str, Any], sequence: str) -> None:
    """Writes what one fact tells, unless a later one of its kind was told already; `sequence` names its column."""
    keys = [column.name for column in lodged_interns.primary_key]

    def replace_older(insert: Any) -> Any:
        new, told = insert.excluded, lodged_interns.c[sequence]
        return insert.on_conflict_do_update(
            index_elements=keys,
            set_={name: new[name] for name in row if name not in keys},
            where=sa.or_(told.is_(None), told < new[sequence]),
        )

    insert_rows(session, lodged_interns, [row], replace_older)
