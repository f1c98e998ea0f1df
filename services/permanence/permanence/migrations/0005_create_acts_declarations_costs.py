"""Creates acts, declarations of every state, costs, receipts and denominators.

Consultations become acts. Of the declarations recorded before, the latest of each patient is the current one, and the
others ended the day the next was filed; what was filed on paper is presumed active 30 days later. No fact tells it:
nothing happened that day.
"""

from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_PRESUMED = timedelta(days=30)


def upgrade() -> None:
    _turn_consultations_into_acts()
    _widen_declarations()
    _create_money()


def _turn_consultations_into_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("act_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False),
        sa.Column("held_on", sa.Date, nullable=False, index=True),
        sa.Column("act_kind", sa.String(40), nullable=False),
        sa.Column("practitioner_rpps", sa.String(11), nullable=False),
        sa.Column("practitioner_kind", sa.String(40), nullable=False),
        sa.Column("supervised", sa.Boolean),
        sa.Column("site", sa.String(63)),
        sa.Column("appointment_id", sa.Uuid),
        sa.Column("warnings", sa.JSON),
        sa.UniqueConstraint("appointment_id", name="acts_one_an_appointment"),
    )
    op.create_index("ix_acts_patient", "acts", ["patient_id", "held_on"])
    is_warned = sa.text("warnings IS NOT NULL")
    op.create_index("ix_acts_warned", "acts", ["held_on"], sqlite_where=is_warned, postgresql_where=is_warned)
    op.execute(
        "INSERT INTO acts (act_id, version, patient_id, held_on, act_kind, practitioner_rpps, practitioner_kind) "
        "SELECT consultation_id, version, patient_id, held_on, 'consultation', practitioner_rpps, practitioner_kind "
        "FROM consultations"
    )
    op.drop_table("consultations")


def _widen_declarations() -> None:
    with op.batch_alter_table("declarations") as declarations:
        declarations.alter_column("filed_on", existing_type=sa.Date, nullable=True)
        declarations.alter_column("channel", existing_type=sa.String(40), nullable=True)
        declarations.alter_column("ald", existing_type=sa.Boolean, nullable=True)
        for column in (
            sa.Column("state", sa.String(40)),
            sa.Column("site", sa.String(63)),
            sa.Column("consent_needed", sa.String(40)),
            sa.Column("consent", sa.String(40)),
            sa.Column("drafted_on", sa.Date),
            sa.Column("signed_on", sa.Date),
            sa.Column("active_on", sa.Date),
            sa.Column("presumed", sa.Boolean),
            sa.Column("answered_on", sa.Date),
            sa.Column("ended_on", sa.Date),
            sa.Column("end_reason", sa.String(40)),
        ):
            declarations.add_column(column)
    _complete_declarations()
    with op.batch_alter_table("declarations") as declarations:
        declarations.drop_column("practitioner_rpps")
        for name, kind in (
            ("state", sa.String(40)),
            ("consent_needed", sa.String(40)),
            ("drafted_on", sa.Date),
            ("presumed", sa.Boolean),
        ):
            declarations.alter_column(name, existing_type=kind, nullable=False)
    op.create_index("ix_declarations_state", "declarations", ["state", "drafted_on"])
    _create_doctors()


def _complete_declarations() -> None:
    """What was filed was drafted and signed at the latest that day; nobody's consent was asked about."""
    op.execute(
        "UPDATE declarations SET state = CASE channel WHEN 'paper' THEN 'filed' ELSE 'active' END, "
        "consent_needed = 'none', drafted_on = filed_on, signed_on = filed_on, active_on = filed_on, "
        "presumed = (channel = 'paper')"
    )
    op.execute("CREATE TABLE former_doctors AS SELECT declaration_id, practitioner_rpps FROM declarations")
    declarations = _declarations()
    connection = op.get_bind()
    filed = connection.execute(
        sa.select(declarations.c.declaration_id, declarations.c.patient_id, declarations.c.filed_on).order_by(
            declarations.c.patient_id, declarations.c.filed_on, declarations.c.declaration_id
        )
    ).all()
    replaced = [
        {"replaced": former.declaration_id, "by": later.filed_on}
        for former, later in pairwise(filed)
        if former.patient_id == later.patient_id
    ]
    on_paper = connection.execute(
        sa.select(declarations.c.declaration_id, declarations.c.filed_on).where(declarations.c.state == "filed")
    ).all()
    is_this = declarations.c.declaration_id == sa.bindparam("replaced")
    if on_paper:
        connection.execute(
            sa.update(declarations).where(is_this).values(active_on=sa.bindparam("presumed_on")),
            [{"replaced": row.declaration_id, "presumed_on": row.filed_on + _PRESUMED} for row in on_paper],
        )
    if replaced:
        connection.execute(
            sa.update(declarations)
            .where(is_this)
            .values(state="ended", ended_on=sa.bindparam("by"), end_reason="replaced"),
            replaced,
        )


def _create_doctors() -> None:
    op.create_table(
        "declared_doctors",
        sa.Column(
            "declaration_id",
            sa.Uuid,
            sa.ForeignKey("declarations.declaration_id", name="declared_doctors_declaration_id_fkey"),
            primary_key=True,
        ),
        sa.Column("practitioner_rpps", sa.String(11), primary_key=True),
        sa.Column("left_on", sa.Date),
    )
    op.create_index("ix_declared_doctors_rpps", "declared_doctors", ["practitioner_rpps", "declaration_id"])
    op.create_table(
        "current_declarations",
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), primary_key=True),
        sa.Column(
            "declaration_id",
            sa.Uuid,
            sa.ForeignKey("declarations.declaration_id", name="current_declarations_declaration_id_fkey"),
            nullable=False,
        ),
        sa.UniqueConstraint("declaration_id", name="current_declarations_once"),
    )
    op.execute(
        "INSERT INTO declared_doctors (declaration_id, practitioner_rpps) "
        "SELECT declaration_id, practitioner_rpps FROM former_doctors"
    )
    op.drop_table("former_doctors")
    op.execute(
        "INSERT INTO current_declarations (patient_id, declaration_id) "
        "SELECT patient_id, declaration_id FROM declarations WHERE state IN ('filed', 'active')"
    )


def _create_money() -> None:
    op.create_table(
        "costs",
        sa.Column("cost_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("cost_kind", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("month_on", sa.Date, nullable=False),
        sa.Column("payer", sa.String(63)),
        sa.Column("in_kind", sa.Boolean, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("cancelled_on", sa.Date),
        sa.Column("cancel_reason", sa.Text),
    )
    op.create_index("ix_costs_month", "costs", ["month_on", "stage"])
    op.create_table(
        "receipts",
        sa.Column("receipt_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("receipt_kind", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("month_on", sa.Date, nullable=False),
        sa.Column("payer", sa.String(63)),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("cancelled_on", sa.Date),
        sa.Column("cancel_reason", sa.Text),
    )
    op.create_index("ix_receipts_month", "receipts", ["month_on", "stage"])
    op.create_table(
        "people_counts",
        sa.Column("count_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("counted_on", sa.Date, nullable=False),
        sa.Column("commune", sa.String(5), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.UniqueConstraint("group", "counted_on", "commune", name="people_counts_once"),
    )


def _declarations() -> sa.TableClause:
    return sa.table(
        "declarations",
        sa.column("declaration_id", sa.Uuid),
        sa.column("patient_id", sa.Uuid),
        sa.column("filed_on", sa.Date),
        sa.column("state", sa.String),
        sa.column("active_on", sa.Date),
        sa.column("ended_on", sa.Date),
        sa.column("end_reason", sa.String),
    )


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger, nullable=False)
