"""The facts of a house of interns."""

from contracts.catalogue.event_type import EventType, fact
from contracts.housing import money, places, stays
from contracts.reports import ReportRefusedV1

FACTS: tuple[EventType, ...] = (
    fact("housing", "house_opened", places.HouseOpenedV1, "Une maison des internes a ouvert."),
    fact("housing", "room_opened", places.RoomOpenedV1, "Une chambre peut être donnée."),
    fact("housing", "room_closed", places.RoomClosedV1, "Une chambre n'est plus donnée."),
    fact("housing", "room_voided", places.RoomVoidedV1, "Une chambre est indisponible pour quelques nuits."),
    fact(
        "housing", "room_restored", places.RoomRestoredV1, "Une chambre est de nouveau disponible plus tôt que prévu."
    ),
    fact(
        "housing",
        "convention_signed",
        places.ConventionSignedV1,
        "Une convention fixe l'objectif d'une maison et le partage de son coût.",
    ),
    fact("housing", "stay_requested", stays.StayRequestedV1, "Une chambre a été demandée."),
    fact("housing", "stay_waitlisted", stays.StayWaitlistedV1, "Une demande est en liste d'attente."),
    fact("housing", "stay_held", stays.StayHeldV1, "Une chambre est proposée, jusqu'à une date limite."),
    fact("housing", "stay_confirmed", stays.StayConfirmedV1, "Un séjour est confirmé."),
    fact("housing", "stay_refused", stays.StayRefusedV1, "Une demande a été refusée."),
    fact("housing", "stay_expired", stays.StayExpiredV1, "Une proposition est restée sans réponse."),
    fact("housing", "stay_cancelled", stays.StayCancelledV1, "Un séjour a été annulé avant l'arrivée."),
    fact("housing", "stay_not_arrived", stays.StayNotArrivedV1, "Un occupant attendu n'est pas venu."),
    fact(
        "housing",
        "intern_arrived",
        stays.InternArrivedV1,
        "Un interne s'est installé dans une maison de l'antenne.",
        claimed_as="partners.intern_arrival_reported.v1",
        read_also_by=("permanence",),
    ),
    fact("housing", "stay_extended", stays.StayExtendedV1, "Un séjour est prolongé."),
    fact("housing", "stay_overstayed", stays.StayOverstayedV1, "Un séjour dépasse la durée permise."),
    fact(
        "housing",
        "intern_departed",
        stays.InternDepartedV1,
        "Un interne a quitté une maison.",
        claimed_as="partners.intern_departure_reported.v1",
        read_also_by=("permanence",),
    ),
    fact("housing", "stay_settled", stays.StaySettledV1, "Un séjour est entièrement payé."),
    fact("housing", "rent_due", money.RentDueV1, "Un loyer est dû."),
    fact("housing", "rent_paid", money.RentPaidV1, "Un loyer a été payé ou remboursé."),
    fact("housing", "cost_recorded", money.CostRecordedV1, "Une maison a coûté quelque chose."),
    fact("housing", "cost_cancelled", money.CostCancelledV1, "Une dépense enregistrée par erreur est annulée."),
    fact(
        "housing",
        "occupant_erased",
        stays.OccupantErasedV1,
        "L'identité d'un occupant est effacée.",
        claimed_as="partners.erasure_reported.v1",
    ),
    fact("housing", "report_refused", ReportRefusedV1, "Le signalement d'un partenaire n'a pas été retenu."),
)
