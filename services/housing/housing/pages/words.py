"""The French of what the domain names by codes."""

from housing.domain.occupant.kind import labels
from housing.occupant_kinds import occupant_kinds
from kernel.named import Words

_WORDS = Words(labels(occupant_kinds()))
in_french, choices_of = _WORDS.in_french, _WORDS.choices_of
