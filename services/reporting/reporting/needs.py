"""What each field of an event is needed for: the figures whose statements read the column that keeps it, or a cut.

Made of the projections and the figures themselves, so that a field that nobody needs any more is found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from contracts.catalogue.event_type import EventType
from reporting.chapters import FIGURES
from reporting.figure import Figure
from reporting.reactions import REACTIONS
from reporting.store import Ignored, Projecting, Projections

# Of each event, the codes of the figures that need each of its fields; and its type, where that fills a column.
Needs = Mapping[str, Mapping[str, Sequence[str]]]
TYPE = "type"


def needs(reactions: Projections = REACTIONS, figures: Sequence[Figure] = FIGURES) -> Needs:
    """Every field that a projection keeps, with the figures that need it: none, where only the projection does."""
    needed: dict[str, dict[str, list[str]]] = {}
    for event, made in reactions.items():
        if isinstance(made, Projecting):
            kept = needed[event] = defaultdict(list)
            for column, field in _kept(made):
                kept[field] += (figure.code for figure in figures if made.table.c[column] in read_by(figure))
    return {event: {field: tuple(codes) for field, codes in kept.items()} for event, kept in needed.items()}


def needed_besides(reactions: Projections = REACTIONS) -> Mapping[tuple[str, str], str]:
    """The fields of events that no figure counts, and what they are told for."""
    ignored = ((event, made) for event, made in reactions.items() if isinstance(made, Ignored))
    return {(event, field): reason for event, made in ignored for field, reason in made.told_for.items()}


def unneeded(entries: Iterable[EventType], reactions: Projections, figures: Sequence[Figure]) -> set[tuple[str, str]]:
    """The fields of these events that neither a figure nor anything else needs."""
    needed, told = needs(reactions, figures), {(entry.type, field) for entry in entries for field in entry.names}
    by_no_figure = {(event, field) for event, field in told if not needed.get(event, {}).get(field)}
    return by_no_figure - set(needed_besides(reactions))


def _kept(made: Projecting) -> Iterator[tuple[str, str]]:
    """Each column with what fills it."""
    yield from made.named.items()
    yield from ((column, TYPE) for column in made.always)
    if made.key != "subject":
        yield made.key, made.key


@cache
def read_by(figure: Figure) -> frozenset[sa.Column[object]]:
    """The columns that its statements read, and those of their tables by which it may be cut."""
    read = {column for count in figure.counts for column in _columns(count)}
    cut = {table.c[cut] for table in {column.table for column in read} for cut in figure.measure.cuts if cut in table.c}
    return frozenset(read | cut)


def _columns(statement: sa.ClauseElement) -> Iterator[sa.Column[object]]:
    """Those of tables, under whatever alias, in the statement and in all that it is made of."""
    for part in visitors.iterate(statement, {}):
        if isinstance(part, sa.ColumnElement):
            yield from (column for column in part.base_columns if isinstance(column, sa.Column))
