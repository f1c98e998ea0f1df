"""Creates houses, rooms, their nights, people, files, plans, refused reports; a stay knows its whole course.

Stays recorded before had no room, no person and no price: they keep none, and owe nothing. Their planned departure was
never enforced: whoever left later had planned to, as far as is known.
"""

import sqlalchemy as sa
from alembic import op

from chassis.core.column_types import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_places()
    _create_occupants()
    _widen_stays()
    op.create_table(
        "room_nights",
        sa.Column("room_id", sa.Uuid, sa.ForeignKey("rooms.room_id"), primary_key=True),
        sa.Column("night", sa.Date, primary_key=True),
        sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), index=True),
        sa.Column("void_id", sa.Uuid),
        sa.CheckConstraint("(stay_id IS NULL) <> (void_id IS NULL)", name="room_nights_taken_once"),
    )
    op.create_table(
        "stay_files",
        sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), primary_key=True),
        _version(),
        sa.Column("proofs_seen", sa.JSON, nullable=False),
        sa.Column("agreement_signed_on", sa.Date),
        sa.Column("rules_accepted_on", sa.Date),
        sa.Column("inventory_in", sa.JSON),
        sa.Column("inventory_out", sa.JSON),
        sa.Column("keys_given", sa.Integer, nullable=False),
        sa.Column("keys_returned", sa.Integer, nullable=False),
        sa.Column("welcome_done", sa.JSON, nullable=False),
    )
    op.create_table(
        "plans",
        sa.Column("plan_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("semester", sa.String(63), nullable=False),
        sa.Column("houses", sa.JSON, nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
    )
    op.create_table(
        "refused_reports",
        sa.Column("report_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("refused_on", sa.Date, nullable=False, index=True),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("field", sa.String(63), nullable=False),
    )


def _create_places() -> None:
    op.create_table(
        "houses",
        sa.Column("house_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("town", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("commune", sa.String(5), nullable=False),
        sa.Column("area_m2", sa.Integer, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("collection", sa.String(40), nullable=False),
        sa.Column("tariffs", sa.JSON, nullable=False),
        sa.Column("conventions", sa.JSON, nullable=False),
        sa.Column("priority_rules", sa.JSON, nullable=False),
        sa.Column("contacts", sa.JSON, nullable=False),
        sa.Column("welcome_items", sa.JSON, nullable=False),
        sa.Column("logo", sa.LargeBinary),
        sa.UniqueConstraint("code", name="houses_one_a_code"),
    )
    op.create_table(
        "rooms",
        sa.Column("room_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("house_id", sa.Uuid, sa.ForeignKey("houses.house_id"), nullable=False),
        sa.Column("house", sa.String(63), nullable=False),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("parking", sa.Boolean, nullable=False),
        sa.Column("minutes_to_placements", sa.Integer),
        sa.Column("accessible", sa.Boolean, nullable=False),
        sa.Column("floor", sa.Integer, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("voids", sa.JSON, nullable=False),
        sa.UniqueConstraint("house", "code", name="rooms_one_a_code"),
    )


def _create_occupants() -> None:
    op.create_table(
        "occupants",
        sa.Column("occupant_id", sa.Uuid, primary_key=True),
        _version(),
        sa.Column("kind_of_number", sa.String(40)),
        sa.Column("number_digest", sa.LargeBinary(32)),
        sa.Column("contact_digest", sa.LargeBinary(32), index=True),
        sa.Column("sealed_identity", sa.LargeBinary),
        sa.Column("erased_on", sa.Date),
        sa.UniqueConstraint("number_digest", name="occupants_one_a_number"),
    )


def _widen_stays() -> None:
    with op.batch_alter_table("stays") as stays:
        stays.alter_column("arrived_on", existing_type=sa.Date, nullable=True)
        stays.alter_column("expected_departure_on", existing_type=sa.Date, new_column_name="departure_on")
        for column in (
            sa.Column("room_id", sa.Uuid),
            sa.Column("occupant_id", sa.Uuid),
            sa.Column("wants_parking", sa.Boolean),
            sa.Column("needs_accessible", sa.Boolean),
            sa.Column("requested_at", Instant),
            sa.Column("arrival_on", sa.Date),
            sa.Column("held_until", sa.Date),
            sa.Column("quote_cents", sa.BigInteger),
            sa.Column("price_cents", sa.BigInteger),
            sa.Column("state", sa.String(40)),
            sa.Column("reason", sa.String(40)),
            sa.Column("overrun_authorised", sa.Boolean),
            sa.Column("intention", sa.String(40)),
            sa.Column("consents_to_contact", sa.Boolean),
            sa.Column("status_digest", sa.LargeBinary(32)),
        ):
            stays.add_column(column)
    _complete_stays()
    with op.batch_alter_table("stays") as stays:
        for name, kind in (
            ("wants_parking", sa.Boolean),
            ("needs_accessible", sa.Boolean),
            ("requested_at", Instant),
            ("arrival_on", sa.Date),
            ("quote_cents", sa.BigInteger),
            ("state", sa.String(40)),
            ("overrun_authorised", sa.Boolean),
            ("consents_to_contact", sa.Boolean),
        ):
            stays.alter_column(name, existing_type=kind, nullable=False)
        stays.create_foreign_key("stays_room_id_fkey", "rooms", ["room_id"], ["room_id"])
        stays.create_foreign_key("stays_occupant_id_fkey", "occupants", ["occupant_id"], ["occupant_id"])
    op.create_index("ix_stays_occupant_id", "stays", ["occupant_id"])
    op.create_index("ix_stays_held_until", "stays", ["held_until"])
    op.create_index("ix_stays_house_state", "stays", ["house", "state"])
    op.create_index("ix_stays_house_dates", "stays", ["house", "arrival_on", "departure_on"])
    op.create_index("ix_stays_room_dates", "stays", ["room_id", "arrival_on", "departure_on"])
    op.create_index("ix_stays_status", "stays", ["status_digest"], unique=True)


def _complete_stays() -> None:
    stays = sa.table(
        "stays",
        sa.column("arrived_on", sa.Date),
        sa.column("departed_on", sa.Date),
        sa.column("departure_on", sa.Date),
        sa.column("arrival_on", sa.Date),
        sa.column("requested_at", Instant),
        sa.column("wants_parking", sa.Boolean),
        sa.column("needs_accessible", sa.Boolean),
        sa.column("overrun_authorised", sa.Boolean),
        sa.column("consents_to_contact", sa.Boolean),
        sa.column("quote_cents", sa.BigInteger),
        sa.column("price_cents", sa.BigInteger),
        sa.column("state", sa.String),
    )
    has_left = stays.c.departed_on.is_not(None)
    left_later = stays.c.departed_on > stays.c.departure_on
    op.execute(
        sa.update(stays).values(
            arrival_on=stays.c.arrived_on,
            departure_on=sa.case((left_later, stays.c.departed_on), else_=stays.c.departure_on),
            requested_at=_midnight(stays.c.arrived_on),
            wants_parking=False,
            needs_accessible=False,
            overrun_authorised=False,
            consents_to_contact=False,
            quote_cents=0,
            price_cents=sa.case((has_left, 0)),
            state=sa.case((has_left, "departed"), else_="arrived"),
        )
    )


def _midnight(day: sa.ColumnElement[object]) -> sa.ColumnElement[object]:
    """The first instant of a day in UTC, as each database writes an instant."""
    if op.get_bind().dialect.name == "sqlite":
        return sa.type_coerce(sa.cast(day, sa.Text) + " 00:00:00.000000", sa.Text)
    return sa.func.timezone("UTC", sa.cast(day, sa.DateTime))


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.BigInteger, nullable=False)
