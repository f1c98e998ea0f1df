"""The place that goes from page to page, and the minute that it is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from chassis.core.clock import PARIS
from chassis.core.errors import NotFound
from chassis.http.routes import current_runtime
from permanence.queries.places import Place, place_of


def place_asked(session: Session, asked: Mapping[str, Any]) -> Place | None:
    """The place that the address carries; none when it carries none, or one that is not there any more."""
    if "session" not in asked:
        return None
    try:
        return place_of(session, asked["session"], asked.get("slot"))
    except NotFound:
        return None


def minute_now() -> int:
    """Minutes since midnight in Paris."""
    now = current_runtime().clock.now().astimezone(PARIS)
    return now.hour * 60 + now.minute
