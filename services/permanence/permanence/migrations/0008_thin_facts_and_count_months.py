"""Makes facts about one patient thin, and keeps what the numbers of past months are counted from.

Patients keep the reference of the facts told so far, which is their own; whose registration was told keeps its ten-year
band. The history of follow-up and ALD is read from those facts, which are then rewritten, once, into their second
version, as readers rewrite theirs (decision 0031); what led to each stays in the columns of the outbox.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from contracts.permanence.first_majors import DROPPED, SECOND, thinned

revision = "0008"
down_revision = "0007"

# Rows of the outbox at once: a season has a hundred thousand.
_BATCH = 1_000

_OUTBOX = sa.table(
    "outbox",
    sa.column("position", sa.BigInteger),
    sa.column("type", sa.Text),
    sa.column("subject", sa.Uuid),
    sa.column("sequence", sa.BigInteger),
    sa.column("routing_key", sa.Text),
    sa.column("body", sa.LargeBinary),
    sa.column("correlation_id", sa.Uuid),
    sa.column("causation_id", sa.Uuid),
)
_PATIENTS = sa.table(
    "patients",
    sa.column("patient_id", sa.Uuid),
    sa.column("registered_on", sa.Date),
    sa.column("ald", sa.Boolean),
    sa.column("follow_up", sa.String),
    sa.column("exited_on", sa.Date),
    sa.column("reference", sa.Uuid),
    sa.column("age_band", sa.String),
)
_STEPS = sa.table(
    "patient_steps",
    sa.column("patient_id", sa.Uuid),
    sa.column("number", sa.Integer),
    sa.column("from_on", sa.Date),
    sa.column("is_followed", sa.Boolean),
    sa.column("is_ald", sa.Boolean),
)
# Of each fact that began something: the day, and what began.
_BEGAN: Mapping[str, tuple[str, bool | None]] = {
    "permanence.patient_registered.v1": ("registered_on", True),
    "permanence.patient_ald_changed.v1": ("changed_on", None),
    "permanence.patient_exited.v1": ("exited_on", False),
    "permanence.patient_returned.v1": ("returned_on", True),
}


def upgrade() -> None:
    _widen_patients()
    _create_steps()
    _create_counts()
    for rows in _first_majors():
        _keep_bands(rows)
        _keep_steps(rows)
        _thin(rows)
    _complete_steps()


def _widen_patients() -> None:
    with op.batch_alter_table("patients") as patients:
        patients.add_column(sa.Column("reference", sa.Uuid))
        patients.add_column(sa.Column("age_band", sa.String(7)))
    op.execute(sa.update(_PATIENTS).values(reference=_PATIENTS.c.patient_id))
    with op.batch_alter_table("patients") as patients:
        patients.alter_column("reference", existing_type=sa.Uuid, nullable=False)
        patients.create_unique_constraint("patients_one_a_reference", ["reference"])


def _create_steps() -> None:
    op.create_table(
        "patient_steps",
        sa.Column(
            "patient_id",
            sa.Uuid,
            sa.ForeignKey("patients.patient_id", name="patient_steps_patient_id_fkey"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("is_followed", sa.Boolean),
        sa.Column("is_ald", sa.Boolean),
    )


def _create_counts() -> None:
    op.create_table(
        "month_counts",
        sa.Column("count_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("month_on", sa.Date, nullable=False),
        sa.Column("figure", sa.String(40), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("month_on", "figure", name="month_counts_once"),
    )


def _first_majors() -> Iterator[Sequence[Any]]:
    """The rows of the outbox to rewrite, in the order in which they were told, some at once."""
    connection, last = op.get_bind(), 0
    query = (
        sa.select(_OUTBOX)
        .where(_OUTBOX.c.type.in_([*SECOND, *DROPPED]), _OUTBOX.c.position > sa.bindparam("last"))
        .order_by(_OUTBOX.c.position)
        .limit(_BATCH)
    )
    while rows := connection.execute(query, {"last": last}).all():
        last = rows[-1].position
        yield rows


def _keep_bands(rows: Sequence[Any]) -> None:
    _execute_many(
        sa.update(_PATIENTS).where(_PATIENTS.c.patient_id == sa.bindparam("of")).values(age_band=sa.bindparam("band")),
        [
            {"of": row.subject, "band": json.loads(row.body)["data"]["age_band"]}
            for row in rows
            if row.type == "permanence.patient_registered.v1"
        ],
    )


def _keep_steps(rows: Sequence[Any]) -> None:
    """Numbered as the facts were: they are in order, and what comes after goes on from the last."""
    steps = []
    for row in rows:
        if row.type in _BEGAN:
            day, is_followed = _BEGAN[row.type]
            data = json.loads(row.body)["data"]
            steps.append(
                {
                    "patient_id": row.subject,
                    "number": row.sequence,
                    "from_on": date.fromisoformat(data[day]),
                    "is_followed": is_followed,
                    "is_ald": data.get("ald"),
                }
            )
    _execute_many(sa.insert(_STEPS), steps)


def _complete_steps() -> None:
    """Those who were never told of have what their row says: registered, and perhaps gone."""
    patient, step = _PATIENTS.c, _STEPS.c
    names = ["patient_id", "number", "from_on", "is_followed", "is_ald"]
    registered = sa.select(patient.patient_id, sa.literal(0), patient.registered_on, sa.true(), patient.ald)
    is_told = sa.exists().where(step.patient_id == patient.patient_id)
    op.execute(sa.insert(_STEPS).from_select(names, registered.where(~is_told)))
    gone = sa.select(patient.patient_id, sa.literal(1), patient.exited_on, sa.false(), sa.null())
    is_completed = sa.exists().where(step.patient_id == patient.patient_id, step.number == 0)
    is_gone = sa.and_(patient.follow_up == "exited", patient.exited_on.is_not(None))
    op.execute(sa.insert(_STEPS).from_select(names, gone.where(is_completed, is_gone)))


def _thin(rows: Sequence[Any]) -> None:
    _execute_many(
        sa.delete(_OUTBOX).where(_OUTBOX.c.position == sa.bindparam("at")),
        [{"at": row.position} for row in rows if row.type in DROPPED],
    )
    _execute_many(
        sa.update(_OUTBOX)
        .where(_OUTBOX.c.position == sa.bindparam("at"))
        .values({name: sa.bindparam(f"new_{name}") for name in _THINNED}),
        [_thinned(row) for row in rows if row.type in SECOND],
    )


_THINNED = ("type", "routing_key", "body", "correlation_id", "causation_id")


def _thinned(row: Any) -> dict[str, Any]:
    said = json.loads(row.body)
    return {
        "at": row.position,
        "new_type": SECOND[row.type],
        "new_routing_key": row.routing_key.replace(".v1.", ".v2.", 1),
        "new_body": thinned(row.body),
        "new_correlation_id": UUID(said["correlationid"]),
        "new_causation_id": UUID(said["causationid"]),
    }


def _execute_many(statement: sa.UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(statement, rows)
