"""Who may ask what: every request is authenticated, and a route that names no role is refused to all."""

from collections.abc import Callable
from typing import Any, TypeVar

import flask
import structlog

from chassis.core.errors import Problem
from chassis.core.runtime import Runtime
from chassis.http.problems import AntennaRefused, RoleRefused, TokenInvalid, TokenMissing
from chassis.http.tokens import Caller, TokenRefused, read_token

_log = structlog.get_logger()

# For what describes the service and holds no data: any valid token of the antenna.
ANY_ROLE = "*"

View = TypeVar("View", bound=Callable[..., Any])


def allowed(*roles: str) -> Callable[[View], View]:
    """Names the roles that may call a view."""

    def mark(view: View) -> View:
        vars(view)["allowed_roles"] = frozenset(roles)
        return view

    return mark


def allowed_roles(view: Callable[..., Any]) -> frozenset[str]:
    """The roles a view answers to; none when it says nothing."""
    roles: frozenset[str] = getattr(view, "allowed_roles", frozenset())
    return roles


def caller() -> Caller:
    """Who makes the current request."""
    known: Caller = flask.g.caller
    return known


def register_access(app: flask.Flask, runtime: Runtime) -> None:
    app.before_request(lambda: _check(runtime))


def _check(runtime: Runtime) -> None:
    role: str | None = None
    try:
        asking = _authenticated(runtime)
        role = asking.role
        if asking.antenna != runtime.antenna.code:
            raise AntennaRefused
        _check_role(asking)
    except Problem as problem:
        _log.warning("access_refused", code=problem.code, role=role)
        raise
    flask.g.caller = asking


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
