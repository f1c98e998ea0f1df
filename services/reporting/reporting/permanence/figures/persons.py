"""Who counts as one person: registrations that were merged are the patient who was kept, whatever the month."""

from typing import Any

import sqlalchemy as sa

from reporting.figure import END, Cut
from reporting.permanence.projections import follow_ups, merges, patients

# By what their owner counts patients, and what is done for them: facts tell nothing of it.
OF_PATIENTS = frozenset({Cut.ANTENNA, Cut.AGE_BAND, Cut.COMMUNE, Cut.EPCI, Cut.GROUP, Cut.NO_MEDECIN_TRAITANT_REASON})

_IN_FORCE = merges.c.merge_sequence > sa.func.coalesce(merges.c.unmerge_sequence, 0)


def is_merged(source: sa.ColumnElement[str], reference: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the patient now counts as another one."""
    return sa.exists().where(merges.c.source == source, merges.c.merged == reference, _IN_FORCE)


_LATER = follow_ups.alias("later_follow_up")


# Registered, and whose last step before the end of the days was not to go.
FOLLOWED = sa.and_(
    patients.c.month_on < END,
    ~is_merged(patients.c.source, patients.c.subject),
    ~sa.exists().where(
        follow_ups.c.source == patients.c.source,
        follow_ups.c.subject == patients.c.subject,
        follow_ups.c.step == "exited",
        follow_ups.c.month_on < END,
        ~sa.exists().where(
            _LATER.c.source == follow_ups.c.source,
            _LATER.c.subject == follow_ups.c.subject,
            _LATER.c.sequence > follow_ups.c.sequence,
            _LATER.c.month_on < END,
        ),
    ),
)
