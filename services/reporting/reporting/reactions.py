"""What is made of each event that reporting reads."""

from reporting import services
from reporting.store import Projections

REACTIONS: Projections = {
    event: made for room in services.each("projections") for event, made in room.PROJECTIONS.items()
}
