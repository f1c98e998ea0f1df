"""A request: what is asked for, and since when."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from example.domain.rules import RuleBroken

LONGEST_LABEL = 120


class LabelEmpty(RuleBroken):
    """A request says what is asked for (a choice of the house)."""

    code = "LABEL_EMPTY"
    field = "label"
    text = "Dites ce qui est demandé : le libellé est vide."


class RequestInFuture(RuleBroken):
    """A request is filed on its day or later, never before (a choice of the house)."""

    code = "REQUEST_IN_FUTURE"
    field = "filed_on"
    text = "Le jour de la demande est à venir."


@dataclass(frozen=True, slots=True)
class RequestFiled:
    """Something was asked for. What exactly stays in the house."""

    request_id: UUID
    filed_on: date


class Request:
    def __init__(self, request_id: UUID, label: str, filed_on: date) -> None:
        self.request_id = request_id
        self.label = label
        self.filed_on = filed_on
        self.version = 0

    @classmethod
    def file(cls, request_id: UUID, *, label: str, filed_on: date, today: date) -> tuple[Self, RequestFiled]:
        if not label.strip():
            raise LabelEmpty
        if filed_on > today:
            raise RequestInFuture
        return cls(request_id, label.strip(), filed_on), RequestFiled(request_id, filed_on)
