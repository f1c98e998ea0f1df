"""The environment `MAILLAGE_*`, read once into one frozen value; every missing or wrong name is told at once."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from environs import Env, EnvValidationError, ValidationError, validate

from chassis.core.instance import Instance
from chassis.core.sealing import SealingKeys

PREFIX = "MAILLAGE_"
# Read by the program's own commands rather than by an instance.
OTHER_NAMES = frozenset({"MAILLAGE_CACHE_DIR", "MAILLAGE_TOKEN"})


class Profile(StrEnum):
    """Embedded: in-memory transport and SQLite, one worker. Server: RabbitMQ and PostgreSQL. No other mix exists."""

    EMBEDDED = "embedded"
    SERVER = "server"


class ConfigurationInvalid(Exception):
    """The environment cannot be used; the message lists every fault, one a line, in French. Exit status 3."""


@dataclass(frozen=True, slots=True)
class MetricsAddress:
    """Where to listen: the first free one of `ports` (0 is any). In `targets`, if given, Prometheus is told which."""

    host: str
    ports: Sequence[int]
    targets: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """What an instance needs to know of its surroundings; durations in seconds."""

    profile: Profile
    database_url: str
    amqp_url: str
    key_file: Path
    sealing_dir: Path | None
    antennas_dir: Path
    http_host: str
    http_port: int
    http_trusted_proxy: str | None
    heartbeat: int
    accounts_period: float
    metrics_host: str
    metrics_port: range | None
    metrics_targets: Path | None
    log_level: str

    @property
    def metrics_address(self) -> MetricsAddress | None:
        """Where a process of this configuration is watched, if it is to be."""
        if self.metrics_port is None:
            return None
        return MetricsAddress(self.metrics_host, self.metrics_port, self.metrics_targets)

    @property
    def sealing(self) -> SealingKeys:
        """The folder of the pairs of keys: beside the key file where none is given."""
        folder = self.sealing_dir or self.key_file.parent / "sealing"
        return SealingKeys(folder, creates=self.profile is Profile.EMBEDDED)

    def database_of(self, instance: Instance) -> str:
        return self.database_url.replace("{service}_{antenna}", instance.database)


def load_config() -> Config:
    """Reads the environment, or raises `ConfigurationInvalid` with every fault at once."""
    env = Env(eager=False)
    with env.prefixed(PREFIX):
        profile = env.str("PROFILE", Profile.EMBEDDED.value, validate=validate.OneOf([p.value for p in Profile]))
        embedded = profile != Profile.SERVER
        state = env.path("STATE_DIR", Path("out/state"))
        read = {
            "database_url": env.str(
                "DATABASE_URL", *_only_if(embedded, f"sqlite+pysqlite:///{state}/{{service}}_{{antenna}}.db")
            ),
            "amqp_url": env.str("AMQP_URL", *_only_if(embedded, "memory://")),
            "key_file": env.path("KEY_FILE", *_only_if(embedded, state / "maillage.key")),
            "sealing_dir": env.path("SEALING_DIR", None),
            "antennas_dir": env.path("ANTENNAS_DIR", Path("deploy/antennas")),
            "http_host": env.str("HTTP_HOST", "127.0.0.1"),
            "http_port": env.int("HTTP_PORT", 8080, validate=validate.Range(0, 65535)),
            "http_trusted_proxy": env.str("HTTP_TRUSTED_PROXY", None),
            "heartbeat": env.int("HEARTBEAT", 10, validate=validate.Range(1, 600)),
            "accounts_period": env.float("ACCOUNTS_PERIOD", 60.0, validate=validate.Range(0.1, 3600)),
            "metrics_host": env.str("METRICS_HOST", "127.0.0.1"),
            "metrics_port": _ports(env.str("METRICS_PORT", None, validate=_refuse_bad_ports)),
            "metrics_targets": env.path("METRICS_TARGETS", None),
            "log_level": env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
        }
    known = {PREFIX + name.upper() for name in read} | {"MAILLAGE_PROFILE", "MAILLAGE_STATE_DIR"} | OTHER_NAMES
    faults = [f"{name} : nom inconnu" for name in os.environ if name.startswith(PREFIX) and name not in known]
    try:
        env.seal()
    except EnvValidationError as error:
        faults += [
            f"{name} : {_french(messages)}"
            for name, messages in cast("dict[str, list[str]]", error.error_messages).items()
        ]
    else:
        faults += _inconsistencies(profile, read["database_url"], read["amqp_url"])
    if faults:
        raise ConfigurationInvalid("\n".join(sorted(faults)))
    return Config(profile=Profile(profile), **read)


_PORTS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


def _ports(text: str | None) -> range | None:
    """One port (0: any that is free), or a range whose first free one is taken."""
    read = _PORTS.fullmatch(text or "")
    return range(int(read[1]), int(read[2] or read[1]) + 1) if read else None


def _refuse_bad_ports(text: str) -> None:
    ports = _ports(text)
    if not ports or ports[-1] > 65535 or (len(ports) > 1 and 0 in ports):
        raise ValidationError("un port de 0 à 65535 (0 : un port libre), ou une plage comme 9100-9199")


def _only_if(condition: bool, default: Any) -> tuple[Any, ...]:
    """A default that exists in one profile only: without it the name is required."""
    return (default,) if condition else ()


def _inconsistencies(profile: str, database_url: str, amqp_url: str) -> Iterator[str]:
    driver = {Profile.EMBEDDED: "sqlite+pysqlite://", Profile.SERVER: "postgresql+psycopg2://"}[Profile(profile)]
    transports = {Profile.EMBEDDED: ("memory://",), Profile.SERVER: ("amqp://", "amqps://")}[Profile(profile)]
    if not database_url.startswith(driver):
        yield f"MAILLAGE_DATABASE_URL : le profil {profile} demande un pilote explicite, {driver}…"
    if "{service}_{antenna}" not in database_url:
        yield "MAILLAGE_DATABASE_URL : le nom de la base doit contenir {service}_{antenna}"
    if not amqp_url.startswith(transports):
        yield f"MAILLAGE_AMQP_URL : le profil {profile} demande {' ou '.join(transports)}…"


def _french(messages: list[str]) -> str:
    if messages == ["Environment variable not set."]:
        return "manque"
    return "valeur refusée (" + " ".join(messages) + ")"
