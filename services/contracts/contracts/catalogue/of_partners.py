"""The claims that partners may make."""

from datetime import date

from contracts import partners
from contracts.catalogue.event_type import EventType, claim

_ABOUT_PATIENTS = date(2026, 11, 22)

CLAIMS: tuple[EventType, ...] = (
    claim(
        "intern_arrival_reported",
        partners.InternArrivalReportedV1,
        "Un partenaire signale l'arrivée d'un interne.",
        reader="housing",
    ),
    claim(
        "intern_departure_reported",
        partners.InternDepartureReportedV1,
        "Un partenaire signale le départ d'un interne.",
        reader="housing",
    ),
    claim(
        "erasure_reported",
        partners.ErasureReportedV1,
        "Un partenaire signale qu'un occupant demande l'effacement de son identité.",
        reader="housing",
    ),
    claim(
        "patient_reported",
        partners.PatientReportedV1,
        "Un partenaire signale une personne sans médecin traitant.",
        reader="permanence",
        since=_ABOUT_PATIENTS,
    ),
    claim(
        "consultation_reported",
        partners.ConsultationReportedV1,
        "Un partenaire signale une consultation de la permanence.",
        reader="permanence",
        since=_ABOUT_PATIENTS,
    ),
    claim(
        "declaration_reported",
        partners.DeclarationReportedV1,
        "Un partenaire signale le dépôt d'un choix de médecin traitant.",
        reader="permanence",
        since=_ABOUT_PATIENTS,
    ),
    claim(
        "patient_erasure_reported",
        partners.PatientErasureReportedV1,
        "Un partenaire signale qu'un patient demande l'effacement de son identité.",
        reader="permanence",
        since=_ABOUT_PATIENTS,
    ),
)
