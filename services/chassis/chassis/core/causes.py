"""Why a server could not be used, told as what it is and what to do: a stable code, a French reason, never a value.

This module knows the database's reasons, `bus.causes` the broker's. Logs, readiness and commands ask them alone.
"""

import re
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

import psycopg2
from sqlalchemy import exc


class Server(StrEnum):
    DATABASE = "database"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Cause:
    """`is_lasting`: it stays until somebody changes the configuration, or a server's; waiting alone mends nothing."""

    server: Server
    code: str
    reason: str
    is_lasting: bool = False

    @property
    def told(self) -> dict[str, str]:
        """What a log line says of it."""
        return {"server": self.server.value, "code": self.code, "reason": self.reason}


class ServerUnusable(Exception):
    """A server could not be used, and this is why."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.code)
        self.cause = cause


def _passes(code: str, reason: str) -> Cause:
    return Cause(Server.DATABASE, f"DATABASE_{code}", reason)


def _stays(code: str, reason: str) -> Cause:
    return Cause(Server.DATABASE, f"DATABASE_{code}", reason, is_lasting=True)


PASSWORD = _stays(
    "PASSWORD_REFUSED",
    "la base de données refuse le mot de passe, ou le rôle n'existe pas : vérifiez MAILLAGE_DATABASE_URL et le rôle de "
    "l'instance",
)
ROLE = _stays(
    "ROLE_REFUSED",
    "la base de données n'admet pas ce rôle : créez-le avec LOGIN, ou ouvrez-lui pg_hba.conf (base, adresse, TLS)",
)
MISSING = _stays("MISSING", "cette base n'existe pas : créez-la (une par instance), puis tapez maillage migrate")
RIGHT = _stays(
    "RIGHT_MISSING", "il manque un droit au rôle : il doit posséder la base de son instance, ou y avoir les droits"
)
HOST = _stays(
    "HOST_UNKNOWN", "le nom du serveur de base de données ne se résout pas : vérifiez MAILLAGE_DATABASE_URL et le DNS"
)
TLS = _stays("TLS_FAILED", "la connexion chiffrée à la base de données échoue : vérifiez les certificats et sslmode")
REFUSED = _passes(
    "CONNECTION_REFUSED",
    "rien n'écoute à l'adresse de la base de données : démarrez PostgreSQL, ou corrigez MAILLAGE_DATABASE_URL",
)
UNREACHABLE = _passes("UNREACHABLE", "aucune route ne mène à la base de données : vérifiez le réseau et le pare-feu")
SILENT = _passes("SILENT", "la base de données ne répond pas à temps : regardez la charge, le disque et le réseau")
CROWDED = _passes(
    "CROWDED",
    "la base de données n'a plus de connexion libre : augmentez max_connections, ou attendez qu'il s'en libère",
)
STARTING = _passes("STARTING", "la base de données démarre, s'arrête ou se restaure : attendez qu'elle ait fini")
FULL = _passes("DISK_FULL", "le disque de la base de données est plein : faites de la place, le travail reprendra seul")
BUSY = _passes("BUSY", "la base de données est occupée par un autre travail : rien à faire, l'essai sera refait")
LOST = _passes(
    "LOST", "la connexion à la base de données est coupée : regardez si PostgreSQL a redémarré, et le réseau"
)
NOT_MIGRATED = _passes("NOT_MIGRATED", "la base n'est pas à jour : tapez maillage migrate")
NEWER = _stays(
    "NEWER",
    "cette base vient d'une version de Maillage plus récente que ce code : rien n'a été changé ; reprenez cette "
    "version, ou restaurez une sauvegarde d'avant elle",
)
FILE = _stays(
    "FILE_UNUSABLE",
    "le fichier de la base ne s'ouvre pas : vérifiez MAILLAGE_STATE_DIR et que ce compte peut y écrire",
)
DAMAGED = _stays("FILE_DAMAGED", "le fichier de la base n'est pas une base SQLite, ou est abîmé : restaurez-le")

_BY_SQLSTATE = {
    "28P01": PASSWORD,
    "28000": ROLE,
    "3D000": MISSING,
    "42501": RIGHT,
    "42P01": NOT_MIGRATED,
    "53100": FULL,
    "53300": CROWDED,
    "57P03": STARTING,
    "57P01": LOST,
    "57P02": LOST,
    "57014": SILENT,
    **dict.fromkeys(("40001", "40P01", "55P03"), BUSY),
}
# A connection that fails has no SQLSTATE in libpq: only the server's sentence, in its own language, then libpq's.
_BY_SENTENCE = tuple(
    (re.compile(pattern), cause)
    for pattern, cause in (
        (r"authentication failed|no password supplied|empty password|authentification .*échouée", PASSWORD),
        (r"database \".*\" does not exist|base de données .*n.existe pas", MISSING),
        (r"role \".*\" does not exist|not permitted to log in|rôle .*n.existe pas|n.est pas autorisé à se", ROLE),
        (r"pg_hba\.conf", ROLE),
        (r"permission denied|droit refusé", RIGHT),
        (r"too many (clients|connections)|connection slots|trop de (clients|connexions)", CROWDED),
        (r"starting up|shutting down|recovery mode|not yet accepting|système de bases? de données", STARTING),
        (r"certificate|does not support SSL|SSL error: (?!unexpected eof)", TLS),
        (r"could not translate host name", HOST),
        (r"timeout expired|timed out|no answer for", SILENT),
        (r"Connection refused", REFUSED),
        (r"No route to host|Network is unreachable", UNREACHABLE),
    )
)
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_CANTOPEN: FILE,
    sqlite3.SQLITE_PERM: FILE,
    sqlite3.SQLITE_READONLY: FILE,
    sqlite3.SQLITE_IOERR: FILE,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
}


def database_cause(error: BaseException) -> Cause | None:
    """Why the database could not be used, or None when the error is not of that kind (a fault of ours, say)."""
    if isinstance(error, exc.TimeoutError):  # of the pool: all its connections are taken
        return BUSY
    if isinstance(error, exc.DBAPIError):
        lost = LOST if error.connection_invalidated else None
        return (_driver_cause(error.orig) if error.orig is not None else None) or lost
    return _driver_cause(error)


def _driver_cause(error: BaseException) -> Cause | None:
    if isinstance(error, sqlite3.Error):
        if str(error).startswith("no such table"):
            return NOT_MIGRATED
        return _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if not isinstance(error, psycopg2.Error):
        return None
    if error.pgcode in _BY_SQLSTATE:
        return _BY_SQLSTATE[error.pgcode]
    if not isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
        return None
    sentence = str(error)
    return next((cause for pattern, cause in _BY_SENTENCE if pattern.search(sentence)), LOST)
