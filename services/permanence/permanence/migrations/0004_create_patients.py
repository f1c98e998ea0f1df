"""Creates what a patient needs beyond registration: verdict, ALD, follow-up, a key each, keyed look-ups.

Patients registered before keep the identity as it was sealed then, and cannot be looked up until it is corrected; why
they had no médecin traitant was told to the bus and not kept. The next reassessment gives them their verdict.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("patients") as patients:
        patients.alter_column("sealed_identity", existing_type=sa.LargeBinary, nullable=True)
        for column in (
            sa.Column("birth_year", sa.Integer),
            sa.Column("ald_status", sa.String(40)),
            sa.Column("ald_proof_seen", sa.Boolean),
            sa.Column("ald_until_on", sa.Date),
            sa.Column("ald_temporary", sa.Boolean),
            sa.Column("no_medecin_traitant_reason", sa.String(40)),
            sa.Column("has_medecin_traitant", sa.Boolean),
            sa.Column("medecin_traitant_changed_on", sa.Date),
            sa.Column("precarious", sa.Boolean),
            sa.Column("eligibility", sa.String(40)),
            sa.Column("eligibility_rule", sa.String(63)),
            sa.Column("eligibility_reasons", sa.JSON),
            sa.Column("assessed_on", sa.Date),
            sa.Column("override", sa.JSON),
            sa.Column("follow_up", sa.String(40)),
            sa.Column("exited_on", sa.Date),
            sa.Column("exit_reason", sa.String(40)),
            sa.Column("merged_into", sa.Uuid),
            sa.Column("ins_status", sa.String(40)),
            sa.Column("purged_on", sa.Date),
        ):
            patients.add_column(column)
    _complete_patients()
    with op.batch_alter_table("patients") as patients:
        for name, kind in (
            ("ald_status", sa.String(40)),
            ("ald_proof_seen", sa.Boolean),
            ("ald_temporary", sa.Boolean),
            ("no_medecin_traitant_reason", sa.String(40)),
            ("has_medecin_traitant", sa.Boolean),
            ("precarious", sa.Boolean),
            ("eligibility", sa.String(40)),
            ("eligibility_rule", sa.String(63)),
            ("eligibility_reasons", sa.JSON),
            ("assessed_on", sa.Date),
            ("follow_up", sa.String(40)),
        ):
            patients.alter_column(name, existing_type=kind, nullable=False)
        patients.create_foreign_key("patients_merged_into_fkey", "patients", ["merged_into"], ["patient_id"])
    op.create_index("ix_patients_merged_into", "patients", ["merged_into"])
    op.create_index("ix_patients_assessed", "patients", ["eligibility", "assessed_on"])
    op.create_index("ix_patients_ald_until_on", "patients", ["ald_until_on"])
    op.create_table(
        "patient_keys",
        sa.Column("patient_id", sa.Uuid, _of_patient(), primary_key=True),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "patient_lookups",
        sa.Column("trait", sa.String(40), primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sa.Column("patient_id", sa.Uuid, _of_patient(), primary_key=True),
    )
    op.create_index("ix_patient_lookups_patient_id", "patient_lookups", ["patient_id"])


def _of_patient() -> sa.ForeignKey:
    """Checked at the end of the transaction, so that the patients of a whole import can be written together."""
    return sa.ForeignKey("patients.patient_id", deferrable=True, initially="DEFERRED")


def _complete_patients() -> None:
    patients = sa.table(
        "patients",
        sa.column("ald", sa.Boolean),
        sa.column("registered_on", sa.Date),
        sa.column("ald_status", sa.String),
        sa.column("ald_proof_seen", sa.Boolean),
        sa.column("ald_temporary", sa.Boolean),
        sa.column("no_medecin_traitant_reason", sa.String),
        sa.column("has_medecin_traitant", sa.Boolean),
        sa.column("precarious", sa.Boolean),
        sa.column("eligibility", sa.String),
        sa.column("eligibility_rule", sa.String),
        sa.column("eligibility_reasons", sa.JSON),
        sa.column("assessed_on", sa.Date),
        sa.column("follow_up", sa.String),
    )
    op.execute(
        sa.update(patients).values(
            ald_status=sa.case((patients.c.ald, "unknown"), else_="none"),
            ald_proof_seen=False,
            ald_temporary=False,
            no_medecin_traitant_reason="unknown",
            has_medecin_traitant=False,
            precarious=False,
            eligibility="pending_proof",
            eligibility_rule="default",
            eligibility_reasons=[],
            assessed_on=patients.c.registered_on,
            follow_up="followed",
        )
    )
