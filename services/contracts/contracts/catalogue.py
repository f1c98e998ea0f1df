"""Every event type of the network: owner, version, readers, since when; the topology is computed from this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from contracts import housing, partners, permanence
from contracts.fields import Payload
from contracts.payload_check import PayloadCheck


class Reach(StrEnum):
    """Which antennas' facts an instance of a reading service receives."""

    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class EventType:
    """One line of the catalogue.

    `readers` maps a service to its reach; `sentence` is French, for people; `claimed_as` is the partners' event that
    may report the same thing, if any.
    """

    owner: str
    name: str
    version: int
    payload: type[Payload]
    readers: Mapping[str, Reach]
    since: date
    sentence: str
    claimed_as: str | None = None

    @cached_property
    def type(self) -> str:
        """The CloudEvents type, such as `permanence.patient_registered.v1`."""
        return f"{self.owner}.{self.name}.v{self.version}"

    @cached_property
    def schema(self) -> Payload:
        """One shared instance: building a marshmallow schema costs far more than loading with it."""
        return self.payload()

    @cached_property
    def check(self) -> PayloadCheck:
        return PayloadCheck(self.schema)

    def routing_key(self, antenna: str) -> str:
        return f"{self.name}.v{self.version}.{antenna}"


_REPORTING: Mapping[str, Reach] = MappingProxyType({"reporting": Reach.OWN})
_FIRST = date(2026, 11, 21)


def _fact(owner: str, name: str, payload: type[Payload], sentence: str, *, claimed_as: str | None = None) -> EventType:
    """The first version of a fact, which reporting reads."""
    return EventType(owner, name, 1, payload, _REPORTING, _FIRST, sentence, claimed_as)


def _claim(name: str, payload: type[Payload], sentence: str, *, reader: str) -> EventType:
    """The first version of what partners may report: their door sends it, the owner of the fact reads it."""
    return EventType("partners", name, 1, payload, MappingProxyType({reader: Reach.OWN}), _FIRST, sentence)


CATALOGUE: tuple[EventType, ...] = (
    _fact("housing", "house_opened", housing.HouseOpenedV1, "Une maison des internes a ouvert."),
    _fact("housing", "room_opened", housing.RoomOpenedV1, "Une chambre peut être donnée."),
    _fact("housing", "room_closed", housing.RoomClosedV1, "Une chambre n'est plus donnée."),
    _fact("housing", "room_voided", housing.RoomVoidedV1, "Une chambre est indisponible pour quelques nuits."),
    _fact(
        "housing", "room_restored", housing.RoomRestoredV1, "Une chambre est de nouveau disponible plus tôt que prévu."
    ),
    _fact(
        "housing",
        "convention_signed",
        housing.ConventionSignedV1,
        "Une convention fixe l'objectif d'une maison et le partage de son coût.",
    ),
    _fact("housing", "stay_requested", housing.StayRequestedV1, "Une chambre a été demandée."),
    _fact("housing", "stay_waitlisted", housing.StayWaitlistedV1, "Une demande est en liste d'attente."),
    _fact("housing", "stay_held", housing.StayHeldV1, "Une chambre est proposée, jusqu'à une date limite."),
    _fact("housing", "stay_confirmed", housing.StayConfirmedV1, "Un séjour est confirmé."),
    _fact("housing", "stay_refused", housing.StayRefusedV1, "Une demande a été refusée."),
    _fact("housing", "stay_expired", housing.StayExpiredV1, "Une proposition est restée sans réponse."),
    _fact("housing", "stay_cancelled", housing.StayCancelledV1, "Un séjour a été annulé avant l'arrivée."),
    _fact("housing", "stay_not_arrived", housing.StayNotArrivedV1, "Un occupant attendu n'est pas venu."),
    _fact(
        "housing",
        "intern_arrived",
        housing.InternArrivedV1,
        "Un interne s'est installé dans une maison de l'antenne.",
        claimed_as="partners.intern_arrival_reported.v1",
    ),
    _fact("housing", "stay_extended", housing.StayExtendedV1, "Un séjour est prolongé."),
    _fact("housing", "stay_overstayed", housing.StayOverstayedV1, "Un séjour dépasse la durée permise."),
    _fact(
        "housing",
        "intern_departed",
        housing.InternDepartedV1,
        "Un interne a quitté une maison.",
        claimed_as="partners.intern_departure_reported.v1",
    ),
    _fact("housing", "stay_settled", housing.StaySettledV1, "Un séjour est entièrement payé."),
    _fact("housing", "rent_due", housing.RentDueV1, "Un loyer est dû."),
    _fact("housing", "rent_paid", housing.RentPaidV1, "Un loyer a été payé ou remboursé."),
    _fact("housing", "cost_recorded", housing.CostRecordedV1, "Une maison a coûté quelque chose."),
    _fact("housing", "cost_cancelled", housing.CostCancelledV1, "Une dépense enregistrée par erreur est annulée."),
    _fact(
        "housing",
        "occupant_erased",
        housing.OccupantErasedV1,
        "L'identité d'un occupant est effacée.",
        claimed_as="partners.erasure_reported.v1",
    ),
    _fact("housing", "report_refused", housing.ReportRefusedV1, "Le signalement d'un partenaire n'a pas été retenu."),
    _fact(
        "permanence",
        "patient_registered",
        permanence.PatientRegisteredV1,
        "Une personne sans médecin traitant a été inscrite.",
    ),
    _fact("permanence", "consultation_held", permanence.ConsultationHeldV1, "Une consultation a eu lieu."),
    _fact(
        "permanence", "declaration_filed", permanence.DeclarationFiledV1, "Un choix de médecin traitant a été déposé."
    ),
    _claim(
        "intern_arrival_reported",
        partners.InternArrivalReportedV1,
        "Un partenaire signale l'arrivée d'un interne.",
        reader="housing",
    ),
    _claim(
        "intern_departure_reported",
        partners.InternDepartureReportedV1,
        "Un partenaire signale le départ d'un interne.",
        reader="housing",
    ),
    _claim(
        "erasure_reported",
        partners.ErasureReportedV1,
        "Un partenaire signale qu'un occupant demande l'effacement de son identité.",
        reader="housing",
    ),
)

BY_TYPE: Mapping[str, EventType] = MappingProxyType({entry.type: entry for entry in CATALOGUE})


def read_by(service: str) -> tuple[EventType, ...]:
    return tuple(entry for entry in CATALOGUE if service in entry.readers)
