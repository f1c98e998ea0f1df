"""How people are written on pages, and the reading of those whom a page must name, each kept in the audit."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chassis.http.routes import audited
from permanence.domain.patient.identity import Identity
from permanence.queries.search import identities_of

NOBODY = "Identité effacée"


def identities_shown(action: str, patient_ids: Collection[UUID]) -> Mapping[UUID, Identity]:
    """Who these patients are, for the person who asks; nothing is read when there is nobody to name."""
    if not patient_ids:
        return {}
    with audited(action) as read:
        return identities_of(read, patient_ids)


def full_name(identity: Identity | None) -> str:
    """« DURAND Jeanne », as a waiting room calls: the used name first, the birth name beside it if it is another."""
    if identity is None:
        return NOBODY
    family = identity.used_name or identity.birth_name
    names = [family.upper() if family else None, identity.given_names]
    return " ".join(name for name in names if name) or "Nom non renseigné"
