"""The place that goes from page to page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from permanence.queries.places import Place, place_of


def place_asked(session: Session, asked: Mapping[str, Any]) -> Place | None:
    """The place that the address carries; none when it carries none, or one that is not there any more."""
    if "session" not in asked:
        return None
    try:
        return place_of(session, asked["session"], asked.get("slot"))
    except NotFound:
        return None
