"""What the rules of this service have in common; each stands with what it rules."""

from kernel import rule


class RuleBroken(rule.RuleBroken):
    """A command that this service refuses; nothing was changed."""
