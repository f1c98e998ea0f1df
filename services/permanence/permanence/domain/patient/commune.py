"""A commune, as far as it may be told about a patient."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commune:
    """`population` is the municipal population; `epci` the SIREN of its EPCI, None for the few islands without one."""

    insee: str
    population: int
    epci: str | None

    def told(self, threshold: int) -> dict[str, str]:
        """The place that a fact may name: the commune if it has at least `threshold` inhabitants, else its EPCI.

        A commune, an ALD and a stable reference together would name a man in a village of 300.
        """
        if self.population >= threshold or self.epci is None:
            return {"commune": self.insee}
        return {"epci": self.epci}
