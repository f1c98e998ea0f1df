"""Names each projection after the service that tells of it; rows stay where they are.

Workers of the version before go on until they are started again: PostgreSQL shows them the former names as views, which
take their writes; on SQLite their one process keeps what it cannot write, as when the database is busy.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

HOUSING = ("stays", "extensions", "stay_steps", "rooms", "voids", "conventions", "dues", "payments", "costs")
PERMANENCE = (
    *("patients", "follow_ups", "ald_changes", "merges", "consultations", "nurse_acts", "declarations"),
    *("declaration_answers", "declaration_ends", "appointments", "waits", "sessions", "departures", "receipts"),
    "people_counts",
)
NAMES = {
    **{table: f"housing_{table}" for table in HOUSING},
    **{table: f"permanence_{table}" for table in PERMANENCE},
    "expenses": "permanence_costs",  # `costs` was housing's
}


def upgrade() -> None:
    for former, name in NAMES.items():
        indexes = list(_indexes(former))
        op.rename_table(former, name)
        for index, columns in indexes:
            _rename_index(index, index.replace(former, name, 1), name, columns)
        if op.get_bind().dialect.name == "postgresql":  # SQLite gives a primary key no name
            op.execute(f"ALTER INDEX {former}_pkey RENAME TO {name}_pkey")
            op.execute(f"CREATE VIEW {former} AS TABLE {name}")


def _indexes(table: str) -> Iterator[tuple[str, list[str]]]:
    for index in sa.inspect(op.get_bind()).get_indexes(table):
        yield str(index["name"]), [str(column) for column in index["column_names"]]


def _rename_index(former: str, name: str, table: str, columns: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX {former} RENAME TO {name}")
    else:
        op.drop_index(former, table)
        op.create_index(name, table, columns)
