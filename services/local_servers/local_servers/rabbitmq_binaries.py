"""Where RabbitMQ's programs are: on the machine, or unpacked in the cache."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local_servers.debian_packages import DebianProgram

_DEBIAN = Path("usr/lib/rabbitmq/bin")
_ERLANG = "/usr/lib/erlang"


def _move_erlang(tree: Path, final: Path) -> None:
    """Erlang's launchers carry their absolute place and honour no variable: give them the one they will have."""
    for launcher in (*tree.glob("usr/lib/erlang/bin/*"), *tree.glob("usr/lib/erlang/erts-*/bin/*")):
        if launcher.name in ("erl", "start") and not launcher.is_symlink():
            text = launcher.read_text(encoding="utf-8")
            launcher.write_text(text.replace(_ERLANG, f"{final}{_ERLANG}"), encoding="utf-8")


RABBITMQ = DebianProgram(
    "RabbitMQ",
    packages=("rabbitmq-server",),
    brought_too=re.compile(r"erlang-[a-z0-9-]+"),
    settle=_move_erlang,
    settled="usr/lib/erlang/bin/erl",
    proof=("usr/lib/erlang/bin/erl", "-noshell", "-eval", "crypto:start(), halt()."),
)


@dataclass(frozen=True, slots=True)
class RabbitMQBinaries:
    """RabbitMQ's own scripts, and the PATH on which they find Erlang."""

    scripts: Path
    path: str

    @property
    def epmd(self) -> str:
        found = shutil.which("epmd", path=self.path)
        if found is None:
            raise RABBITMQ.unavailable("Erlang (epmd) manque sur le PATH")
        return found


def find_rabbitmq(say: Callable[[str], None]) -> RabbitMQBinaries:
    return installed_rabbitmq() or _in_tree(RABBITMQ.fetch(say))


def rabbitmq_at_hand() -> RabbitMQBinaries | None:
    """The same, without downloading anything."""
    tree = RABBITMQ.unpacked()
    return installed_rabbitmq() or (None if tree is None else _in_tree(tree))


def installed_rabbitmq() -> RabbitMQBinaries | None:
    on_path = shutil.which("rabbitmq-server")
    places = [Path("/") / _DEBIAN, *([] if on_path is None else [Path(on_path).resolve().parent])]
    path = f"{os.environ.get('PATH', '')}:/usr/local/bin:/usr/bin:/bin"
    for scripts in places:
        # Debian's /usr/sbin/rabbitmq-server is a wrapper for root only: the real scripts have rabbitmq-env beside them.
        if all((scripts / name).exists() for name in ("rabbitmq-server", "rabbitmqctl", "rabbitmq-env")):
            return RabbitMQBinaries(scripts, path)
    return None


def _in_tree(tree: Path) -> RabbitMQBinaries:
    return RabbitMQBinaries(tree / _DEBIAN, f"{tree}/usr/lib/erlang/bin:/usr/bin:/bin")
