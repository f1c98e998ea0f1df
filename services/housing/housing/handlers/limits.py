"""How long one person may stay: all their stays in the antenna's houses are counted, with the person locked."""

from chassis.core.work import UnitOfWork
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.stay import Stay
from housing.occupant_kinds import occupant_kinds
from housing.store.stays import lock_occupant, nights_of


def limit_of(work: UnitOfWork, stay: Stay) -> StayLimit:
    """What limits a stay beside the others of its person, who gets no other room meanwhile."""
    if stay.occupant_id is None:
        return StayLimit(occupant_kinds(), stay.kind)
    lock_occupant(work, stay.occupant_id)
    return StayLimit(occupant_kinds(), stay.kind, nights_of(work.session, stay.occupant_id, besides=stay.stay_id))
