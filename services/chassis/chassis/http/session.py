"""What a browser carries for us: a person's session, a visitor's number, and the proof that a form is ours."""

import base64
import hmac
import re
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

import flask
from werkzeug.wrappers import Response

from chassis.core.runtime import Runtime
from chassis.http.tokens import Caller, TokenRefused, read_token

SESSION = "maillage_session"
VISITOR = "maillage_visitor"
SIGN_IN = "session.sign_in"
_NUMBER_BYTES = 16
# The addresses of our own pages: no scheme, no host, no step upwards, nothing that a browser reads as one of them.
_OWN_ADDRESS = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?(?:\?[A-Za-z0-9_.~%&=+-]*)?")


def has_pages() -> bool:
    """Whether the instance has pages, and so people who sign in."""
    return SIGN_IN in flask.current_app.view_functions


def signed_in(runtime: Runtime) -> Caller | None:
    """Who the session belongs to; nobody without a session, or when its token no longer holds."""
    try:
        return read_token(runtime.keyring, flask.request.cookies.get(SESSION, ""), runtime.clock.now())
    except TokenRefused:
        return None


def begin(runtime: Runtime, token: str) -> None:
    """Has the answer open a session: kept until the browser is closed, sent with requests from our own pages only."""
    _give(runtime, SESSION, token, same_site="Strict")


def end(runtime: Runtime) -> None:
    """Has the answer close the session."""

    @flask.after_this_request
    def forget(response: flask.Response) -> flask.Response:
        response.delete_cookie(SESSION, path=runtime.instance.address)
        return response


def to_sign_in() -> Response:
    """Sends to the sign-in page, and from there back to the page that was asked for."""
    asked = flask.request
    wanted = asked.full_path.removesuffix("?") if asked.method == "GET" else None
    return flask.redirect(flask.url_for(SIGN_IN, next=wanted), 303)


def own_address(runtime: Runtime, wanted: str) -> str | None:
    """The address as it is, if it is one of this instance's pages."""
    below = wanted.removeprefix(runtime.instance.address)
    return wanted if below != wanted and below and _OWN_ADDRESS.fullmatch(below) else None


def visitor(runtime: Runtime) -> str:
    """The number of the browser that a public page talks to: the one it shows, if we signed it, or a new one."""
    if "visitor" not in flask.g:
        number, _, signature = flask.request.cookies.get(VISITOR, "").partition(".")
        if not hmac.compare_digest(signature.encode(), _signature(runtime, number).encode()):
            number = secrets.token_urlsafe(_NUMBER_BYTES)
            # Lax, so that a visitor who comes back by a link from elsewhere is the same: a form kept open stays good.
            _give(runtime, VISITOR, f"{number}.{_signature(runtime, number)}", same_site="Lax")
        flask.g.visitor = number
    visiting: str = flask.g.visitor
    return visiting


def proof(runtime: Runtime, form: str, key: UUID, *, is_public: bool) -> str:
    """What a page hides in a form: no other site can write it, for it depends on a cookie that only we can read."""
    holder = f"visitor {visitor(runtime)}" if is_public else f"session {flask.request.cookies.get(SESSION, '')}"
    told = f"{runtime.instance} {form} {key} {holder}"
    return _text(runtime.keyring.digest("form", told.encode()))


def is_proven(runtime: Runtime, form: str, key: UUID, told: str, *, is_public: bool) -> bool:
    return hmac.compare_digest(proof(runtime, form, key, is_public=is_public).encode(), told.encode())


def comes_from_elsewhere() -> bool:
    """Whether the browser itself says that another site sent the request; old browsers say nothing."""
    return flask.request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")


def _signature(runtime: Runtime, number: str) -> str:
    return _text(runtime.keyring.digest("visitor", f"{runtime.instance} {number}".encode()))


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _give(runtime: Runtime, name: str, value: str, *, same_site: str) -> None:
    @flask.after_this_request
    def give(response: flask.Response) -> flask.Response:
        response.set_cookie(
            name,
            value,
            path=runtime.instance.address,
            secure=not _is_plain_loopback(),
            httponly=True,
            samesite=same_site,
        )
        return response


def _is_plain_loopback() -> bool:
    """Whether a browser reads us on its own machine without HTTPS: the one place where a cookie may travel in clear."""
    if flask.request.is_secure:
        return False
    try:
        host = urlsplit(f"//{flask.request.host}").hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
