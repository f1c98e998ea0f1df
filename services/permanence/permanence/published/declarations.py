"""What is told of declarations: no RPPS."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from permanence.domain.declaration import DeclarationFiled


def published_declarations(fact: object) -> Iterator[Publication]:
    match fact:
        case DeclarationFiled():
            yield Publication(
                "permanence.declaration_filed.v1",
                fact.declaration_id,
                {
                    "declaration_id": fact.declaration_id,
                    "patient_id": fact.patient_id,
                    "filed_on": fact.filed_on,
                    "channel": fact.channel.value,
                    "ald": fact.ald,
                },
            )
