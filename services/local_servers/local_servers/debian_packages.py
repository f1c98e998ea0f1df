"""Programs from the machine's own Debian or Ubuntu archive, unpacked in a cache folder and never installed."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from local_servers.errors import LocalServerUnavailable

_TOOLS = ("apt-get", "apt-cache", "dpkg-deb")
_PROPOSED = re.compile(r"^([a-z0-9][a-z0-9+.-]*)$", re.MULTILINE)
_DEPENDENCY = re.compile(r"^[ |]*(?:Pre)?Depends: ([a-z0-9][a-z0-9+.-]*)$", re.MULTILINE)
_SIZE = re.compile(r"^'\S+' \S+ ([0-9]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DebianProgram:
    """What is wanted in the cache, and how one knows that it is good.

    `packages` are those that one would install; the first names the folder. Of what they need, packages of a name
    like `brought_too` come with them, and so on from these: the rest is on every machine, or of no use here. `settle`
    tells the tree the place it is about to have, which the tree's file `settled` then holds. `proof` is what must run.
    """

    label: str
    packages: tuple[str, ...]
    brought_too: re.Pattern[str]
    settle: Callable[[Path, Path], None]
    settled: str
    proof: tuple[str, ...]

    def unpacked(self) -> Path | None:
        """The unpacked tree, if there is one and it was not moved since."""
        tree = self._tree
        settled = tree / self.settled
        return tree if settled.is_file() and f"{tree}/" in settled.read_text(encoding="utf-8") else None

    def fetch(self, say: Callable[[str], None]) -> Path:
        """The unpacked tree, made first if need be; a second run at the same moment waits for the first one."""
        missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
        if missing:
            raise self.unavailable(f"il n’est pas installé, et {', '.join(missing)} manque pour le chercher")
        self._tree.parent.mkdir(parents=True, exist_ok=True)
        with self._tree.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self.unpacked() or self._make(say)

    def unavailable(self, reason: str) -> LocalServerUnavailable:
        return LocalServerUnavailable(self.label, reason, f"sudo apt-get install {' '.join(self.packages)}")

    @property
    def _tree(self) -> Path:
        return cache_folder() / self.packages[0]

    def _make(self, say: Callable[[str], None]) -> Path:
        final, work = self._tree, self._tree.with_suffix(".partial")
        for left_over in (final, work):
            shutil.rmtree(left_over, ignore_errors=True)
        work.mkdir()
        try:
            self._bring(work, say).rename(final)
            _run([str(final / self.proof[0]), *self.proof[1:]])
        except _CommandFailed as failed:
            shutil.rmtree(final, ignore_errors=True)
            raise self.unavailable(str(failed)) from None
        shutil.rmtree(work)
        say(f"{self.label} est prêt dans {final}.")
        return final

    def _bring(self, work: Path, say: Callable[[str], None]) -> Path:
        say(f"{self.label} n’est pas sur cette machine : lecture des listes de paquets Debian…")
        apt = _PrivateApt(work)
        listed = apt.update()
        names = apt.closure(self.packages, self.brought_too)
        if not names.issuperset(self.packages):
            raise self.unavailable(f"aucune source apt de cette machine ne le propose ({_complaint(listed)})")
        say(f"Téléchargement de {len(names)} paquets ({apt.size(names) / 1e6:.0f} Mo) dans {self._tree.parent}…")
        apt.download(names)
        tree = work / "tree"
        for package in sorted(apt.packages.glob("*.deb")):
            _run(["dpkg-deb", "--extract", str(package), str(tree)])
        self.settle(tree, self._tree)
        return tree


def cache_folder() -> Path:
    chosen = os.environ.get("MAILLAGE_CACHE_DIR")
    if chosen:
        return Path(chosen).resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "maillage").resolve()


class _CommandFailed(Exception):
    """A tool, or the program that was brought, did not end well; says which and why."""


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

    def closure(self, packages: Iterable[str], brought_too: re.Pattern[str]) -> set[str]:
        """The packages that apt proposes, and those that they need and that are to come too, near and far."""
        names: set[str] = set()
        asked: set[str] = set(packages)
        while asked:
            told = self._apt("apt-cache", "depends", "--important", *sorted(asked), check=False)
            names.update(_PROPOSED.findall(told))
            asked = {name for name in _DEPENDENCY.findall(told) if brought_too.fullmatch(name)} - names
        return names

    def size(self, names: Iterable[str]) -> int:
        """In bytes."""
        return sum(map(int, _SIZE.findall(self._apt("apt-get", "download", "--print-uris", *sorted(names)))))

    def download(self, names: Iterable[str]) -> None:
        self._apt("apt-get", "download", *sorted(names), cwd=self.packages)

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
        raise _CommandFailed(f"« {command[0]} » a échoué ({_complaint(done.stdout)})")
    return done.stdout


def _complaint(output: str) -> str:
    lines = output.strip().splitlines()
    complaints = [line for line in lines if line.startswith(("E:", "W:"))]
    return (complaints or lines or ["sans un mot"])[-1]
