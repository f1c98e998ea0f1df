"""Where interns are trained: the subdivisions of the internat, by the code that stays and bulletins count by.

Written by hand, 2026-11-21; NOT CHECKED against the order that lists them. A town adds to it what it meets.
"""

from collections.abc import Mapping

ELSEWHERE = "autre"
UNIVERSITIES: Mapping[str, str] = {
    "aix-marseille": "Aix-Marseille",
    "amiens": "Amiens",
    "angers": "Angers",
    "antilles-guyane": "Antilles-Guyane",
    "besancon": "Besançon",
    "bordeaux": "Bordeaux",
    "brest": "Brest",
    "caen": "Caen",
    "clermont-ferrand": "Clermont-Ferrand",
    "dijon": "Dijon",
    "grenoble": "Grenoble",
    "ile-de-france": "Île-de-France",
    "lille": "Lille",
    "limoges": "Limoges",
    "lyon": "Lyon",
    "montpellier": "Montpellier",
    "nancy": "Nancy",
    "nantes": "Nantes",
    "nice": "Nice",
    "ocean-indien": "Océan Indien",
    "poitiers": "Poitiers",
    "reims": "Reims",
    "rennes": "Rennes",
    "rouen": "Rouen",
    "saint-etienne": "Saint-Étienne",
    "strasbourg": "Strasbourg",
    "toulouse": "Toulouse",
    "tours": "Tours",
    ELSEWHERE: "Une autre, ou à l’étranger",
}


def university_named(code: str) -> str:
    """What a university is called; a code that the table does not know is shown as it is."""
    return UNIVERSITIES.get(code, code)
