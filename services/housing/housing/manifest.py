"""What the house tells the chassis about itself."""

from pathlib import Path

from chassis.core.manifest import Manifest
from housing import store
from housing.domain.rules import RuleBroken
from housing.handlers import HANDLERS
from housing.published import published

MANIFEST = Manifest(
    name="housing",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="housing.service:Housing",
    blueprint="housing.http:blueprint",
    handlers=HANDLERS,
    published=published,
    rule_broken=RuleBroken,
)
