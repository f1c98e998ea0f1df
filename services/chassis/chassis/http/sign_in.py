"""The pages of every service by which people come in and go out, with the access token they were given."""

from typing import Any

import flask
import structlog

from chassis.http import session
from chassis.http.access import ANY_ROLE
from chassis.http.bodies import Body
from chassis.http.fields import text
from chassis.http.pages import PUBLIC, Pages, address, render
from chassis.http.problems import AntennaRefused, FormRefused
from chassis.http.routes import current_runtime
from chassis.http.site import current_site
from chassis.http.tokens import TokenRefused, read_token

_log = structlog.get_logger()

session_pages = Pages(__name__, title="Connexion", name="session")


class SignInBody(Body):
    token = text("Le jeton d'accès.", longest=4_096)
    next = text("La page demandée.", required=False)


class SignOutBody(Body):
    """Nothing: the session says it all."""


class SignInRefused(FormRefused):
    """The token opens no session here; it is never written back to the page."""

    status = 403
    code = "SIGN_IN_REFUSED"
    text = "Ce jeton d'accès n'est pas valable, ou ne l'est plus : demandez-en un autre."
    field = "token"


@session_pages.page("/sign-in", roles=PUBLIC)
def sign_in() -> str:
    return render("sign_in.html.j2", wanted=flask.request.args.get("next"))


@session_pages.form("/sign-in", asks=SignInBody, shown_on=sign_in, roles=PUBLIC)
def give_token(asked: dict[str, Any]) -> str:
    runtime = current_runtime()
    try:
        caller = read_token(runtime.keyring, asked["token"], runtime.clock.now())
        if caller.antenna != runtime.antenna.code:
            raise SignInRefused(AntennaRefused.text)
    except TokenRefused:
        _log.warning("sign_in_refused", code=SignInRefused.code)
        raise SignInRefused from None
    session.begin(runtime, asked["token"])
    _log.info("signed_in", role=caller.role)
    return session.own_address(runtime, asked.get("next", "")) or current_site().home_of(caller)


@session_pages.page("/sign-out", roles=(ANY_ROLE,))
def sign_out() -> str:
    return render("sign_out.html.j2")


@session_pages.form("/sign-out", asks=SignOutBody, shown_on=sign_out, roles=(ANY_ROLE,))
def close_session(_asked: dict[str, Any]) -> str:
    session.end(current_runtime())
    return address("session.sign_in")
