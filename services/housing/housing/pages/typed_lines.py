"""Lists that people type in a form, one item a line, and the codes that are made of what they wrote."""

import re
import unicodedata


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def code_of(label: str) -> str:
    """A code made of the first words of a label."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return code if len(code) > 1 and code[0].isalpha() else f"item-{code}"
