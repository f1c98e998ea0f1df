"""What leaves the permanence: the only place that decides which part of a fact is told."""

from collections.abc import Iterator

from chassis.core.antenna import Antenna
from chassis.core.manifest import Publication
from permanence.published.acts import published_acts
from permanence.published.appointments import published_appointments
from permanence.published.costs import published_costs
from permanence.published.declarations import published_declarations
from permanence.published.patients import published_patients
from permanence.published.practitioners import published_practitioners
from permanence.published.reports import published_reports
from permanence.published.sessions import published_sessions
from permanence.published.sites import published_sites


def published(fact: object, antenna: Antenna) -> Iterator[Publication]:
    yield from published_patients(fact, antenna)
    yield from published_acts(fact)
    yield from published_declarations(fact)
    yield from published_sites(fact)
    yield from published_practitioners(fact)
    yield from published_sessions(fact)
    yield from published_appointments(fact)
    yield from published_costs(fact)
    yield from published_reports(fact)
