"""Commands about practitioners: the steps to a contract, contracts, the agreement as MSU, departures, placements."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, reference, text, whole
from chassis.http.routes import run
from permanence.commands.practitioners import (
    AgreeMSU,
    AnnounceDeparture,
    ContactPractitioner,
    EmployPractitioner,
    ProspectPractitioner,
    RecordAgreement,
    RecordOrdreRegistration,
    SignContract,
    StartPlacement,
)
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.http.api import ORGANISERS, blueprint
from permanence.http.words import LONGEST_NAME, Nothing, practitioner_reference, site_code

_RPPS = "Numéro RPPS, 11 chiffres."


class ProspectBody(Body):
    label = text("Nom professionnel, tel que l'annuaire public le donne ; jamais publié.", longest=LONGEST_NAME)
    rpps = text(_RPPS, required=False, longest=40)


class OrdreRegistrationBody(Body):
    rpps = text(_RPPS, required=False, longest=40)


class ContractBody(Body):
    practitioner_kind = choice(PractitionerKind, "À quel titre.")
    employer = text("Employeur.", longest=LONGEST_NAME)
    starts_on = civil_day("Premier jour du contrat")
    half_days_per_week = whole("Demi-journées par semaine.", most=14)
    ends_on = civil_day("Fin, jour non compris ; absente : sans terme", required=False)


class EmployBody(ContractBody):
    label = text("Nom professionnel, tel que l'annuaire public le donne ; jamais publié.", longest=LONGEST_NAME)
    rpps = text(_RPPS + " Nul pour qui n'en a pas.", longest=40, allow_none=True)
    msu_from = civil_day("Maître de stage universitaire agréé, premier jour", required=False)


class AgreeMSUBody(Body):
    msu_from = civil_day("Premier jour de l'agrément")
    msu_until = civil_day("Fin, jour non compris ; absente : sans terme", required=False)


class DepartureAnnouncementBody(Body):
    leaves_on = civil_day("Premier jour où le praticien ne sera plus là")


class PlacementBody(Body):
    starts_on = civil_day("Premier jour du stage")
    ends_on = civil_day("Fin, jour non compris")
    supervisors = choices(practitioner_reference("Un maître de stage."), "Les superviseurs, le premier d'abord.")
    sites = choices(site_code(), "Les sites du stage.")


class PractitionerReference(Answer):
    practitioner_id = practitioner_reference()


class PlacementReference(Answer):
    placement_id = reference("Le stage.")


_ONE = "/practitioners/<uuid:practitioner_id>"


@blueprint.command("/practitioners", asks=EmployBody, answers=PractitionerReference, roles=ORGANISERS)
def employ_practitioner(asked: dict[str, Any]) -> Outcome:
    """Inscrit un praticien dont les papiers sont en ordre, avec son contrat."""
    return run(EmployPractitioner(**asked))


@blueprint.command("/prospects", asks=ProspectBody, answers=PractitionerReference, roles=ORGANISERS)
def prospect_practitioner(asked: dict[str, Any]) -> Outcome:
    """Inscrit un praticien pressenti."""
    return run(ProspectPractitioner(**asked))


@blueprint.command(f"{_ONE}/contact", asks=Nothing, answers=PractitionerReference, roles=ORGANISERS)
def contact_practitioner(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Note que le praticien pressenti a été contacté."""
    return run(ContactPractitioner(practitioner_id, **asked))


@blueprint.command(f"{_ONE}/agreement", asks=Nothing, answers=PractitionerReference, roles=ORGANISERS)
def record_agreement(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Note que le praticien est d'accord pour venir."""
    return run(RecordAgreement(practitioner_id, **asked))


@blueprint.command(
    f"{_ONE}/ordre-registration", asks=OrdreRegistrationBody, answers=PractitionerReference, roles=ORGANISERS
)
def record_ordre_registration(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Note l'inscription à l'Ordre, ou la licence d'un remplaçant."""
    return run(RecordOrdreRegistration(practitioner_id, **asked))


@blueprint.command(f"{_ONE}/contracts", asks=ContractBody, answers=PractitionerReference, roles=ORGANISERS)
def sign_contract(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Signe un contrat, qui clôt celui qui n'avait pas de terme."""
    return run(SignContract(practitioner_id, **asked))


@blueprint.command(f"{_ONE}/msu-agreement", asks=AgreeMSUBody, answers=PractitionerReference, roles=ORGANISERS)
def agree_msu(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Note l'agrément d'un maître de stage universitaire."""
    return run(AgreeMSU(practitioner_id, **asked))


@blueprint.command(
    f"{_ONE}/departure-announcement", asks=DepartureAnnouncementBody, answers=PractitionerReference, roles=ORGANISERS
)
def announce_departure(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Annonce le départ d'un praticien."""
    return run(AnnounceDeparture(practitioner_id, **asked))


@blueprint.command(f"{_ONE}/placements", asks=PlacementBody, answers=PlacementReference, roles=ORGANISERS)
def start_placement(asked: dict[str, Any], practitioner_id: UUID) -> Outcome:
    """Inscrit le stage d'un interne ou d'un docteur junior."""
    supervisors, sites = tuple(asked.pop("supervisors")), tuple(asked.pop("sites"))
    return run(StartPlacement(practitioner_id, supervisors=supervisors, sites=sites, **asked))
