"""Who may ask what: every request is authenticated, and a route that names no role is refused to all."""

from collections.abc import Callable
from enum import Enum
from typing import Any, Final, Literal, TypeVar

import flask
import structlog
from werkzeug.wrappers import Response

from chassis.core.errors import Problem
from chassis.core.runtime import Runtime
from chassis.http import session
from chassis.http.problems import AntennaRefused, RoleRefused, TokenInvalid, TokenMissing
from chassis.http.tokens import Caller, TokenRefused, read_token

_log = structlog.get_logger()


class Door(Enum):
    """How one comes to a view: programs with a bearer token, people with their session, or anybody."""

    API = "api"
    PAGE = "page"
    PUBLIC = "public"


# In the place of roles: a page for people whom nobody has given a token. Never by omission.
PUBLIC: Final = Door.PUBLIC
Roles = tuple[str, ...] | Literal[Door.PUBLIC]

# For what describes the service and holds no data: any valid token of the antenna.
ANY_ROLE = "*"

View = TypeVar("View", bound=Callable[..., Any])


def allowed(*roles: str, door: Door = Door.API) -> Callable[[View], View]:
    """Names the roles that may call a view, and how they come to it."""

    def mark(view: View) -> View:
        vars(view).update(allowed_roles=frozenset(roles), door=door)
        return view

    return mark


def allowed_roles(view: Callable[..., Any]) -> frozenset[str]:
    """The roles a view answers to; none when it says nothing."""
    roles: frozenset[str] = getattr(view, "allowed_roles", frozenset())
    return roles


def door_of(view: Callable[..., Any]) -> Door:
    """How one comes to a view: as a program, unless it says otherwise."""
    door: Door = getattr(view, "door", Door.API)
    return door


def asked_door() -> Door:
    """How the current request comes; where there is nothing, a browser is answered by a page like everywhere else."""
    endpoint = flask.request.endpoint
    if endpoint is not None:
        return door_of(flask.current_app.view_functions[endpoint])
    accepted = flask.request.accept_mimetypes
    is_browser = "Authorization" not in flask.request.headers and accepted["text/html"] > accepted["application/json"]
    return Door.PAGE if is_browser and session.has_pages() else Door.API


def caller() -> Caller:
    """Who makes the current request; on a public page, nobody: `TokenMissing`."""
    known: Caller | None = flask.g.get("caller")
    if known is None:
        raise TokenMissing
    return known


def register_access(app: flask.Flask, runtime: Runtime) -> None:
    app.before_request(lambda: _check(runtime))


def _check(runtime: Runtime) -> Response | None:
    door = asked_door()
    if door is Door.PUBLIC:
        return None
    role: str | None = None
    try:
        asking = session.signed_in(runtime) if door is Door.PAGE else _authenticated(runtime)
        if asking is None:
            return session.to_sign_in()
        role = asking.role
        if asking.antenna != runtime.antenna.code:
            raise AntennaRefused
        flask.g.caller = asking  # before its role is looked at, so that the page which refuses it says who is signed in
        _check_role(asking)
    except Problem as problem:
        _log.warning("access_refused", code=problem.code, role=role)
        raise
    return None


def _authenticated(runtime: Runtime) -> Caller:
    credentials = flask.request.authorization
    if credentials is None or credentials.type != "bearer" or not credentials.token:
        raise TokenMissing
    try:
        return read_token(runtime.keyring, credentials.token, runtime.clock.now())
    except TokenRefused:
        raise TokenInvalid from None


def _check_role(asking: Caller) -> None:
    endpoint = flask.request.endpoint
    if endpoint is None:
        return  # no route: Flask answers 404 or 405, to people it knows only
    roles = allowed_roles(flask.current_app.view_functions[endpoint])
    if ANY_ROLE not in roles and asking.role not in roles:
        raise RoleRefused
