"""How sites and their rooms are named."""

import re

from permanence.domain.site.rules import CodeMalformed

_CODE = re.compile(r"[a-z][a-z0-9-]{1,62}")


def checked_code(code: str, field: str) -> str:
    """Returns the code, or raises the rule, which blames `field`."""
    if not _CODE.fullmatch(code):
        raise CodeMalformed(field=field)
    return code
