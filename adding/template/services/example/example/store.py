"""The tables of this service, and how its aggregates are kept in them."""

import sqlalchemy as sa

from chassis.core.mapping import Mapper, version
from example.domain.request.request import LONGEST_LABEL, Request

metadata = sa.MetaData()
_mapper = Mapper(metadata)

requests = sa.Table(
    "requests",
    metadata,
    sa.Column("request_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("label", sa.String(LONGEST_LABEL), nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
)

_mapper.aggregate(Request, requests)
