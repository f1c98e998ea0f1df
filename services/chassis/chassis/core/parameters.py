"""An antenna's parameters of one service: its table is read once into a frozen value, with all faults at once."""

from collections.abc import Iterable, Mapping
from typing import Any

# Any service may open later than its antenna: `[permanence] opened_on`, which the chassis reads and checks.
OPENED_ON = "opened_on"


class ParametersInvalid(Exception):
    """A table that cannot be used; `faults` are French sentences, one each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def no_parameters(table: Mapping[str, Any]) -> None:
    """Of a service that has none: whatever is written there is a typing error."""
    if unknown := [name for name in table if name != OPENED_ON]:
        raise ParametersInvalid(f"{name} : clé inconnue" for name in unknown)
