"""The waiting list: joining it, what is offered and answered, leaving it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from kernel.said import Between
from permanence.domain.appointment.waiting_list import LONGEST_NOTICE_DAYS, WaitingExit

Slot = Annotated[int, "Numéro du créneau, à partir de 1.", Between(1, 1_000)]


@dataclass(frozen=True, slots=True)
class JoinWaitingList:
    """A patient waits for a slot, with a wished practitioner or any, told so many days before it."""

    patient_id: Annotated[UUID, "Le patient."]
    practitioner_id: Annotated[UUID | None, "Le praticien souhaité."] = None
    notice_days: Annotated[int, "Jours de préavis souhaités.", Between(0, LONGEST_NOTICE_DAYS)] = 0
    urgent: Annotated[bool, "Urgence médicale."] = False


@dataclass(frozen=True, slots=True)
class OfferSlot:
    """Tells somebody on the list of a free slot, which stays free for others until it is accepted."""

    entry_id: Annotated[UUID, "L'attente."]
    session_id: Annotated[UUID, "La plage."]
    slot: Slot


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """Accepting the last offer books its slot, if it still is free."""

    entry_id: Annotated[UUID, "L'attente."]
    accepts: Annotated[bool, "La personne accepte le créneau proposé."]


@dataclass(frozen=True, slots=True)
class LeaveWaitingList:
    """Somebody waits no more."""

    entry_id: Annotated[UUID, "L'attente."]
    reason: Annotated[WaitingExit, "Pourquoi."]


@dataclass(frozen=True, slots=True)
class EntryReference:
    entry_id: Annotated[UUID, "L'attente."]


@dataclass(frozen=True, slots=True)
class JoinWaitingListOutcome(EntryReference):
    orientation: Annotated[str | None, "15_SAS : appelez le 15 ou le service d'accès aux soins."]


@dataclass(frozen=True, slots=True)
class OfferSlotOutcome(EntryReference):
    offers: Annotated[int, "Nombre de propositions faites."]


@dataclass(frozen=True, slots=True)
class AnswerOfferOutcome(EntryReference):
    appointment_id: Annotated[UUID | None, "Le rendez-vous ; nul en cas de refus."]
