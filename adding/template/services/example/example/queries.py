"""What may be read of this service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from example.store import requests

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RequestShown:
    request_id: Annotated[UUID, "La demande."]
    label: Annotated[str, "Ce qui est demandé."]
    filed_on: Annotated[date, "Jour de la demande"]


@dataclass(frozen=True, slots=True)
class Requests:
    requests: Annotated[Sequence[Annotated[RequestShown, "Une demande."]], "De la plus récente à la plus ancienne."]


def latest_requests(session: Session) -> Requests:
    shown = sa.select(requests.c.request_id, requests.c.label, requests.c.filed_on)
    latest = shown.order_by(requests.c.filed_on.desc(), requests.c.request_id).limit(MOST_SHOWN)
    return Requests(tuple(RequestShown(*row) for row in session.execute(latest)))
