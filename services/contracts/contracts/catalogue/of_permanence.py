"""The facts of a permanence."""

from datetime import date
from functools import partial

from contracts.catalogue.event_type import EventType, fact
from contracts.permanence import acts, appointments, counts, money, patients, places
from contracts.reports import ReportRefusedV1

_fact = partial(fact, "permanence", since=date(2026, 11, 22))
# Thinner than the first versions, which told who it was of a man in a village: those are sent no more (decision 0031).
_of_patients = partial(fact, "permanence", version=2, since=date(2026, 12, 1), about_a_patient=True)

FACTS: tuple[EventType, ...] = (
    _of_patients(
        "patient_registered",
        patients.PatientRegisteredV2,
        "Une personne sans médecin traitant a été inscrite.",
        claimed_as="partners.patient_reported.v1",
    ),
    _of_patients("patient_exited", patients.PatientExitedV2, "Un patient n'est plus suivi."),
    _of_patients("patient_returned", patients.PatientReturnedV2, "Un patient est suivi de nouveau."),
    _of_patients("patient_merged", patients.PatientMergedV2, "Deux inscriptions étaient celles d'une même personne."),
    _of_patients(
        "patient_unmerged",
        patients.PatientUnmergedV2,
        "Deux inscriptions fusionnées étaient bien celles de deux personnes.",
    ),
    _of_patients(
        "erasure_answered",
        patients.ErasureAnsweredV2,
        "La demande d'effacement d'un patient a reçu une réponse.",
        claimed_as="partners.patient_erasure_reported.v1",
    ),
    _fact(
        "month_counted",
        counts.MonthCountedV1,
        "Un mois fini a été compté ; le détail est scellé à la clé du bilan.",
        since=date(2026, 12, 1),
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
    _of_patients("appointment_booked", appointments.AppointmentBookedV2, "Un rendez-vous a été pris."),
    _of_patients("appointment_moved", appointments.AppointmentMovedV2, "Un rendez-vous a été déplacé."),
    _of_patients("appointment_cancelled", appointments.AppointmentCancelledV2, "Un rendez-vous a été annulé."),
    _of_patients("appointment_honoured", appointments.AppointmentHonouredV2, "Un patient est venu à son rendez-vous."),
    _of_patients(
        "appointment_missed", appointments.AppointmentMissedV2, "Un patient n'est pas venu à son rendez-vous."
    ),
    _of_patients("waiting_joined", appointments.WaitingJoinedV2, "Un patient attend un rendez-vous."),
    _of_patients("waiting_left", appointments.WaitingLeftV2, "Un patient n'attend plus de rendez-vous."),
    _of_patients(
        "consultation_held",
        acts.ConsultationHeldV2,
        "Une consultation a eu lieu.",
        claimed_as="partners.consultation_reported.v1",
    ),
    _of_patients("nurse_act_held", acts.NurseActHeldV2, "Un acte infirmier a eu lieu."),
    _of_patients(
        "declaration_filed",
        acts.DeclarationFiledV2,
        "Un choix de médecin traitant a été déposé.",
        claimed_as="partners.declaration_reported.v1",
    ),
    _of_patients(
        "declaration_answered", acts.DeclarationAnsweredV2, "L'assurance maladie a répondu à une déclaration."
    ),
    _of_patients("declaration_ended", acts.DeclarationEndedV2, "Une déclaration de médecin traitant a pris fin."),
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
