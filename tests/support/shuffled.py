"""The facts of many rooms in every order but theirs, with repeats; and what an inbox knows at the end."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.retry import retry_waiting
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from support.examples import body
from support.waiting_sample import closed, opened, voided

CODES = ("chambre-50", "chambre-60", "chambre-70")
FIRST_DAY = date(2024, 2, 13)


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """The facts of one room in the order in which they happened, and what they say together."""

    room_id: UUID
    facts: list[dict[str, Any]]
    code: str
    closed_on: date | None
    voidings: list[tuple[UUID, date]]

    @property
    def state(self) -> tuple[Any, ...]:
        return self.code, self.closed_on, sorted(self.voidings)


def sequences(generator: random.Random, count: int) -> list[RoomFacts]:
    return [_sequence(generator) for _ in range(count)]


def _sequence(generator: random.Random) -> RoomFacts:
    room_id, closing_id = uuid4(), uuid4()
    codes = generator.sample(CODES, generator.randint(1, 3))
    openings = [opened(room_id, number, code=code) for number, code in enumerate(codes, 1)]
    days = [FIRST_DAY + timedelta(days=generator.randrange(300)) for _ in range(generator.randint(0, 3))]
    voidings = [voided(room_id, day) for day in days]
    closings = [FIRST_DAY + timedelta(days=generator.randrange(300)) for _ in range(generator.randint(0, 2))]
    ends = [closed(room_id, closing_id, number, day) for number, day in enumerate(closings, 1)]
    return RoomFacts(
        room_id,
        [*openings, *voidings, *ends],
        codes[-1],
        closings[-1] if closings else None,
        [(UUID(voiding["subject"]), day) for voiding, day in zip(voidings, days, strict=True)],
    )


def deliveries(generator: random.Random, told: Sequence[RoomFacts]) -> list[Delivery]:
    """Every fact one to three times, all rooms' together, shuffled."""
    every = [fact for one in told for fact in one.facts for _ in range(generator.randint(1, 3))]
    generator.shuffle(every)
    return [Delivery(body(fact), CONTENT_TYPE) for fact in every]


def batches(generator: random.Random, every: Sequence[Delivery], most: int = 250) -> Iterator[Sequence[Delivery]]:
    position = 0
    while position < len(every):
        size = generator.randint(1, most)
        yield every[position : position + size]
        position += size


def settle(runtime: Runtime, generator: random.Random, every: Sequence[Delivery]) -> Receipt:
    """Gives batches as they come, tries what waits now and then, and goes on until nothing is due."""
    receipt = Receipt()
    for batch in batches(generator, every):
        receipt.add(receive(runtime, batch))
        if generator.random() < 0.5:
            receipt.add(retry_waiting(runtime))
    while (tried := retry_waiting(runtime)) != Receipt():
        receipt.add(tried)
    return receipt
