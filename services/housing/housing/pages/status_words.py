"""What an intern reads of a request, state by state: where it is, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from housing.domain.stay.state import StayState
from housing.queries.stays import StayRead
from kernel import french


@dataclass(frozen=True, slots=True)
class Told:
    """A title, where the request is, and what comes next."""

    title: str
    sentence: str
    next: str


_TOLD: Mapping[StayState, Told] = {
    StayState.REQUESTED: Told(
        "Demande enregistrée",
        "Votre demande est arrivée. La maison ne l’a pas encore examinée.",
        "Rien à faire : la maison vous garde une chambre ou vous met sur sa liste d’attente, et vous le lirez ici. "
        "Si vos dates changent, annulez et refaites une demande.",
    ),
    StayState.WAITLISTED: Told(
        "Sur la liste d’attente",
        "Aucune chambre n’est libre sur toutes vos dates pour l’instant.",
        "Rien à faire : si une chambre se libère, la maison vous la propose dans l’ordre de la liste. Si vous trouvez "
        "ailleurs, annulez : vous ferez avancer les autres.",
    ),
    StayState.HELD: Told(
        "Une chambre vous est gardée",
        "{room} vous est gardée jusqu’au {held_until} inclus.",
        "Dites à la maison que vous la voulez avant cette date, par téléphone ou par courriel ; après, elle peut être "
        "proposée à quelqu’un d’autre.",
    ),
    StayState.CONFIRMED: Told(
        "Séjour confirmé",
        "{room} est à vous du {first} au {end}. Un séjour confirmé n’est jamais retiré pour quelqu’un d’autre.",
        "Convenez d’une heure d’arrivée avec la maison et préparez les justificatifs. Si vous ne venez plus, annulez.",
    ),
    StayState.ARRIVED: Told(
        "Séjour en cours",
        "Vous logez dans {room} jusqu’au {end}.",
        "Pour rester plus longtemps ou partir plus tôt, prévenez la maison : partir plus tôt ne coûte jamais plus "
        "cher que prévu.",
    ),
    StayState.DEPARTED: Told(
        "Séjour terminé",
        "Votre départ est enregistré.",
        "S’il reste un loyer à payer, ou à vous rendre, la maison vous en a donné le relevé.",
    ),
    StayState.SETTLED: Told(
        "Séjour soldé", "Tout est payé.", "Plus rien : merci d’être passé, et à bientôt peut-être."
    ),
    StayState.REFUSED: Told(
        "Demande refusée",
        "La maison ne peut pas vous loger : {reason}.",
        "Vous pouvez demander d’autres dates, ou joindre la maison.",
    ),
    StayState.CANCELLED: Told(
        "Demande annulée", "Cette demande est annulée{because}.", "Vous pouvez en faire une autre quand vous voulez."
    ),
    StayState.NOT_ARRIVED: Told(
        "Séjour non honoré",
        "Vous étiez attendu le {first} et la chambre a été rendue libre.",
        "S’il y a une erreur, joignez la maison sans attendre.",
    ),
    StayState.EXPIRED: Told(
        "Option échue",
        "La chambre n’a pas été confirmée à temps : elle est de nouveau libre.",
        "Si vous la voulez encore, refaites une demande ou joignez la maison.",
    ),
}


def told_of(stay: StayRead, reason: str | None, day: date) -> Told:
    """What is told of a stay; a hold that is past is told as expired, whether or not it was freed."""
    state = stay.state
    if state is StayState.HELD and stay.held_until is not None and stay.held_until < day:
        state = StayState.EXPIRED
    told = _TOLD[state]
    sentence = told.sentence.format(
        room=stay.room_label or "La chambre",
        held_until=french.weekday(stay.held_until) if stay.held_until else "",
        first=french.weekday(stay.first),
        end=french.weekday(stay.end),
        reason=reason or "",
        because=f" ({reason})" if reason else "",
    )
    return Told(told.title, sentence, told.next)
