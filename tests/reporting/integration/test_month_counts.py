"""What owners counted is kept whole, its newest version alone; what cannot be believed is quarantined, not counted."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.replay import replay
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from chassis.core.work import unit_of_work
from contracts.envelope import CONTENT_TYPE, Event, encode
from contracts.permanence.counts import (
    AGE_BAND,
    ALL,
    COMMUNE,
    DAYS,
    EPCI,
    FIGURES,
    FIRST_APPOINTMENTS,
    FOLLOWED_NOW,
    GROUP,
    NEW_PATIENTS,
    REASON,
    Row,
    write_rows,
)
from reporting.permanence.counts.taking import on_month_counted
from support.departement import OnPostgreSQL, OnSQLite, projections, tell
from support.pace import Waiting
from support.recorded import row_counts, rows
from support.reporting.counted import month_counted, row, subject_of, total

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
CORRECTED: dict[str, Any] = {"correction": "corrected"}


def give(runtime: Runtime, *facts: Event) -> Receipt:
    return receive(runtime, [Delivery(encode(fact), CONTENT_TYPE) for fact in facts])


def kept(runtime: Runtime) -> dict[tuple[str, str], tuple[int, int, int]]:
    """What is counted of the month of May, by the cut and its value."""
    found = [row for row in projections(runtime)["permanence_counts"] if row["month_on"] == MAY]
    return {(r["cut"], r["value"]): (r["month"], r["last_12_months"], r["since_opening"]) for r in found}


def quarantined(runtime: Runtime) -> list[tuple[str, str, str]]:
    return [(found["code"], found["path"], found["reason"]) for found in rows(runtime, "quarantine")]


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(runtime.database.engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        sa.event.remove(runtime.database.engine, "before_cursor_execute", look)


class MonthCounts:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    def test_a_count_gives_a_row_to_each_value_of_each_cut(self, departement: Runtime) -> None:
        counted = [total(3, 20, 30), row(COMMUNE, "26281", 2, 12, 18), row(COMMUNE, "26057", 1, 8, 12)]
        tell(departement, month_counted(departement.sealing, NEW_PATIENTS, MAY, *counted, sequence=4))
        assert kept(departement) == {
            (ALL, ""): (3, 20, 30),
            (COMMUNE, "26281"): (2, 12, 18),
            (COMMUNE, "26057"): (1, 8, 12),
        }
        whose = {
            tuple(found[name] for name in ("source", "antenna", "figure", "month_on", "sequence"))
            for found in projections(departement)["permanence_counts"]
        }
        assert whose == {("/romans/permanence", "romans", NEW_PATIENTS, MAY, 4)}

    @pytest.mark.parametrize("in_one_batch", [True, False])
    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 2, 1)])
    def test_the_newest_version_stays_whole_in_whatever_order_they_come(
        self, departement: Runtime, order: Sequence[int], in_one_batch: bool
    ) -> None:
        keys = departement.sealing
        versions = [
            month_counted(keys, NEW_PATIENTS, MAY, total(3), row(COMMUNE, "26281", 2), row(COMMUNE, "26057", 1)),
            month_counted(keys, NEW_PATIENTS, MAY, total(2), row(COMMUNE, "26281", 2), sequence=2, **CORRECTED),
            month_counted(keys, NEW_PATIENTS, MAY, total(2), row(COMMUNE, "26362", 2), sequence=3, **CORRECTED),
        ]
        told = [versions[number] for number in order]
        for batch in [told] if in_one_batch else [[fact] for fact in told]:
            tell(departement, *batch)
        assert kept(departement) == {(ALL, ""): (2, 2, 2), (COMMUNE, "26362"): (2, 2, 2)}

    @pytest.mark.parametrize("in_one_batch", [True, False])
    def test_of_two_contents_under_one_version_the_first_told_stays(
        self, departement: Runtime, in_one_batch: bool
    ) -> None:
        facts = [month_counted(departement.sealing, NEW_PATIENTS, MAY, total(number)) for number in (3, 2, 4)]
        for batch in [facts] if in_one_batch else [[fact] for fact in facts]:
            tell(departement, *batch)
        assert kept(departement) == {(ALL, ""): (3, 3, 3)}

    def test_two_antennas_two_figures_and_two_months_are_told_apart(self, departement: Runtime) -> None:
        keys = departement.sealing
        told = [
            month_counted(keys, figure, month_on, total(number), antenna=antenna)
            for number, (figure, month_on, antenna) in enumerate(
                (figure, month_on, antenna)
                for figure in (NEW_PATIENTS, FOLLOWED_NOW)
                for month_on in (MAY, JUNE)
                for antenna in ("romans", "laval")
            )
        ]
        tell(departement, *told)
        tell(departement, month_counted(keys, NEW_PATIENTS, MAY, total(9), sequence=2))
        found = sorted(
            (found["figure"], found["month_on"], found["antenna"], found["month"])
            for found in projections(departement)["permanence_counts"]
        )
        assert found == [
            (FOLLOWED_NOW, MAY, "laval", 5),
            (FOLLOWED_NOW, MAY, "romans", 4),
            (FOLLOWED_NOW, JUNE, "laval", 7),
            (FOLLOWED_NOW, JUNE, "romans", 6),
            (NEW_PATIENTS, MAY, "laval", 1),
            (NEW_PATIENTS, MAY, "romans", 9),
            (NEW_PATIENTS, JUNE, "laval", 3),
            (NEW_PATIENTS, JUNE, "romans", 2),
        ]

    @pytest.mark.parametrize(
        ("told_on", "is_refused"),
        [(date(2024, 5, 31), True), (date(2024, 6, 1), False), (date(2024, 5, 2), True), (date(2024, 8, 1), False)],
    )
    def test_a_month_that_was_not_over_is_refused(self, departement: Runtime, told_on: date, is_refused: bool) -> None:
        fact = month_counted(departement.sealing, NEW_PATIENTS, MAY, total(3), told_on=told_on)
        assert dict(give(departement, fact).quarantined) == ({"MONTH_NOT_OVER": 1} if is_refused else {})
        assert bool(kept(departement)) is not is_refused
        assert [found[:2] for found in quarantined(departement)] == (
            [("MONTH_NOT_OVER", "data.month_on")] if is_refused else []
        )

    def test_the_end_of_a_month_is_that_of_its_last_day_in_paris(self, departement: Runtime) -> None:
        fact = month_counted(departement.sealing, NEW_PATIENTS, MAY, total(3), told_on=date(2024, 5, 31))
        early = fact.time.replace(hour=21, minute=59)
        assert give(departement, replace(fact, time=early)).quarantined == {"MONTH_NOT_OVER": 1}
        tell(departement, replace(fact, id=UUID(int=1), time=early + timedelta(minutes=1)))

    @pytest.mark.parametrize("lower", [total(2, 20, 30), total(3, 19, 30), total(3, 20, 29)])
    def test_fewer_than_before_is_refused_unless_it_is_corrected(self, departement: Runtime, lower: Row) -> None:
        keys = departement.sealing
        tell(departement, month_counted(keys, NEW_PATIENTS, MAY, total(3, 20, 30)))
        refused = month_counted(keys, NEW_PATIENTS, MAY, lower, sequence=2)
        assert give(departement, refused).quarantined == {"COUNT_LOWER": 1}
        assert kept(departement) == {(ALL, ""): (3, 20, 30)}
        tell(departement, month_counted(keys, NEW_PATIENTS, MAY, lower, sequence=3, **CORRECTED))
        assert kept(departement) == {(ALL, ""): (lower.month, lower.last_12_months, lower.since_opening)}

    def test_as_many_or_more_than_before_needs_no_correction(self, departement: Runtime) -> None:
        for sequence, counted in enumerate([total(3, 20, 30), total(3, 20, 30), total(4, 20, 30)], 1):
            tell(departement, month_counted(departement.sealing, NEW_PATIENTS, MAY, counted, sequence=sequence))
        assert kept(departement) == {(ALL, ""): (4, 20, 30)}

    def test_fewer_since_the_opening_than_at_an_earlier_month_is_refused_unless_corrected(
        self, departement: Runtime
    ) -> None:
        keys = departement.sealing
        tell(departement, month_counted(keys, NEW_PATIENTS, MAY, total(3, 20, 30)))
        refused = month_counted(keys, NEW_PATIENTS, JULY, total(4, 20, 29))
        assert give(departement, refused).quarantined == {"COUNT_LOWER": 1}
        # Another antenna, another figure, an earlier month: none of them says anything of this one.
        tell(
            departement,
            month_counted(keys, NEW_PATIENTS, JULY, total(1, 1, 1), antenna="laval"),
            month_counted(keys, FIRST_APPOINTMENTS, JULY, total(1, 1, 1)),
            month_counted(keys, NEW_PATIENTS, date(2024, 4, 1), total(1, 1, 1)),
        )
        tell(departement, month_counted(keys, NEW_PATIENTS, JULY, total(4, 20, 29), sequence=2, **CORRECTED))

    def test_a_stock_may_be_less_than_it_was(self, departement: Runtime) -> None:
        tell(departement, month_counted(departement.sealing, FOLLOWED_NOW, MAY, total(30)))
        tell(departement, month_counted(departement.sealing, FOLLOWED_NOW, JUNE, total(12)))

    def test_a_correction_and_the_month_after_it_may_come_together_and_what_came_too_soon_is_replayed(
        self, departement: Runtime
    ) -> None:
        keys = departement.sealing
        tell(departement, month_counted(keys, NEW_PATIENTS, MAY, total(3, 20, 30)))
        june = month_counted(keys, NEW_PATIENTS, JUNE, total(1, 20, 29))
        corrected = month_counted(keys, NEW_PATIENTS, MAY, total(1, 18, 28), sequence=2, **CORRECTED)
        assert give(departement, june).quarantined == {"COUNT_LOWER": 1}
        (refused,) = rows(departement, "quarantine")
        assert not replay(departement, refused["quarantine_id"])
        tell(departement, replace(june, id=UUID(int=1)), corrected)
        assert replay(departement, refused["quarantine_id"])
        assert kept(departement) == {(ALL, ""): (1, 18, 28)}

    def test_what_is_refused_keeps_none_of_its_batch_from_being_counted(self, departement: Runtime) -> None:
        keys = departement.sealing
        told = [month_counted(keys, NEW_PATIENTS, MAY, total(3), antenna=f"antenna-{n}") for n in range(20)]
        early = month_counted(keys, NEW_PATIENTS, MAY, total(3), told_on=MAY)
        receipt = give(departement, *told[:7], early, *told[7:])
        assert (receipt.applied, dict(receipt.quarantined)) == (20, {"MONTH_NOT_OVER": 1})
        assert len(projections(departement)["permanence_counts"]) == 20

    def test_without_its_key_a_count_waits_in_quarantine_and_is_counted_once_replayed(
        self, departement: Runtime, tmp_path: Path
    ) -> None:
        fact = month_counted(departement.sealing, NEW_PATIENTS, MAY, total(3))
        keyless = replace(departement, sealing=SealingKeys(tmp_path / "elsewhere"))
        assert give(keyless, fact).quarantined == {"SEAL_UNREADABLE": 1}
        ((code, path, reason),) = quarantined(departement)
        assert (code, path) == ("SEAL_UNREADABLE", "data.sealed")
        assert "remettez-la dans le dossier des clés de scellement, puis rejouez" in reason
        (refused,) = rows(departement, "quarantine")
        assert not replay(keyless, refused["quarantine_id"])
        assert not kept(departement)
        assert replay(departement, refused["quarantine_id"])
        assert kept(departement) == {(ALL, ""): (3, 3, 3)}

    def test_what_another_key_sealed_is_refused(self, departement: Runtime, tmp_path: Path) -> None:
        other = SealingKeys(tmp_path / "other", creates=True)
        assert give(departement, month_counted(other, NEW_PATIENTS, MAY, total(3))).quarantined == {
            "SEAL_UNREADABLE": 1
        }
        assert "autre clé" in quarantined(departement)[0][2]

    @pytest.mark.parametrize(
        "spoiled",
        [
            [],
            [row(COMMUNE, "26281", 3)],
            [total(3), total(4)],
            [total(3), row(COMMUNE, "26281", 1), row(COMMUNE, "26281", 2)],
            [total(3), row(ALL, "26281", 1)],
            [total(3), row(COMMUNE, "", 1)],
            [total(3), row(COMMUNE, "Romans sur Isère", 1)],
            [total(3), row(EPCI, "26281", 1)],
            [total(3), row(GROUP, "asthma", 1)],
            [total(3), row(AGE_BAND, "63", 1)],
            [total(3), row(REASON, "shy", 1)],
            [total(3), row(DAYS, "seven", 1)],
            [total(3), row(DAYS, "-1", 1)],
            [total(3), row(DAYS, "07", 1)],
            [total(3), row(DAYS, "100000", 1)],
            [total(3), row("practitioner", "x", 1)],
            [total(-1)],
        ],
    )
    def test_rows_that_are_no_count_are_refused_before_any_figure_reads_them(
        self, departement: Runtime, spoiled: list[Row]
    ) -> None:
        fact = month_counted(departement.sealing, FIRST_APPOINTMENTS, MAY, *spoiled)
        assert give(departement, fact).quarantined == {"SEAL_UNREADABLE": 1}
        assert not kept(departement)

    def test_the_rows_of_another_count_under_this_one_s_name_are_refused(self, departement: Runtime) -> None:
        rows_of_june = write_rows(subject_of(NEW_PATIENTS, JUNE), [total(3)])
        swapped = departement.sealing.seal_for("reporting", rows_of_june)
        fact = month_counted(departement.sealing, NEW_PATIENTS, MAY, total(3), sealed=swapped)
        assert give(departement, fact).quarantined == {"SEAL_UNREADABLE": 1}

    def test_a_batch_of_many_counts_takes_few_statements_and_leaves_nothing_of_older_versions(
        self, departement: Runtime
    ) -> None:
        """Hundreds of thousands of rows would be too much at once: they are written by parts."""
        keys = departement.sealing
        month_ons = [date(2020 + number // 12, number % 12 + 1, 1) for number in range(40)]
        rows_of = [total(40), *(row(COMMUNE, f"{26000 + number}", 1) for number in range(40))]
        first = [month_counted(keys, figure, month_on, *rows_of) for figure in FIGURES for month_on in month_ons]
        with statements(departement) as seen:
            tell(departement, *first)
        assert len(seen) <= 12
        assert row_counts(departement)["permanence_counts"] == len(first) * 41
        fewer = [total(40), row(AGE_BAND, "60-69", 40)]
        again = [month_counted(keys, f.data["figure"], f.data["month_on"], *fewer, sequence=2) for f in first]
        tell(departement, *again)
        assert row_counts(departement)["permanence_counts"] == len(first) * 2


class TestOnSQLite(OnSQLite, MonthCounts): ...


class TestOnPostgreSQL(OnPostgreSQL, MonthCounts):
    @pytest.mark.parametrize("first", [0, 1])
    def test_of_two_versions_written_at_once_as_while_a_rebuild_goes_on_the_newest_stays_whole(
        self, departement: Runtime, first: int
    ) -> None:
        keys = departement.sealing
        told = [
            month_counted(keys, NEW_PATIENTS, MAY, total(3), row(COMMUNE, "26281", 2), row(COMMUNE, "26057", 1)),
            month_counted(keys, NEW_PATIENTS, MAY, total(2), row(COMMUNE, "26281", 2), sequence=2, **CORRECTED),
        ]
        with ThreadPoolExecutor() as threads:
            with unit_of_work(departement, UUID(int=1), UUID(int=2)) as work:
                on_month_counted([told[first]], work)
                other = threads.submit(give, departement, told[1 - first])
                waiting = Waiting()
                while not (is_waiting := waits_for_a_lock(departement)) and waiting.goes_on(other.done()):
                    pass
                assert is_waiting
            assert other.result().applied == 1
        assert kept(departement) == {(ALL, ""): (2, 2, 2), (COMMUNE, "26281"): (2, 2, 2)}


def waits_for_a_lock(runtime: Runtime) -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with runtime.database.engine.connect() as connection:
        return bool(connection.execute(sa.text(asked)).scalar_one())
