"""The facts of a permanence."""

from datetime import date
from functools import partial

from contracts import permanence
from contracts.catalogue.event_type import FIRST, EventType, fact
from contracts.reports import ReportRefusedV1

_fact = partial(fact, "permanence", since=date(2026, 11, 22))

FACTS: tuple[EventType, ...] = (
    _fact(
        "patient_registered",
        permanence.PatientRegisteredV1,
        "Une personne sans médecin traitant a été inscrite.",
        claimed_as="partners.patient_reported.v1",
        since=FIRST,
    ),
    _fact(
        "patient_assessed",
        permanence.PatientAssessedV1,
        "Les conditions de l'antenne ont été examinées de nouveau pour un patient.",
    ),
    _fact(
        "patient_ald_changed",
        permanence.PatientAldChangedV1,
        "L'affection de longue durée d'un patient a été reconnue, ou a pris fin.",
    ),
    _fact("patient_exited", permanence.PatientExitedV1, "Un patient n'est plus suivi."),
    _fact("patient_returned", permanence.PatientReturnedV1, "Un patient est suivi de nouveau."),
    _fact("patient_merged", permanence.PatientMergedV1, "Deux inscriptions étaient celles d'une même personne."),
    _fact(
        "patient_unmerged",
        permanence.PatientUnmergedV1,
        "Deux inscriptions fusionnées étaient bien celles de deux personnes.",
    ),
    _fact(
        "erasure_answered",
        permanence.ErasureAnsweredV1,
        "La demande d'effacement d'un patient a reçu une réponse.",
        claimed_as="partners.patient_erasure_reported.v1",
    ),
    _fact("site_opened", permanence.SiteOpenedV1, "Un site de la permanence a ouvert."),
    _fact("site_closed", permanence.SiteClosedV1, "Un site de la permanence a fermé."),
    _fact("practitioner_joined", permanence.PractitionerJoinedV1, "Un professionnel a rejoint la permanence."),
    _fact(
        "practitioner_departure_announced",
        permanence.PractitionerDepartureAnnouncedV1,
        "Un professionnel a annoncé son départ.",
    ),
    _fact("practitioner_left", permanence.PractitionerLeftV1, "Un professionnel a quitté la permanence."),
    _fact("placement_started", permanence.PlacementStartedV1, "Un interne est en stage à la permanence."),
    _fact("session_planned", permanence.SessionPlannedV1, "Une plage de consultation est prévue."),
    _fact("session_cancelled", permanence.SessionCancelledV1, "Une plage de consultation n'aura pas lieu."),
    _fact("appointment_booked", permanence.AppointmentBookedV1, "Un rendez-vous a été pris."),
    _fact("appointment_moved", permanence.AppointmentMovedV1, "Un rendez-vous a été déplacé."),
    _fact("appointment_cancelled", permanence.AppointmentCancelledV1, "Un rendez-vous a été annulé."),
    _fact("appointment_honoured", permanence.AppointmentHonouredV1, "Un patient est venu à son rendez-vous."),
    _fact("appointment_missed", permanence.AppointmentMissedV1, "Un patient n'est pas venu à son rendez-vous."),
    _fact("waiting_joined", permanence.WaitingJoinedV1, "Un patient attend un rendez-vous."),
    _fact("waiting_left", permanence.WaitingLeftV1, "Un patient n'attend plus de rendez-vous."),
    _fact(
        "consultation_held",
        permanence.ConsultationHeldV1,
        "Une consultation a eu lieu.",
        claimed_as="partners.consultation_reported.v1",
        since=FIRST,
    ),
    _fact("nurse_act_held", permanence.NurseActHeldV1, "Un acte infirmier a eu lieu."),
    _fact(
        "declaration_filed",
        permanence.DeclarationFiledV1,
        "Un choix de médecin traitant a été déposé.",
        claimed_as="partners.declaration_reported.v1",
        since=FIRST,
    ),
    _fact("declaration_answered", permanence.DeclarationAnsweredV1, "L'assurance maladie a répondu à une déclaration."),
    _fact("declaration_ended", permanence.DeclarationEndedV1, "Une déclaration de médecin traitant a pris fin."),
    _fact("cost_recorded", permanence.CostRecordedV1, "La permanence a coûté quelque chose, ou le prévoit."),
    _fact("cost_cancelled", permanence.CostCancelledV1, "Une dépense enregistrée par erreur est annulée."),
    _fact("receipt_recorded", permanence.ReceiptRecordedV1, "La permanence a reçu quelque chose, ou le prévoit."),
    _fact("receipt_cancelled", permanence.ReceiptCancelledV1, "Une recette enregistrée par erreur est annulée."),
    _fact(
        "people_without_gp_counted",
        permanence.PeopleWithoutGpCountedV1,
        "Les personnes sans médecin traitant d'une commune ont été comptées.",
    ),
    _fact("report_refused", ReportRefusedV1, "Le signalement d'un partenaire n'a pas été retenu."),
)
