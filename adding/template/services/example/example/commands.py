"""What may be asked of this service, and what it answers; each field says its sentence here and nowhere else."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from example.domain.request.request import LONGEST_LABEL
from kernel.said import Longest


@dataclass(frozen=True, slots=True)
class FileRequest:
    """Something is asked for."""

    label: Annotated[str, "Ce qui est demandé, sans nommer personne.", Longest(LONGEST_LABEL)]
    filed_on: Annotated[date, "Jour de la demande"]


@dataclass(frozen=True, slots=True)
class RequestReference:
    request_id: Annotated[UUID, "La demande."]
