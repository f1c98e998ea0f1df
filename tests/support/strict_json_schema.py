"""A JSON Schema validator that asserts formats and reads patterns as ECMA 262 does, as partners' validators do."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

_FORMATS = FormatChecker(formats=("date", "uuid"))


@_FORMATS.checks("date-time", raises=(ValueError, OverflowError))
def _is_on_the_calendar(value: object) -> bool:
    if isinstance(value, str):
        datetime.fromisoformat(value).astimezone(UTC)  # raises; how it must be written is the pattern's business
    return True


def _pattern(_validator: Any, pattern: str, instance: object, _schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    # ECMA's `$` is the end of the text; Python's may also stand before a last newline.
    if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
        yield ValidationError(f"does not match {pattern}")


_Strict: type[Draft202012Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def strict(schema: Mapping[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return _Strict(schema, format_checker=_FORMATS)
