"""Why the broker could not be used, and, for who may meet either, which of broker and database it was."""

import errno
import socket
import ssl

import amqp
from kombu.exceptions import OperationalError

from chassis.bus.connection import CONNECTION_ERRORS
from chassis.core.causes import Cause, Server, database_cause


def _passes(code: str, reason: str) -> Cause:
    return Cause(Server.BROKER, f"BROKER_{code}", reason)


def _stays(code: str, reason: str) -> Cause:
    return Cause(Server.BROKER, f"BROKER_{code}", reason, is_lasting=True)


PASSWORD = _stays(
    "PASSWORD_REFUSED", "le broker refuse l'utilisateur ou son mot de passe : corrigez MAILLAGE_AMQP_URL, ou le compte"
)
RIGHT = _stays(
    "RIGHT_MISSING",
    "l'utilisateur du broker n'a pas ce droit : maillage topology users dit ceux de chaque instance",
)
VIRTUAL_HOST = _stays(
    "VIRTUAL_HOST_REFUSED",
    "le broker n'ouvre pas cet hôte virtuel : il n'existe pas, ou l'utilisateur n'y a pas de droits (vérifiez la fin "
    "de MAILLAGE_AMQP_URL)",
)
DIFFERENT = _stays(
    "OBJECT_DIFFERS",
    "un exchange ou une file existe déjà avec d'autres arguments : supprimez-le s'il est vide, puis maillage topology "
    "apply",
)
HOST = _stays("HOST_UNKNOWN", "le nom du broker ne se résout pas : vérifiez MAILLAGE_AMQP_URL et le DNS")
TLS = _stays(
    "TLS_FAILED",
    "la connexion chiffrée au broker échoue : vérifiez les certificats (SSL_CERT_FILE) et le port de MAILLAGE_AMQP_URL",
)
REFUSED = _passes(
    "CONNECTION_REFUSED", "rien n'écoute à l'adresse du broker : démarrez RabbitMQ, ou corrigez MAILLAGE_AMQP_URL"
)
UNREACHABLE = _passes("UNREACHABLE", "aucune route ne mène au broker : vérifiez le réseau et le pare-feu")
SILENT = _passes(
    "SILENT", "le broker ne répond pas à temps : regardez sa charge, ses alarmes (disque, mémoire), le réseau"
)
KEPT = _passes(
    "DELIVERY_TIMED_OUT",
    "le broker reprend des messages gardés plus longtemps qu'il ne l'admet (consumer_timeout) : ils sont relus et rien "
    "n'est perdu ; regardez pourquoi la base ne les prend pas",
)
MISSING = _passes("OBJECT_MISSING", "un exchange ou une file manque : tapez maillage topology apply")
LOST = _passes("LOST", "la connexion au broker est coupée : regardez si RabbitMQ a redémarré, et le réseau")

_LOGIN_REFUSED = "Login was refused"
_NOT_ACKNOWLEDGED = "delivery acknowledgement"
_BY_CLASS = (
    (amqp.exceptions.NotAllowed, VIRTUAL_HOST),
    (amqp.exceptions.NotFound, MISSING),
    (amqp.exceptions.PreconditionFailed, DIFFERENT),
    (socket.gaierror, HOST),
    (ssl.SSLError, TLS),
    (ConnectionRefusedError, REFUSED),
    (TimeoutError, SILENT),
)
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH)
# What this machine refuses by itself: an address to listen at is no broker's affair.
_OWN = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE)


def cause_of(error: BaseException) -> Cause | None:
    """Which of broker and database could not be used, and why; None when it is neither."""
    return database_cause(error) or broker_cause(error)


def broker_cause(error: BaseException) -> Cause | None:
    """Why the broker could not be used. None for an error of another kind: of a file, of an address to listen at."""
    if isinstance(error, OperationalError) and error.__cause__ is not None:
        return broker_cause(error.__cause__)
    if isinstance(error, amqp.exceptions.AccessRefused):
        return PASSWORD if _LOGIN_REFUSED in str(error) else RIGHT
    if isinstance(error, amqp.exceptions.PreconditionFailed) and _NOT_ACKNOWLEDGED in str(error):
        return KEPT
    if (cause := next((cause for kind, cause in _BY_CLASS if isinstance(error, kind)), None)) is not None:
        return cause
    if isinstance(error, OSError):
        if error.filename is not None or error.errno in _OWN:
            return None
        if error.errno in _UNREACHABLE:
            return UNREACHABLE
    return LOST if isinstance(error, CONNECTION_ERRORS) else None
