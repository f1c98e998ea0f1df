"""What every rule of a house is; each lives beside its subject."""

from kernel import rule


class RuleBroken(rule.RuleBroken):
    """A command that the house refuses; nothing was changed."""
