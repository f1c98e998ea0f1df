"""How houses, sites, rooms, parties are named: by a code, which reports group by."""

import re

from kernel.rule import RuleBroken

_CODE = re.compile(r"[a-z][a-z0-9-]{1,62}")


def checked_code(code: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """Returns the code, or raises the rule, which blames `field` when it is given."""
    if not _CODE.fullmatch(code):
        raise rule(field=field)
    return code
