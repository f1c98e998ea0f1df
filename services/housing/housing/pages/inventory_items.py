"""What is looked at in any furnished house, as the fields of a form and as the lines of an inventory."""

from collections.abc import Mapping, Sequence
from typing import Any

from housing.domain.stay.file import Condition, Inventory, InventoryLine
from housing.papers.inventory import Space, blank

ROOM = "La chambre"
_SPACES: Sequence[Space] = blank(ROOM)
# Two spaces may both have a floor: the line of an inventory names its space too.
_NAMED = [(space.label, item.label, f"{space.label} : {item.label}") for space in _SPACES for item in space.items]
FIELDS: Mapping[str, str] = {f"thing_{rank}": line for rank, (_, _, line) in enumerate(_NAMED, start=1)}
BY_SPACE: Sequence[tuple[str, Sequence[tuple[str, str]]]] = [
    (
        space.label,
        [(field, label) for field, (of, label, _) in zip(FIELDS, _NAMED, strict=True) if of == space.label],
    )
    for space in _SPACES
]
REMARKS = "Observations"


def inventory_of(asked: Mapping[str, Any]) -> Inventory:
    """What a form was filled in with; remarks are a line of their own, in good condition."""
    lines = [InventoryLine(line, asked[field]) for field, line in FIELDS.items()]
    if remarks := asked.get("remarks"):
        lines.append(InventoryLine(REMARKS, Condition.GOOD, remarks))
    return Inventory(asked["signed_on"], tuple(lines))


def conditions(before: Inventory | None) -> dict[str, Condition]:
    """What the form holds before anything is chosen: the state at arrival, or a good one."""
    known = {line.item: line.condition for line in before.lines} if before else {}
    return {field: known.get(line, Condition.GOOD) for field, line in FIELDS.items()}
