"""Declarations over HTTP: each step, and what may be read; doctors are named as the public register does."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.fields import choice, flag
from chassis.http.routes import reading, today
from permanence.commands.declarations import (
    AbandonDeclaration,
    DeclarationReference,
    DraftDeclaration,
    DraftDeclarationOutcome,
    EndDeclaration,
    FileDeclaration,
    FileDeclarationOutcome,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.domain.declaration.state import DeclarationState
from permanence.http.api import CARERS, blueprint
from permanence.http.paging import PageBody
from permanence.queries.declarations import (
    DeclarationRead,
    Declarations,
    declaration_read,
    declarations_in,
    declarations_of_patient,
)

FILE_DECLARATION = blueprint.ask(
    FileDeclaration,
    "/declarations",
    roles=CARERS,
    answers=FileDeclarationOutcome,
    says="Prépare, signe et dépose en une fois le choix d'un médecin traitant.",
)
DRAFT_DECLARATION = blueprint.ask(
    DraftDeclaration,
    "/declarations/drafts",
    roles=CARERS,
    answers=DraftDeclarationOutcome,
    says="Prépare une déclaration à signer.",
)
RECORD_CONSENT = blueprint.ask(
    RecordConsent,
    "/declarations/<uuid:declaration_id>/consent",
    roles=CARERS,
    answers=DeclarationReference,
    says="Inscrit l'accord d'un parent, ou du titulaire de l'autorité parentale.",
)
SIGN_DECLARATION = blueprint.ask(
    SignDeclaration,
    "/declarations/<uuid:declaration_id>/signature",
    roles=CARERS,
    answers=DeclarationReference,
    says="Inscrit que tous ont signé.",
)
SEND_DECLARATION = blueprint.ask(
    SendDeclaration,
    "/declarations/<uuid:declaration_id>/filing",
    roles=CARERS,
    answers=FileDeclarationOutcome,
    says="Dépose une déclaration signée.",
)
RECORD_FUND_ANSWER = blueprint.ask(
    RecordFundAnswer,
    "/declarations/<uuid:declaration_id>/answer",
    roles=CARERS,
    answers=DeclarationReference,
    says="Inscrit la réponse de la caisse à un formulaire papier.",
)
ABANDON_DECLARATION = blueprint.ask(
    AbandonDeclaration,
    "/declarations/<uuid:declaration_id>/abandonment",
    roles=CARERS,
    answers=DeclarationReference,
    says="Abandonne une déclaration qui n'a pas été déposée.",
)
END_DECLARATION = blueprint.ask(
    EndDeclaration,
    "/declarations/<uuid:declaration_id>/end",
    roles=CARERS,
    answers=DeclarationReference,
    says="Met fin à une déclaration déposée.",
)


class DeclarationsBody(PageBody):
    state = choice(DeclarationState, "L'état où elles sont inscrites.")
    minors_only = flag("Celles de mineurs seulement.", required=False)


@blueprint.query("/declarations", asks=DeclarationsBody, answers=Declarations, roles=CARERS)
def read_declarations(asked: dict[str, Any]) -> Declarations:
    """Les déclarations qui en sont à une étape, de la plus ancienne à la plus récente."""
    state = asked.pop("state")
    with reading() as session:
        return Declarations(declarations_in(session, [state], today(), **asked))


@blueprint.query("/declarations/<uuid:declaration_id>", answers=DeclarationRead, roles=CARERS)
def read_declaration(declaration_id: UUID) -> DeclarationRead:
    """Une déclaration."""
    with reading() as session:
        found = declaration_read(session, declaration_id, today())
    if found is None:
        raise NotFound
    return found


@blueprint.query("/patients/<uuid:patient_id>/declarations", asks=PageBody, answers=Declarations, roles=CARERS)
def read_declarations_of_patient(asked: dict[str, Any], patient_id: UUID) -> Declarations:
    """Les déclarations d'un patient, de la plus récente à la plus ancienne."""
    with reading() as session:
        return Declarations(declarations_of_patient(session, patient_id, today(), **asked))
