"""An instance: one service for one antenna, and every name that follows from the two codes."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

CODE = re.compile(r"[a-z][a-z0-9-]{1,30}")
DEPARTEMENT = "departement"
RESERVED_ANTENNAS = frozenset({DEPARTEMENT, "partners", "network"})


@dataclass(frozen=True)
class Instance:
    """`housing` for `romans`: database `housing_romans`, queue `housing.romans.inbox`, source `/romans/housing`."""

    service: str
    antenna: str

    @classmethod
    def of_source(cls, source: str) -> Self:
        """The instance that publishes as `/<antenna>/<service>`."""
        antenna, service = source.removeprefix("/").split("/")
        return cls(service, antenna)

    def __str__(self) -> str:
        return f"{self.service}.{self.antenna}"

    @cached_property
    def database(self) -> str:
        return f"{self.service}_{self.antenna}".replace("-", "_")

    @cached_property
    def exchange(self) -> str:
        return f"{self.service}.events"

    @cached_property
    def inbox(self) -> str:
        return f"{self.service}.{self.antenna}.inbox"

    @cached_property
    def source(self) -> str:
        return f"/{self.antenna}/{self.service}"

    @cached_property
    def address(self) -> str:
        """Where its HTTP routes begin."""
        return f"/{self.antenna}/{self.service}/v1"

    @property
    def reads_every_antenna(self) -> bool:
        return self.antenna == DEPARTEMENT
