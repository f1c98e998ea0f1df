"""Keeps of each patient what a figure needs: months for days, no patient beside an act; makes room for owners' counts.

The log's first majors become second ones, as their owner rewrites its own (decision 0031): the projections are then
those that a rebuild makes of it. Workers of the version before are stopped meanwhile: their names of tables go.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

from contracts.permanence.first_majors import DROPPED, SECOND, thinned

revision = "0005"
down_revision = "0004"

# Rows of the log at once: a season has a hundred thousand.
_BATCH = 1_000
# The names of before 0004, which PostgreSQL still showed.
_FORMER_NAMES = (
    *("stays", "extensions", "stay_steps", "rooms", "voids", "conventions", "dues", "payments", "costs", "patients"),
    *("follow_ups", "ald_changes", "merges", "consultations", "nurse_acts", "declarations", "declaration_answers"),
    *("declaration_ends", "appointments", "waits", "sessions", "departures", "receipts", "people_counts", "expenses"),
)


@dataclass(frozen=True, slots=True)
class _Thin:
    """A table made anew: `columns` after the keys that all have, each with the SQL that makes it of the former ones."""

    name: str
    columns: Sequence[tuple[sa.Column[Any], str]]
    indexes: Mapping[str, Sequence[str]]


def upgrade() -> None:
    if _is_postgresql():
        for name in _FORMER_NAMES:
            op.execute(f"DROP VIEW IF EXISTS {name}")
    op.drop_table("permanence_ald_changes")
    for table in _thin_tables():
        _make_anew(table)
    _create_counts()
    for rows in _first_majors():
        _rewrite(rows)


def _thin_tables() -> Iterator[_Thin]:
    yield _table("patients", _sequence(), _month("month_on", "registered_on"), indexed="month_on")
    yield _table(
        "follow_ups", _sequence(primary_key=True), _same("step", sa.Text, nullable=False), _month("month_on", "step_on")
    )
    yield _table(
        "merges",
        (sa.Column("merged", sa.Uuid, primary_key=True), "merged_id"),
        _same("merge_sequence", sa.BigInteger),
        _same("unmerge_sequence", sa.BigInteger),
    )
    yield _table(
        "consultations",
        _sequence(),
        _same("held_on", sa.Date, nullable=False),
        _same("practitioner_kind", sa.Text, nullable=False),
        _same("supervised", sa.Boolean),
        indexed="held_on",
    )
    yield _table("nurse_acts", _sequence(), _month("month_on", "held_on"), indexed="month_on")
    # Online, a declaration is active at once: the oldest facts do not say so.
    active = "coalesce(active_on, CASE WHEN channel = 'online' THEN filed_on END)"
    yield _table(
        "declarations",
        _sequence(),
        _month("month_on", "filed_on"),
        _month("active_month_on", active, nullable=True),
        indexed="month_on",
    )
    yield _table(
        "declaration_answers",
        _sequence(),
        _same("accepted", sa.Boolean, nullable=False),
        _month("active_month_on", "active_on", nullable=True),
    )
    yield _table("declaration_ends", _sequence(), _month("month_on", "ended_on"))
    yield _table(
        "appointments",
        *(_same(name, sa.BigInteger) for name in ("booking_sequence", "move_sequence", "outcome_sequence")),
        _month("booked_month_on", "booked_on", nullable=True),
        _month("month_on", "held_on", nullable=True),
        (sa.Column("days_to_third_free", sa.Integer), _days("booked_on", "third_free_on")),
        _month("moved_to_month_on", "moved_to_on", nullable=True),
        _same("outcome", sa.Text),
        indexed="booked_month_on",
        month=("moved_to_month_on", "month_on"),
    )
    yield _table(
        "waits",
        *(_same(name, sa.BigInteger) for name in ("join_sequence", "leave_sequence")),
        _month("joined_month_on", "joined_on", nullable=True),
        _month("left_month_on", "left_on", nullable=True),
    )


def _table(name: str, *columns: tuple[sa.Column[Any], str], indexed: str = "", month: Sequence[str] = ()) -> _Thin:
    """`indexed` is a column that has an index, `month` those of the index of that name."""
    indexes = {indexed: [indexed]} if indexed else {}
    return _Thin(f"permanence_{name}", columns, indexes | ({"month": month} if month else {}))


def _sequence(*, primary_key: bool = False) -> tuple[sa.Column[Any], str]:
    return sa.Column("sequence", sa.BigInteger, primary_key=primary_key, nullable=False), "sequence"


def _same(name: str, kind: Any, *, nullable: bool = True) -> tuple[sa.Column[Any], str]:
    return sa.Column(name, kind, nullable=nullable), name


def _month(name: str, day: str, *, nullable: bool = False) -> tuple[sa.Column[Any], str]:
    first = f"CAST(date_trunc('month', {day}) AS date)" if _is_postgresql() else f"date({day}, 'start of month')"
    return sa.Column(name, sa.Date, nullable=nullable), first


def _days(first: str, last: str) -> str:
    days = f"{last} - {first}" if _is_postgresql() else f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"
    return f"CASE WHEN {last} < {first} THEN 0 ELSE {days} END"


def _make_anew(table: _Thin) -> None:
    """Rather than changed: what is dropped is then in no page of the table's file on PostgreSQL."""
    new = f"{table.name}_thin"
    op.create_table(
        new,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("subject", sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *(column for column, _ in table.columns),
    )
    names = ", ".join(("source", "subject", "antenna", *(column.name for column, _ in table.columns)))
    made_of = ", ".join(("source", "subject", "antenna", *(former for _, former in table.columns)))
    op.execute(f"INSERT INTO {new} ({names}) SELECT {made_of} FROM {table.name}")  # noqa: S608  # names of ours
    op.drop_table(table.name)
    op.rename_table(new, table.name)
    if _is_postgresql():  # SQLite gives a primary key no name
        op.execute(f"ALTER INDEX {new}_pkey RENAME TO {table.name}_pkey")
    for name, columns in table.indexes.items():
        op.create_index(f"ix_{table.name}_{name}", table.name, columns)


def _create_counts() -> None:
    op.create_table(
        "permanence_counts",
        sa.Column("figure", sa.Text, primary_key=True),
        sa.Column("cut", sa.Text, primary_key=True),
        sa.Column("month_on", sa.Date, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("last_12_months", sa.Integer, nullable=False),
        sa.Column("since_opening", sa.Integer, nullable=False),
    )


_INBOX = sa.table(
    "inbox",
    sa.column("source", sa.Text),
    sa.column("event_id", sa.Uuid),
    sa.column("type", sa.Text),
    sa.column("digest", sa.LargeBinary),
    sa.column("body", sa.LargeBinary),
)
_key = sa.tuple_(_INBOX.c.source, _INBOX.c.event_id)
_IS_IT = sa.and_(_INBOX.c.source == sa.bindparam("of"), _INBOX.c.event_id == sa.bindparam("known"))


def _first_majors() -> Iterator[Sequence[Any]]:
    """The rows of the log to rewrite or to drop, some at once, in the order of their keys."""
    query = sa.select(_INBOX).where(_INBOX.c.type.in_([*SECOND, *DROPPED])).order_by(*_key.clauses).limit(_BATCH)
    rows = op.get_bind().execute(query).all()
    while rows:
        yield rows
        last = sa.tuple_(sa.literal(rows[-1].source), sa.literal(rows[-1].event_id, sa.Uuid))
        rows = op.get_bind().execute(query.where(_key > last)).all()


def _rewrite(rows: Sequence[Any]) -> None:
    dropped = [{"of": row.source, "known": row.event_id} for row in rows if row.type in DROPPED]
    if dropped:
        op.get_bind().execute(sa.delete(_INBOX).where(_IS_IT), dropped)
    kept = [row for row in rows if row.type in SECOND]
    if kept:
        new = {name: sa.bindparam(f"new_{name}") for name in ("type", "digest", "body")}
        op.get_bind().execute(sa.update(_INBOX).where(_IS_IT).values(new), [_thinned(row) for row in kept])


def _thinned(row: Any) -> dict[str, Any]:
    body = thinned(row.body)
    return {
        "of": row.source,
        "known": row.event_id,
        "new_type": SECOND[row.type],
        "new_digest": hashlib.sha256(body).digest(),
        "new_body": body,
    }


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")
