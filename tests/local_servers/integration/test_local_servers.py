"""Private PostgreSQL and RabbitMQ nodes: they start, come back after kill -9 with their data, and never stay behind."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import kombu
import psycopg2
import pytest

from local_servers import (
    LocalServerFailed,
    LocalServers,
    LocalServerUnavailable,
    PostgresNode,
    RabbitMQNode,
    local_servers,
)
from local_servers.rabbitmq_binaries import RABBITMQ
from support import pace

QUORUM = {"x-queue-type": "quorum"}
# RabbitMQ writes the name of a new quorum queue to disk up to a second later (measured on 3.10.8). Killed before that,
# it comes back with a queue that no longer answers, whatever it had confirmed.
NAME_ON_DISK_AFTER = 2.0
TO_TYPE = "À taper : sudo apt-get install rabbitmq-server$"
# A suite run in the background has children that ignore SIGINT; whoever types Ctrl-C has none.
PARENT = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import sys
from pathlib import Path
from local_servers import local_servers
with local_servers(Path(sys.argv[1]), fsync=False):
    print("up", flush=True)
    sys.stdin.read()
"""
FORKING = PARENT.replace("print(", "import os, time; os.fork() or time.sleep(3600); print(")


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    with local_servers(tmp_path_factory.mktemp("servers")) as running:
        yield running


@pytest.fixture
def postgres(servers: LocalServers) -> PostgresNode:
    assert servers.postgres is not None
    return servers.postgres


@pytest.fixture
def rabbitmq(servers: LocalServers) -> RabbitMQNode:
    assert servers.rabbitmq is not None
    return servers.rabbitmq


def sql(node: PostgresNode, statement: str) -> list[Any]:
    url = node.url.format(database="postgres").replace("+psycopg2", "")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def connect(node: RabbitMQNode) -> Any:
    return kombu.Connection(node.url, transport_options={"confirm_publish": True})


@contextmanager
def parent_of_servers(directory: Path, code: str = PARENT) -> Iterator["subprocess.Popen[str]"]:
    """Another process that started both servers and waits for the end of its input, which leaving closes."""
    command = [sys.executable, "-c", code, str(directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        yield parent


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # ended since the folder was listed
            if int(stat.read_text(errors="replace").rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def descendants(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *descendants(child))]


@contextmanager
def watched(pids: list[int]) -> Iterator[dict[int, int]]:
    """Process descriptors, which stay true even when a process id is used again."""
    with ExitStack() as stack:
        descriptors = {}
        for pid in pids:
            with suppress(ProcessLookupError):  # a short-lived child of a start script
                descriptors[pid] = os.pidfd_open(pid)
                stack.callback(os.close, descriptors[pid])
        yield descriptors


def still_running(started: dict[int, int]) -> list[int]:
    """Which of them do not end."""
    deadline = time.monotonic() + pace.patience()
    left = dict(started)
    while left and time.monotonic() < deadline:
        over, _, _ = select.select(list(left.values()), [], [], 0.2)
        left = {pid: descriptor for pid, descriptor in left.items() if descriptor not in over}
    return list(left)


def kill_by_hand(node: PostgresNode | RabbitMQNode) -> None:
    os.kill(node.pid, signal.SIGKILL)


def kill_by_node(node: PostgresNode | RabbitMQNode) -> None:
    node.kill()


def test_both_servers_answer_at_the_addresses_they_give(servers: LocalServers, postgres: PostgresNode) -> None:
    assert servers.postgres_url is not None
    assert servers.postgres_url.endswith(f"@127.0.0.1:{postgres.port}/{{database}}")
    assert sql(postgres, "SELECT 1") == [(1,)]
    assert servers.amqp_url is not None
    with kombu.Connection(servers.amqp_url) as connection:
        assert connection.connection.server_properties["product"] == "RabbitMQ"


def test_postgres_refuses_whoever_has_not_its_password(postgres: PostgresNode) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(host="127.0.0.1", port=postgres.port, user="maillage", password="other", dbname="postgres")


def test_postgres_syncs_to_disk_only_when_asked(postgres: PostgresNode, tmp_path: Path) -> None:
    assert sql(postgres, "SHOW fsync") == [("on",)]
    with PostgresNode(tmp_path, fsync=False) as fast:
        assert sql(fast, "SHOW fsync") == [("off",)]


@pytest.mark.parametrize("kill", [kill_by_hand, kill_by_node])
def test_a_killed_postgres_comes_back_on_its_port_with_its_rows(
    postgres: PostgresNode, kill: Callable[[PostgresNode], None]
) -> None:
    sql(postgres, "DROP TABLE IF EXISTS kept; CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
    port, pid = postgres.port, postgres.pid
    kill(postgres)
    postgres.restart()
    assert (postgres.port, sql(postgres, "SELECT n FROM kept")) == (port, [(42,)])
    assert postgres.pid != pid


@pytest.mark.parametrize("kill", [kill_by_hand, kill_by_node])
def test_a_killed_rabbitmq_comes_back_on_its_port_with_its_confirmed_message(
    rabbitmq: RabbitMQNode, kill: Callable[[RabbitMQNode], None]
) -> None:
    port, pid = rabbitmq.port, rabbitmq.pid
    with connect(rabbitmq) as connection:
        channel = connection.channel()
        channel.queue_declare("kept", durable=True, auto_delete=False, arguments=QUORUM)
        time.sleep(NAME_ON_DISK_AFTER)
        kombu.Producer(channel).publish("42", routing_key="kept", delivery_mode=2, timeout=pace.patience())
        kill(rabbitmq)
        connection.collect()  # nobody is left to say goodbye to
    rabbitmq.restart()
    with connect(rabbitmq) as connection:
        message = connection.channel().basic_get("kept", no_ack=True)
    assert (rabbitmq.port, message.body) == (port, "42")
    assert rabbitmq.pid != pid


def test_a_server_stopped_cleanly_starts_again_with_its_data(postgres: PostgresNode) -> None:
    sql(postgres, "DROP TABLE IF EXISTS kept; CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    postgres.stop()
    with pytest.raises(LocalServerFailed, match="n’est pas démarré"):
        _ = postgres.pid
    postgres.start()
    assert sql(postgres, "SELECT n FROM kept") == [(7,)]


def test_rabbitmqctl_speaks_to_the_node(rabbitmq: RabbitMQNode) -> None:
    assert rabbitmq.name in rabbitmq.ctl("status")
    with pytest.raises(LocalServerFailed, match="no-such-command"):
        rabbitmq.ctl("no-such-command")


def test_nothing_listens_beyond_loopback(servers: LocalServers) -> None:
    owned = {link for pid in descendants(os.getpid()) for link in sockets(pid)}
    tables = [Path("/proc/net", name).read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    listening = [line.split() for table in tables for line in table]
    addresses = {fields[1].split(":")[0] for fields in listening if fields[3] == "0A" and fields[9] in owned}
    assert "0100007F" in addresses
    assert addresses <= {"0100007F", "00000000000000000000000001000000"}


def sockets(pid: int) -> list[str]:
    links = []
    with suppress(PermissionError, FileNotFoundError):  # ended, reaped or not yet: it holds nothing any more
        for entry in Path("/proc", str(pid), "fd").iterdir():
            with suppress(FileNotFoundError):  # closed since the folder was listed
                links.append(str(entry.readlink()))
    return [link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:")]


def test_two_sets_of_servers_run_side_by_side(postgres: PostgresNode, rabbitmq: RabbitMQNode, tmp_path: Path) -> None:
    with local_servers(tmp_path, fsync=False) as others:
        assert others.postgres is not None
        assert others.rabbitmq is not None
        assert len({postgres.port, rabbitmq.port, others.postgres.port, others.rabbitmq.port}) == 4
        sql(others.postgres, "CREATE TABLE only_here (n int)")
        assert sql(postgres, "SELECT to_regclass('only_here')") == [(None,)]


def test_a_server_that_cannot_start_says_what_it_last_said(tmp_path: Path) -> None:
    node = PostgresNode(tmp_path, fsync=False)
    with node:
        pass
    node.data.joinpath("PG_VERSION").write_text("1\n")
    with pytest.raises(LocalServerFailed, match=r"Journal : .*server\.log\n(?s:.*)FATAL"):
        node.start()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_stays_behind_when_the_parent_is_ended(sent: signal.Signals, tmp_path: Path) -> None:
    with parent_of_servers(tmp_path) as parent, watched(descendants(parent.pid)) as started:
        assert len(started) > 8
        parent.send_signal(sent)
        assert still_running(started) == []


def test_a_child_forked_by_the_dead_parent_does_not_keep_the_servers_alive(tmp_path: Path) -> None:
    with parent_of_servers(tmp_path, FORKING) as parent:
        [forked] = [pid for pid in children(parent.pid) if b"os.fork" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        with watched(descendants(parent.pid)) as started:
            sleeping = {forked: started.pop(forked)}
            parent.kill()
            assert still_running(started) == []
            assert select.select(list(sleeping.values()), [], [], 0)[0] == []
            os.kill(forked, signal.SIGKILL)
            assert still_running(sleeping) == []


def test_no_process_stays_behind_when_even_the_guardians_are_killed(tmp_path: Path) -> None:
    with parent_of_servers(tmp_path) as parent, watched(descendants(parent.pid)) as started:
        for guardian in children(parent.pid):
            os.kill(guardian, signal.SIGKILL)
        assert still_running(started) == []


def test_a_folder_that_rabbitmq_cannot_work_in_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(LocalServerFailed, match="guillemet"):
        RabbitMQNode(tmp_path / "saison d'été", say=print)


def test_a_folder_serves_one_running_node_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local_servers.node._LOCK_PATIENCE", 0.2)
    with PostgresNode(tmp_path, fsync=False), pytest.raises(LocalServerFailed, match="sert déjà"):
        PostgresNode(tmp_path, fsync=False).start()


def test_a_machine_that_cannot_download_gives_the_command_line_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalServerUnavailable, match=f"apt-get, apt-cache, dpkg-deb manque(?s:.*){TO_TYPE}"):
        RABBITMQ.fetch(print)
    for tool in ("apt-get", "apt-cache", "dpkg-deb"):
        tmp_path.joinpath(tool).write_text("#!/bin/sh\necho E: no network\n")
        tmp_path.joinpath(tool).chmod(0o755)
    with pytest.raises(LocalServerUnavailable, match=f"aucune source apt(?s:.*)no network(?s:.*){TO_TYPE}"):
        RABBITMQ.fetch(print)
