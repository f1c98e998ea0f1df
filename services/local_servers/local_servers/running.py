"""Both servers together, for the time of a `with`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from local_servers.postgres import PostgresNode
from local_servers.rabbitmq import RabbitMQNode


@dataclass(frozen=True, slots=True)
class LocalServers:
    """What is running; the process ids are those of now, whatever was killed and restarted meanwhile."""

    directory: Path
    postgres: PostgresNode | None
    rabbitmq: RabbitMQNode | None

    @property
    def postgres_url(self) -> str | None:
        """Template: `.format(database="postgres")`; the account is a superuser."""
        return None if self.postgres is None else self.postgres.url

    @property
    def amqp_url(self) -> str | None:
        return None if self.rabbitmq is None else self.rabbitmq.url

    @property
    def postgres_pid(self) -> int | None:
        return None if self.postgres is None else self.postgres.pid

    @property
    def rabbitmq_pid(self) -> int | None:
        return None if self.rabbitmq is None else self.rabbitmq.pid


def say_on_stderr(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@contextmanager
def local_servers(
    directory: Path,
    *,
    postgres: bool = True,
    rabbitmq: bool = True,
    fsync: bool = True,
    say: Callable[[str], None] = say_on_stderr,
) -> Iterator[LocalServers]:
    """Starts what is asked for, side by side, and stops it on the way out, whatever the way out."""
    servers = LocalServers(
        directory,
        PostgresNode(directory / "postgres", fsync=fsync) if postgres else None,
        RabbitMQNode(directory / "rabbitmq", say=say) if rabbitmq else None,
    )
    nodes = [node for node in (servers.rabbitmq, servers.postgres) if node is not None]
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.stop)
            node.launch()
        for node in nodes:
            node.wait_until_ready()
        yield servers
