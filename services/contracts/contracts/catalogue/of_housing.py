"""The facts of a house of interns."""

from contracts import housing
from contracts.catalogue.event_type import EventType, fact
from contracts.reports import ReportRefusedV1

FACTS: tuple[EventType, ...] = (
    fact("housing", "house_opened", housing.HouseOpenedV1, "Une maison des internes a ouvert."),
    fact("housing", "room_opened", housing.RoomOpenedV1, "Une chambre peut être donnée."),
    fact("housing", "room_closed", housing.RoomClosedV1, "Une chambre n'est plus donnée."),
    fact("housing", "room_voided", housing.RoomVoidedV1, "Une chambre est indisponible pour quelques nuits."),
    fact(
        "housing", "room_restored", housing.RoomRestoredV1, "Une chambre est de nouveau disponible plus tôt que prévu."
    ),
    fact(
        "housing",
        "convention_signed",
        housing.ConventionSignedV1,
        "Une convention fixe l'objectif d'une maison et le partage de son coût.",
    ),
    fact("housing", "stay_requested", housing.StayRequestedV1, "Une chambre a été demandée."),
    fact("housing", "stay_waitlisted", housing.StayWaitlistedV1, "Une demande est en liste d'attente."),
    fact("housing", "stay_held", housing.StayHeldV1, "Une chambre est proposée, jusqu'à une date limite."),
    fact("housing", "stay_confirmed", housing.StayConfirmedV1, "Un séjour est confirmé."),
    fact("housing", "stay_refused", housing.StayRefusedV1, "Une demande a été refusée."),
    fact("housing", "stay_expired", housing.StayExpiredV1, "Une proposition est restée sans réponse."),
    fact("housing", "stay_cancelled", housing.StayCancelledV1, "Un séjour a été annulé avant l'arrivée."),
    fact("housing", "stay_not_arrived", housing.StayNotArrivedV1, "Un occupant attendu n'est pas venu."),
    fact(
        "housing",
        "intern_arrived",
        housing.InternArrivedV1,
        "Un interne s'est installé dans une maison de l'antenne.",
        claimed_as="partners.intern_arrival_reported.v1",
        read_also_by=("permanence",),
    ),
    fact("housing", "stay_extended", housing.StayExtendedV1, "Un séjour est prolongé."),
    fact("housing", "stay_overstayed", housing.StayOverstayedV1, "Un séjour dépasse la durée permise."),
    fact(
        "housing",
        "intern_departed",
        housing.InternDepartedV1,
        "Un interne a quitté une maison.",
        claimed_as="partners.intern_departure_reported.v1",
        read_also_by=("permanence",),
    ),
    fact("housing", "stay_settled", housing.StaySettledV1, "Un séjour est entièrement payé."),
    fact("housing", "rent_due", housing.RentDueV1, "Un loyer est dû."),
    fact("housing", "rent_paid", housing.RentPaidV1, "Un loyer a été payé ou remboursé."),
    fact("housing", "cost_recorded", housing.CostRecordedV1, "Une maison a coûté quelque chose."),
    fact("housing", "cost_cancelled", housing.CostCancelledV1, "Une dépense enregistrée par erreur est annulée."),
    fact(
        "housing",
        "occupant_erased",
        housing.OccupantErasedV1,
        "L'identité d'un occupant est effacée.",
        claimed_as="partners.erasure_reported.v1",
    ),
    fact("housing", "report_refused", ReportRefusedV1, "Le signalement d'un partenaire n'a pas été retenu."),
)
