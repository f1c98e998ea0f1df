"""The page of a bulletin: what it says, and that it needs nobody else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from reporting.bulletin import BreakdownValue, Bulletin, FigureValue, History, Month, RowValue, months
from reporting.chapters import BREAKDOWNS, FIGURES
from reporting.figure import Coverage, Unit
from reporting.page import bulletin_page, index_page

SERVICES = ["permanence", "housing"]
OPENED_ON = date(2023, 9, 4)
ROWS = {
    "housing.interns_by_house": [RowValue("romans/maison", "Maison (Romans)", 4, 13, 21, 10)],
    "housing.lodged_by_kind": [
        RowValue("gp_intern", "Internes en médecine générale", 3, 11, 19, None),
        RowValue("saspas_intern", "Internes en SASPAS", 1, 2, 2, None),
    ],
    "housing.net_cost_by_party": [
        RowValue("departement", "Département", 38_751, 465_001, 465_001, None),
        RowValue("ccas", "CCAS", 38_750, 465_000, 465_000, None),
    ],
}


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
    openings: dict[str, date] | None = None,
    rows: Mapping[str, Sequence[RowValue]] = ROWS,
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
        openings=dict.fromkeys(SERVICES, OPENED_ON) | (openings or {}),
        edition=edition,
        figures=tuple(
            FigureValue(f.code, f.label, f.measure.unit, None, None)
            if f.measure.unit is Unit.PERCENT
            else FigureValue(f.code, f.label, f.measure.unit, in_month, since_opening)
            for f in FIGURES
        ),
        breakdowns=tuple(BreakdownValue(b.code, b.label, b.unit, tuple(rows.get(b.code, ()))) for b in BREAKDOWNS),
        history={figure.code: history for figure in FIGURES if figure.monthly},
    )


def outline(shown: Bulletin, **options: Month) -> Outline:
    return Outline(bulletin_page(shown, offered=SERVICES, **options))


def test_the_title_names_the_month_and_the_place() -> None:
    assert "<title>Bulletin de juin\N{NO-BREAK SPACE}2024 — Romans-sur-Isère</title>" in bulletin_page(
        bulletin(), offered=SERVICES
    )
    assert "Bulletin d’avril 2024 — Romans-sur-Isère" in outline(bulletin("2024-04")).text


def test_a_month_without_activity_reads_well() -> None:
    page = outline(bulletin())
    assert "En juin 2024, aucune consultation. Depuis l’ouverture : 3 500 consultations" in page.text
    assert "Consultations 0 3 500" in page.text


def test_the_sentence_agrees_in_number_and_the_first_month_is_not_told_twice() -> None:
    first = outline(bulletin("2023-09", in_month=1, since_opening=1)).text
    assert "En septembre 2023, 1 consultation pour 1 patient. " in first
    assert "Depuis l’ouverture : 1" not in first


def test_a_month_whose_patients_are_not_counted_yet_says_so_and_shows_no_number() -> None:
    counted_by_owner = [
        figure.code for figure in FIGURES if Coverage.COUNTED_MONTHS in {s.covers for s in figure.sides}
    ]
    shown = bulletin(in_month=7)
    unknown: History = tuple((month, None) for month, _ in shown.history["permanence.new_patients"])
    uncounted = replace(
        shown,
        figures=tuple(
            replace(figure, month=None, since_opening=None) if figure.code in counted_by_owner else figure
            for figure in shown.figures
        ),
        history={**shown.history, "permanence.ald_declarations": unknown},
    )
    page = outline(uncounted).text
    said = "En juin 2024, 7 consultations. Depuis l’ouverture : 3 500 consultations. "
    assert said + "Les patients de ce mois ne sont pas encore comptés." in page
    assert "Patients suivis — —" in page
    assert "Patients suivis 0" not in page
    assert "Total 3 500 3 500 3 500 —" in page
    assert "pas encore comptés" not in outline(shown).text


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
    assert [table.get("class") for table in page.all("table")] == ["key", "months", "shared", "shared", "months"]
    assert len(page.all("caption")) == 5
    assert all(cell.get("scope") in ("row", "col", "rowgroup") for cell in page.all("th"))
    assert "sept. 2023 3 500 3 500 3 500 3 500" in page.text
    assert "Total 3 500" in page.text


def test_a_service_that_the_antenna_does_not_run_is_not_a_zero() -> None:
    said = Outline(bulletin_page(bulletin(), offered=["permanence"])).text
    assert "Maison des internes Sans objet : l’antenne n’assure pas ce service." in said
    assert "Arrivées" not in said
    assert "Qui a été hébergé" not in said
    assert "sans objet" not in outline(bulletin()).text.lower()


def test_a_service_that_has_not_opened_yet_says_when_it_does() -> None:
    shown = bulletin(openings={"permanence": date(2024, 9, 2)})
    page = outline(shown)
    assert "Permanence de soins Ouverture le 2 septembre 2024." in page.text
    assert "Consultations" not in page.text
    assert "Maison des internes Arrivées" in page.text


def test_an_antenna_without_permanence_has_no_chart_of_consultations() -> None:
    page = Outline(bulletin_page(bulletin(), offered=["housing"]))
    assert len(page.all("svg")) == 1
    assert "Depuis l’ouverture : " not in page.text


def test_amounts_are_in_euros_and_a_rate_of_nothing_is_a_dash() -> None:
    said = outline(bulletin(since_opening=930_000)).text
    assert "Coût net 0,00 € 9 300,00 €" in said
    assert "Taux d’occupation — —" in said


def test_the_objective_is_told_with_the_twelve_months_it_is_about() -> None:
    said = outline(bulletin()).text
    told = "Maison (Romans) : 13 internes hébergés sur douze mois, pour un objectif d’au moins 10 par an : "
    assert f"{told}objectif atteint." in said
    few = ROWS | {"housing.interns_by_house": [RowValue("r/m", "Maison (Romans)", 1, 9, 9, 10)]}
    assert "9 internes hébergés sur douze mois" in outline(bulletin(rows=few)).text
    assert "objectif pas encore atteint" in outline(bulletin(rows=few)).text


def test_one_house_alone_is_not_told_twice_and_two_are_told_apart() -> None:
    assert "par maison" not in outline(bulletin()).text.partition("Comment lire")[0]
    other = RowValue("laval/villa", "Villa (Laval)", 2, 5, 6, None)
    two = ROWS | {"housing.interns_by_house": [*ROWS["housing.interns_by_house"], other]}
    said = outline(bulletin(rows=two)).text.partition("Comment lire")[0]
    assert "Villa (Laval) 2 5 6" in said
    assert "Villa (Laval) :" not in said


def test_the_parties_shares_stand_above_their_sum() -> None:
    said = outline(bulletin()).text
    assert "Département 387,51 € 4 650,01 € 4 650,01 €" in said
    assert "Coût net 775,01 € 9 300,01 € 9 300,01 €" in said


def test_the_payers_of_a_permanence_stand_above_its_net_cost_and_their_parts_of_a_patient_have_no_sum() -> None:
    paid = RowValue("ars", "ARS", 833_333, 7_500_000, 7_500_000, None)
    borne = RowValue("non-affecte", "Non affecté, honoraires déduits", -400_000, -3_600_000, -3_600_000, None)
    per_patient = RowValue("ars", "ARS", 1_673, 5_837, 5_837, None)
    rows = {"permanence.net_cost_by_payer": [paid, borne], "permanence.net_cost_per_patient_by_payer": [per_patient]}
    said = outline(bulletin(rows=rows)).text.partition("Comment lire")[0]
    assert "Non affecté, honoraires déduits −4 000,00 € −36 000,00 € −36 000,00 €" in said
    assert "Coût net des honoraires 4 333,33 € 39 000,00 € 39 000,00 €" in said
    assert "ARS 16,73 € 58,37 € 58,37 € Maison des internes" in said
    assert "par financeur" not in outline(bulletin()).text.partition("Comment lire")[0]


def test_whom_the_permanence_serves_is_a_sentence_where_people_were_counted() -> None:
    shares = {"permanence.share_served_all": 25.7, "permanence.share_served_ald": 65.6}
    counted = replace(
        bulletin(),
        figures=tuple(
            replace(figure, month=shares[figure.code]) if figure.code in shares else figure
            for figure in bulletin().figures
        ),
    )
    sentence = "la permanence suit 25,7 % des personnes sans médecin traitant ; 65,6 % de celles en ALD."
    assert f"À la fin du mois, {sentence}" in outline(counted).text
    assert "la permanence suit" not in outline(bulletin()).text


def test_a_house_where_nothing_happened_yet_reads_well() -> None:
    said = outline(bulletin("2023-09", since_opening=0, rows={})).text
    assert "En septembre 2023, aucun interne hébergé, aucune nuitée." in said
    assert "Personne depuis l’ouverture." in said


def test_headings_landmarks_and_language_are_there() -> None:
    page = outline(bulletin())
    assert [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)] == ["h1", *["h2"] * 4, *["h3"] * 3]
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
    "page", [bulletin_page(bulletin(), offered=SERVICES), index_page("R", OPENED_ON, [Month(2024, 6)])]
)
def test_a_page_runs_nothing_and_fetches_nothing(page: str) -> None:
    read = Outline(page)
    assert [tag for tag, _ in read.tags if tag in ("script", "link", "img", "iframe", "object", "form")] == []
    assert not re.search(r"@import|url\((?!#)", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_a_label_is_shown_and_never_run() -> None:
    page = bulletin_page(bulletin(label="<script>x</script>"), offered=SERVICES)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_list_of_bulletins_starts_with_the_newest() -> None:
    page = Outline(index_page("Romans-sur-Isère", OPENED_ON, list(months(Month(2023, 9), Month(2023, 11)))))
    pages = [link["href"] for link in page.all("a") if (link["href"] or "").endswith(".html")]
    assert pages == ["2023-11.html", "2023-10.html", "2023-09.html"]
