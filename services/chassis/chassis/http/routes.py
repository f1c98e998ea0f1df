"""What a service's `http.py` is written with: routes for commands and for queries, and what they run on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID, uuid5

import flask
import flask_smorest
from sqlalchemy.orm import Session

from chassis.core.application import Outcome, execute
from chassis.core.audit import Reading, identities_read
from chassis.core.runtime import Runtime
from chassis.http.access import View, allowed, caller
from chassis.http.bodies import Answer, Body, BodyParser
from chassis.http.forms import load, read_pairs
from chassis.http.problems import IdempotencyKeyRequired

EXTENSION = "maillage"
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "Neuf pour chaque demande, le même pour la répéter : la répétition reçoit la première réponse.",
}
# What may be answered to anybody, and to those who send a body.
_ALWAYS = (401, 403, 503)
_TO_COMMANDS = (400, 409, 413, 415, 422)


class Routes(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """A service's blueprint: each route says what it asks, what it answers and to which roles."""

    ARGUMENTS_PARSER = BodyParser()

    def command(
        self, rule: str, *, asks: type[Body], answers: type[Answer], roles: tuple[str, ...]
    ) -> Callable[[View], View]:
        """A POST: the view gets the checked body, and returns the outcome of the command it runs."""

        def register(view: View) -> View:
            reading_body = self.arguments(asks)(view)
            self._add(
                rule,
                "POST",
                self.response(201, answers, description="Fait.")(reading_body),
                roles,
                _TO_COMMANDS,
                parameters=[_KEY],
            )
            return view

        return register

    def query(
        self, rule: str, *, answers: type[Answer], roles: tuple[str, ...], asks: type[Body] | None = None
    ) -> Callable[[View], View]:
        """A GET: the view returns what the answer is made from. With `asks` it first gets what follows `?`, checked."""

        def register(view: View) -> View:
            problems = ((400, 422) if asks else ()) + ((404,) if "<" in rule else ())
            parameters = [{"in": "query", "schema": asks}] if asks else []
            answer = self.response(200, answers, description="Lu.")(view if asks is None else _asked(asks, view))
            self._add(rule, "GET", answer, roles, problems, parameters=parameters)
            return view

        return register

    def _add(
        self, rule: str, method: str, view: Any, roles: tuple[str, ...], problems: tuple[int, ...], **doc: Any
    ) -> None:
        for status in problems + _ALWAYS:
            view = self.alt_response(status, HTTPStatus(status).name)(view)
        # One requirement a role: OpenAPI reads the list as alternatives.
        view = self.doc(security=[{"bearer": [role]} for role in roles], **doc)(view)
        self.add_url_rule(rule, None, allowed(*roles)(view), methods=[method])


def _asked(asks: type[Body], view: View) -> Callable[..., Any]:
    @wraps(view)
    def show(**path: Any) -> Any:
        return view(load(asks, read_pairs(flask.request.query_string)), **path)

    return show


def current_runtime() -> Runtime:
    """The instance that the current request is made to."""
    return cast("Runtime", flask.current_app.extensions[EXTENSION])


def run(command: Any) -> Outcome:
    """Executes a command once per key and person; a repeat gets the first outcome.

    The key is the header `Idempotency-Key`, or the one that our page hid in its form.
    """
    return execute(current_runtime(), command, _command_id())


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with: one snapshot, nothing kept."""
    with Session(current_runtime().database.reading) as session:
        yield session


@contextmanager
def audited(action: str) -> Iterator[Reading]:
    """A transaction to read identities in, for the person who asks: each of them leaves a row, or nothing is read."""
    with identities_read(current_runtime(), caller().person, action) as reading:
        yield reading


def _command_id() -> UUID:
    """Made of the key and the person, so that nobody is answered with another's outcome by sending another's key."""
    if (submitted := flask.g.get("submission")) is not None:
        return uuid5(submitted.key, submitted.author)
    try:
        key = UUID(flask.request.headers.get("Idempotency-Key", ""))
    except ValueError:
        raise IdempotencyKeyRequired from None
    return uuid5(key, caller().person)
