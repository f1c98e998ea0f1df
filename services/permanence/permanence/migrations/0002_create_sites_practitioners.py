"""Creates the tables of sites, practitioners and placements."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass
