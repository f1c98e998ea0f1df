"""Forms: from what people type to the body that a schema checks, and back to the page when it is refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, Self
from urllib.parse import parse_qsl
from uuid import UUID

import flask
from marshmallow import Schema, ValidationError, fields

from chassis.http.bodies import Body, malformed
from chassis.http.fields import Amount, CivilDay, Whole
from chassis.http.problems import BodyUnreadable, FieldError, FormNotVerified, UnsupportedContent

KEY = "_key"
PROOF = "_proof"
_CONTENT_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 1_000
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
# 1 234,50 as people write it: spaces of any width between thousands, a comma or a point, a euro sign or none.
_EUROS = re.compile(r"([+-]?)([0-9]{1,15})(?:[.,]([0-9]{1,2}))?€?")
_SPACES = re.compile(r"\s")
_MINUS = "\N{MINUS SIGN}"
_TICKED = {"on": True, "true": True, "false": False}
_NO_FIELD = "(formulaire)"

Typed = Mapping[str, list[str]]


class FieldUnsupported(Exception):
    """A schema asks in a form for what a form cannot hold: found when the routes are declared."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent: which one, by whom, under which key, and what was typed."""

    form: str
    path: Mapping[str, Any]
    author: str
    key: UUID
    typed: Typed


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a submission was refused, to be told near its fields when its page is shown again."""

    submission: Submission
    errors: tuple[FieldError, ...]
    # The next one sent from the page: the same, so that a repeat is recognised, unless it was used for something else.
    key: UUID
    # What the page calls the fields, known once it is drawn.
    labels: dict[str, str] = field(default_factory=dict)

    def concerns(self, form: str, path: Mapping[str, Any]) -> bool:
        return (form, {k: str(v) for k, v in path.items()}) == (
            self.submission.form,
            {k: str(v) for k, v in self.submission.path.items()},
        )


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form on a page: what to call it, what it holds, what is wrong with it."""

    id: str
    name: str
    kind: str
    texts: list[str]
    errors: list[str]
    is_required: bool

    @property
    def text(self) -> str:
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page: where it goes, what is hidden in it, and its fields as they are to be shown."""

    name: str
    path: Mapping[str, Any]
    address: str
    key: UUID
    proof: str
    schema: Schema
    refusal: Refusal | None
    values: Mapping[str, Any] = field(default_factory=dict)

    def filled(self, **values: Any) -> Self:
        """The same form with what its fields hold before anything is typed."""
        unknown = values.keys() - self.schema.fields.keys()
        if unknown:
            raise KeyError(*unknown)
        return replace(self, values={**self.values, **values})

    def fields(self) -> Iterator[tuple[str, str, Mapping[str, str] | None]]:
        """Each field as it says itself: its name, its sentence, and what there is to choose from."""
        for name, declared in self.schema.fields.items():
            yield name, declared.metadata.get("label", name), _choices(declared)

    def field(self, name: str, label: str = "") -> Control:
        declared = self.schema.fields[name]
        typed, errors = None, []
        if self.refusal is not None:
            self.refusal.labels[name] = label
            typed = self.refusal.submission.typed
            errors = [error.detail for error in self.refusal.errors if error.field == name]
        return Control(
            id=control_id(self.name, self.path, name),
            name=name,
            kind=_kind(declared),
            texts=_shown(declared, self.values.get(name)) if typed is None else list(typed.get(name, ())),
            errors=errors,
            is_required=declared.required,
        )


def control_id(form: str, path: Mapping[str, Any], name: str) -> str:
    """Known before the form is drawn, so that the summary above it leads to its fields."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", "-".join([form.partition(".")[2], *map(str, path.values()), name]))


def read_form(request: flask.Request) -> dict[str, list[str]]:
    """What was typed, hidden values included, by name."""
    if request.mimetype != _CONTENT_TYPE:
        raise UnsupportedContent("Envoyez ce formulaire depuis sa page.")
    return read_pairs(request.get_data(cache=False))


def read_pairs(encoded: bytes) -> dict[str, list[str]]:
    """Names and values from a form's body, or from the part of an address after `?`."""
    typed: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        # Bytes that are no text, or more fields than any of our pages has; the error may quote them, so it is not kept.
        raise BodyUnreadable("Ce formulaire est illisible : revenez à sa page et recommencez.") from None
    for name, value in pairs:
        typed.setdefault(name, []).append(value)
    return typed


def take_key(typed: dict[str, list[str]]) -> tuple[UUID, str]:
    """Takes out what the page had hidden: the key of the command and the proof that the page was ours."""
    (key, *_), (told, *_) = typed.pop(KEY, [""]), typed.pop(PROOF, [""])
    try:
        return UUID(key), told
    except ValueError:
        raise FormNotVerified from None


def load(asks: type[Body], typed: Typed) -> dict[str, Any]:
    """The checked body that was typed; raises `Malformed` with every fault."""
    schema = asks()
    body: dict[str, Any] = {name: texts for name, texts in typed.items() if name not in schema.fields}
    for name, declared in schema.fields.items():
        body.update((name, value) for value in _read(declared, typed.get(name, [])))
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        raise malformed(error.messages_dict) from None
    return loaded


def check_supported(asks: type[Body]) -> None:
    """Refuses at once a schema that no form could fill."""
    for name, declared in asks().fields.items():
        inner = declared.inner if isinstance(declared, fields.List) else declared
        if isinstance(inner, fields.Nested | fields.Dict | fields.List):
            raise FieldUnsupported(f"{asks.__name__}.{name}")


def check_drawn(asks: type[Body]) -> None:
    """Refuses at once a schema that no page could draw by itself: a list of what there is not to choose from."""
    for name, declared in asks().fields.items():
        if isinstance(declared, fields.List) and _choices(declared) is None:
            raise FieldUnsupported(f"{asks.__name__}.{name}: draw it in a template, without a title")


def errors_of(error: Any) -> tuple[FieldError, ...]:
    """What is told of a refused form: all its malformed fields, or the one sentence of the rule."""
    told: Iterable[FieldError] = getattr(error, "errors", ())
    return tuple(told) or (FieldError(error.field or _NO_FIELD, error.text),)


def _read(declared: Any, texts: list[str]) -> Iterator[Any]:
    """The value for the schema, if there is one: an empty field is an absent one."""
    if isinstance(declared, fields.List):
        yield [value for text in texts for value in _read(declared.inner, [text])]
    elif len(texts) > 1:
        raise BodyUnreadable("Ce formulaire répond deux fois à la même question : revenez à sa page et recommencez.")
    elif isinstance(declared, fields.Boolean):
        yield _TICKED.get(texts[0], texts[0]) if texts else False
    elif texts and (text := texts[0].replace("\r\n", "\n").strip()):
        yield _value(declared, text)


def _value(declared: Any, text: str) -> Any:
    """The text as JSON would have it; what cannot be read so stays a text, for the schema to refuse."""
    compact = _SPACES.sub("", text).replace(_MINUS, "-")
    if isinstance(declared, Amount) and (euros := _EUROS.fullmatch(compact)):
        cents = int(euros[2]) * 100 + int((euros[3] or "").ljust(2, "0"))
        return -cents if euros[1] == "-" else cents
    if isinstance(declared, Whole) and not isinstance(declared, Amount) and _WHOLE.fullmatch(compact):
        return int(compact)
    return text


def _shown(declared: Any, value: Any) -> list[str]:
    """A value as the field of a page holds it: the reverse of `_read`."""
    if value is None or value is False:
        return []
    if isinstance(declared, fields.List):
        return [text for item in value for text in _shown(declared.inner, item)]
    if isinstance(declared, Amount):
        sign, cents = "-" if value < 0 else "", abs(value)
        return [f"{sign}{cents // 100},{cents % 100:02d}"]
    if isinstance(value, Enum):
        return [str(value.value)]
    return ["on" if value is True else value.isoformat() if isinstance(value, date) else str(value)]


def _choices(declared: Any) -> Mapping[str, str] | None:
    """The words to choose from, in French where they have a name."""
    inner = declared.inner if isinstance(declared, fields.List) else declared
    if not isinstance(inner, fields.Enum):
        return None
    return {str(word.value): getattr(word, "french", str(word.value)) for word in inner.enum}


def _kind(declared: Any) -> str:
    """Which control of a page fits a field."""
    kinds = [
        (fields.List, "several"),
        (fields.Boolean, "box"),
        (CivilDay, "day"),
        (Amount, "amount"),
        (Whole, "whole"),
        (fields.Enum, "choice"),
    ]
    return next((kind for of, kind in kinds if isinstance(declared, of)), "text")
