"""The projections' tables and the one way they are written.

A row is keyed by (source, subject): a fact told twice counts once. Each fact fills its own columns, and where one
value replaces another the higher sequence wins, so the order of arrival changes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from chassis.core import bulk
from chassis.core.work import UnitOfWork

metadata = sa.MetaData()


def _projection(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )


patients = _projection(
    "patients",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("registered_on", sa.Date, nullable=False, index=True),
    sa.Column("age_band", sa.Text, nullable=False),
    sa.Column("commune", sa.Text),
    sa.Column("epci", sa.Text),
    sa.Column("ald", sa.Boolean, nullable=False),
    sa.Column("no_medecin_traitant_reason", sa.Text, nullable=False),
)

consultations = _projection(
    "consultations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("practitioner_kind", sa.Text, nullable=False),
)

declarations = _projection(
    "declarations",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
    sa.Column("patient_id", sa.Uuid, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("ald", sa.Boolean, nullable=False),
)

# An arrival and a departure fill their own columns, each with its own sequence: either may come first.
stays = _projection(
    "stays",
    sa.Column("arrival_sequence", sa.BigInteger),
    sa.Column("departure_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("occupant_kind", sa.Text, nullable=False),
    sa.Column("university", sa.Text, nullable=False),
    sa.Column("arrived_on", sa.Date, index=True),
    sa.Column("expected_departure_on", sa.Date),
    sa.Column("departed_on", sa.Date, index=True),
    sa.Column("nights", sa.Integer),
)


def project(
    work: UnitOfWork, table: sa.Table, rows: Sequence[Mapping[str, Any]], sequence_column: str = "sequence"
) -> None:
    """Writes rows that all have the same columns; a row already told by a higher or equal sequence is left as it is."""
    if rows:
        statement = _insert_unless_older(table, tuple(rows[0]), sequence_column)
        statement.execute(work.session, _newest(rows, sequence_column))


@cache
def _insert_unless_older(table: sa.Table, names: tuple[str, ...], sequence_column: str) -> bulk.BulkInsert:
    told = table.c[sequence_column]

    def replace_older(statement: Any) -> Any:
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=["source", "subject"],
            set_={name: new[name] for name in names if name not in ("source", "subject")},
            where=sa.or_(told.is_(None), told < new[sequence_column]),
        )

    return bulk.BulkInsert(table, names, replace_older)


def _newest(rows: Sequence[Mapping[str, Any]], sequence_column: str) -> list[Mapping[str, Any]]:
    """One row a key, the newest: PostgreSQL refuses to update one row twice in one statement."""
    newest: dict[tuple[str, Any], Mapping[str, Any]] = {}
    for row in rows:
        key = (row["source"], row["subject"])
        if key not in newest or newest[key][sequence_column] < row[sequence_column]:
            newest[key] = row
    return list(newest.values())
