"""RPPS numbers: the kernel knows which are true, the permanence says which rule a false one breaks."""

import pytest

from permanence.domain.practitioner import rules
from permanence.domain.practitioner.practitioner import checked_rpps


def test_a_true_rpps_number_is_kept_without_its_spaces() -> None:
    assert checked_rpps("10 002 909 371") == "10002909371"


def test_a_false_number_breaks_the_rule_and_blames_the_field_that_was_asked() -> None:
    with pytest.raises(rules.RPPSInvalid) as refused:
        checked_rpps("10002909372", "rpps")
    assert (refused.value.field, rules.RPPSInvalid.field) == ("rpps", "practitioner_rpps")
