"""How the named parts of a fact are written on the wire."""

from enum import StrEnum
from typing import Any


def told(fact: object, *names: str) -> dict[str, Any]:
    """These parts and no other; one that is not known is left out."""
    parts = {name: getattr(fact, name) for name in names}
    return {name: part.value if isinstance(part, StrEnum) else part for name, part in parts.items() if part is not None}
