"""Who waits, in the order of the antenna's rule, without anybody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from permanence.domain.appointment.priority import Criterion, PriorityRule, rule_on
from permanence.domain.appointment.waiting_list import Place, Waiting, WaitingEntry, WaitingState, ordered
from permanence.domain.patient.eligibility import Eligibility
from permanence.store.appointments import waiting_entries
from permanence.store.patients import patients

OVER = 70
MOST_WAITING = 2_000


@dataclass(frozen=True, slots=True)
class WaitingList:
    places: Annotated[Sequence[Annotated[Place, "Une personne."]], "Dans l'ordre de la règle de l'antenne."]


def waiting(session: Database, rules: Sequence[PriorityRule], day: date) -> Sequence[Place]:
    """Everybody who waits, in the order of the antenna's rule of that day, each place explained."""
    query = (
        sa.select(
            WaitingEntry,
            patients.c.ald,
            patients.c.birth_year,
            patients.c.precarious,
            patients.c.eligibility,
        )
        .join_from(WaitingEntry, patients, patients.c.patient_id == waiting_entries.c.patient_id)
        .where(waiting_entries.c.state == WaitingState.WAITING)
        .order_by(waiting_entries.c.since_on)
        .limit(MOST_WAITING)
    )
    entries = [_waiting(*row, day=day) for row in session.execute(query)]
    return ordered(entries, rule_on(rules, day))


def _waiting(
    entry: WaitingEntry, ald: bool, birth_year: int | None, precarious: bool, eligibility: Eligibility, *, day: date
) -> Waiting:
    met = {
        Criterion.URGENT: entry.urgent,
        Criterion.ALD: ald,
        # The day of birth stays sealed: the year decides, which brings somebody forward by some months at most.
        Criterion.OVER_70: birth_year is not None and day.year - birth_year > OVER,
        Criterion.PRECARIOUS: precarious,
        Criterion.ELIGIBLE: eligibility is Eligibility.ELIGIBLE,
    }
    return Waiting(
        entry.entry_id,
        entry.patient_id,
        entry.practitioner_id,
        entry.notice_days,
        entry.since_on,
        len(entry.offers),
        frozenset(criterion for criterion, is_met in met.items() if is_met),
    )
