"""The network's secret key and what is derived from it: sealing at rest, look-up digests, token signatures."""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class KeyUnusable(Exception):
    """The key file is missing, open to others or not a key; the message says in French what to do."""


class SealBroken(Exception):
    """The sealed bytes were made with another key or for another purpose."""


class Keyring:
    """Keys derived from one secret, one per purpose, so that none can be used in place of another."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._derived: dict[str, bytes] = {}

    @cached_property
    def key_id(self) -> str:
        """The name that people give the key: 16 hexadecimal digits, which say nothing of it."""
        return self.digest("key.id", b"")[:8].hex()

    @cached_property
    def check_value(self) -> bytes:
        """32 bytes that only this key gives: kept in each database that it seals."""
        return self.digest("key.check", self.key_id.encode())

    def key(self, purpose: str) -> bytes:
        """The 32-byte key of a purpose (HKDF-SHA256)."""
        if purpose not in self._derived:
            derivation = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
            self._derived[purpose] = derivation.derive(self._secret)
        return self._derived[purpose]

    def seal(self, purpose: str, clear: bytes) -> bytes:
        """Encrypts (AES-256-GCM): a nonce, then the text; the purpose is authenticated."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.key(purpose)).encrypt(nonce, clear, purpose.encode())

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Decrypts what `seal` made for the same purpose, or raises `SealBroken`."""
        try:
            nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            return AESGCM(self.key(purpose)).decrypt(nonce, text, purpose.encode())
        except (InvalidTag, ValueError):  # or too short to be sealed at all
            raise SealBroken(purpose) from None

    def digest(self, purpose: str, clear: bytes) -> bytes:
        """A keyed digest (HMAC-SHA256) for look-ups: the same text gives the same 32 bytes, nobody else can tell."""
        return hmac.new(self.key(purpose), clear, hashlib.sha256).digest()


def load_keyring(file: Path) -> Keyring:
    """Reads the key file, or raises `KeyUnusable`."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyUnusable(f"clé illisible : {file} ({error}). Créez-la avec : maillage key create {file}") from error
    if mode & 0o077:
        raise KeyUnusable(f"la clé {file} est lisible par d'autres. À taper : chmod 600 {file}")
    try:
        secret = base64.urlsafe_b64decode(text)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyUnusable(f"{file} ne contient pas une clé de Maillage (32 octets en base64)")
    return Keyring(secret)


def create_key(file: Path, *, databases: Path | None = None) -> None:
    """Writes a new random key, readable by its owner only; never replaces an existing one (`FileExistsError`).

    Nor is one made beside databases, in the folder given or its own: it would open nothing of them (`KeyUnusable`).
    """
    for folder in (file.parent, databases or file.parent):
        if database := next(folder.glob("*.db"), None):
            raise KeyUnusable(
                f"la clé {file} manque, et il y a déjà une base ({database}) : une clé neuve n'en ouvrirait rien, elle "
                "n'est pas créée. Remettez la clé depuis sa sauvegarde, ou dites où elle est dans MAILLAGE_KEY_FILE"
            )
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        os.link(new, file)  # whole at once, for whoever reads it meanwhile
    finally:
        new.unlink()
