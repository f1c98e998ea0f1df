"""The permanence's one metadata, and the mapper of its aggregates."""

import sqlalchemy as sa

from chassis.core.mapping import Mapper

metadata = sa.MetaData()
mapper = Mapper(metadata)
