"""The steps of a declaration of médecin traitant, each a form on the page of the patient."""

from typing import Any
from uuid import UUID

from chassis.http.routes import today
from permanence.http.declarations import (
    ABANDON_DECLARATION,
    DRAFT_DECLARATION,
    END_DECLARATION,
    RECORD_CONSENT,
    RECORD_FUND_ANSWER,
    SEND_DECLARATION,
    SIGN_DECLARATION,
)
from permanence.pages import bodies
from permanence.pages.patient import patient
from permanence.pages.site import pages

_DECLARATIONS = "/desk/patients/<uuid:patient_id>/declarations"
_then = pages.to(patient, part="declaration")


@pages.form(_DECLARATIONS, asks=bodies.DraftBody, shown_on=patient, roles=DRAFT_DECLARATION.roles)
def draft(asked: dict[str, Any], patient_id: UUID) -> str:
    """Drafted on the day it is asked for."""
    outcome = DRAFT_DECLARATION.run({**asked, "drafted_on": today()}, {"patient_id": patient_id})
    return _then(outcome, patient_id=patient_id)


for _ask, _step in (
    (RECORD_CONSENT, "consent"),
    (SIGN_DECLARATION, "signature"),
    (SEND_DECLARATION, "filing"),
    (RECORD_FUND_ANSWER, "answer"),
    (ABANDON_DECLARATION, "abandoned"),
    (END_DECLARATION, "end"),
):
    pages.form_of(_ask, f"{_DECLARATIONS}/<uuid:declaration_id>/{_step}", shown_on=patient, then=_then)
