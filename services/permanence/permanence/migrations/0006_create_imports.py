"""Creates the tables of imports: their runs, the lines already taken, the people invited."""

import sqlalchemy as sa
from alembic import op

from chassis.core.column_types import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("import_id", sa.Uuid, primary_key=True),
        sa.Column("source", sa.String(63), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("file", sa.LargeBinary(32), nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("legal_basis", sa.String(40)),
        sa.Column("controller", sa.String(200)),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("taken", "known", "advanced", "different", "rejected")
        ),
        sa.CheckConstraint(
            "kind <> 'invitations' OR (legal_basis IS NOT NULL AND controller IS NOT NULL)", name="imports_lawful"
        ),
    )
    op.create_index(
        "imports_unfinished",
        "imports",
        ["source", "kind", "file"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "external_refs",
        sa.Column("source", sa.String(63), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("external", sa.LargeBinary(32), primary_key=True),
        sa.Column("local_id", sa.Uuid, nullable=False),
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.import_id"), nullable=False, index=True),
        sa.Column("digests", sa.JSON, nullable=False),
    )
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.Uuid, primary_key=True),
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.import_id"), nullable=False, index=True),
        sa.Column("invited_at", Instant, nullable=False),
        sa.Column("sealed_identity", sa.LargeBinary, nullable=False),
    )
