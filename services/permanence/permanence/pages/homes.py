"""The commune of a home, as people write it: its name or its INSEE code."""

import re
from collections.abc import Sequence

from chassis.http.problems import FormRefused
from kernel.commune import commune_name, communes_named
from permanence.domain.site.site import Site
from permanence.pages.antenna import eligibility_rule

_INSEE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_MOST_TOLD = 6


def commune_typed(typed: str, sites: Sequence[Site]) -> str:
    """The INSEE code of what was typed; a name is looked for in the département of the sites first."""
    text = typed.strip()
    if _INSEE.fullmatch(text.upper()):
        return text.upper()
    departement = next((site.commune[:2] for site in sites), "")
    found = communes_named(text, departement)
    if len(found) == 1:
        return found[0]
    if not found:
        raise FormRefused(
            "Aucune commune ne porte ce nom : écrivez-le en entier, ou donnez son code INSEE (pas le code postal).",
            "commune",
        )
    told = ", ".join(found[:_MOST_TOLD]) + (", …" if len(found) > _MOST_TOLD else "")
    raise FormRefused(f"Plusieurs communes portent ce nom ({told}) : donnez le code INSEE de la bonne.", "commune")


def communes_near(sites: Sequence[Site]) -> list[str]:
    """The names that are proposed while typing: those of the sites and of the rule of the day."""
    insee = {site.commune for site in sites} | set(eligibility_rule().communes or ())
    return sorted(commune_name(code) for code in insee)
