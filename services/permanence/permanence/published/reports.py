"""What is told of reports: the rule and the field, never a value."""

from collections.abc import Iterator

from chassis.core.claims import ReportRefused
from chassis.core.manifest import Publication
from chassis.core.told import told


def published_reports(fact: object) -> Iterator[Publication]:
    match fact:
        case ReportRefused():
            data = told(fact, "report_id", "code", "field")
            yield Publication("permanence.report_refused.v1", fact.report_id, data)
