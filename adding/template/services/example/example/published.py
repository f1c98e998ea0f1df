"""What is told of this service: references and days, never a name."""

from chassis.core.told import table, tells
from example.domain.request.request import RequestFiled

TOLD = table(
    {
        RequestFiled: tells("example.request_filed.v1", "request_id", "request_id", "filed_on"),
    }
)
