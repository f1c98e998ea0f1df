"""A FastStream service: pydantic models, prefetch 20, an asynchronous session per event, one transaction each.

Its argument is a JSON object: `amqp_url`, `database_url`, `queue`. It writes `ready` when it has started.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

import sqlalchemy as sa
from faststream import FastStream
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from pydantic import AwareDatetime, BaseModel, StringConstraints
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ASKED = json.loads(sys.argv[1])
PREFETCH = 20


class ConsultationHeld(BaseModel):
    held_on: date
    practitioner_kind: Literal["retired_gp", "salaried_gp", "saspas_intern", "docteur_junior", "locum"]


class Envelope(BaseModel):
    specversion: Literal["1.0"]
    id: UUID
    source: Annotated[str, StringConstraints(pattern=r"^/[a-z][a-z0-9-]{1,30}/[a-z]+$")]
    type: Literal["permanence.consultation_held.v2"]
    subject: UUID
    time: AwareDatetime
    datacontenttype: Literal["application/json"] = "application/json"
    antenna: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,30}$")]
    sequence: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
    correlationid: UUID
    causationid: UUID
    data: ConsultationHeld


class Base(DeclarativeBase):
    pass


class Inbox(Base):
    __tablename__ = "inbox"

    source: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    type: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary)
    applied_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))


class Consultation(Base):
    __tablename__ = "permanence_consultations"

    source: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    subject: Mapped[UUID] = mapped_column(sa.Uuid, primary_key=True)
    antenna: Mapped[str] = mapped_column(sa.Text)
    sequence: Mapped[int] = mapped_column(sa.BigInteger)
    held_on: Mapped[date] = mapped_column(sa.Date)
    practitioner_kind: Mapped[str] = mapped_column(sa.Text)


engine = create_async_engine(ASKED["database_url"], pool_size=PREFETCH)
sessions = async_sessionmaker(engine)
# Without the two lines of log an event that it writes by itself.
broker = RabbitBroker(ASKED["amqp_url"], default_channel=Channel(prefetch_count=PREFETCH), logger=None)
app = FastStream(broker)


async def decode(message: RabbitMessage):
    # `application/cloudevents+json` is not one of the content types that FastStream reads as JSON by itself.
    return json.loads(message.body)


@broker.subscriber(RabbitQueue(ASKED["queue"], declare=False), decoder=decode)
async def on_consultation_held(event: Envelope) -> None:
    async with sessions() as session, session.begin():
        key = insert(Inbox).values(
            source=event.source, event_id=event.id, type=event.type, digest=b"", applied_at=datetime.now(UTC)
        )
        if (await session.execute(key.on_conflict_do_nothing())).rowcount == 0:
            return
        session.add(
            Consultation(
                source=event.source,
                subject=event.subject,
                antenna=event.antenna,
                sequence=int(event.sequence),
                held_on=event.data.held_on,
                practitioner_kind=event.data.practitioner_kind,
            )
        )


@app.after_startup
async def tell() -> None:
    print("ready", flush=True)


if __name__ == "__main__":
    asyncio.run(app.run())
