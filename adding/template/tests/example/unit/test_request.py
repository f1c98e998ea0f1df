"""A request says what is asked for, and is not filed before its day."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from example.domain.request.request import LabelEmpty, Request, RequestFiled, RequestInFuture

TODAY = date(2024, 3, 1)
REQUEST = UUID(int=1)


def test_a_request_tells_its_day_and_not_what_is_asked_for() -> None:
    request, filed = Request.file(REQUEST, label=" Une place ", filed_on=TODAY, today=TODAY)
    assert (request.label, request.filed_on) == ("Une place", TODAY)
    assert filed == RequestFiled(REQUEST, TODAY)


@pytest.mark.parametrize("label", ["", " \t"])
def test_a_request_says_what_is_asked_for(label: str) -> None:
    with pytest.raises(LabelEmpty):
        Request.file(REQUEST, label=label, filed_on=TODAY, today=TODAY)


def test_a_request_is_not_of_a_day_to_come() -> None:
    with pytest.raises(RequestInFuture):
        Request.file(REQUEST, label="Une place", filed_on=TODAY + timedelta(days=1), today=TODAY)
