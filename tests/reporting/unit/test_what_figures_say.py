"""A figure says of itself what machines need to know: flow or stock, by what it may be cut, what may be published."""

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import visitors

from contracts.permanence.counts import CUTS
from contracts.permanence.counts import FIGURES as COUNTED
from reporting.chapters import BREAKDOWNS, CHAPTERS, FIGURES
from reporting.figure import Count, Coverage, Cut, Disclosure, Figure, Span, Unit, how_many
from reporting.housing.projections import rooms, stays
from reporting.permanence.counts.table import counts
from reporting.permanence.projections import consultations, patients, receipts, sessions

each_figure = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
# Of whom: their own rows, and the rows of what was done for them.
OF_PATIENTS = {
    *("patients", "follow_ups", "merges", "consultations", "nurse_acts", "declarations", "declaration_answers"),
    *("declaration_ends", "appointments", "waits", "counts"),
}
# Their two sides are not of the same people, antennas or days; each is to be mended, and no other comes unseen.
UNEQUAL_SIDES = {
    "housing.cost_per_intern",
    "permanence.net_cost_per_patient",
    "permanence.share_served_all",
    "permanence.share_served_ald",
    "permanence.share_served_sixty_and_over",
}


def tables_of(count: Count) -> set[sa.Table]:
    return {found for found in visitors.iterate(count, {}) if isinstance(found, sa.Table)}


def days_of(figure: Figure) -> set[str]:
    """Which of its days its statements ask for."""
    found = (part for count in figure.counts for part in visitors.iterate(count, {}))
    return {part.key for part in found if isinstance(part, sa.BindParameter)} & {"start", "end", "quarter_end"}


def columns_of(count: Count) -> set[str]:
    """Those by which its rows may be told apart; what an owner counted comes cut."""
    tables = tables_of(count)
    return {column.name for table in tables for column in table.c} | (set(CUTS) if counts in tables else set())


def cuts_counted_of(figure: Figure) -> set[str]:
    """What facts count of patients, the owner counts too, by what it alone knows of them."""
    return set(CUTS) if figure.code.removeprefix("permanence.") in COUNTED else set()


@each_figure
def test_a_flow_starts_on_a_day_and_a_stock_does_not(figure: Figure) -> None:
    assert ("start" in days_of(figure)) is (figure.measure.span is Span.FLOW)
    assert "end" in days_of(figure)


@each_figure
def test_a_figure_may_be_cut_by_what_all_that_it_counts_tells(figure: Figure) -> None:
    assert Cut.ANTENNA in figure.measure.cuts
    for count in figure.counts:
        assert figure.measure.cuts <= columns_of(count) | cuts_counted_of(figure)


def test_a_cut_that_one_side_does_not_tell_is_found() -> None:
    assert "house" in columns_of(how_many(rooms)) & columns_of(how_many(stays))
    assert "payer" in columns_of(how_many(receipts))
    assert "payer" not in columns_of(how_many(sessions))
    assert "age_band" in columns_of(how_many(counts))
    assert "age_band" not in columns_of(how_many(consultations)) | columns_of(how_many(patients))


def test_what_an_owner_counts_has_no_number_where_it_has_not() -> None:
    for figure in FIGURES:
        for side in figure.sides:
            read = {counts in tables_of(count) for count in side.counts}
            assert read == {side.covers is Coverage.COUNTED_MONTHS}, figure.code


@each_figure
def test_what_counts_patients_or_what_is_done_for_them_is_not_free(figure: Figure) -> None:
    counted = {table.name.removeprefix("permanence_") for count in figure.counts for table in tables_of(count)}
    of_patients = figure.code.startswith("permanence.") and bool(counted & OF_PATIENTS)
    assert (figure.measure.disclosure is Disclosure.PATIENTS) is of_patients


def test_ratios_whose_sides_do_not_cover_the_same_are_those_we_know() -> None:
    assert {figure.code for figure in FIGURES if len({side.covers for side in figure.sides}) > 1} == UNEQUAL_SIDES


def test_a_rate_has_two_sides_and_a_part_of_a_hundred_is_called_so() -> None:
    assert {f.code for f in FIGURES if f.measure.unit is Unit.PERCENT} == {
        "permanence.honoured_rate",
        "permanence.share_served_all",
        "permanence.share_served_ald",
        "permanence.share_served_sixty_and_over",
        "housing.occupancy",
    }
    assert all(figure.denominator for figure in FIGURES if figure.measure.unit is Unit.PERCENT)


def test_a_figure_and_a_breakdown_are_of_the_service_of_their_chapter() -> None:
    for chapter in CHAPTERS:
        codes = [*(figure.code for figure in chapter.figures), *(each.code for each in chapter.breakdowns)]
        assert all(code.startswith(f"{chapter.service}.") for code in codes)


def test_every_word_that_figures_may_say_is_said_by_one() -> None:
    assert {figure.measure.unit for figure in FIGURES} | {each.unit for each in BREAKDOWNS} == set(Unit)
    assert {cut for figure in FIGURES for cut in figure.measure.cuts} | {each.cut for each in BREAKDOWNS} == set(Cut)
    assert {side.covers for figure in FIGURES for side in figure.sides} == set(Coverage)
