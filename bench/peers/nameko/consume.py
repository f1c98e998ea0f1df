"""A plain nameko service: an event handler, a session per event, the event's key and its effect in one transaction.

Its argument is a JSON object: `amqp_url`, `database_url`. It writes `ready` when it has started.
"""

import eventlet

eventlet.monkey_patch()

import json
import sys
from datetime import UTC, datetime

import sqlalchemy as sa
from nameko.dependency_providers import Config
from nameko.events import event_handler
from nameko.extensions import DependencyProvider
from nameko.runners import ServiceRunner
from schema import Envelope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

MAX_WORKERS = 10


class Base(DeclarativeBase):
    pass


class Inbox(Base):
    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    event_id: Mapped[str] = mapped_column(sa.Uuid, primary_key=True)
    type: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    applied_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


class Consultation(Base):
    __tablename__ = "permanence_consultations"

    source: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    subject: Mapped[str] = mapped_column(sa.Uuid, primary_key=True)
    antenna: Mapped[str] = mapped_column(sa.Text)
    sequence: Mapped[int] = mapped_column(sa.BigInteger)
    held_on: Mapped[str] = mapped_column(sa.Date)
    practitioner_kind: Mapped[str] = mapped_column(sa.Text)


class Sessions(DependencyProvider):
    """The dependency provider of nameko's documentation: one engine a container, a new session each time."""

    def setup(self):
        self.engine = sa.create_engine(self.container.config["DATABASE_URL"], pool_size=MAX_WORKERS)
        self.sessions = sessionmaker(self.engine)

    def stop(self):
        self.engine.dispose()

    def get_dependency(self, worker_ctx):
        return self.sessions


class Reporting:
    name = "reporting"

    config = Config()
    sessions = Sessions()
    envelope = Envelope()

    @event_handler("permanence", "consultation_held.v2.*")
    def on_consultation_held(self, payload):
        event = self.envelope.load(payload)
        data = event["data"]
        with self.sessions.begin() as session:
            key = insert(Inbox).values(
                source=event["source"],
                event_id=event["id"],
                type=event["type"],
                digest=b"",
                applied_at=datetime.now(UTC),
            )
            if session.execute(key.on_conflict_do_nothing()).rowcount == 0:
                return
            session.add(
                Consultation(
                    source=event["source"],
                    subject=event["subject"],
                    antenna=event["antenna"],
                    sequence=int(event["sequence"]),
                    held_on=data["held_on"],
                    practitioner_kind=data["practitioner_kind"],
                )
            )


def main(asked):
    config = {
        "AMQP_URI": asked["amqp_url"],
        "DATABASE_URL": asked["database_url"],
        "max_workers": MAX_WORKERS,
        "ACCEPT": ["json", "cloudevents"],
        "SERIALIZERS": {
            "cloudevents": {
                "encoder": "json.dumps",
                "decoder": "json.loads",
                "content_type": "application/cloudevents+json",
                "content_encoding": "utf-8",
            }
        },
    }
    runner = ServiceRunner(config)
    runner.add_service(Reporting)
    runner.start()
    print("ready", flush=True)
    runner.wait()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
