"""Partners' reports that were refused: what was answered to each."""

import sqlalchemy as sa

from housing.domain.report import RefusedReport
from housing.store.registry import map_aggregate, metadata, version

refused_reports = sa.Table(
    "refused_reports",
    metadata,
    sa.Column("report_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("refused_on", sa.Date, nullable=False, index=True),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("field", sa.String(63), nullable=False),
)

map_aggregate(RefusedReport, refused_reports)
