"""The bulletins over HTTP: the same figures as everywhere, for the months that have begun."""

import json
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from reporting.bulletin import Month
from reporting.manifest import MANIFEST
from reporting.permanence.projections import consultations
from reporting.reading import read_bulletin
from support.http_app import Web, assert_problem, web


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("reporting"), MANIFEST, role="reporter") as instance:
        rows = [
            {
                "source": "/romans/permanence",
                "subject": uuid4(),
                "antenna": "romans",
                "sequence": 1,
                "held_on": held_on,
                "practitioner_kind": "salaried_gp",
            }
            for held_on in (date(2024, 1, 31), date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 1))
        ]
        with instance.runtime.database.engine.begin() as connection:
            connection.execute(sa.insert(consultations), rows)
        yield instance


@pytest.mark.parametrize("role", ["reporter", "elected_official"])
def test_a_bulletin_is_the_one_that_python_counts(reporting: Web, role: str) -> None:
    response = reporting.get("/bulletins/2024-02", role=role)
    with Session(reporting.runtime.database.engine) as session:
        counted = read_bulletin(session, reporting.runtime.antenna, Month.parse("2024-02"))
    assert response.status_code == 200
    assert response.get_json() == json.loads(json.dumps(counted.as_json()))
    (figure,) = (f for f in response.get_json()["figures"] if f["code"] == "permanence.consultations")
    assert (figure["month"], figure["since_opening"]) == (2, 3)
    (rate,) = (f for f in response.get_json()["figures"] if f["code"] == "housing.occupancy")
    assert (rate["month"], rate["since_opening"]) == (None, None)


def test_a_figure_that_may_be_a_rate_of_nothing_is_a_number_or_null(reporting: Web) -> None:
    schemas = reporting.get("/openapi.json").get_json()["components"]["schemas"]
    assert schemas["FigureDocument"]["properties"]["month"]["type"] == ["number", "null"]


def test_the_months_go_from_the_opening_to_the_present_one(reporting: Web) -> None:
    months = reporting.get("/bulletins").get_json()["months"]
    assert months == ["2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    for month in months:
        assert reporting.get(f"/bulletins/{month}").get_json()["month"] == month


@pytest.mark.parametrize("month", ["2023-08", "2024-04", "2024-13", "2024-2", "202402", "2024-02-01", "canari"])
def test_a_month_that_has_no_bulletin_is_not_found(reporting: Web, month: str) -> None:
    response = reporting.get(f"/bulletins/{month}")
    assert_problem(response, 404, "NOT_FOUND")
    assert "AAAA-MM" in response.get_json()["detail"]
    assert month not in response.text


@pytest.mark.parametrize("role", ["secretary", "doctor", "housing_agent"])
def test_people_of_other_services_read_nothing(reporting: Web, role: str) -> None:
    assert_problem(reporting.get("/bulletins", role=role), 403, "ROLE_REFUSED")
    assert_problem(reporting.get("/bulletins/2024-02", role=role), 403, "ROLE_REFUSED")
