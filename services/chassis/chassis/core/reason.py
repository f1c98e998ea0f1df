"""Why an event could not be applied, said without quoting it."""

from chassis.core.runtime import Runtime
from contracts.rejection import Rejected, RejectionCode


def refusal_of(runtime: Runtime, error: Exception) -> Rejected:
    """What an error of a reaction makes of its event: its own refusal, or that it cannot be applied, and why."""
    return error if isinstance(error, Rejected) else Rejected(RejectionCode.NOT_APPLICABLE, why(runtime, error))


def why(runtime: Runtime, error: Exception) -> str:
    """A rule's own text, or the error's class alone (its message may hold data)."""
    rule_broken = runtime.manifest.rule_broken
    if rule_broken is not None and isinstance(error, rule_broken):
        return f"{error.code} : {error.text}"  # type: ignore[attr-defined]  # every rule has both
    return f"erreur {type(error).__name__} pendant l'application"
