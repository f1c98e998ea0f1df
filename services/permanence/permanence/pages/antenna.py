"""The rules of the antenna that pages apply or tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.http.routes import current_runtime
from permanence import parameters
from permanence.domain.appointment.priority import PriorityRule
from permanence.domain.patient.eligibility import EligibilityRule, rule_on
from permanence.http.words import today


def priority_rules() -> Sequence[PriorityRule]:
    """In which order the antenna calls those who wait."""
    return parameters.priority_rules(_parameters())


def eligibility_rule() -> EligibilityRule:
    """Whom the antenna is meant for today."""
    return rule_on(parameters.eligibility_rules(_parameters()), today())


def _parameters() -> Mapping[str, Any]:
    return current_runtime().antenna.parameters.get("permanence", {})
