"""What a service's `http.py` is written with: routes for commands and for queries, and what they run on."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID, uuid5

import flask
import flask_smorest
from sqlalchemy.orm import Session

from chassis.core.application import execute
from chassis.core.audit import Reading, identities_read
from chassis.core.clock import civil_day, minute_of_day
from chassis.core.runtime import Runtime
from chassis.http.access import View, allowed, caller
from chassis.http.bodies import Answer, Body, BodyParser
from chassis.http.derived import answer_of, body_of, fields_of, filled_by_the_caller, maker_of
from chassis.http.forms import load, read_pairs
from chassis.http.problems import IdempotencyKeyRequired

EXTENSION = "maillage"
_ARGUMENT = re.compile(r"<(?:[^:>]+:)?(\w+)>")
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


@dataclass(frozen=True, slots=True)
class Ask:
    """A command as it is asked for, by programs and by people: what it is made of, its outcome, its roles."""

    command: type
    outcome: type
    roles: tuple[str, ...]

    @property
    def name(self) -> str:
        """`leave_waiting_list` of `LeaveWaitingList`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", self.command.__name__).lower()

    def body(self, said_elsewhere: Collection[str]) -> type[Body]:
        return body_of(self.command, frozenset(said_elsewhere))

    def run(self, asked: Mapping[str, Any], path: Mapping[str, Any]) -> Any:
        """Runs the command that the body and the address make; whoever asks is who is signed in.

        An address of a page may hold more than the command: the patient whose page it is.
        """
        named = fields_of(self.command)
        given = {**asked, **{name: value for name, value in path.items() if name in named}}
        for name in filled_by_the_caller(self.command):
            given[name] = caller().person
        return run(maker_of(self.command)(given))


class Routes(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """A service's blueprint: each route says what it asks, what it answers and to which roles."""

    ARGUMENTS_PARSER = BodyParser()

    def ask(self, command: type, rule: str, *, roles: tuple[str, ...], answers: type, says: str) -> Ask:
        """A POST that runs a command: its body is made of what the command says of itself, less what its address holds.

        `answers` is the outcome that the command's handler returns, `says` what the route is for, in French. A page's
        form names the same ask (`Pages.form_of`).
        """
        asked = Ask(command, answers, roles)

        def view(values: dict[str, Any], **path: Any) -> Any:
            return asked.run(values, path)

        view.__name__, view.__doc__ = asked.name, says
        vars(view)["command"] = command
        self.command(rule, asks=asked.body(arguments_of(rule)), answers=answers, roles=roles)(view)
        return asked

    def command(self, rule: str, *, asks: type[Body], answers: type, roles: tuple[str, ...]) -> Callable[[View], View]:
        """A POST that asks otherwise than its command: the view gets the checked body and returns what is answered."""

        def register(view: View) -> View:
            reading_body = self.arguments(asks)(view)
            self._add(
                rule,
                "POST",
                self.response(201, _answer(answers, words=True), description="Fait.")(reading_body),
                roles,
                _TO_COMMANDS,
                parameters=[_KEY],
            )
            return view

        return register

    def query(
        self, rule: str, *, answers: type, roles: tuple[str, ...], asks: type[Body] | None = None
    ) -> Callable[[View], View]:
        """A GET: the view returns what the answer is made from. With `asks` it first gets what follows `?`, checked."""

        def register(view: View) -> View:
            problems = ((400, 422) if asks else ()) + ((404,) if "<" in rule else ())
            parameters = [{"in": "query", "schema": asks}] if asks else []
            shown = _answer(answers, words=False)
            answer = self.response(200, shown, description="Lu.")(view if asks is None else _asked(asks, view))
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


def _answer(answers: type, *, words: bool) -> type[Answer]:
    """A schema, or what makes one."""
    if issubclass(answers, Answer):
        return answers
    return answer_of(answers, words=words)  # type: ignore[arg-type]  # a class is hashable


def _asked(asks: type[Body], view: View) -> Callable[..., Any]:
    @wraps(view)
    def show(**path: Any) -> Any:
        return view(load(asks, read_pairs(flask.request.query_string)), **path)

    return show


def arguments_of(rule: str) -> frozenset[str]:
    """The names that an address holds."""
    return frozenset(_ARGUMENT.findall(rule))


def current_runtime() -> Runtime:
    """The instance that the current request is made to."""
    return cast("Runtime", flask.current_app.extensions[EXTENSION])


def today() -> date:
    """The civil day of Paris on which the current request is made."""
    return civil_day(current_runtime().clock.now())


def minute_now() -> int:
    """Minutes since midnight in Paris, when the current request is made."""
    return minute_of_day(current_runtime().clock.now())


def run(command: Any) -> Any:
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
