"""What this service tells the chassis about itself."""

from pathlib import Path

from chassis.core.manifest import Manifest
from example import store
from example.domain.rules import RuleBroken
from example.handlers import HANDLERS
from example.published import TOLD

MANIFEST = Manifest(
    name="example",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="example.service:Example",
    blueprint="example.http:blueprint",
    pages="example.pages.requests:pages",
    handlers=HANDLERS,
    told=TOLD,
    rule_broken=RuleBroken,
)
