"""What is done from the page of a day: who came, who did not, a session that runs late or is not held."""

from typing import Any

import flask

from chassis.http.pages import address
from permanence.http.api import CARERS
from permanence.http.appointments import HONOUR_APPOINTMENT, RECORD_MISSED
from permanence.http.sessions import CANCEL_SESSION, RECORD_DELAY
from permanence.pages.day import day
from permanence.pages.site import pages


def _back(_outcome: Any, **_path: Any) -> str:
    """The day and the site that were shown, at the session where the form was."""
    shown = {name: value for name in ("day", "site") if (value := flask.request.args.get(name)) is not None}
    return address("day", **shown, _anchor=flask.request.args.get("at"))


pages.form_of(
    HONOUR_APPOINTMENT,
    "/desk/appointments/<uuid:appointment_id>/honoured",
    shown_on=day,
    then=_back,
    name="honour",
)
pages.form_of(RECORD_MISSED, "/desk/appointments/<uuid:appointment_id>/missed", shown_on=day, then=_back, name="miss")
pages.form_of(RECORD_DELAY, "/desk/sessions/<uuid:session_id>/delay", shown_on=day, then=_back)
pages.form_of(CANCEL_SESSION, "/desk/sessions/<uuid:session_id>/cancelled", shown_on=day, then=_back, roles=CARERS)
