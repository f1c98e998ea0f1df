"""What the house tells the chassis about itself."""

from pathlib import Path

from chassis.core.locks import Order
from chassis.core.manifest import Manifest
from chassis.core.sealed import Sealed
from housing import store
from housing.domain.rules import RuleBroken
from housing.handlers import HANDLERS
from housing.handlers.occupants import IDENTITY
from housing.published import TOLD
from housing.reactions import REACTIONS
from housing.store.houses import houses, rooms
from housing.store.stays import occupants

MANIFEST = Manifest(
    name="housing",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="housing.service:Housing",
    blueprint="housing.http:blueprint",
    pages="housing.pages.routes:pages",
    handlers=HANDLERS,
    reactions=REACTIONS,
    told=TOLD,
    rule_broken=RuleBroken,
    locks=Order(houses, rooms, occupants),
    sealed=(Sealed(occupants.c.sealed_identity, IDENTITY),),
)
