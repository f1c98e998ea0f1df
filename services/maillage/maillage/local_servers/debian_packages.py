"""RabbitMQ from the machine's own Debian or Ubuntu archive, unpacked in a cache folder and never installed."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from maillage.local_servers.errors import LocalServerUnavailable

_TOOLS = ("apt-get", "apt-cache", "dpkg-deb")
_WANTED = re.compile(r"^(?:rabbitmq-server|erlang-[a-z0-9-]+)$", re.MULTILINE)
_PLACE = "/usr/lib/erlang"


def cache_folder() -> Path:
    chosen = os.environ.get("MAILLAGE_CACHE_DIR")
    if chosen:
        return Path(chosen).resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "maillage").resolve()


def unpacked() -> Path | None:
    """The unpacked tree, if there is one and it was not moved since."""
    tree = cache_folder() / "rabbitmq-server"
    launcher = tree / "usr/lib/erlang/bin/erl"
    return tree if launcher.is_file() and f"{tree}{_PLACE}" in launcher.read_text(encoding="utf-8") else None


def fetch(say: Callable[[str], None]) -> Path:
    """The unpacked tree, made first if need be; a second run at the same moment waits for the first one."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        raise unavailable(f"il n’est pas installé, et {', '.join(missing)} manque pour le chercher")
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "rabbitmq-server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return unpacked() or _make(cache, say)


def unavailable(reason: str) -> LocalServerUnavailable:
    return LocalServerUnavailable("RabbitMQ", reason, "sudo apt-get install rabbitmq-server")


def _make(cache: Path, say: Callable[[str], None]) -> Path:
    final, work = cache / "rabbitmq-server", cache / "rabbitmq-server.partial"
    for left_over in (final, work):
        shutil.rmtree(left_over, ignore_errors=True)
    work.mkdir()
    say("RabbitMQ n’est pas sur cette machine : lecture des listes de paquets Debian…")
    apt = _PrivateApt(work)
    listed = apt.update()
    names = sorted(set(_WANTED.findall(apt.closure("rabbitmq-server"))))
    if "rabbitmq-server" not in names:
        raise unavailable(f"aucune source apt de cette machine ne le propose ({_complaint(listed)})")
    say(f"Téléchargement de {len(names)} paquets (environ 33 Mo) dans {cache}…")
    apt.download(names)
    tree = work / "tree"
    for package in sorted(apt.packages.glob("*.deb")):
        _run(["dpkg-deb", "--extract", str(package), str(tree)])
    _move_erlang(tree, final)
    tree.rename(final)
    shutil.rmtree(work)
    try:
        _run([str(final / "usr/lib/erlang/bin/erl"), "-noshell", "-eval", "crypto:start(), halt()."])
    except LocalServerUnavailable:
        shutil.rmtree(final)
        raise
    say(f"RabbitMQ est prêt dans {final}.")
    return final


def _move_erlang(tree: Path, final: Path) -> None:
    """Erlang's launchers carry their absolute place and honour no variable: give them the one they will have."""
    for launcher in (*tree.glob("usr/lib/erlang/bin/*"), *tree.glob("usr/lib/erlang/erts-*/bin/*")):
        if launcher.name in ("erl", "start") and not launcher.is_symlink():
            text = launcher.read_text(encoding="utf-8")
            launcher.write_text(text.replace(_PLACE, f"{final}{_PLACE}"), encoding="utf-8")


class _PrivateApt:
    """apt with lists, cache and state of its own: needs no root, and the machine's own are not touched."""

    def __init__(self, work: Path) -> None:
        self.packages = work / "packages"
        for folder in ("packages", "state/lists/partial", "cache/archives/partial"):
            (work / folder).mkdir(parents=True)
        (work / "state/status").touch()
        self._configuration = work / "apt.conf"
        self._configuration.write_text(
            f"""
            Dir::State "{work}/state";
            Dir::State::lists "{work}/state/lists";
            Dir::State::status "{work}/state/status";
            Dir::Cache "{work}/cache";
            Debug::NoLocking "true";
            APT::Sandbox::User "root";
            Acquire::Languages "none";
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            """,
            encoding="utf-8",
        )

    def update(self) -> str:
        """Says what happened and does not fail: one broken source must not hide the one that has the package."""
        return self._apt("apt-get", "update", check=False)

    def closure(self, package: str) -> str:
        relations = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
        return self._apt(
            "apt-cache", "depends", "--recurse", *(f"--no-{name}" for name in relations), package, check=False
        )

    def download(self, names: list[str]) -> None:
        self._apt("apt-get", "download", *names, cwd=self.packages)

    def _apt(self, program: str, *arguments: str, check: bool = True, cwd: Path | None = None) -> str:
        return _run([program, f"--config-file={self._configuration}", *arguments], check=check, cwd=cwd)


def _run(command: list[str], *, check: bool = True, cwd: Path | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if check and done.returncode != 0:
        raise unavailable(f"« {' '.join(command[:1])} » a échoué ({_complaint(done.stdout)})")
    return done.stdout


def _complaint(output: str) -> str:
    lines = output.strip().splitlines()
    complaints = [line for line in lines if line.startswith(("E:", "W:"))]
    return (complaints or lines or ["sans un mot"])[-1]
