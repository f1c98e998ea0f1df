"""The page of a bulletin: what it says, and that it needs nobody else."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from reporting.bulletin import Bulletin, FigureValue, Month, months
from reporting.figures import FIGURES
from reporting.page import bulletin_page, index_page

CODES = [figure.code for figure in FIGURES]
OPENED_ON = date(2023, 9, 4)


class Outline(HTMLParser):
    """Tags with their attributes, and the text as it is read, spaces made plain."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._texts: list[str] = []
        self.feed(page)
        self.text = re.sub(r"\s+", " ", "".join(self._texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self._texts.append(" ")

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def bulletin(
    month: str = "2024-06",
    *,
    antenna: str = "romans",
    label: str = "Romans-sur-Isère",
    edition: int = 1,
    in_month: int = 0,
    since_opening: int = 3500,
) -> Bulletin:
    asked = Month.parse(month)
    walked = list(months(Month.of(OPENED_ON), asked))
    counts = [*([since_opening - in_month] if walked[1:] else []), *[0] * (len(walked) - 2), in_month]
    history = tuple(zip(walked, counts, strict=True))
    return Bulletin(
        antenna=antenna,
        label=label,
        month=asked,
        opened_on=OPENED_ON,
        edition=edition,
        figures=tuple(FigureValue(f.code, f.label, f.unit, in_month, since_opening) for f in FIGURES),
        history=dict.fromkeys(CODES, history),
    )


def outline(shown: Bulletin, **options: Month) -> Outline:
    return Outline(bulletin_page(shown, offered=CODES, **options))


def test_the_title_names_the_month_and_the_place() -> None:
    assert "<title>Bulletin de juin 2024 — Romans-sur-Isère</title>" in bulletin_page(bulletin(), offered=CODES)
    assert "Bulletin d’avril 2024 — Romans-sur-Isère" in outline(bulletin("2024-04")).text


def test_a_month_without_activity_reads_well() -> None:
    page = outline(bulletin())
    assert "En juin 2024, aucune consultation. Depuis l’ouverture : 3 500 consultations" in page.text
    assert "Consultations 0 3 500" in page.text


def test_the_sentence_agrees_in_number_and_the_first_month_is_not_told_twice() -> None:
    first = outline(bulletin("2023-09", in_month=1, since_opening=1)).text
    assert "En septembre 2023, 1 consultation pour 1 patient. " in first
    assert "Depuis l’ouverture : 1" not in first


def test_the_period_the_opening_and_the_edition_are_said() -> None:
    said = outline(bulletin()).text
    assert "1re édition. Activité du 1er au 30 juin 2024. Ouverture le 4 septembre 2023." in said
    assert "2e édition." in outline(bulletin(edition=2)).text
    assert "toutes les antennes du réseau" not in said
    assert "toutes les antennes du réseau" in outline(bulletin(antenna="departement")).text


def test_every_page_says_that_the_data_is_synthetic() -> None:
    sentence = "Données de démonstration : synthétiques. Seuls les totaux publiés par la ville sont réels."
    assert sentence in outline(bulletin()).text
    assert sentence in Outline(index_page("Romans-sur-Isère", OPENED_ON, [Month(2024, 6)])).text


def test_every_figure_is_defined() -> None:
    said = outline(bulletin()).text
    for figure in FIGURES:
        assert figure.definition in said


def test_the_months_stand_beside_the_chart_as_a_table() -> None:
    page = outline(bulletin())
    assert [table.get("class") for table in page.all("table")] == ["key", "months"]
    assert len(page.all("caption")) == 2
    assert all(cell.get("scope") in ("row", "col") for cell in page.all("th"))
    assert "sept. 2023 3 500 3 500 3 500 3 500" in page.text
    assert "Total 3 500" in page.text


def test_a_service_that_the_antenna_does_not_run_is_not_a_zero() -> None:
    offered = [code for code in CODES if not code.startswith("housing.")]
    said = Outline(bulletin_page(bulletin(), offered=offered)).text
    assert "Arrivées en maison des internes sans objet sans objet" in said
    assert "Sans objet : l’antenne n’assure pas ce service." in said
    assert "sans objet" not in outline(bulletin()).text.lower()


def test_an_antenna_without_permanence_has_no_chart_of_consultations() -> None:
    page = Outline(bulletin_page(bulletin(), offered=["housing.interns_arrived"]))
    assert page.all("svg") == []
    assert "Depuis l’ouverture : " not in page.text


def test_headings_landmarks_and_language_are_there() -> None:
    page = outline(bulletin())
    assert [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2", "h2"]
    assert page.all("html") == [{"lang": "fr"}]
    assert [len(page.all(tag)) for tag in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_neighbours_and_data_are_linked_and_only_those_there_are() -> None:
    def links(page: Outline) -> list[str | None]:
        return [link.get("href") for link in page.all("a")]

    between = outline(bulletin("2024-05"), previous=Month(2024, 4), following=Month(2024, 6))
    assert links(between) == ["#contenu", "2024-04.html", "2024-06.html", "index.html", "2024-05.json"]
    assert links(outline(bulletin("2024-05"))) == ["#contenu", "index.html", "2024-05.json"]


@pytest.mark.parametrize(
    "page", [bulletin_page(bulletin(), offered=CODES), index_page("R", OPENED_ON, [Month(2024, 6)])]
)
def test_a_page_runs_nothing_and_fetches_nothing(page: str) -> None:
    read = Outline(page)
    assert [tag for tag, _ in read.tags if tag in ("script", "link", "img", "iframe", "object", "form")] == []
    assert not re.search(r"@import|url\((?!#)", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_a_label_is_shown_and_never_run() -> None:
    page = bulletin_page(bulletin(label="<script>x</script>"), offered=CODES)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_list_of_bulletins_starts_with_the_newest() -> None:
    page = Outline(index_page("Romans-sur-Isère", OPENED_ON, list(months(Month(2023, 9), Month(2023, 11)))))
    pages = [link["href"] for link in page.all("a") if (link["href"] or "").endswith(".html")]
    assert pages == ["2023-11.html", "2023-10.html", "2023-09.html"]
