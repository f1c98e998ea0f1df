"""A season of a house of interns, played as people live it: opened, asked for, lodged, paid for, month by month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from demonstration.scenarios.calendar import instant
from demonstration.scenarios.housing_parameters import HousingParameters
from demonstration.scenarios.housing_stays import request_actions, stay_actions
from demonstration.scenarios.step import Action, Draft
from housing.commands.houses import OpenHouse, SignConvention
from housing.commands.money import IssueRents, RecordCost, SetBudget
from housing.commands.rooms import OpenRoom, VoidRoom
from housing.domain.money.convention import Party
from housing.domain.money.cost import BudgetStage, CostKind
from kernel.period import add_months

OPENING_MINUTE = 8 * 60
EXPENSE_MINUTE = 18 * 60
# On the last day of the month, when everybody who came in the month is known.
RENTS_MINUTE = 20 * 60


@dataclass(frozen=True, slots=True)
class HousingSeason(HousingParameters):
    """A season of a house, in the order of time."""

    def actions(self, scenario: str) -> Iterator[Action]:
        played = [*self._opening(), *self._expenses(), *self._voids(), *self._rents()]
        people = {person.code: person for person in self.people}
        for number, stay in enumerate(self.stays, start=1):
            played += stay_actions(self.house, people[stay.person], stay, f"{scenario}/stay/{number}")
        for number, request in enumerate(self.requests, start=1):
            played += request_actions(self.house, people[request.person], request, f"{scenario}/request/{number}")
        end = instant(self.last_day + timedelta(days=1), 0)
        return iter(sorted((action for action in played if action.at < end), key=lambda action: action.at))

    def _opening(self) -> Iterator[Action]:
        at = instant(self.opened_on, OPENING_MINUTE)
        house = {
            "house": self.house.code,
            "label": self.house.label,
            "town": self.house.town,
            "address": self.house.address,
            "commune": self.house.commune,
            "area_m2": self.house.area_m2,
            "opened_on": self.opened_on,
            "collection": self.house.collection,
            "night_cents": self.house.tariff.night_cents,
            "month_cents": self.house.tariff.month_cents,
            "longest_months": self.house.tariff.longest_months,
        }
        yield Action(at, Draft(OpenHouse, house))
        for room in self.rooms:
            traits = {
                "house": self.house.code,
                "room": room.code,
                "label": room.label,
                "opened_on": self.opened_on,
                "parking": room.parking,
                "minutes_to_placements": room.minutes_to_placements,
                "accessible": room.accessible,
                "floor": room.floor,
            }
            yield Action(at, Draft(OpenRoom, traits))
        convention = {
            "house": self.house.code,
            "signed_on": self.opened_on,
            "starts_on": self.opened_on,
            "parties": tuple(Party(party.code, party.label, party.weight) for party in self.convention.parties),
            "interns_per_year": self.convention.interns_per_year,
            "label": self.convention.label,
        }
        yield Action(at, Draft(SignConvention, convention))

    def _expenses(self) -> Iterator[Action]:
        """What is bought once, what comes back each year, and the budget that was voted for it."""
        bought = self.budget
        yield self._expense(CostKind.EQUIPMENT, bought.equipment_euros, bought.equipment_on, bought.equipment_label)
        yield self._budget(self.opened_on.year, {CostKind.EQUIPMENT: 100 * bought.equipment_euros}, 0)
        for year in range(self.opened_on.year, self.last_day.year + 1):
            for cost in self.costs:
                for day in (date(year, month, cost.day) for month in cost.months):
                    if day >= self.opened_on:
                        yield self._expense(cost.kind, cost.euros, day, cost.label)
            yield self._budget(year + 1, self.yearly_costs, 100 * bought.rents_euros)

    def _expense(self, kind: CostKind, euros: int, day: date, label: str) -> Action:
        fields = {
            "house": self.house.code,
            "cost_kind": kind,
            "amount_cents": 100 * euros,
            "incurred_on": day,
            "label": label,
        }
        return Action(instant(day, EXPENSE_MINUTE), Draft(RecordCost, fields))

    def _budget(self, year: int, expenses: Mapping[CostKind, int], rents_cents: int) -> Action:
        """Voted in December for the next year; that of the opening year comes with the house."""
        fields = {
            "house": self.house.code,
            "year": year,
            "stage": BudgetStage.VOTED,
            "expenses": expenses,
            "rents_cents": rents_cents,
        }
        voted_on = max(self.opened_on, date(year - 1, 12, 1))
        return Action(instant(voted_on, EXPENSE_MINUTE), Draft(SetBudget, fields))

    def _voids(self) -> Iterator[Action]:
        for void in self.voids:
            fields = {
                "house": self.house.code,
                "room": void.room,
                "first_on": void.first_on,
                "end_on": void.end_on,
                "reason": void.reason,
            }
            yield Action(instant(void.decided_on, OPENING_MINUTE), Draft(VoidRoom, fields))

    def _rents(self) -> Iterator[Action]:
        month = self.opened_on.replace(day=1)
        while month <= self.last_day:
            following = add_months(month, 1)
            draft = Draft(IssueRents, {"house": self.house.code, "month": month})
            yield Action(instant(following - timedelta(days=1), RENTS_MINUTE), draft)
            month = following
