"""The French of what the domain names by codes."""

from housing.domain.occupant.kind import OccupantKind, labels
from housing.occupant_kinds import occupant_kinds
from kernel import french
from kernel.named import Named

_KINDS = labels(occupant_kinds())


def in_french(value: Named | OccupantKind) -> str:
    """What people call a value of the domain; a kind of occupant by the dated table."""
    return french.typeset(_KINDS[value] if isinstance(value, OccupantKind) else value.french)


def choices_of(values: type[Named]) -> dict[str, str]:
    """For a list to choose from: each value by its French name."""
    return {value.value: french.capital(in_french(value)) for value in values}
