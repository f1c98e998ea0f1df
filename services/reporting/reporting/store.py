"""The projections' tables and the one way they are written.

A row is keyed by its source and what it is about: a fact told twice counts once. Each fact fills its own columns, and
where one value replaces another the higher sequence wins, so the order of arrival changes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from chassis.core import bulk
from chassis.core.work import UnitOfWork

metadata = sa.MetaData()


def _projection(name: str, *columns: sa.Column[Any] | sa.Index, key: str = "subject") -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column(key, sa.Uuid, primary_key=True),
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
    sa.Column("occupant_id", sa.Uuid),
)

# The planned departure of a stay, each time it was put off: the last word is that of the highest sequence.
extensions = _projection(
    "extensions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("departure_on", sa.Date, nullable=False),
)

# One row a step rather than one a stay: what was true at the end of a month stays to be read.
stay_steps = _projection(
    "stay_steps",
    sa.Column("sequence", sa.BigInteger, primary_key=True),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("step_on", sa.Date, nullable=False),
    sa.Index("ix_stay_steps_step_step_on", "step", "step_on"),
)

rooms = _projection(
    "rooms",
    sa.Column("opening_sequence", sa.BigInteger),
    sa.Column("closing_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("opened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
)

# A room has many, so that its facts do not tell them apart: each is a row of its own.
voids = _projection(
    "voids",
    sa.Column("void_sequence", sa.BigInteger),
    sa.Column("restore_sequence", sa.BigInteger),
    sa.Column("room_id", sa.Uuid, nullable=False),
    sa.Column("from_on", sa.Date),
    sa.Column("until_on", sa.Date),
    sa.Column("reason", sa.Text),
    sa.Column("restored_on", sa.Date),
    key="void_id",
)

conventions = _projection(
    "conventions",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False, index=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("interns_per_year", sa.Integer, nullable=False),
    sa.Column("shares", sa.Text, nullable=False),  # JSON: a list of [party, weight], the first named first
    key="convention_id",
)

dues = _projection(
    "dues",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("month_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="due_id",
)

payments = _projection(
    "payments",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.Integer, nullable=False),
    key="payment_id",
)

costs = _projection(
    "costs",
    sa.Column("record_sequence", sa.BigInteger),
    sa.Column("cancel_sequence", sa.BigInteger),
    sa.Column("house", sa.Text, nullable=False),
    sa.Column("cost_kind", sa.Text),
    sa.Column("incurred_on", sa.Date, index=True),
    sa.Column("amount_cents", sa.Integer),
    sa.Column("cancelled_on", sa.Date),
)


def project(
    work: UnitOfWork, table: sa.Table, rows: Sequence[Mapping[str, Any]], sequence_column: str = "sequence"
) -> None:
    """Writes rows that all have the same columns; a row already told by a higher or equal sequence is left as it is."""
    if rows:
        statement = _insert_unless_older(table, tuple(rows[0]), sequence_column)
        statement.execute(work.session, _newest(rows, _keys(table), sequence_column))


@cache
def _insert_unless_older(table: sa.Table, names: tuple[str, ...], sequence_column: str) -> bulk.BulkInsert:
    keys, told = _keys(table), table.c[sequence_column]

    def replace_older(statement: Any) -> Any:
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: new[name] for name in names if name not in keys},
            where=sa.or_(told.is_(None), told < new[sequence_column]),
        )

    return bulk.BulkInsert(table, names, replace_older)


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _newest(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], sequence_column: str) -> list[Mapping[str, Any]]:
    """One row a key, the newest: PostgreSQL refuses to update one row twice in one statement."""
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key not in newest or newest[key][sequence_column] < row[sequence_column]:
            newest[key] = row
    return list(newest.values())
