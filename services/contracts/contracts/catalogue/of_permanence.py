"""The facts of a permanence."""

from datetime import date
from functools import partial

from contracts.catalogue.event_type import FIRST, EventType, fact
from contracts.permanence import acts, appointments, money, patients, places
from contracts.reports import ReportRefusedV1

_fact = partial(fact, "permanence", since=date(2026, 11, 22))

FACTS: tuple[EventType, ...] = (
    _fact(
        "patient_registered",
        patients.PatientRegisteredV1,
        "Une personne sans médecin traitant a été inscrite.",
        claimed_as="partners.patient_reported.v1",
        since=FIRST,
    ),
    _fact(
        "patient_assessed",
        patients.PatientAssessedV1,
        "Les conditions de l'antenne ont été examinées de nouveau pour un patient.",
    ),
    _fact(
        "patient_ald_changed",
        patients.PatientAldChangedV1,
        "L'affection de longue durée d'un patient a été reconnue, ou a pris fin.",
    ),
    _fact("patient_exited", patients.PatientExitedV1, "Un patient n'est plus suivi."),
    _fact("patient_returned", patients.PatientReturnedV1, "Un patient est suivi de nouveau."),
    _fact("patient_merged", patients.PatientMergedV1, "Deux inscriptions étaient celles d'une même personne."),
    _fact(
        "patient_unmerged",
        patients.PatientUnmergedV1,
        "Deux inscriptions fusionnées étaient bien celles de deux personnes.",
    ),
    _fact(
        "erasure_answered",
        patients.ErasureAnsweredV1,
        "La demande d'effacement d'un patient a reçu une réponse.",
        claimed_as="partners.patient_erasure_reported.v1",
    ),
    _fact("site_opened", places.SiteOpenedV1, "Un site de la permanence a ouvert."),
    _fact("site_closed", places.SiteClosedV1, "Un site de la permanence a fermé."),
    _fact("practitioner_joined", places.PractitionerJoinedV1, "Un professionnel a rejoint la permanence."),
    _fact(
        "practitioner_departure_announced",
        places.PractitionerDepartureAnnouncedV1,
        "Un professionnel a annoncé son départ.",
    ),
    _fact("practitioner_left", places.PractitionerLeftV1, "Un professionnel a quitté la permanence."),
    _fact("placement_started", places.PlacementStartedV1, "Un interne est en stage à la permanence."),
    _fact("session_planned", places.SessionPlannedV1, "Une plage de consultation est prévue."),
    _fact("session_cancelled", places.SessionCancelledV1, "Une plage de consultation n'aura pas lieu."),
    _fact("appointment_booked", appointments.AppointmentBookedV1, "Un rendez-vous a été pris."),
    _fact("appointment_moved", appointments.AppointmentMovedV1, "Un rendez-vous a été déplacé."),
    _fact("appointment_cancelled", appointments.AppointmentCancelledV1, "Un rendez-vous a été annulé."),
    _fact("appointment_honoured", appointments.AppointmentHonouredV1, "Un patient est venu à son rendez-vous."),
    _fact("appointment_missed", appointments.AppointmentMissedV1, "Un patient n'est pas venu à son rendez-vous."),
    _fact("waiting_joined", appointments.WaitingJoinedV1, "Un patient attend un rendez-vous."),
    _fact("waiting_left", appointments.WaitingLeftV1, "Un patient n'attend plus de rendez-vous."),
    _fact(
        "consultation_held",
        acts.ConsultationHeldV1,
        "Une consultation a eu lieu.",
        claimed_as="partners.consultation_reported.v1",
        since=FIRST,
    ),
    _fact("nurse_act_held", acts.NurseActHeldV1, "Un acte infirmier a eu lieu."),
    _fact(
        "declaration_filed",
        acts.DeclarationFiledV1,
        "Un choix de médecin traitant a été déposé.",
        claimed_as="partners.declaration_reported.v1",
        since=FIRST,
    ),
    _fact("declaration_answered", acts.DeclarationAnsweredV1, "L'assurance maladie a répondu à une déclaration."),
    _fact("declaration_ended", acts.DeclarationEndedV1, "Une déclaration de médecin traitant a pris fin."),
    _fact("cost_recorded", money.CostRecordedV1, "La permanence a coûté quelque chose, ou le prévoit."),
    _fact("cost_cancelled", money.CostCancelledV1, "Une dépense enregistrée par erreur est annulée."),
    _fact("receipt_recorded", money.ReceiptRecordedV1, "La permanence a reçu quelque chose, ou le prévoit."),
    _fact("receipt_cancelled", money.ReceiptCancelledV1, "Une recette enregistrée par erreur est annulée."),
    _fact(
        "people_without_gp_counted",
        money.PeopleWithoutGpCountedV1,
        "Les personnes sans médecin traitant d'une commune ont été comptées.",
    ),
    _fact("report_refused", ReportRefusedV1, "Le signalement d'un partenaire n'a pas été retenu."),
)
