"""The tables that every instance has, whatever its service: commands, outbox, inbox, accounts, quarantine, audit."""

import sqlalchemy as sa

from chassis.core.column_types import Instant

metadata = sa.MetaData()

# What was asked, and what was answered: a repeated command gets its first outcome.
commands = sa.Table(
    "commands",
    metadata,
    sa.Column("command_id", sa.Uuid, primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("handled_at", Instant, nullable=False),
)

# Facts waiting for the relay, and those it has sent (kept for trace and replay).
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subject", sa.Uuid, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("routing_key", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    # The account in which readers are told that it was sent; none in the embedded profile.
    sa.Column("account", sa.BigInteger),
    # For the trace: what facts about patients do not say themselves. None in rows of before.
    sa.Column("correlation_id", sa.Uuid),
    sa.Column("causation_id", sa.Uuid),
    sa.UniqueConstraint("subject", "sequence", "type", name="outbox_one_fact_per_version"),
)
sa.Index("outbox_account", outbox.c.account)
sa.Index(
    "outbox_unsent",
    outbox.c.position,
    postgresql_where=outbox.c.sent_at.is_(None),
    sqlite_where=outbox.c.sent_at.is_(None),
)

# Events applied, by their identity (source, id); `body` is kept by services whose inbox is their log.
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("applied_at", Instant, nullable=False),
    sa.Column("body", sa.LargeBinary),
)

# What an owner sent from one instant to another. The last one stays for its number, the others until they are answered.
accounts = sa.Table(
    "outbox_accounts",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
)

# Who has still to answer for an account: told `tries` times, for the first time and the last.
tellings = sa.Table(
    "outbox_tellings",
    metadata,
    sa.Column("queue", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("first_told_at", Instant),
    sa.Column("told_at", Instant),
)

# What leaves for one queue alone: an answer (`body`), or a fact of the outbox once more (`event_id`).
letters = sa.Table(
    "outbox_letters",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("queue", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid),
    sa.Column("body", sa.LargeBinary),
    sa.Column("written_at", Instant, nullable=False),
    sa.UniqueConstraint("queue", "event_id", name="outbox_letters_one_resend_per_fact"),
)

# The last accounts heard of from each owner, and what they held: one that is told anew with other facts is a backup.
heard = sa.Table(
    "inbox_accounts",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("heard_at", Instant, nullable=False),
)

# How often a message that keeps coming back was tried alone, so that the fifth time is the last.
attempts = sa.Table(
    "inbox_attempts",
    metadata,
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
)

# Events applied to nothing yet, because what they are about is not there; `due` once it has been saved. The body is
# sealed; `body` holds what was kept before that, until it is tried again.
waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("awaited", sa.Uuid, nullable=False, index=True),
    sa.Column("body", sa.LargeBinary),
    sa.Column("since", Instant, nullable=False),
    sa.Column("tried_at", Instant, nullable=False, index=True),
    sa.Column("due", sa.Boolean, nullable=False),
    sa.Column("sealed_body", sa.LargeBinary),
    sa.Column("exchange", sa.Text),
    sa.Column("user_id", sa.Text),
)
sa.Index("waiting_due", waiting.c.event_id, postgresql_where=waiting.c.due, sqlite_where=waiting.c.due.is_(True))

# Messages that were refused, with the reason; open until replayed or discarded. The body is sealed, and missing where
# its broker account had too much of it open already.
quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("quarantine_id", sa.Uuid, primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("path", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("event_id", sa.Uuid),
    sa.Column("type", sa.Text),
    sa.Column("content_type", sa.Text),
    sa.Column("content_encoding", sa.Text),
    sa.Column("sealed_body", sa.LargeBinary),
    sa.Column("entered_at", Instant, nullable=False, index=True),
    sa.Column("replayed_at", Instant),
    sa.Column("antenna", sa.Text),
    sa.Column("partner", sa.Text),
    sa.Column("exchange", sa.Text),
    sa.Column("routing_key", sa.Text),
    sa.Column("user_id", sa.Text),
    sa.Column("shares_account", sa.Boolean),
    sa.Column("broker_account", sa.Text),
    sa.Column("size", sa.Integer),
    sa.Column("discarded_at", Instant),
    sa.Column("discarded_by", sa.Text),
    sa.Column("discarded_because", sa.Text),
    sa.UniqueConstraint("digest", "code", name="quarantine_one_row_per_message_and_code"),
)
# The event first: `trace` knows nothing else of it.
sa.Index("quarantine_event", quarantine.c.event_id, quarantine.c.source)
is_open = sa.and_(quarantine.c.replayed_at.is_(None), quarantine.c.discarded_at.is_(None))
sa.Index("quarantine_open", quarantine.c.source, quarantine.c.code, postgresql_where=is_open, sqlite_where=is_open)
_with_body = sa.and_(is_open, quarantine.c.sealed_body.is_not(None))
sa.Index(
    "quarantine_bodies",
    quarantine.c.broker_account,
    quarantine.c.size,
    postgresql_where=_with_body,
    sqlite_where=_with_body,
)

# Who read what is sealed, when and why; written in the transaction of the read.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("audit_id", sa.Uuid, primary_key=True),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
)

# Which key the database is sealed with, by what is derived from it; several once keys rotate, the latest seals.
key_checks = sa.Table(
    "key_checks",
    metadata,
    sa.Column("key_id", sa.Text, primary_key=True),
    sa.Column("check_value", sa.LargeBinary(32), nullable=False),
    sa.Column("since", Instant, nullable=False),
)
