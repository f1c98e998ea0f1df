"""What the permanence tells the chassis about itself."""

from pathlib import Path

from chassis.core.locks import Order
from chassis.core.manifest import Manifest
from chassis.core.sealed import Sealed
from permanence import parameters, store
from permanence.commands.months import CountMonths
from permanence.domain.rules import RuleBroken
from permanence.handlers import HANDLERS
from permanence.published import TOLD
from permanence.reactions import REACTIONS
from permanence.store.identities import IDENTITY, PATIENT_KEY, patient_keys
from permanence.store.imports import INVITATION, imports, invitations
from permanence.store.patients import patients
from permanence.store.practitioners import practitioners
from permanence.store.sessions import rosters, sessions
from permanence.store.sites import consulting_rooms, sites

MANIFEST = Manifest(
    name="permanence",
    metadata=store.metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="permanence.service:Permanence",
    blueprint="permanence.http:blueprint",
    pages="permanence.pages.routes:pages",
    handlers=HANDLERS,
    reactions=REACTIONS,
    told=TOLD,
    rule_broken=RuleBroken,
    locks=Order(imports, consulting_rooms, sites, practitioners, rosters, sessions, patients),
    parameters=parameters.read,
    daily=CountMonths,
    sealed=(
        Sealed(patient_keys.c.sealed_key, PATIENT_KEY),
        Sealed(patients.c.sealed_identity, IDENTITY, unless=patient_keys.c.patient_id),
        Sealed(invitations.c.sealed_identity, INVITATION),
    ),
)
