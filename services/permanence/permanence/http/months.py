"""The months that are over, over HTTP: an instance counts them by itself every day, and at once when it is asked."""

from permanence.commands.months import CountMonths, CountMonthsOutcome
from permanence.http.api import blueprint

COUNT_MONTHS = blueprint.ask(
    CountMonths,
    "/months/counted",
    roles=("coordinator",),
    answers=CountMonthsOutcome,
    says="Compte les mois clos, et dit au bilan ce qui ne l'a pas été ou a changé.",
)
