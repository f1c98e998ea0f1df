"""From exception to answer: the one place where a failed request is told, as a problem document or as a page."""

from collections.abc import Iterable
from typing import Any

import flask
import structlog
from werkzeug.exceptions import HTTPException

from chassis.core.causes import database_cause
from chassis.core.database import is_transient
from chassis.core.errors import DatabaseUnavailable, Problem
from chassis.core.key_check import KeyRefused, NotMigrated
from chassis.core.keyring import KeyUnusable, SealBroken
from chassis.core.log import frames
from chassis.core.runtime import Runtime
from chassis.http.access import Door, asked_door
from chassis.http.problems import (
    FieldError,
    FormNotVerified,
    KeyAbsent,
    KeyNotTheirs,
    Malformed,
    SealRefused,
    TooManyRequests,
    problem_response,
)
from chassis.http.site import problem_page

_log = structlog.get_logger()

# Flask's own refusals, said in French; the code for machines, the text for people.
_REFUSALS = {
    400: ("BAD_REQUEST", "La demande est illisible."),
    404: ("NOT_FOUND", "Il n'y a rien à cette adresse."),
    405: ("METHOD_NOT_ALLOWED", "Cette adresse n'admet pas cette méthode HTTP."),
    413: ("BODY_TOO_LARGE", "Le corps de la demande dépasse 64 Kio."),
}
_RETRY_AFTER_SECONDS = "5"


def register_failures(app: flask.Flask, runtime: Runtime) -> None:
    # Exception, because nothing else stands between a request and the caller: what is unforeseen must answer too.
    app.register_error_handler(Exception, lambda error: _answer(error, runtime))
    app.register_error_handler(HTTPException, _refusal)


def _answer(error: Exception, runtime: Runtime) -> flask.Response:
    rule_broken = runtime.manifest.rule_broken
    if rule_broken is not None and isinstance(error, rule_broken):
        rule: Any = error  # `code`, `field` and `text`, as the manifest promises
        return _told(422, rule.code, rule.text, rule.field)
    if isinstance(error, Problem):
        return _problem(error, runtime)
    if is_transient(error) or isinstance(error, NotMigrated):
        unavailable = DatabaseUnavailable()
        unavailable.__cause__ = error
        return _problem(unavailable, runtime)
    if isinstance(error, SealBroken):
        _log.error("seal_refused", code=SealRefused.code, purpose=str(error), to_type="maillage key check --list")
        return _problem(SealRefused(), runtime)
    if isinstance(error, KeyRefused):
        _log.error("key_refused", code=KeyNotTheirs.code, reason=str(error), to_type="maillage key check")
        return _problem(KeyNotTheirs(), runtime)
    if isinstance(error, KeyUnusable):
        _log.error("key_unusable", code=KeyAbsent.code, reason=str(error))
        return _problem(KeyAbsent(), runtime)
    _log.error("request_failed", code=Problem.code, error=type(error).__name__, frames=frames(error.__traceback__))
    return _told(500, Problem.code, Problem.text)


def log_unavailable(problem: Problem, runtime: Runtime) -> None:
    """Why a request got 503, unless the database's watch has said so, once for all requests."""
    if runtime.database.is_answering:
        cause = database_cause(problem.__cause__) if problem.__cause__ is not None else None
        told = {"cause": cause.code, "reason": cause.reason} if cause else {}
        _log.warning("database_unavailable", code=problem.code, **told)


def _problem(problem: Problem, runtime: Runtime) -> flask.Response:
    errors = problem.errors if isinstance(problem, Malformed) else ()
    response = _told(problem.status, problem.code, problem.text, problem.field, errors)
    if isinstance(problem, TooManyRequests):
        response.headers["Retry-After"] = str(problem.seconds)
        _log.warning("form_refused", code=problem.code)
    if isinstance(problem, FormNotVerified):
        _log.warning("form_refused", code=problem.code)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="maillage"'
    if problem.status == 503:
        response.headers["Retry-After"] = _RETRY_AFTER_SECONDS
        log_unavailable(problem, runtime)
    return response


def _refusal(error: HTTPException) -> flask.Response:
    status = error.code or 500
    code, text = _REFUSALS.get(status, ("REQUEST_REFUSED", "La demande est refusée."))
    response = _told(status, code, text)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _told(
    status: int, code: str, text: str, field: str | None = None, errors: Iterable[FieldError] = ()
) -> flask.Response:
    if asked_door() is Door.API:
        return problem_response(status, code, text, field, errors)
    return problem_page(status, code, text)
