"""What a permanence is before its first patient: a site, people under contract, a roster; and what it costs."""

from collections.abc import Iterator
from datetime import date

from demonstration.scenarios.calendar import Weekday, instant, opening_days
from demonstration.scenarios.draws import apportion
from demonstration.scenarios.permanence_parameters import PermanenceParameters, Practitioner, YearlyCost
from demonstration.scenarios.step import Action, Draft, References
from permanence.commands.costs import RecordCost, RecordPeopleWithoutGP
from permanence.commands.practitioners import EmployPractitioner, StartPlacement
from permanence.commands.sessions import PlanSessions, SetRoster
from permanence.commands.sites import OpenSite, RoomAsked
from permanence.domain.money.cost import MoneyStage
from permanence.domain.money.denominator import PeopleGroup
from permanence.domain.site.opening_hours import OpenHours
from permanence.practitioner_kinds import rights_of

OPENING_MINUTE = 8 * 60
COSTS_MINUTE = 20 * 60
MONTHS = 12


def opening_actions(parameters: PermanenceParameters, scenario: str) -> Iterator[Action]:
    """The site, the people and when they consult, all on the first day."""
    at = instant(parameters.opened_on, OPENING_MINUTE)
    site = parameters.site
    hours = tuple(OpenHours(weekday, 60 * site.opens_at, 60 * site.closes_at) for weekday in range(len(Weekday)))
    rooms = tuple(RoomAsked(room_code(n), f"Cabinet {n + 1}") for n in range(parameters.rooms))
    opened = {
        "site": site.code,
        "label": site.label,
        "commune": site.commune,
        "opened_on": parameters.opened_on,
        "rooms": rooms,
        "hours": hours,
    }
    yield Action(at, Draft(OpenSite, opened))
    supervisors = tuple(practitioner_name(scenario, each) for each in parameters.practitioners if each.msu)
    for practitioner in sorted(parameters.practitioners, key=lambda each: not each.msu):
        yield _employed(parameters, scenario, practitioner)
        if rights_of(practitioner.kind, practitioner.starts_on or parameters.opened_on).needs_supervision:
            yield _placed(parameters, scenario, practitioner, supervisors)
    yield from _roster(parameters, scenario)


def planning_actions(parameters: PermanenceParameters) -> Iterator[Action]:
    """Sessions are planned month by month, as a secretary does: on its first opening day, until its end."""
    days = opening_days(parameters.opened_on, parameters.last_day)
    for first, last in _months(days):
        fields = {"site": parameters.site.code, "until_on": last}
        yield Action(instant(first, OPENING_MINUTE), Draft(PlanSessions, fields))


def cost_actions(parameters: PermanenceParameters) -> Iterator[Action]:
    """A budget is of the twelve months from the opening, and recorded then; what is spent, at the end of each month."""
    days = opening_days(parameters.opened_on, parameters.last_day)
    for cost in parameters.costs:
        cents = 100 * cost.euros
        monthly = apportion(cents, [1] * MONTHS, [cents] * MONTHS)
        for stage in cost.stages:
            if stage is MoneyStage.ACTUAL:
                for n, (_, last) in enumerate(_months(days)):
                    yield _cost(cost, stage, last.replace(day=1), monthly[n % MONTHS], last)
            else:
                for n, amount in enumerate(monthly):
                    yield _cost(cost, stage, _month_after(parameters.opened_on, n), amount, parameters.opened_on)
    for count in parameters.people_without_gp:
        fields = {
            "counted_on": count.counted_on,
            "commune": count.commune,
            "group": PeopleGroup.ALL,
            "people": count.people,
            "source": count.source,
        }
        yield Action(instant(parameters.opened_on, COSTS_MINUTE), Draft(RecordPeopleWithoutGP, fields))


def practitioner_name(scenario: str, practitioner: Practitioner) -> str:
    """Under which the reference of a practitioner is kept."""
    return f"{scenario}/practitioner/{practitioner.rpps}"


def room_code(number: int) -> str:
    return f"cabinet-{number + 1}"


def _employed(parameters: PermanenceParameters, scenario: str, practitioner: Practitioner) -> Action:
    starts_on = practitioner.starts_on or parameters.opened_on
    fields = {
        "rpps": practitioner.rpps,
        "label": practitioner.label,
        "practitioner_kind": practitioner.kind,
        "employer": parameters.employer,
        "starts_on": starts_on,
        "ends_on": practitioner.ends_on,
        "half_days_per_week": max(1, parameters.half_days * len(practitioner.weekdays)),
        "msu_from": starts_on if practitioner.msu else None,
    }
    name = practitioner_name(scenario, practitioner)
    at = instant(parameters.opened_on, OPENING_MINUTE)
    return Action(at, Draft(EmployPractitioner, fields), keep=("practitioner_id", name))


def _placed(
    parameters: PermanenceParameters, scenario: str, intern: Practitioner, supervisors: tuple[str, ...]
) -> Action:
    fields = {
        "starts_on": intern.starts_on or parameters.opened_on,
        "ends_on": intern.ends_on,
        "sites": (parameters.site.code,),
    }
    references: References = {"practitioner_id": practitioner_name(scenario, intern), "supervisors": supervisors}
    return Action(instant(parameters.opened_on, OPENING_MINUTE), Draft(StartPlacement, fields, references))


def _roster(parameters: PermanenceParameters, scenario: str) -> Iterator[Action]:
    """Whoever comes on a weekday has a room of their own for the day."""
    for weekday in Weekday:
        coming = [each for each in parameters.practitioners if weekday in each.weekdays]
        for n, practitioner in enumerate(coming):
            fields = {
                "site": parameters.site.code,
                "room": room_code(n),
                "weekday": list(Weekday).index(weekday),
                "starts": 60 * parameters.site.opens_at,
                "ends": 60 * parameters.site.closes_at,
                "slot_minutes": parameters.site.slot_minutes,
                "starts_on": practitioner.starts_on or parameters.opened_on,
                "ends_on": practitioner.ends_on,
            }
            references = {"practitioner_id": practitioner_name(scenario, practitioner)}
            yield Action(instant(parameters.opened_on, OPENING_MINUTE), Draft(SetRoster, fields, references))


def _cost(cost: YearlyCost, stage: MoneyStage, month_on: date, cents: int, day: date) -> Action:
    fields = {
        "cost_kind": cost.kind,
        "stage": stage,
        "month_on": month_on,
        "payer": cost.payer,
        "amount_cents": cents,
        "label": cost.label,
    }
    return Action(instant(day, COSTS_MINUTE), Draft(RecordCost, fields))


def _months(days: tuple[date, ...]) -> Iterator[tuple[date, date]]:
    """The first and the last opening day of each month."""
    for month in dict.fromkeys((day.year, day.month) for day in days):
        of_month = [day for day in days if (day.year, day.month) == month]
        yield of_month[0], of_month[-1]


def _month_after(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    return date(day.year + years, month + 1, 1)
