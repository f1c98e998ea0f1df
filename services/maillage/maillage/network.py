"""The network as configured: antennas, instances, topology, and what is needed to run any instance of it."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chassis.bus.topology import Topology, topology
from chassis.core.antenna import Antenna, AntennaFilesInvalid, load_antennas
from chassis.core.clock import Clock, SystemClock
from chassis.core.config import Config, Profile
from chassis.core.database import Database
from chassis.core.instance import Instance
from chassis.core.key_check import guard
from chassis.core.keyring import Keyring, create_key, load_keyring
from chassis.core.manifest import Manifest
from chassis.core.parameters import ParametersInvalid
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from maillage.services import manifests


class InstanceUnknown(Exception):
    """No antenna file gives this service to this antenna; the message says which ones exist."""


@dataclass(frozen=True)
class Network:
    """Antennas of one configuration; builds the runtime of any of their instances."""

    config: Config
    antennas: tuple[Antenna, ...]
    _databases: list[Database] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def load(cls, config: Config) -> "Network":
        """Reads and checks the antenna files, each service's own parameters included; raises `AntennaFilesInvalid`."""
        antennas = load_antennas(config.antennas_dir, manifests())
        faults = [
            f"{antenna.code}.toml : {fault}"
            for antenna in antennas
            for service, manifest in manifests().items()
            for fault in _faults(manifest, antenna.parameters.get(service, {}))
        ]
        if faults:
            raise AntennaFilesInvalid("\n".join(faults))
        return cls(config, antennas)

    @cached_property
    def topology(self) -> Topology:
        return topology(self.antennas)

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        return tuple(instance for antenna in self.antennas for instance in antenna.instances())

    @cached_property
    def keyring(self) -> Keyring:
        """The key file's; the embedded profile makes one at first use, a server's is made on purpose.

        Raises `KeyUnusable`, also where a database is there already: a new key would open nothing of it.
        """
        file: Path = self.config.key_file
        if self.config.profile is Profile.EMBEDDED and not file.exists():
            with contextlib.suppress(FileExistsError):  # another process that starts has just made it
                create_key(file, databases=Path(sa.make_url(self.config.database_url).database or "").parent)
        return load_keyring(file)

    @cached_property
    def sealing(self) -> SealingKeys:
        return self.config.sealing

    def antenna(self, code: str) -> Antenna:
        for antenna in self.antennas:
            if antenna.code == code:
                return antenna
        known = ", ".join(antenna.code for antenna in self.antennas)
        raise InstanceUnknown(f"antenne inconnue : {code} (connues : {known})")

    def runtime(self, instance: Instance, clock: Clock | None = None) -> Runtime:
        """Its database compares the key before any use. Raises `InstanceUnknown` where the antenna has no such one."""
        antenna = self.antenna(instance.antenna)
        if instance.service not in antenna.services:
            known = ", ".join(antenna.services)
            raise InstanceUnknown(f"l'antenne {antenna.code} n'a pas de service {instance.service} (elle a : {known})")
        database = Database(self.config.database_of(instance))
        self._databases.append(database)
        runtime = Runtime(
            *(manifests()[instance.service], antenna, database, self.keyring, clock or SystemClock()),
            sealing=self.sealing,
        )
        guard(runtime)
        return runtime

    def close(self) -> None:
        """Closes the databases of all the runtimes it gave."""
        for database in self._databases:
            database.close()


def _faults(manifest: Manifest, table: Mapping[str, Any]) -> Iterable[str]:
    """What a service finds wrong in its table of an antenna's file."""
    try:
        manifest.parameters(table)
    except ParametersInvalid as invalid:
        yield from (f"[{manifest.name}] {fault}" for fault in invalid.faults)
