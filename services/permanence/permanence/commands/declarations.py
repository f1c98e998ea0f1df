"""Declarations of médecin traitant, from the draft to the end."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from permanence.commands.words import SiteCode, ThePatient
from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, EndReason

Doctors = Annotated[
    tuple[Annotated[str, "Numéro RPPS, 11 chiffres."], ...], "Le médecin choisi, ou ceux d'une même structure."
]
ByChannel = Annotated[Channel, "En ligne avec la carte Vitale, ou formulaire papier S3704."]
ByConsent = Annotated[Consent, "Qui a donné son accord pour un mineur."]


@dataclass(frozen=True, slots=True)
class DraftDeclaration:
    """Prepares a choice to be signed; several `practitioners` (RPPS numbers) are of one structure, at one `site`."""

    patient_id: ThePatient
    practitioners: Doctors
    drafted_on: Annotated[date, "Jour de la préparation"]
    site: SiteCode | None = None


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keeps that a minor's parent, or whoever has parental authority, was heard."""

    declaration_id: Annotated[UUID, "La déclaration."]
    consent: ByConsent


@dataclass(frozen=True, slots=True)
class SignDeclaration:
    """Keeps the day on which patient and doctors had all signed."""

    declaration_id: Annotated[UUID, "La déclaration."]
    signed_on: Annotated[date, "Jour où le patient et les médecins avaient signé"]


@dataclass(frozen=True, slots=True)
class SendDeclaration:
    """Files a signed declaration with the fund; `replaces` confirms that the patient's present one ends."""

    declaration_id: Annotated[UUID, "La déclaration."]
    filed_on: Annotated[date, "Jour du dépôt"]
    channel: ByChannel
    replaces: Annotated[bool, "Confirme que la déclaration en cours est remplacée."] = False


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """Drafts, signs and files on one day: what is done when everybody is in the room, and what partners report."""

    patient_id: ThePatient
    filed_on: Annotated[date, "Jour du dépôt"]
    practitioners: Doctors
    channel: ByChannel
    consent: ByConsent | None = None
    replaces: Annotated[bool, "Confirme que la déclaration en cours est remplacée."] = False
    site: SiteCode | None = None


@dataclass(frozen=True, slots=True)
class RecordFundAnswer:
    """Keeps what the fund answered to a paper form; `active_on` is its own day, when it tells one."""

    declaration_id: Annotated[UUID, "La déclaration."]
    answered_on: Annotated[date, "Jour de la réponse"]
    accepted: Annotated[bool, "La caisse accepte."]
    active_on: Annotated[date | None, "Date d'effet, si la caisse la dit"] = None


@dataclass(frozen=True, slots=True)
class AbandonDeclaration:
    """Drops a declaration that was never filed."""

    declaration_id: Annotated[UUID, "La déclaration."]


@dataclass(frozen=True, slots=True)
class EndDeclaration:
    """Ends a declaration that was filed; one that is replaced ends with the filing of the new one."""

    declaration_id: Annotated[UUID, "La déclaration."]
    ended_on: Annotated[date, "Premier jour sans cette déclaration"]
    reason: Annotated[EndReason, "Pourquoi ; « replaced » est réservé au dépôt de la suivante."]


@dataclass(frozen=True, slots=True)
class DeclarationReference:
    declaration_id: Annotated[UUID, "La déclaration."]


@dataclass(frozen=True, slots=True)
class DraftDeclarationOutcome(DeclarationReference):
    consent_needed: Annotated[
        str, "L'accord qu'il faut : none pour un majeur, agreement de 16 à 17 ans, choice avant 16 ans."
    ]


@dataclass(frozen=True, slots=True)
class FileDeclarationOutcome(DeclarationReference):
    active_on: Annotated[str, "Premier jour où elle vaut, AAAA-MM-JJ."]
    presumed: Annotated[bool, "Ce jour est présumé, en attendant la réponse de la caisse."]
    replaced: Annotated[tuple[Annotated[UUID, "Une déclaration."], ...], "Les déclarations que celle-ci a remplacées."]
