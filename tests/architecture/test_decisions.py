"""Decision records: one number each, and every part that lets a reader judge whether the decision still holds."""

import re
from datetime import date
from pathlib import Path

import pytest

from support.project_tree import files

RECORDS = files("docs/decisions/*.md")
PARTS = ["Context", "Decision", "Consequences", "What would make us change"]
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem[:4])


def test_numbers_are_unique_and_without_gaps() -> None:
    assert [record.name[:4] for record in RECORDS] == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


@each_record
def test_the_title_bears_the_number_of_the_file(record: Path) -> None:
    assert re.fullmatch(r"\d{4}(-[a-z0-9]+)+\.md", record.name)
    assert record.read_text(encoding="utf-8").startswith(f"# {record.name[:4]}. ")


@each_record
def test_a_record_is_dated_and_says_where_it_stands(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    dated = re.search(r"^- Date: (.+)$", text, re.MULTILINE)
    assert dated
    assert date.fromisoformat(dated[1])
    assert re.search(r"^- Status: (proposed|accepted|superseded by \d{4}|rejected)$", text, re.MULTILINE)


@each_record
def test_a_record_has_every_part_in_order_and_none_is_empty(record: Path) -> None:
    parts = re.split(r"^## (.+)$", record.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert parts[::2] == PARTS
    assert all(text.strip() for text in parts[1::2])
