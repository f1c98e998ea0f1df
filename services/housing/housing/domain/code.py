"""How houses, rooms, parties and universities are named."""

import re

from housing.domain.rules import CodeMalformed

_CODE = re.compile(r"[a-z][a-z0-9-]{1,62}")


def checked_code(code: str, rule: type[CodeMalformed] = CodeMalformed, field: str | None = None) -> str:
    """Returns the code, or raises the rule, which blames `field` when it is given."""
    if not _CODE.fullmatch(code):
        raise rule(field=field)
    return code
