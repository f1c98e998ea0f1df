"""What is told of declarations: no RPPS, and nothing before they are filed."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.declaration.facts import DeclarationAnswered, DeclarationEnded, DeclarationFiled


def published_declarations(fact: object) -> Iterator[Publication]:
    match fact:
        case DeclarationFiled():
            data = told(fact, "declaration_id", "patient_id", "filed_on", "channel", "ald", "active_on", "presumed")
            yield Publication("permanence.declaration_filed.v1", fact.declaration_id, data)
        case DeclarationAnswered():
            data = told(fact, "declaration_id", "answered_on", "accepted", "active_on")
            yield Publication("permanence.declaration_answered.v1", fact.declaration_id, data)
        case DeclarationEnded():
            data = told(fact, "declaration_id", "patient_id", "ended_on", "reason")
            yield Publication("permanence.declaration_ended.v1", fact.declaration_id, data)
