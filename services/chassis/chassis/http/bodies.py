"""Bodies: requests are strict JSON objects, checked against a schema, faults told in French all at once."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

import flask
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError
from msgspec import UNSET
from webargs.flaskparser import FlaskParser

from chassis.http.problems import BodyUnreadable, FieldError, Malformed, UnsupportedContent

# Enough for any form; a body of ten thousand unknown fields must not get ten thousand sentences.
_FAULTS_TOLD = 50
_READABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}")


class Body(Schema):
    """What a command's body holds; a field that it does not name is refused."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "type": "Un objet est attendu.",
        "unknown": "Ce champ n'existe pas.",
    }


class Answer(Schema):
    """What is answered; readers ignore a field they do not know, so that answers may grow."""

    class Meta:
        unknown = EXCLUDE

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """What is not there, in a few answers, is left out of them."""
        value = super().get_attribute(obj, attr, default)
        return default if value is UNSET else value


class BodyParser(FlaskParser):
    """flask-smorest's reader of bodies, made strict."""

    DEFAULT_VALIDATION_STATUS = 400

    def load_json(self, req: flask.Request, schema: Schema) -> dict[str, Any]:
        if req.mimetype != "application/json":
            raise UnsupportedContent
        return _read_object(req.get_data(cache=False))

    def handle_error(
        self,
        error: ValidationError,
        req: flask.Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        by_location = cast("dict[str, dict[str, Any]]", error.messages)
        raise malformed(by_location["json"])


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(
            body.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_refused_constant
        )
        if not isinstance(document, dict):
            raise ValueError("not an object")
    except (ValueError, RecursionError):
        # ValueError covers truncated JSON, bad UTF-8, endless integers and what the hooks refuse; its text may quote
        # the body, so it is not kept.
        raise BodyUnreadable from None
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("repeated key")
    return document


def _refused_constant(name: str) -> NoReturn:
    raise ValueError("not JSON: " + name)


def malformed(messages: Mapping[str, Any]) -> Malformed:
    """What a schema refused, as marshmallow tells it."""
    return Malformed(itertools.islice(_field_errors(messages), _FAULTS_TOLD))


def _field_errors(messages: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, details in messages.items():
        # The name of an unknown field is the caller's text: told back only if it looks like a name.
        known = name if _READABLE_NAME.fullmatch(name) else "(nom illisible)"
        yield FieldError(known, " ".join(dict.fromkeys(_sentences(details))))


def _sentences(details: Any) -> Iterator[str]:
    """The sentences about a field; those about the items of a list are by position."""
    if isinstance(details, Mapping):
        for below in details.values():
            yield from _sentences(below)
    else:
        yield from details
