"""The facts of many patients in every order but theirs, with repeats; and what an inbox knows at the end."""

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
from support.waiting_sample import filed, held, registered

AGE_BANDS = ("50-59", "60-69", "70-79")
FIRST_DAY = date(2024, 2, 13)


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The facts of one patient in the order in which they happened, and what they say together."""

    patient_id: UUID
    facts: list[dict[str, Any]]
    age_band: str
    filed_on: date | None
    visits: list[tuple[UUID, date]]

    @property
    def state(self) -> tuple[Any, ...]:
        return self.age_band, self.filed_on, sorted(self.visits)


def sequences(generator: random.Random, count: int) -> list[PatientFacts]:
    return [_sequence(generator) for _ in range(count)]


def _sequence(generator: random.Random) -> PatientFacts:
    patient_id, declaration_id = uuid4(), uuid4()
    bands = generator.sample(AGE_BANDS, generator.randint(1, 3))
    registrations = [registered(patient_id, number, age_band=band) for number, band in enumerate(bands, 1)]
    days = [FIRST_DAY + timedelta(days=generator.randrange(300)) for _ in range(generator.randint(0, 3))]
    visits = [held(patient_id, day) for day in days]
    filings = [FIRST_DAY + timedelta(days=generator.randrange(300)) for _ in range(generator.randint(0, 2))]
    choices = [filed(patient_id, declaration_id, number, day) for number, day in enumerate(filings, 1)]
    return PatientFacts(
        patient_id,
        [*registrations, *visits, *choices],
        bands[-1],
        filings[-1] if filings else None,
        [(UUID(visit["subject"]), day) for visit, day in zip(visits, days, strict=True)],
    )


def deliveries(generator: random.Random, told: Sequence[PatientFacts]) -> list[Delivery]:
    """Every fact one to three times, all patients' together, shuffled."""
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
