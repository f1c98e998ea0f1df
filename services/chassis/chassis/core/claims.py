"""What a partner reports is a claim: it becomes a fact by the rules of the service that owns it, or is refused.

A claim whose effect is there already, because it comes late or again, changes nothing and is not refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from uuid import UUID

import sqlalchemy as sa

from chassis.core.manifest import Reaction
from chassis.core.mapping import Mapper, version
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from kernel.rule import RuleBroken

# Does what one report amounts to, by the functions of the commands, or raises the rule that forbids it.
Claim = Callable[[Event, UnitOfWork], None]


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """A report did not become a fact: the rule and the field to blame, never a value."""

    report_id: UUID
    code: str
    field: str


class RefusedReport:
    """The answer to one report, kept so that people can see what partners were told."""

    def __init__(self, report_id: UUID, refused_on: date, code: str, field: str) -> None:
        self.report_id = report_id
        self.refused_on = refused_on
        self.code = code
        self.field = field
        self.version = 0


def refused_reports(mapper: Mapper) -> type[RefusedReport]:
    """A service's own refused reports, in its table of that name, which its migrations create."""
    kept: type[RefusedReport] = type("RefusedReport", (RefusedReport,), {})
    table = sa.Table(
        "refused_reports",
        mapper.metadata,
        sa.Column("report_id", sa.Uuid, primary_key=True),
        version(),
        sa.Column("refused_on", sa.Date, nullable=False, index=True),
        sa.Column("code", sa.String(63), nullable=False),
        sa.Column("field", sa.String(63), nullable=False),
    )
    mapper.aggregate(kept, table)
    return kept


def applying(claims: Mapping[str, Claim], refused: type[RefusedReport]) -> Mapping[str, Reaction]:
    """The reactions to these types of report: each report is applied, or else refused by itself."""
    return {event: _applying(claim, refused) for event, claim in claims.items()}


def _applying(claim: Claim, refused: type[RefusedReport]) -> Reaction:
    @wraps(claim)
    def react(events: Sequence[Event], work: UnitOfWork) -> None:
        for event in events:
            work.correlation_id, work.causation_id, work.answers_claim = event.correlationid, event.id, True
            try:
                # What a refused report had begun to change is undone, without the batch that it came with.
                with work.locks.in_turn(), work.attempt():
                    claim(event, work)
            except RuleBroken as rule:
                answer = refused(event.id, work.today, rule.code, rule.field)
                work.save(answer, ReportRefused(event.id, rule.code, rule.field))

    return react
