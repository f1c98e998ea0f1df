"""The French of what the domain names by codes."""

from kernel.named import Words
from permanence.domain.practitioner.kind import labels
from permanence.practitioner_kinds import practitioner_kinds

_WORDS = Words(labels(practitioner_kinds()))
in_french, choices_of = _WORDS.in_french, _WORDS.choices_of
