"""Who patients are: looked up, read and corrected; each reading leaves its row in the audit.

A search is a POST, so that no name is ever part of an address, which proxies and browsers keep.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import Text, choice, choices, civil_day, flag, part, reference, text
from chassis.http.routes import audited, current_runtime, run
from kernel.flat import composed
from permanence.commands.patients import CorrectIdentity
from permanence.domain.patient.eligibility import Eligibility, UnmetCondition
from permanence.domain.patient.identity import Identity, IdentityWarning, Sex
from permanence.domain.patient.ins import INSStatus
from permanence.http.api import CARERS, blueprint
from permanence.queries.search import MOST_FOUND, found_patients, identity_of

_LONGEST_NAME = 200


def word(words: type[StrEnum], description: str, **kwargs: Any) -> Text:
    """One of some words, in the outcome of a command: outcomes are kept as plain JSON."""
    return text(f"{description} : {', '.join(words)}.", **kwargs)


class IdentityBody(Body):
    birth_on = civil_day("Date de naissance ; chiffrée, jamais publiée")
    birth_name = text("Nom de naissance.", required=False, longest=_LONGEST_NAME)
    given_names = text("Prénoms, le premier d'abord.", required=False, longest=_LONGEST_NAME)
    used_name = text("Nom utilisé, s'il diffère.", required=False, longest=_LONGEST_NAME)
    sex = choice(Sex, "Sexe à l'état civil.", required=False)
    birthplace = text("Code INSEE du lieu de naissance.", required=False)
    phone = text("Téléphone.", required=False)
    email = text("Adresse électronique.", required=False)
    address = text("Adresse du domicile.", required=False)
    ins = text("Matricule INS, 13 signes et sa clé.", required=False)
    ins_status = choice(INSStatus, "État de l'INS ; à vérifier si rien n'est dit.", required=False)


class CorrectIdentityBody(IdentityBody):
    commune = text("Code INSEE de la commune du domicile, si elle change.", required=False)
    precarious = flag("Complémentaire santé solidaire, aide médicale de l'État.", required=False)


class IdentityAnswer(Answer):
    birth_on = civil_day("Date de naissance")
    birth_name = text("Nom de naissance.", allow_none=True)
    given_names = text("Prénoms.", allow_none=True)
    used_name = text("Nom utilisé.", allow_none=True)
    sex = choice(Sex, "Sexe à l'état civil.", allow_none=True)
    birthplace = text("Code INSEE du lieu de naissance.", allow_none=True)
    phone = text("Téléphone.", allow_none=True)
    email = text("Adresse électronique.", allow_none=True)
    address = text("Adresse du domicile.", allow_none=True)
    ins = text("Matricule INS.", allow_none=True)
    ins_status = choice(INSStatus, "État de l'INS.", allow_none=True)


class SearchBody(Body):
    birth_name = text("Nom entier, ou prénom et nom dans un ordre ou l'autre.", required=False, longest=_LONGEST_NAME)
    birth_on = civil_day("Date de naissance", required=False)
    phone = text("Téléphone.", required=False)


class FoundAnswer(Answer):
    patient_id = reference("Le patient.")
    identity = part(IdentityAnswer, "Qui c'est.")


class SearchAnswer(Answer):
    patients = choices(part(FoundAnswer, "Un patient."), f"Au plus {MOST_FOUND}, les premiers enregistrés d'abord.")


class ComparedAnswer(Answer):
    duplicates = choices(reference("Une fiche."), "Fiches semblables, à comparer.")
    warnings = choices(word(IdentityWarning, "Un avertissement"), "Ce qu'il faut regarder ; rien n'est refusé.")


class CorrectedAnswer(ComparedAnswer):
    patient_id = reference("Le patient.")
    verdict = word(Eligibility, "Ce que disent les conditions de l'antenne")
    reasons = choices(word(UnmetCondition, "Une condition"), "Toutes les conditions non remplies.")


@blueprint.command("/patient-searches", asks=SearchBody, answers=SearchAnswer, roles=CARERS)
def search_patients(asked: dict[str, Any]) -> dict[str, Any]:
    """Cherche une personne ; chaque identité montrée est inscrite au journal d'audit."""
    with audited("permanence.search") as reading:
        found = found_patients(
            reading,
            current_runtime().keyring,
            name=asked.get("birth_name"),
            birth_on=asked.get("birth_on"),
            phone=asked.get("phone"),
        )
    return {"patients": found}


@blueprint.query("/patients/<uuid:patient_id>/identity", answers=IdentityAnswer, roles=CARERS)
def read_identity(patient_id: UUID) -> Identity:
    """Qui est un patient ; la lecture est inscrite au journal d'audit."""
    with audited("permanence.identity") as reading:
        identity = identity_of(reading, patient_id)
    if identity is None:
        raise NotFound
    return identity


@blueprint.command(
    "/patients/<uuid:patient_id>/correction", asks=CorrectIdentityBody, answers=CorrectedAnswer, roles=CARERS
)
def correct_identity(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Récrit l'identité d'un patient, tout entière."""
    return run(composed(CorrectIdentity, {"patient_id": patient_id, **asked}))
