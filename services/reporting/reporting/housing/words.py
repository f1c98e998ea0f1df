"""The French names of the codes that a house's facts carry: kinds of occupants, universities, houses, parties."""

from reporting import words

NO_CONVENTION = "hors-convention"

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


def occupant_kind(code: str) -> str:
    return OCCUPANT_KINDS.get(code, code)


def university(code: str) -> str:
    """`clermont-ferrand` is written « Clermont-Ferrand »."""
    return code.title()


def house(code: str) -> str:
    """`romans/maison-des-internes` is written « Maison des internes (Romans) »."""
    antenna, _, name = code.partition("/")
    return f"{words.capitalised(name)} ({words.capitalised(antenna)})"


def party(code: str) -> str:
    return "Hors convention" if code == NO_CONVENTION else words.party(code)
