"""The sample services as configured by one environment: their runtimes, their topology, the posts of their workers."""

import os
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from chassis.bus.topology import Topology, topology
from chassis.core.antenna import Antenna, load_antennas
from chassis.core.clock import SystemClock
from chassis.core.config import Config
from chassis.core.database import Database
from chassis.core.instance import Instance
from chassis.core.key_check import guard
from chassis.core.keyring import Keyring, load_keyring
from chassis.core.runtime import Runtime
from chassis.worker.post import Post
from support.sample_service import MANIFESTS, SAMPLE_CATALOGUE

# Set for workers that trust the broker, as a control.
WITHOUT_ACCOUNTS = "SAMPLE_WITHOUT_ACCOUNTS"


@dataclass(frozen=True)
class SampleNetwork:
    config: Config
    antennas: tuple[Antenna, ...]

    @classmethod
    def load(cls, config: Config) -> Self:
        return cls(config, load_antennas(config.antennas_dir, MANIFESTS))

    @cached_property
    def topology(self) -> Topology:
        return topology(self.antennas, SAMPLE_CATALOGUE)

    @cached_property
    def keyring(self) -> Keyring:
        return load_keyring(self.config.key_file)

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        return tuple(instance for antenna in self.antennas for instance in antenna.instances())

    def runtime(self, instance: Instance) -> Runtime:
        antenna = next(antenna for antenna in self.antennas if antenna.code == instance.antenna)
        database = Database(self.config.database_of(instance))
        runtime = Runtime(MANIFESTS[instance.service], antenna, database, self.keyring, SystemClock())
        guard(runtime)
        return runtime

    def post(self, instance: Instance) -> Post:
        post = Post.of(self.runtime(instance), self.config, self.topology, self.instances)
        return replace(post, period=None) if WITHOUT_ACCOUNTS in os.environ else post
