"""The permanence's one metadata, the mapper of its aggregates, and the refused reports of its partners."""

import sqlalchemy as sa

from chassis.core.claims import refused_reports
from chassis.core.mapping import Mapper

metadata = sa.MetaData()
mapper = Mapper(metadata)
RefusedReport = refused_reports(mapper)
