"""The peers' own virtual environments, built when they are first needed from their own hashed locks."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench/peers"
CACHE = ROOT / ".cache/bench"


@dataclass(frozen=True, slots=True)
class Peer:
    """What one would otherwise take; `missing` says, in French, why it cannot be measured here."""

    name: str
    python: Path
    missing: str | None = None

    def command(self, file: str) -> list[str]:
        return [str(self.python), str(PEERS / self.name / file)]


class _NotBuilt(Exception):
    """What pip or venv last said."""


def find_peer(name: str, *, may_build: bool, peers: Path = PEERS, cache: Path = CACHE) -> Peer:
    """The peer in the environment that its lock asks for, built first if need be and allowed."""
    folder, lock = cache / name, peers / name / "requirements.lock"
    python, stamp = folder / "bin/python", folder / "installed"
    wanted = hashlib.sha256(sys.version.encode() + lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return Peer(name, python)
    if not may_build:
        return Peer(name, python, "son environnement n'est pas construit ; make bench le construit")
    print(f"Installation de {name} dans {folder} (une seule fois)…", flush=True)
    try:
        _build(folder, lock)
    except _NotBuilt as error:
        return Peer(name, python, f"son environnement n'a pas pu être construit ({error})")
    stamp.write_text(wanted, encoding="ascii")
    return Peer(name, python)


def _build(folder: Path, lock: Path) -> None:
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "-r", str(lock)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise _NotBuilt((done.stdout.strip().splitlines() or ["sans un mot"])[-1])
