"""What an antenna's file may say to its permanence, in the table `[permanence]`, with the defaults."""

from collections.abc import Iterable, Mapping
from typing import Any

# Below this number of inhabitants a fact names the EPCI instead of the commune (our choice, for the DPO to confirm).
COMMUNE_TOLD_FROM = 2_000


def commune_told_from(parameters: Mapping[str, Any]) -> int:
    return int(parameters.get("commune_told_from_inhabitants", COMMUNE_TOLD_FROM))


def faults(parameters: Mapping[str, Any]) -> Iterable[str]:
    """What is wrong in `[permanence]`, in French, one sentence each."""
    for name, value in parameters.items():
        if name == "opened_on":
            continue  # any service may have one: the chassis checks it
        if name != "commune_told_from_inhabitants":
            yield f"[permanence] clé inconnue : {name}"
        elif type(value) is not int or value < 0:
            yield f"[permanence] {name} doit être un nombre entier d'habitants"
