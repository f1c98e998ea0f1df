"""Partners' reports that were refused: what was answered to each."""

import sqlalchemy as sa

from chassis.core.mapping import version
from permanence.domain.report import RefusedReport
from permanence.store.registry import mapper, metadata

refused_reports = sa.Table(
    "refused_reports",
    metadata,
    sa.Column("report_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("refused_on", sa.Date, nullable=False, index=True),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("field", sa.String(63), nullable=False),
)

mapper.aggregate(RefusedReport, refused_reports)
