"""What reporting tells the chassis about itself."""

from pathlib import Path

from chassis.core.manifest import Manifest
from reporting import store
from reporting.reactions import REACTIONS

MANIFEST = Manifest(
    name="reporting",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="reporting.service:Reporting",
    blueprint="reporting.http:blueprint",
    reactions=REACTIONS,
    keeps_bodies=True,
)
