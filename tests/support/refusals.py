"""Two rules of nobody, for what the kernel checks in the name of a service."""

from kernel.rule import RuleBroken


class Refused(RuleBroken):
    code = "REFUSED"
    field = "asked"
    text = "Ceci est refusé."


class RefusedOtherwise(RuleBroken):
    code = "REFUSED_OTHERWISE"
    field = "asked"
    text = "Cela est refusé."
