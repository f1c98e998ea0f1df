"""Costs, receipts and denominators over HTTP: what is recorded of them."""

from permanence.commands.costs import (
    CancelCost,
    CancelReceipt,
    CostReference,
    CountReference,
    ReceiptReference,
    RecordCost,
    RecordPeopleWithoutGP,
    RecordReceipt,
)
from permanence.http.api import MONEY, ORGANISERS, blueprint

blueprint.ask(
    RecordCost,
    "/costs",
    roles=MONEY,
    answers=CostReference,
    says="Inscrit une dépense d'un mois.",
)
blueprint.ask(
    CancelCost,
    "/costs/<uuid:cost_id>/cancellation",
    roles=MONEY,
    answers=CostReference,
    says="Annule une dépense inscrite par erreur.",
)
blueprint.ask(
    RecordReceipt,
    "/receipts",
    roles=MONEY,
    answers=ReceiptReference,
    says="Inscrit une recette d'un mois.",
)
blueprint.ask(
    CancelReceipt,
    "/receipts/<uuid:receipt_id>/cancellation",
    roles=MONEY,
    answers=ReceiptReference,
    says="Annule une recette inscrite par erreur.",
)
blueprint.ask(
    RecordPeopleWithoutGP,
    "/people-without-gp",
    roles=ORGANISERS,
    answers=CountReference,
    says="Inscrit combien de personnes d'une commune étaient sans médecin traitant un jour donné.",
)
