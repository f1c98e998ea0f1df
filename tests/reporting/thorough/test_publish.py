"""Bulletins as files: which ones, their bytes, and what is refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chassis.core.antenna import Antenna
from reporting.bulletin import Month
from reporting.publish import NothingToPublish, publish
from support.reporting.projected import ROMANS, Projected

MAY, JUNE = Month(2024, 5), Month(2024, 6)


def a_season(projected: Projected) -> None:
    for day in (date(2023, 9, 4), date(2024, 1, 15), date(2024, 5, 31)):
        projected.patient(day)
        projected.consultation(day)
        projected.declaration(day)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_month_from_the_opening_is_written_and_the_paths_are_returned(romans: Projected, tmp_path: Path) -> None:
    written = publish(romans.runtime, tmp_path / "out", JUNE)
    assert len(written) == 21
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in written) == sorted(files(tmp_path / "out"))
    assert {"romans/2023-09.json", "romans/2024-06.html", "romans/index.html"} <= set(files(tmp_path / "out"))


def test_the_same_projections_give_the_same_bytes(romans: Projected, tmp_path: Path) -> None:
    a_season(romans)
    for folder in ("once", "again", "again"):
        publish(romans.runtime, tmp_path / folder, JUNE, first=MAY)
    assert files(tmp_path / "once") == files(tmp_path / "again")


def test_the_same_facts_projected_elsewhere_give_the_same_bytes(romans: Projected, tmp_path: Path) -> None:
    other = Projected(tmp_path / "elsewhere")
    for projected, folder in ((romans, "here"), (other, "there")):
        a_season(projected)
        publish(projected.runtime, tmp_path / folder, JUNE, first=MAY)
    other.runtime.database.close()
    assert files(tmp_path / "here") == files(tmp_path / "there")


def test_the_json_is_utf8_indented_and_ends_with_a_newline(romans: Projected, tmp_path: Path) -> None:
    a_season(romans)
    publish(romans.runtime, tmp_path, JUNE, first=JUNE)
    text = (tmp_path / "romans/2024-06.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "antenna": "romans",\n  "month": "2024-06",\n  "edition": 1,\n  "figures": [\n    {\n')
    assert text.endswith("\n}\n")
    assert "Déclarations" in text
    figures = {figure["code"]: figure for figure in json.loads(text)["figures"]}
    assert (figures["permanence.consultations"]["month"], figures["permanence.consultations"]["since_opening"]) == (
        0,
        3,
    )


def test_a_later_month_leaves_the_numbers_of_the_earlier_ones(romans: Projected, tmp_path: Path) -> None:
    a_season(romans)
    publish(romans.runtime, tmp_path, MAY, first=MAY)
    before = (tmp_path / "romans/2024-05.json").read_bytes()
    publish(romans.runtime, tmp_path, JUNE, first=MAY)
    assert (tmp_path / "romans/2024-05.json").read_bytes() == before
    assert 'href="2024-06.html"' in (tmp_path / "romans/2024-05.html").read_text(encoding="utf-8")


def test_only_the_months_asked_for_are_written_and_listed(romans: Projected, tmp_path: Path) -> None:
    publish(romans.runtime, tmp_path, JUNE, first=MAY)
    assert [path.name for path in sorted((tmp_path / "romans").iterdir())] == [
        "2024-05.html",
        "2024-05.json",
        "2024-06.html",
        "2024-06.json",
        "index.html",
    ]
    assert "2024-04.html" not in (tmp_path / "romans/2024-05.html").read_text(encoding="utf-8")


def test_no_bulletin_is_older_than_the_opening(romans: Projected, tmp_path: Path) -> None:
    publish(romans.runtime, tmp_path, Month(2023, 10), first=Month(2023, 1))
    assert "2023-08.json" not in files(tmp_path / "romans")
    assert "2023-09.json" in files(tmp_path / "romans")


@pytest.mark.parametrize(("until", "first"), [("2023-08", None), ("2024-05", "2024-06")])
def test_months_that_are_none_are_refused_and_nothing_is_written(
    romans: Projected, tmp_path: Path, until: str, first: str | None
) -> None:
    with pytest.raises(NothingToPublish, match="romans : aucun bulletin à publier"):
        publish(romans.runtime, tmp_path / "out", Month.parse(until), first=Month.parse(first) if first else None)
    assert not (tmp_path / "out").exists()


def test_a_page_tells_a_service_the_antenna_lacks_and_the_departement_lacks_none(tmp_path: Path) -> None:
    opened_on = ROMANS.opened_on
    laval = Antenna("laval", "Laval", opened_on, None, ("permanence", "reporting"), {})
    departement = Antenna("departement", "Département", opened_on, None, ("reporting",), {})
    for antenna, expected in ((laval, True), (departement, False)):
        projected = Projected(tmp_path / "state", antenna)
        publish(projected.runtime, tmp_path, JUNE, first=JUNE)
        projected.runtime.database.close()
        page = (tmp_path / antenna.code / "2024-06.html").read_text(encoding="utf-8")
        assert ("Sans objet" in page) is expected
        assert "<svg" in page


def test_a_page_of_before_a_service_opened_says_when_it_will_and_draws_none_of_its_months(tmp_path: Path) -> None:
    parameters = {"permanence": {"opened_on": date(2023, 9, 4)}}
    older = Projected(tmp_path / "state", replace(ROMANS, opened_on=date(2023, 7, 1), parameters=parameters))
    publish(older.runtime, tmp_path, Month(2023, 9))
    older.runtime.database.close()
    july, september = (
        (tmp_path / f"romans/{month}.html").read_text(encoding="utf-8") for month in ("2023-07", "2023-09")
    )
    assert "Ouverture le 4\N{NO-BREAK SPACE}septembre\N{NO-BREAK SPACE}2023." in july
    assert "Consultations par mois" not in july
    assert "Consultations par mois" in september
    assert "juil. 2023" not in september.split('id="housing"')[0]
