"""The French names of the codes that facts of several services carry: who pays, who takes part."""

# Codes have neither accents nor capitals: those of bodies that take part everywhere are told.
_PARTIES = {
    "ars": "ARS",
    "ccas": "CCAS",
    "cpam": "CPAM",
    "departement": "Département",
    "etat": "État",
    "region": "Région",
}


def party(code: str) -> str:
    return _PARTIES.get(code, capitalised(code))


def capitalised(code: str) -> str:
    """`ville-de-romans` is written « Ville de romans »."""
    return code.replace("-", " ").capitalize()
