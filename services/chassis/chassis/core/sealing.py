"""What one service alone may open: sealed to its public key, as a JWE, wherever it travels or waits.

A pair of keys a service, in one folder: `<service>.pub.jwk` for whoever tells it something, `<service>.jwk` (mode 0600)
for itself alone. The network's secret key opens nothing of this.
"""

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from chassis.core.keyring import KeyUnusable, SealBroken

# Elliptic-curve agreement with a key of one use, then AES-256-GCM, deflated first (RFC 7516, 7518, 8037).
_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "zip": "DEF"}
_ALGORITHMS = list(_HEADER.values())


class SealingKeys:
    """The pairs of a folder, read when they are needed; `creates` makes one where there is none (embedded profile)."""

    def __init__(self, folder: Path | None = None, *, creates: bool = False) -> None:
        self._folder = folder
        self._creates = creates
        self._known: dict[Path, OKPKey] = {}

    def seal_for(self, service: str, clear: bytes) -> str:
        """A compact JWE that this service alone opens; raises `KeyUnusable`."""
        return jwe.encrypt_compact(_HEADER, clear, self._public(service), algorithms=_ALGORITHMS)

    def open_as(self, service: str, sealed: str) -> bytes:
        """What was sealed for this service, or raises `SealBroken`; `KeyUnusable` where its private key is not here."""
        key = self._private(service)
        try:
            clear = jwe.decrypt_compact(sealed, key, algorithms=_ALGORITHMS).plaintext
        except (JoseError, ValueError):
            raise SealBroken(service) from None
        return clear or b""

    def _public(self, service: str) -> OKPKey:
        file = self._file(f"{service}.pub.jwk")
        return self._read(file) if file.exists() else self._private(service)

    def _private(self, service: str) -> OKPKey:
        file = self._file(f"{service}.jwk")
        if self._creates and not file.exists():
            with contextlib.suppress(FileExistsError):  # another process that starts has just made it
                _write_pair(file)
        return self._read(file, is_private=True)

    def _file(self, name: str) -> Path:
        if self._folder is None:
            raise KeyUnusable("aucun dossier de clés de scellement n'est donné")
        return self._folder / name

    def _read(self, file: Path, *, is_private: bool = False) -> OKPKey:
        if file not in self._known:
            self._known[file] = _load(file, is_private=is_private)
        return self._known[file]


def create_pair(folder: Path, service: str) -> Path:
    """Writes a service's new pair and returns its private file; never replaces one (`FileExistsError`)."""
    file = folder / f"{service}.jwk"
    _write_pair(file)
    return file


def _write_pair(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    key = OKPKey.generate_key("X25519")
    _write(file, key.as_dict(private=True), 0o600)
    public = file.with_name(f"{file.stem}.pub.jwk")
    with contextlib.suppress(FileNotFoundError):  # that of a pair that is gone
        public.unlink()
    _write(public, key.as_dict(private=False), 0o644)


def _write(file: Path, key: Any, mode: int) -> None:
    """Whole at once, for whoever reads it meanwhile."""
    new = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            json.dump(key, stream)
        os.link(new, file)
    finally:
        new.unlink()


def _load(file: Path, *, is_private: bool) -> OKPKey:
    """Raises `KeyUnusable`, with what to do."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        read = json.loads(file.read_text(encoding="ascii"))
        key = OKPKey.import_key(read)
    except (OSError, ValueError, JoseError) as error:
        raise KeyUnusable(
            f"clé de scellement illisible : {file} ({type(error).__name__}). Remettez-la de sa sauvegarde, ou, "
            f"s'il n'y en a jamais eu, créez la paire : maillage key pair {file.name.partition('.')[0]} {file.parent}"
        ) from error
    if is_private and mode & 0o077:
        raise KeyUnusable(f"la clé {file} est lisible par d'autres. À taper : chmod 600 {file}")
    if is_private and not key.is_private:
        raise KeyUnusable(f"{file} ne contient que la clé publique : il faut la clé privée du service")
    return key
