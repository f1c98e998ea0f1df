"""An occupant: a reference that stays speak of; who it is stays sealed, until it is erased."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.occupant import rules
from housing.domain.occupant.kind import IdentifiedBy


@dataclass(frozen=True, slots=True)
class OccupantErased:
    """Nothing that identifies this person is kept any more."""

    occupant_id: UUID
    erased_on: date


@dataclass(frozen=True, slots=True)
class SealedIdentity:
    """All that is kept of who somebody is: the seal, and the digests that find the same number or contact again."""

    kind_of_number: IdentifiedBy
    number_digest: bytes
    contact_digest: bytes
    sealed: bytes


class Occupant:
    """One person: a reference, and a sealed identity until it is erased."""

    kind_of_number: IdentifiedBy | None
    number_digest: bytes | None
    contact_digest: bytes | None
    sealed_identity: bytes | None

    def __init__(self, occupant_id: UUID, identity: SealedIdentity) -> None:
        self.occupant_id = occupant_id
        self.erased_on: date | None = None
        self.version = 0
        self._keep(identity)

    def correct(self, identity: SealedIdentity) -> None:
        if self.erased_on is not None:
            raise rules.AlreadyErased
        self._keep(identity)

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

    def _keep(self, identity: SealedIdentity) -> None:
        self.kind_of_number = identity.kind_of_number
        self.number_digest, self.contact_digest = identity.number_digest, identity.contact_digest
        self.sealed_identity = identity.sealed
