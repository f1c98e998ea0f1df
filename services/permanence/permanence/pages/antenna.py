"""The rules of the antenna that pages apply or tell."""

from chassis.http.routes import current_runtime, today
from permanence import parameters
from permanence.domain.patient.eligibility import EligibilityRule, rule_on


def antenna_parameters() -> parameters.Parameters:
    return parameters.of(current_runtime())


def eligibility_rule() -> EligibilityRule:
    """Whom the antenna is meant for today."""
    return rule_on(antenna_parameters().eligibility, today())
