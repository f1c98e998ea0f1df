"""Creates the tables of sessions, slots, appointments and the waiting list."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_sessions()
    _create_appointments()
    _create_waiting_list()


def _create_sessions() -> None:
    op.create_table(
        "rosters",
        sa.Column("roster_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("site", sa.String(63), nullable=False, index=True),
        sa.Column("room_id", sa.Uuid, sa.ForeignKey("consulting_rooms.room_id"), nullable=False),
        sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.Column("slot_minutes", sa.Integer, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
    )
    op.create_table(
        "leaves",
        sa.Column("leave_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("end_on", sa.Date, nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
    )
    op.create_index("ix_leaves_practitioner_days", "leaves", ["practitioner_id", "end_on"])
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("site", sa.String(63), nullable=False),
        sa.Column("room_id", sa.Uuid, sa.ForeignKey("consulting_rooms.room_id"), nullable=False),
        sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
        sa.Column("practitioner_kind", sa.String(40), nullable=False),
        sa.Column("supervisor_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id")),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.Column("slot_minutes", sa.Integer, nullable=False),
        sa.Column("roster_id", sa.Uuid, sa.ForeignKey("rosters.roster_id")),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("delay_minutes", sa.Integer, nullable=False),
        sa.Column("cancel_reason", sa.String(40)),
        sa.UniqueConstraint("roster_id", "day", name="sessions_one_a_roster_and_day"),
    )
    op.create_index("ix_sessions_site_day", "sessions", ["site", "day"])
    op.create_index("ix_sessions_practitioner_day", "sessions", ["practitioner_id", "day"])
    op.create_table(
        "taken_quarters",
        sa.Column("resource_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("quarter", sa.Integer, primary_key=True),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    )


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("appointment_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
        sa.Column("slot", sa.Integer),
        sa.Column("booked_on", sa.Date, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("ends", sa.Integer, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("walk_in", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("cancelled_by", sa.String(40)),
        sa.Column("reason", sa.String(40)),
        sa.Column("act_id", sa.Uuid),
    )
    op.create_index("ix_appointments_patient_day", "appointments", ["patient_id", "day"])
    _create_partial_index(
        "ix_appointments_one_at_a_time",
        "appointments",
        ["patient_id", "day", "starts"],
        where="state = 'booked' AND slot IS NOT NULL",
        unique=True,
    )
    op.create_table(
        "slots",
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("practitioner_id", sa.Uuid, nullable=False),
        sa.Column("site", sa.String(63), nullable=False),
        sa.Column(
            "appointment_id",
            sa.Uuid,
            sa.ForeignKey("appointments.appointment_id", deferrable=True, initially="DEFERRED"),
        ),
    )
    # Partial, else SQLite takes it for the free slots, reads them all, and sorts them.
    _create_partial_index(
        "slots_one_an_appointment", "slots", ["appointment_id"], where="appointment_id IS NOT NULL", unique=True
    )
    is_free = "appointment_id IS NULL"
    _create_partial_index("ix_slots_free", "slots", ["day", "starts"], where=is_free)
    _create_partial_index("ix_slots_free_of_practitioner", "slots", ["practitioner_id", "day", "starts"], where=is_free)


def _create_waiting_list() -> None:
    op.create_table(
        "waiting_entries",
        sa.Column("entry_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("patient_id", sa.Uuid, sa.ForeignKey("patients.patient_id"), nullable=False, index=True),
        sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id")),
        sa.Column("notice_days", sa.Integer, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("since_on", sa.Date, nullable=False),
        sa.Column("offers", sa.JSON, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("left_on", sa.Date),
    )
    is_waiting = "state = 'waiting'"
    _create_partial_index(
        "ix_waiting_entries_one_a_patient", "waiting_entries", ["patient_id"], where=is_waiting, unique=True
    )
    _create_partial_index("ix_waiting_entries_since", "waiting_entries", ["since_on"], where=is_waiting)


def _create_partial_index(name: str, table: str, columns: list[str], *, where: str, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger, nullable=False)
