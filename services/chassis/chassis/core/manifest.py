"""What a service tells the chassis about itself: tables, handlers, reactions, facts, migrations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chassis.core.locks import Order
from chassis.core.parameters import no_parameters
from chassis.core.sealed import Sealed
from chassis.core.told import Telling
from contracts.envelope import Event

# A handler loads, calls the aggregate and saves; it returns the outcome, the frozen dataclass of its annotation.
Handler = Callable[[Any, Any], Any]
# A reaction applies the events of one type in a batch, inside the batch's transaction.
Reaction = Callable[[Sequence[Event], Any], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One per service, found through the entry points `maillage.services`.

    `told`: by what event each class of fact leaves the house. `parameters` reads an antenna's table of this service
    into a frozen value, or raises `ParametersInvalid`. `rule_broken` is the base class of the domain's rules (`code`,
    `field`, `text`). `locks`: the order in which rows are locked. `keeps_bodies` makes the inbox a log that projections
    are rebuilt from. `sealed`: the columns that the network's key seals, so that another key is never taken for it.
    `daily` makes the command that the instance gives itself once each civil day.
    `worker`, `blueprint` (HTTP for programs) and `pages` (for people) are import paths, so that reading a manifest
    imports neither nameko nor Flask.
    """

    name: str
    metadata: sa.MetaData
    migrations: Path
    worker: str
    handlers: Mapping[type, Handler] = field(default_factory=dict)
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    told: Mapping[type, Telling] = field(default_factory=dict)
    rule_broken: type[Exception] | None = None
    locks: Order = field(default_factory=Order)
    parameters: Callable[[Mapping[str, Any]], Any] = no_parameters
    blueprint: str | None = None
    pages: str | None = None
    keeps_bodies: bool = False
    daily: Callable[[], Any] | None = None
    sealed: tuple[Sealed, ...] = ()
