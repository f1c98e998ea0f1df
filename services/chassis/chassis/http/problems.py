"""Problem documents (RFC 9457): how every answer that is not the wished one is written."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import flask
from marshmallow import EXCLUDE, Schema, fields

from chassis.core.errors import Problem

CONTENT_TYPE = "application/problem+json"

# What went wrong, by status; the `detail` of each answer says it precisely.
TITLES: Mapping[int, str] = {
    400: "Demande mal formée",
    401: "Authentification requise",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode non admise",
    409: "Modification concurrente",
    413: "Demande trop volumineuse",
    415: "Type de contenu non admis",
    422: "Règle non respectée",
    429: "Trop de demandes",
    500: "Erreur interne",
    503: "Service momentanément indisponible",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field of a malformed request and why it was refused; never the value that was sent."""

    field: str
    detail: str


class Malformed(Problem):
    """The request cannot be read as what it should be; all its faults are told at once."""

    status = 400
    code = "MALFORMED_REQUEST"

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        names = [error.field for error in self.errors]
        super().__init__(f"Champs mal formés : {', '.join(names)}.", names[0])


class BodyUnreadable(Problem):
    """The body is one JSON object, in UTF-8, naming each field once."""

    status = 400
    code = "BODY_UNREADABLE"
    text = "Le corps n'est pas un objet JSON bien formé."


class IdempotencyKeyRequired(Problem):
    """Every command carries a key of the caller's choosing, so that a repeat is recognised."""

    status = 400
    code = "IDEMPOTENCY_KEY_REQUIRED"
    text = (
        "Envoyez un en-tête Idempotency-Key contenant un UUID neuf pour chaque demande, "
        "et le même si vous répétez la demande."
    )
    field = "Idempotency-Key"


class TokenMissing(Problem):
    """Nothing is answered to a stranger."""

    status = 401
    code = "TOKEN_MISSING"
    text = "Présentez un jeton d'accès : en-tête « Authorization: Bearer … »."


class TokenInvalid(Problem):
    """A token that is forged, expired or another network's."""

    status = 401
    code = "TOKEN_INVALID"
    text = "Ce jeton d'accès n'est pas valable, ou ne l'est plus : demandez-en un autre."


class AntennaRefused(Problem):
    """A token is valid for exactly its antenna."""

    status = 403
    code = "ANTENNA_REFUSED"
    text = "Ce jeton vaut pour une autre antenne."


class RoleRefused(Problem):
    """A route answers to the roles it names, and to nobody when it names none."""

    status = 403
    code = "ROLE_REFUSED"
    text = "Votre rôle ne donne pas accès à cette demande."


class FormRefused(Problem):
    """What the view of a form refuses by itself, near one of its fields; the page is shown again."""

    status = 422
    code = "FORM_REFUSED"
    text = "Cette réponse ne convient pas."


class FormNotVerified(Problem):
    """A form is accepted from the page that we gave to the same browser, and from nowhere else."""

    status = 403
    code = "FORM_NOT_VERIFIED"
    text = (
        "Nous n'avons pas pu vérifier que ce formulaire vient de nos pages : rien n'a été enregistré. "
        "Revenez à la page, rechargez-la et recommencez. Si cela se répète, votre navigateur refuse nos cookies, "
        "ou l'adresse ne commence pas par https."
    )


class TooManyRequests(Problem):
    """Forms open to everybody are taken at a bounded rate, from one address and from all together."""

    status = 429
    code = "TOO_MANY_REQUESTS"

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            "Trop de demandes en peu de temps : celle-ci n'est pas enregistrée. "
            f"Réessayez dans {-(-seconds // 60)} min ; la page précédente a gardé ce que vous avez écrit."
        )


class UnsupportedContent(Problem):
    """Bodies are JSON."""

    status = 415
    code = "UNSUPPORTED_CONTENT"
    text = "Envoyez le corps en JSON : en-tête « Content-Type: application/json »."


class SealRefused(Problem):
    """A sealed row does not open with this server's key. Not 503: asked again, the answer is the same."""

    status = 500
    code = "SEAL_REFUSED"
    text = (
        "Cette fiche a été scellée avec une autre clé que celle de ce serveur : elle ne peut pas être ouverte ici. "
        "Rien n'est perdu et rien n'a été changé. Dites-le à qui exploite Maillage, avec le code SEAL_REFUSED."
    )


class KeyNotTheirs(Problem):
    """The database came to be sealed with another key than this server's. Not 503, for the same reason."""

    status = 500
    code = "KEY_REFUSED"
    text = (
        "Ce serveur n'a pas la clé de sa base de données : rien n'a été lu ni enregistré. Dites-le à qui exploite "
        "Maillage, avec le code KEY_REFUSED."
    )


class KeyAbsent(Problem):
    """What was asked needs a key that this server does not have, or may not use. Not 503: waiting gives no key."""

    status = 500
    code = "KEY_UNUSABLE"
    text = (
        "Il manque une clé à ce serveur : rien n'a été enregistré. Dites-le à qui exploite Maillage, avec le code "
        "KEY_UNUSABLE : le journal dit quoi taper."
    )


class ProblemDocument(Schema):
    """The shape of a problem document, for the OpenAPI description; it may grow."""

    class Meta:
        unknown = EXCLUDE

    class FieldErrorDocument(Schema):
        class Meta:
            unknown = EXCLUDE

        field = fields.String(required=True)
        detail = fields.String(required=True)

    type = fields.String(required=True, metadata={"example": "urn:maillage:problem:HELD_IN_FUTURE"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "Phrase à montrer."})
    code = fields.String(required=True, metadata={"description": "Stable : les programmes se fient à lui."})
    field = fields.String(metadata={"description": "Le champ en cause, s'il y en a un."})
    errors = fields.List(
        fields.Nested(FieldErrorDocument), metadata={"description": "Tous les champs mal formés (statut 400)."}
    )


def problem_response(
    status: int, code: str, detail: str, field: str | None = None, errors: Iterable[FieldError] = ()
) -> flask.Response:
    document: dict[str, Any] = {
        "type": f"urn:maillage:problem:{code}",
        "title": TITLES.get(status, "Demande refusée"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if field:
        document["field"] = field
    if listed := [asdict(error) for error in errors]:
        document["errors"] = listed
    response = flask.jsonify(document)
    response.status_code = status
    response.content_type = CONTENT_TYPE
    return response
