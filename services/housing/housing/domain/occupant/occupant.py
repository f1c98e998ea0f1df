"""An occupant: a reference that stays speak of; who it is stays sealed, until it is erased."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from housing.domain.occupant import rules
from housing.domain.occupant.kind import IdentifiedBy, KindRights


@dataclass(frozen=True, slots=True)
class OccupantErased:
    """Nothing that identifies this person is kept any more."""

    occupant_id: UUID
    erased_on: date


class Occupant:
    """One person; the digests find the same number or the same contact again without opening the seal."""

    def __init__(
        self,
        occupant_id: UUID,
        kind_of_number: IdentifiedBy | None,
        number_digest: bytes | None,
        contact_digest: bytes | None,
        sealed_identity: bytes | None,
    ) -> None:
        self.occupant_id = occupant_id
        self.kind_of_number = kind_of_number
        self.number_digest = number_digest
        self.contact_digest = contact_digest
        self.sealed_identity = sealed_identity
        self.erased_on: date | None = None
        self.version = 0

    @classmethod
    def register(
        cls,
        occupant_id: UUID,
        *,
        rights: KindRights,
        kind_of_number: IdentifiedBy,
        number_digest: bytes,
        contact_digest: bytes,
        sealed_identity: bytes,
    ) -> Self:
        _check_number_kind(rights, kind_of_number)
        return cls(occupant_id, kind_of_number, number_digest, contact_digest, sealed_identity)

    def correct(
        self,
        *,
        rights: KindRights,
        kind_of_number: IdentifiedBy,
        number_digest: bytes,
        contact_digest: bytes,
        sealed_identity: bytes,
    ) -> None:
        if self.erased_on is not None:
            raise rules.AlreadyErased
        _check_number_kind(rights, kind_of_number)
        self.kind_of_number = kind_of_number
        self.number_digest, self.contact_digest = number_digest, contact_digest
        self.sealed_identity = sealed_identity

    def erase(self, erased_on: date, *, stays_are_over: bool, accounts_are_balanced: bool) -> OccupantErased:
        """Forgets who it was; stays, nights and amounts remain, of nobody."""
        if self.erased_on is not None:
            raise rules.AlreadyErased
        if not stays_are_over:
            raise rules.ErasureTooEarly("L'effacement attend la fin des séjours de cette personne.")
        if not accounts_are_balanced:
            raise rules.ErasureTooEarly("L'effacement attend que les comptes de cette personne soient soldés.")
        self.kind_of_number = self.number_digest = self.contact_digest = self.sealed_identity = None
        self.erased_on = erased_on
        return OccupantErased(self.occupant_id, erased_on)


def _check_number_kind(rights: KindRights, kind_of_number: IdentifiedBy) -> None:
    # A person has one number: "either" is what a kind may accept, not what somebody gives.
    if kind_of_number is IdentifiedBy.EITHER or not rights.identified_by.accepts(kind_of_number):
        raise rules.NumberKindRefused
