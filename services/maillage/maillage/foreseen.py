"""What a command or a process may meet: told in French with what to do, and an exit status, never a traceback."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg2
from sqlalchemy.exc import SQLAlchemyError

from chassis.core.antenna import AntennaFilesInvalid
from chassis.core.causes import Cause, ServerUnusable, database_cause
from chassis.core.config import ConfigurationInvalid
from chassis.core.errors import DatabaseUnavailable, Problem, QuarantineFull, TransientFailure
from chassis.core.instance import Instance
from chassis.core.key_check import NotMigrated
from chassis.core.keyring import KeyUnusable, SealBroken
from maillage.network import InstanceUnknown

FAILED, USAGE, CONFIGURATION = 1, 2, 3

_SEAL_BROKEN = (
    "une ligne scellée ne s'ouvre pas avec la clé de MAILLAGE_KEY_FILE ; combien, et dans quelle table : "
    "maillage key check --list"
)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class InstanceFailed(Exception):
    """What one instance of several met: its cause says what."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(str(instance))
        self.instance = instance


@dataclass(frozen=True, slots=True)
class Trouble:
    """`status`: 1 where waiting or trying again may do, 2 for a misuse, 3 for what the configuration must change."""

    text: str
    status: int


# Everything that may be foreseen is one of these; not everything that is one of these is foreseen.
FORESEEN = (
    *(ConfigurationInvalid, AntennaFilesInvalid, KeyUnusable, SealBroken, InstanceUnknown, InstanceFailed),
    *(NotMigrated, ServerUnusable, TransientFailure, Problem, SQLAlchemyError, psycopg2.Error, OSError),
)


def foreseen(error: BaseException) -> Trouble | None:
    """What to say of an error; None for a fault of ours, which is to be shown as it is."""
    match error:
        case InstanceFailed(instance=instance, __cause__=cause):
            trouble = foreseen(cause) if cause is not None else None
            return trouble and replace(trouble, text=f"{instance} : {trouble.text}")
        case ConfigurationInvalid() | AntennaFilesInvalid() | KeyUnusable():
            return Trouble(f"configuration inutilisable\n{error}", CONFIGURATION)
        case SealBroken():
            return Trouble("la clé n'est pas celle qui a scellé ce message : vérifiez MAILLAGE_KEY_FILE", CONFIGURATION)
        case InstanceUnknown():
            return Trouble(str(error), USAGE)
        case ServerUnusable(cause=cause):
            return of_server(cause)
        case QuarantineFull():
            return Trouble(error.text, FAILED)
        case TransientFailure(__cause__=cause) | DatabaseUnavailable(__cause__=cause):
            again = "la base de données n'a pas répondu : retapez la commande, ce qui est fait ne le sera pas deux fois"
            return (foreseen(cause) if cause is not None else None) or Trouble(again, FAILED)
        case Problem():
            return Trouble(error.text, FAILED)
        case OSError():
            return _of_file(error)
    found = database_cause(error)
    return of_server(found) if found else None


def of_server(cause: Cause) -> Trouble:
    return Trouble(f"{cause.reason} ({cause.code})", CONFIGURATION if cause.is_lasting else FAILED)


@contextmanager
def concerning(instance: Instance) -> Iterator[None]:
    """Among several instances, names the one that meets something."""
    try:
        yield
    except FORESEEN as error:
        raise InstanceFailed(instance) from error


def _of_file(error: OSError) -> Trouble | None:
    if error.errno in _NO_ROOM:
        return Trouble("le disque est plein : faites de la place, puis retapez la commande", FAILED)
    if error.filename is None:
        return None
    file = error.filename
    if error.errno == errno.ENOENT:
        return Trouble(f"{file} n'existe pas : créez son dossier, ou corrigez le chemin", CONFIGURATION)
    if error.errno in _NOT_ALLOWED:
        return Trouble(f"{file} : ce compte n'a pas le droit de le lire ou de l'écrire", CONFIGURATION)
    return Trouble(f"{file} ne peut pas servir ({error.strerror})", CONFIGURATION)
