"""The French names of the codes that a permanence's facts carry."""

from reporting import words

UNALLOCATED = "non-affecte"


def payer(code: str) -> str:
    return "Non affecté, honoraires déduits" if code == UNALLOCATED else words.party(code)
