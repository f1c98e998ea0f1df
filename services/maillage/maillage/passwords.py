"""The broker users' passwords: a file each in one folder, made at first, that nobody else can read."""

import os
import secrets
import stat
from pathlib import Path


class PasswordUnusable(Exception):
    """A password's file is open to others, or empty; the message says in French what to do."""


def password_of(folder: Path, user: str) -> str:
    """The password in the user's file, which is made with a random one where there is none; never replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / user
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            # Hexadecimal: nothing to escape in an address.
            stream.write(secrets.token_hex(32) + "\n")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise PasswordUnusable(f"{file} est lisible par d'autres. À taper : chmod 600 {file}")
    password = file.read_text(encoding="utf-8").strip()
    if not password:
        raise PasswordUnusable(f"{file} est vide : écrivez-y un mot de passe, ou effacez-le pour qu'il soit tiré")
    return password
