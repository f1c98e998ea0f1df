"""What becomes of a partner's report that a rule forbids: it is refused, with the rule and the field to blame."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from permanence.domain.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """A report did not become a fact."""

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

    @classmethod
    def refuse(cls, report_id: UUID, rule: RuleBroken, *, today: date) -> tuple[Self, ReportRefused]:
        return cls(report_id, today, rule.code, rule.field), ReportRefused(report_id, rule.code, rule.field)
