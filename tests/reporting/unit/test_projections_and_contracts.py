"""What reporting keeps of an event is what the contract says that the event tells, and what the owner knows."""

import pytest

from contracts.catalogue import BY_TYPE
from housing.occupant_kinds import occupant_kinds
from reporting.housing.figures.lodged import INTERN_KINDS
from reporting.permanence.counts.table import counts
from reporting.reactions import REACTIONS
from reporting.services import SERVICES
from reporting.store import Ignored, Projecting, metadata

KEPT = {event: made for event, made in REACTIONS.items() if isinstance(made, Projecting)}


@pytest.mark.parametrize("event", KEPT)
def test_every_column_of_a_projection_is_a_field_of_its_event(event: str) -> None:
    fields = BY_TYPE[event].schema.fields
    assert set(KEPT[event].named.values()) <= set(fields)
    assert KEPT[event].key in {"subject", *fields}


@pytest.mark.parametrize("event", KEPT)
def test_a_column_that_is_never_empty_is_filled_by_a_field_that_is_always_told(event: str) -> None:
    made, fields = KEPT[event], BY_TYPE[event].schema.fields
    for column, name in made.named.items():
        assert made.table.c[column].nullable or fields[name].required, column


@pytest.mark.parametrize("event", KEPT)
def test_a_row_that_this_event_begins_lacks_no_column_that_is_never_empty(event: str) -> None:
    made = KEPT[event]
    assert {column.name for column in made.table.c if not column.nullable} <= set(made.columns)


def test_an_event_that_is_ignored_is_so_for_a_reason() -> None:
    ignored = {event: made for event, made in REACTIONS.items() if isinstance(made, Ignored)}
    assert all(made.reason for made in ignored.values())
    assert set(BY_TYPE) >= set(REACTIONS)
    assert set(REACTIONS) - set(ignored) - set(KEPT) == {"permanence.month_counted.v1"}


def test_every_table_bears_the_name_of_the_service_that_tells_of_it_and_of_no_other() -> None:
    told = {(made.table.name, event.partition(".")[0]) for event, made in KEPT.items()}
    told |= {(counts.name, "permanence")}
    assert {name for name, _ in told} == set(metadata.tables)
    assert all(name.startswith(f"{service}_") and service in SERVICES for name, service in told)


def test_interns_are_those_whom_housing_says_to_be_interns_at_any_date() -> None:
    assert {rights.kind.value for rights in occupant_kinds() if rights.is_intern} == set(INTERN_KINDS)
    assert not {rights.kind.value for rights in occupant_kinds() if not rights.is_intern} & set(INTERN_KINDS)
