"""What is told of sessions: who is named by a reference; neither delays nor rosters."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.session.session import SessionCancelled, SessionPlanned


def published_sessions(fact: object) -> Iterator[Publication]:
    match fact:
        case SessionPlanned():
            planned = ("site", "practitioner_id", "practitioner_kind", "held_on", "slots", "half_days")
            yield _of_session("session_planned", fact, *planned)
        case SessionCancelled():
            yield _of_session("session_cancelled", fact, "cancelled_on", "reason")


def _of_session(event: str, fact: SessionPlanned | SessionCancelled, *names: str) -> Publication:
    return Publication(f"permanence.{event}.v1", fact.session_id, told(fact, "session_id", *names))
