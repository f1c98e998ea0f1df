"""The French names of the codes that facts carry: kinds of occupants, universities, houses, parties."""

NO_CONVENTION = "hors-convention"
UNALLOCATED = "non-affecte"

# In the order in which people read them: interns first.
OCCUPANT_KINDS = {
    "gp_intern": "Internes en médecine générale",
    "saspas_intern": "Internes en SASPAS",
    "docteur_junior": "Docteurs juniors",
    "locum": "Médecins remplaçants",
    "extern": "Externes",
    "thesis_student": "Étudiants en thèse",
    "dental_student": "Étudiants en odontologie",
}
# Codes have neither accents nor capitals: those of bodies that take part everywhere are told.
_PARTIES = {
    "ars": "ARS",
    "ccas": "CCAS",
    "cpam": "CPAM",
    "departement": "Département",
    "etat": "État",
    "region": "Région",
    NO_CONVENTION: "Hors convention",
}


def occupant_kind(code: str) -> str:
    return OCCUPANT_KINDS.get(code, code)


def university(code: str) -> str:
    """`clermont-ferrand` is written « Clermont-Ferrand »."""
    return code.title()


def house(code: str) -> str:
    """`romans/maison-des-internes` is written « Maison des internes (Romans) »."""
    antenna, _, name = code.partition("/")
    return f"{_capitalised(name)} ({_capitalised(antenna)})"


def party(code: str) -> str:
    return _PARTIES.get(code, _capitalised(code))


def payer(code: str) -> str:
    return "Non affecté, honoraires déduits" if code == UNALLOCATED else party(code)


def _capitalised(code: str) -> str:
    return code.replace("-", " ").capitalize()
