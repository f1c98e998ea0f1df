"""Practitioners over HTTP: the steps to a contract, contracts, the agreement as MSU, departures, placements."""

from permanence.commands.practitioners import (
    AgreeMSU,
    AnnounceDeparture,
    ContactPractitioner,
    EmployPractitioner,
    PlacementReference,
    PractitionerReference,
    ProspectPractitioner,
    RecordAgreement,
    RecordOrdreRegistration,
    SignContract,
    StartPlacement,
)
from permanence.http.api import ORGANISERS, blueprint

_ONE = "/practitioners/<uuid:practitioner_id>"

blueprint.ask(
    EmployPractitioner,
    "/practitioners",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Inscrit un praticien dont les papiers sont en ordre, avec son contrat.",
)
blueprint.ask(
    ProspectPractitioner,
    "/prospects",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Inscrit un praticien pressenti.",
)
blueprint.ask(
    ContactPractitioner,
    f"{_ONE}/contact",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note que le praticien pressenti a été contacté.",
)
blueprint.ask(
    RecordAgreement,
    f"{_ONE}/agreement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note que le praticien est d'accord pour venir.",
)
blueprint.ask(
    RecordOrdreRegistration,
    f"{_ONE}/ordre-registration",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note l'inscription à l'Ordre, ou la licence d'un remplaçant.",
)
blueprint.ask(
    SignContract,
    f"{_ONE}/contracts",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Signe un contrat, qui clôt celui qui n'avait pas de terme.",
)
blueprint.ask(
    AgreeMSU,
    f"{_ONE}/msu-agreement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note l'agrément d'un maître de stage universitaire.",
)
ANNOUNCE_DEPARTURE = blueprint.ask(
    AnnounceDeparture,
    f"{_ONE}/departure-announcement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Annonce le départ d'un praticien.",
)
blueprint.ask(
    StartPlacement,
    f"{_ONE}/placements",
    roles=ORGANISERS,
    answers=PlacementReference,
    says="Inscrit le stage d'un interne ou d'un docteur junior.",
)
