"""The French of what the domain names by codes, where the domain does not say it itself."""

from collections.abc import Mapping
from enum import StrEnum

from kernel import french
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.appointment.waiting_list import WaitingExit
from permanence.domain.money.cost import MoneyStage
from permanence.domain.practitioner.kind import PractitionerKind, labels
from permanence.domain.session.session import SessionCancelReason
from permanence.practitioner_kinds import practitioner_kinds

# By kind of value first: members of two of them may be the same text.
_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    PractitionerKind: {kind.value: label for kind, label in labels(practitioner_kinds()).items()},
    AppointmentState: {"booked": "prévu", "cancelled": "annulé", "honoured": "venu(e)", "missed": "absent(e)"},
    AppointmentCancelledBy: {"patient": "la personne", "structure": "la permanence"},
    AppointmentCancelReason: {
        "personal": "raison personnelle",
        "seen_elsewhere": "vue ailleurs",
        "session_cancelled": "consultation supprimée",
        "mistake": "erreur de saisie",
        "other": "autre",
    },
    SessionCancelReason: {"leave": "absence du praticien", "closure": "fermeture du site", "other": "autre"},
    WaitingExit: {
        "own_request": "ne souhaite plus de rendez-vous",
        "seen_elsewhere": "vue ailleurs",
        "unreachable": "injoignable",
    },
    MoneyStage: {"forecast": "prévu", "voted": "voté", "actual": "réalisé"},
}


def in_french(value: StrEnum) -> str:
    """What people call a value of the domain."""
    told: str | None = getattr(value, "french", None)
    return french.typeset(_WORDS[type(value)][value.value] if told is None else told)


def choices_of(values: type[StrEnum], *without: StrEnum) -> dict[str, str]:
    """For a list to choose from: each value by its French name."""
    return {value.value: french.capital(in_french(value)) for value in values if value not in without}
