"""What reporting keeps of this service's facts: requests."""

import sqlalchemy as sa

from reporting.store import Projections, projecting, projection

requests = projection(
    "example_requests",
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False, index=True),
)

PROJECTIONS: Projections = {
    "example.request_filed.v1": projecting(requests, "filed_on"),
}
