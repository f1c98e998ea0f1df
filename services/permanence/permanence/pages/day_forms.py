"""What is done from the page of a day: who came, who did not, a session that runs late or is not held."""

from typing import Any
from uuid import UUID

import flask

from chassis.http.pages import address
from chassis.http.routes import run
from permanence.commands.appointments import HonourAppointment, RecordMissed
from permanence.commands.sessions import CancelSession, RecordDelay
from permanence.http.api import CARERS
from permanence.http.words import Nothing
from permanence.pages import bodies
from permanence.pages.day import day
from permanence.pages.site import pages

Asked = dict[str, Any]


def _back() -> str:
    """The day and the site that were shown, at the session where the form was."""
    shown = {name: value for name in ("day", "site") if (value := flask.request.args.get(name)) is not None}
    return address("day", **shown, _anchor=flask.request.args.get("at"))


@pages.form("/desk/appointments/<uuid:appointment_id>/honoured", asks=Nothing, shown_on=day, roles=CARERS)
def honour(_asked: Asked, appointment_id: UUID) -> str:
    run(HonourAppointment(appointment_id))
    return _back()


@pages.form("/desk/appointments/<uuid:appointment_id>/missed", asks=Nothing, shown_on=day, roles=CARERS)
def miss(_asked: Asked, appointment_id: UUID) -> str:
    run(RecordMissed(appointment_id))
    return _back()


@pages.form("/desk/sessions/<uuid:session_id>/delay", asks=bodies.DelayBody, shown_on=day, roles=CARERS)
def record_delay(asked: Asked, session_id: UUID) -> str:
    run(RecordDelay(session_id, **asked))
    return _back()


@pages.form("/desk/sessions/<uuid:session_id>/cancelled", asks=bodies.CancelSessionBody, shown_on=day, roles=CARERS)
def cancel_session(asked: Asked, session_id: UUID) -> str:
    run(CancelSession(session_id, **asked))
    return _back()
