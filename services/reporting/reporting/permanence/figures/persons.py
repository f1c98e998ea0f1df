"""Who counts as one person: registrations that were merged are the patient who was kept, whatever the day."""

from typing import Any

import sqlalchemy as sa

from reporting.figure import END, Cut
from reporting.permanence.projections import follow_ups, merges, patients

# What counts patients, or what is done for them, may be cut by what their registration told of them.
OF_PATIENTS = frozenset({Cut.ANTENNA, Cut.AGE_BAND, Cut.COMMUNE, Cut.EPCI})

_IN_FORCE = merges.c.merge_sequence > sa.func.coalesce(merges.c.unmerge_sequence, 0)

_KEPT = sa.select(merges.c.source, merges.c.merged_id, merges.c.subject.label("kept")).where(_IN_FORCE)
# Who was kept may be merged in turn. A union of rows that differ ends even if facts told so far make a circle.
_ANY_KEPT = _KEPT.cte("any_kept", recursive=True)
_ANY_KEPT = _ANY_KEPT.union(
    sa.select(_ANY_KEPT.c.source, _ANY_KEPT.c.merged_id, merges.c.subject).where(
        merges.c.source == _ANY_KEPT.c.source, merges.c.merged_id == _ANY_KEPT.c.kept, _IN_FORCE
    )
)


def is_merged(source: sa.ColumnElement[str], patient_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the patient now counts as another one."""
    return sa.exists().where(merges.c.source == source, merges.c.merged_id == patient_id, _IN_FORCE)


_LAST_KEPT = (
    sa.select(_ANY_KEPT).where(~is_merged(_ANY_KEPT.c.source, _ANY_KEPT.c.kept)).cte("last_kept")
)  # one a merged patient


def seen(acts: sa.Table) -> tuple[sa.FromClause, sa.ColumnElement[Any]]:
    """The acts with the person that each was for."""
    joined = acts.outerjoin(
        _LAST_KEPT, sa.and_(_LAST_KEPT.c.source == acts.c.source, _LAST_KEPT.c.merged_id == acts.c.patient_id)
    )
    return joined, sa.func.coalesce(_LAST_KEPT.c.kept, acts.c.patient_id)


_LATER = follow_ups.alias("later_follow_up")


# Registered, and whose last step before the end of the days was not to go.
FOLLOWED = sa.and_(
    patients.c.registered_on < END,
    ~is_merged(patients.c.source, patients.c.subject),
    ~sa.exists().where(
        follow_ups.c.source == patients.c.source,
        follow_ups.c.subject == patients.c.subject,
        follow_ups.c.step == "exited",
        follow_ups.c.step_on < END,
        ~sa.exists().where(
            _LATER.c.source == follow_ups.c.source,
            _LATER.c.subject == follow_ups.c.subject,
            _LATER.c.sequence > follow_ups.c.sequence,
            _LATER.c.step_on < END,
        ),
    ),
)
