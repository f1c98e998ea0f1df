"""What the permanence tells the chassis about itself."""

from pathlib import Path

from chassis.core.manifest import Manifest
from permanence import parameters, store
from permanence.domain.rules import RuleBroken
from permanence.handlers import HANDLERS
from permanence.published import published
from permanence.reactions import REACTIONS

MANIFEST = Manifest(
    name="permanence",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="permanence.service:Permanence",
    blueprint="permanence.http:blueprint",
    pages="permanence.pages.routes:pages",
    handlers=HANDLERS,
    reactions=REACTIONS,
    published=published,
    rule_broken=RuleBroken,
    check_parameters=parameters.faults,
)
