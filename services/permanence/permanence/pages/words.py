"""The French of what the domain names by codes, where the domain does not say it itself."""

from collections.abc import Mapping
from enum import StrEnum

from kernel import french
from permanence.domain.act.act import ActKind
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.appointment.waiting_list import WaitingExit
from permanence.domain.declaration.choice import Consent, ConsentNeeded
from permanence.domain.declaration.state import Channel, EndReason
from permanence.domain.money.cost import MoneyStage
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import Eligibility, NoMedecinTraitantReason, OverrideReason
from permanence.domain.patient.follow_up import ExitReason, MedecinTraitantChange
from permanence.domain.patient.identity import Sex
from permanence.domain.patient.ins import INSStatus
from permanence.domain.practitioner.kind import PractitionerKind, labels
from permanence.domain.session.session import SessionCancelReason
from permanence.practitioner_kinds import practitioner_kinds

# By kind of value first: members of two of them may be the same text.
_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    PractitionerKind: {kind.value: label for kind, label in labels(practitioner_kinds()).items()},
    NoMedecinTraitantReason: {
        "doctor_retired": "son médecin a pris sa retraite",
        "doctor_left": "son médecin est parti",
        "newcomer": "vient d'arriver dans le territoire",
        "never_had_one": "n'en a jamais eu",
        "unknown": "ne sait pas, ou ne le dit pas",
    },
    ALDStatus: {
        "none": "pas d'ALD",
        "ald_30": "ALD de la liste (ALD 30)",
        "ald_31": "ALD hors liste (ALD 31)",
        "ald_32": "plusieurs affections (ALD 32)",
        "non_exonerating": "ALD non exonérante",
        "unknown": "en ALD, type non précisé",
    },
    Eligibility: {
        "eligible": "remplit les conditions",
        "not_eligible": "ne remplit pas les conditions",
        "pending_proof": "justificatif attendu",
    },
    OverrideReason: {
        "medical_need": "besoin médical",
        "social_situation": "situation sociale",
        "continuity_of_care": "continuité des soins",
        "family_followed": "famille déjà suivie ici",
        "other": "autre motif",
    },
    ExitReason: {
        "found_gp": "a trouvé un médecin traitant",
        "moved": "a déménagé",
        "deceased": "est décédé(e)",
        "lost": "perdu(e) de vue",
        "own_request": "à sa demande",
    },
    MedecinTraitantChange: {"found": "a trouvé un médecin traitant", "lost": "n'a plus de médecin traitant"},
    Sex: {"female": "féminin", "male": "masculin", "unknown": "non précisé"},
    INSStatus: {
        "to_verify": "à vérifier",
        "provisional": "provisoire",
        "retrieved": "récupérée",
        "validated": "validée",
        "qualified": "qualifiée",
    },
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
    ActKind: {
        "consultation": "consultation",
        "visit": "visite à domicile",
        "teleconsultation": "téléconsultation",
        "nurse_act": "acte infirmier",
    },
    MoneyStage: {"forecast": "prévu", "voted": "voté", "actual": "réalisé"},
    Channel: {"online": "en ligne, avec la carte Vitale", "paper": "sur papier (S3704)"},
    Consent: {"one_parent": "un parent", "guardian": "le titulaire de l'autorité parentale"},
    ConsentNeeded: {
        "none": "aucun",
        "agreement": "l'accord d'un parent (16 ou 17 ans)",
        "choice": "le choix d'un parent (moins de 16 ans)",
    },
    EndReason: {
        "doctor_left": "départ du médecin",
        "patient_changed": "la personne a changé de médecin",
        "deceased": "décès",
        "replaced": "remplacée par une autre",
    },
}


def in_french(value: StrEnum) -> str:
    """What people call a value of the domain."""
    told: str | None = getattr(value, "french", None)
    return french.typeset(_WORDS[type(value)][value.value] if told is None else told)


def choices_of(values: type[StrEnum], *without: StrEnum) -> dict[str, str]:
    """For a list to choose from: each value by its French name."""
    return {value.value: french.capital(in_french(value)) for value in values if value not in without}
