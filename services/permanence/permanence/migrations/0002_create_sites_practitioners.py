"""Creates the tables of sites, practitioners and placements."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("site_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("commune", sa.String(5), nullable=False),
        sa.Column("finess", sa.String(9)),
        sa.Column("phone", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("hours", sa.JSON, nullable=False),
        sa.Column("closures", sa.JSON, nullable=False),
        sa.Column("documents", sa.JSON, nullable=False),
        sa.UniqueConstraint("code", name="sites_one_a_code"),
    )
    op.create_table(
        "consulting_rooms",
        sa.Column("room_id", sa.Uuid, primary_key=True),
        sa.Column("site_id", sa.Uuid, sa.ForeignKey("sites.site_id"), nullable=False),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.UniqueConstraint("site_id", "code", name="consulting_rooms_one_a_code"),
    )
    op.create_table(
        "practitioners",
        sa.Column("practitioner_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("rpps", sa.String(11)),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("is_registered", sa.Boolean, nullable=False),
        sa.Column("contracts", sa.JSON, nullable=False),
        sa.Column("msu_from", sa.Date),
        sa.Column("msu_until", sa.Date),
        sa.Column("leaves_on", sa.Date),
        sa.Column("left_on", sa.Date),
        sa.UniqueConstraint("rpps", name="practitioners_one_an_rpps"),
    )
    op.create_table(
        "placements",
        sa.Column("placement_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("supervisors", sa.JSON, nullable=False),
        sa.Column("sites", sa.JSON, nullable=False),
    )
    op.create_index("ix_placements_practitioner_dates", "placements", ["practitioner_id", "starts_on", "ends_on"])


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger, nullable=False)
