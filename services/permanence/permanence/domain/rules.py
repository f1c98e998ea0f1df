"""What the rules of the permanence have in common; each stands with what it rules."""

from kernel import rule


class RuleBroken(rule.RuleBroken):
    """A command that the permanence refuses; nothing was changed."""
