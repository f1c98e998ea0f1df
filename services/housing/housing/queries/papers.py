"""What the papers of a stay are made from."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from housing.domain.house.house import House
from housing.domain.money.account import Account
from housing.domain.occupant.identity import Identity
from housing.domain.stay.file import StayFile
from housing.queries.houses import house_of, logo_of
from housing.queries.stays import StayRead, stay_read
from housing.store.money import account_of
from housing.store.stays import file_of


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """All that the papers of one stay say; `identity` is None before it is read, and of somebody who was erased."""

    stay: StayRead
    house: House
    logo: bytes | None
    identity: Identity | None
    file: StayFile
    account: Account | None


def paper_facts(session: Session, stay_id: UUID) -> PaperFacts | None:
    """All but who the occupant is, which is read apart, audited, once there is something to write."""
    stay = stay_read(session, stay_id)
    if stay is None:
        return None
    return PaperFacts(
        stay,
        house_of(session, stay.house),
        logo_of(session, stay.house),
        None,
        file_of(session, stay_id) or StayFile(stay_id),
        account_of(session, stay_id),
    )
