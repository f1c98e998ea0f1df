"""Frozen dataclasses as plain JSON values and back, strictly: what is read has the very types that were written."""

from typing import Any

import msgspec


class Plain:
    """Writes and reads values of one annotation: `list[Tariff]`, `Inventory`, `tuple[str, ...]`, `date | None`…

    Raises `TypeError` for an annotation without a plain form, `msgspec.ValidationError` for what is not of its types or
    breaks a rule of its own, to be written or to be read. A field added since with a default reads as that default.
    """

    def __init__(self, annotation: Any) -> None:
        self._annotation = annotation
        msgspec.json.schema(annotation)  # refuses what has no plain form: at import, not with the first value

    def write(self, value: Any) -> Any:
        plain = msgspec.to_builtins(value)
        self.read(plain)
        return plain

    def read(self, plain: Any) -> Any:
        return msgspec.convert(plain, self._annotation)
