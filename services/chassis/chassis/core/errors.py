"""What can go wrong in carrying commands and facts; each error has a stable code and a French text."""


class Problem(Exception):
    """An answer that is not the wished one: `code` for machines, `text` for people, `field` where one is to blame."""

    status = 500
    code = "INTERNAL_ERROR"
    text = "Une erreur interne est survenue ; l'équipe technique en est avertie."
    field: str | None = None

    def __init__(self, text: str | None = None, field: str | None = None) -> None:
        self.text = text or type(self).text
        self.field = field or type(self).field
        super().__init__(f"{self.code}: {self.text}")


class CommandReused(Problem):
    """The same command id came with another content."""

    status = 422
    code = "COMMAND_REUSED"
    text = (
        "Cette clé d'idempotence a déjà servi pour une autre demande : envoyez la nouvelle demande avec une clé neuve."
    )
    field = "Idempotency-Key"


class ConcurrentChange(Problem):
    """Others changed the same aggregate five times in a row while the command was applied."""

    status = 409
    code = "CONCURRENT_CHANGE"
    text = "Cette fiche vient d'être modifiée par quelqu'un d'autre : relisez-la et recommencez."


class NotFound(Problem):
    """No aggregate with this reference in this instance."""

    status = 404
    code = "NOT_FOUND"
    text = "Cette référence n'existe pas dans cette antenne."


class BodyNotKept(Problem):
    """The message came when its account had too much in quarantine already: only what it says of itself was kept."""

    status = 410
    code = "BODY_NOT_KEPT"
    text = (
        "Le contenu de ce message n'a pas été gardé : son expéditeur en avait déjà trop en quarantaine. Demandez-lui "
        "de l'envoyer à nouveau, une fois la cause corrigée."
    )


class DatabaseUnavailable(Problem):
    """The database did not answer; nothing was changed."""

    status = 503
    code = "DATABASE_UNAVAILABLE"
    text = "La base de données ne répond pas : rien n'a été enregistré, réessayez dans un instant."


class TransientFailure(Exception):
    """What failed will pass (connection, deadlock, busy, stale version): keep the messages and try again."""


class QuarantineFull(TransientFailure):
    """A service's own fact is refused, and its account has no room left: nothing more is read until rows are closed."""

    code = "QUARANTINE_FULL"

    def __init__(self, broker_account: str) -> None:
        super().__init__(f"{self.code}: {broker_account}")
        self.broker_account = broker_account
        self.text = (
            f"la quarantaine est pleine de messages venus par {broker_account} : corrigez leur cause puis "
            "« maillage quarantine replay », ou « maillage quarantine discard »"
        )
