"""The composition root of one instance: everything its worker, its HTTP process and its commands share."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chassis.core.antenna import Antenna
from chassis.core.clock import Clock
from chassis.core.database import Database
from chassis.core.instance import Instance
from chassis.core.keyring import Keyring
from chassis.core.manifest import Manifest
from chassis.core.sealing import SealingKeys
from chassis.core.state import State


@dataclass(frozen=True)
class Runtime:
    """One instance, made of the service's manifest, the antenna's configuration and what carries them."""

    manifest: Manifest
    antenna: Antenna
    database: Database
    keyring: Keyring
    clock: Clock
    state: State = field(default_factory=State)
    sealing: SealingKeys = field(default_factory=SealingKeys)

    @cached_property
    def instance(self) -> Instance:
        return Instance(self.manifest.name, self.antenna.code)

    @cached_property
    def parameters(self) -> Any:
        """The antenna's parameters of this service, as its manifest reads them; raises `ParametersInvalid`."""
        return self.manifest.parameters(self.antenna.parameters.get(self.manifest.name, {}))
