"""The French of what the domain names by codes."""

from kernel import french
from kernel.named import Named
from permanence.domain.practitioner.kind import PractitionerKind, labels
from permanence.practitioner_kinds import practitioner_kinds

_KINDS = labels(practitioner_kinds())


def in_french(value: Named | PractitionerKind) -> str:
    """What people call a value of the domain; a kind of practitioner by the dated table."""
    return french.typeset(_KINDS[value] if isinstance(value, PractitionerKind) else value.french)


def choices_of(values: type[Named], *without: Named) -> dict[str, str]:
    """For a list to choose from: each value by its French name."""
    return {value.value: french.capital(in_french(value)) for value in values if value not in without}
