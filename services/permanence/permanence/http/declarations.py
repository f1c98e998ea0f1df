"""Declarations over HTTP: each step, and a doctor's departure."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, flag, reference, text
from chassis.http.routes import run
from permanence.commands.declarations import (
    AbandonDeclaration,
    DepartPractitioner,
    DraftDeclaration,
    EndDeclaration,
    FileDeclaration,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, EndReason
from permanence.http.api import CARERS, ORGANISERS, blueprint
from permanence.http.words import Nothing, site_code

_CONSENT = "Qui a donné son accord pour un mineur."


class ChoiceBody(Body):
    patient_id = reference("Le patient.")
    practitioners = choices(text("Numéro RPPS, 11 chiffres."), "Le médecin choisi, ou ceux d'une même structure.")
    site = site_code(required=False)


class DraftDeclarationBody(ChoiceBody):
    drafted_on = civil_day("Jour de la préparation")


class RecordConsentBody(Body):
    consent = choice(Consent, _CONSENT)


class SignDeclarationBody(Body):
    signed_on = civil_day("Jour où le patient et les médecins avaient signé")


class SendDeclarationBody(Body):
    filed_on = civil_day("Jour du dépôt")
    channel = choice(Channel, "En ligne avec la carte Vitale, ou formulaire papier S3704.")
    replaces = flag("Confirme que la déclaration en cours est remplacée.", required=False)


class FileDeclarationBody(ChoiceBody, SendDeclarationBody):
    consent = choice(Consent, _CONSENT, required=False)


class FundAnswerBody(Body):
    answered_on = civil_day("Jour de la réponse")
    accepted = flag("La caisse accepte.")
    active_on = civil_day("Date d'effet, si la caisse la dit", required=False)


class EndDeclarationBody(Body):
    ended_on = civil_day("Premier jour sans cette déclaration")
    reason = choice(EndReason, "Pourquoi ; « replaced » est réservé au dépôt de la suivante.")


class DepartureBody(Body):
    left_on = civil_day("Premier jour d'absence")


class DeclarationReference(Answer):
    declaration_id = reference("La déclaration.")


class DeclarationDraftedAnswer(DeclarationReference):
    consent_needed = text("L'accord qu'il faut : none pour un majeur, agreement de 16 à 17 ans, choice avant 16 ans.")


class DeclarationFiledAnswer(DeclarationReference):
    active_on = text("Premier jour où elle vaut, AAAA-MM-JJ.")
    presumed = flag("Ce jour est présumé, en attendant la réponse de la caisse.")
    replaced = choices(reference("Une déclaration."), "Les déclarations que celle-ci a remplacées.")


class DepartureAnswer(Answer):
    sessions = count("Plages annulées ; leurs patients sont dans la file d'attente.")
    ended = count("Déclarations terminées.")
    continued = count("Déclarations conjointes qui continuent avec les autres médecins.")
    abandoned = count("Déclarations abandonnées avant leur dépôt.")
    returned = count("Patients revenus dans la file d'attente.")


@blueprint.command("/declarations", asks=FileDeclarationBody, answers=DeclarationFiledAnswer, roles=CARERS)
def file_declaration(asked: dict[str, Any]) -> Outcome:
    """Prépare, signe et dépose en une fois le choix d'un médecin traitant."""
    return run(FileDeclaration(practitioners=tuple(asked.pop("practitioners")), **asked))


@blueprint.command("/declarations/drafts", asks=DraftDeclarationBody, answers=DeclarationDraftedAnswer, roles=CARERS)
def draft_declaration(asked: dict[str, Any]) -> Outcome:
    """Prépare une déclaration à signer."""
    return run(DraftDeclaration(practitioners=tuple(asked.pop("practitioners")), **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/consent", asks=RecordConsentBody, answers=DeclarationReference, roles=CARERS
)
def record_consent(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Inscrit l'accord d'un parent, ou du titulaire de l'autorité parentale."""
    return run(RecordConsent(declaration_id, **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/signature",
    asks=SignDeclarationBody,
    answers=DeclarationReference,
    roles=CARERS,
)
def sign_declaration(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Inscrit que tous ont signé."""
    return run(SignDeclaration(declaration_id, **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/filing",
    asks=SendDeclarationBody,
    answers=DeclarationFiledAnswer,
    roles=CARERS,
)
def send_declaration(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Dépose une déclaration signée."""
    return run(SendDeclaration(declaration_id, **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/answer", asks=FundAnswerBody, answers=DeclarationReference, roles=CARERS
)
def record_fund_answer(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Inscrit la réponse de la caisse à un formulaire papier."""
    return run(RecordFundAnswer(declaration_id, **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/abandonment", asks=Nothing, answers=DeclarationReference, roles=CARERS
)
def abandon_declaration(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Abandonne une déclaration qui n'a pas été déposée."""
    return run(AbandonDeclaration(declaration_id, **asked))


@blueprint.command(
    "/declarations/<uuid:declaration_id>/end", asks=EndDeclarationBody, answers=DeclarationReference, roles=CARERS
)
def end_declaration(asked: dict[str, Any], declaration_id: UUID) -> Outcome:
    """Met fin à une déclaration déposée."""
    return run(EndDeclaration(declaration_id, **asked))


@blueprint.command(
    "/practitioners/<uuid:practitioner_id>/departure", asks=DepartureBody, answers=DepartureAnswer, roles=ORGANISERS
)
def depart_practitioner(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Un médecin part : ses déclarations se terminent, ses patients reviennent dans la file."""
    return run(DepartPractitioner(practitioner_id, **asked))
