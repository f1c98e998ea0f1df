"""What an antenna's file may say to its permanence, in the table `[permanence]`, with the defaults."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from chassis.core.parameters import OPENED_ON, ParametersInvalid
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from kernel.commune import find_commune
from permanence.domain.appointment.priority import Criterion, PriorityRule
from permanence.domain.imported.imported import ImportKind
from permanence.domain.patient.eligibility import EligibilityRule, NoMedecinTraitantReason
from permanence.imports.mapping import FileMapping, file_mappings
from permanence.imports.mapping import faults as import_faults

OLDEST_AGE = 120
_VERSION = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_RULE = {"version", "starts_on", "label", "min_age", "or_ald", "needs_proof_of_ald", "reasons", "communes"}

Check = Callable[[str, Any], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Parameters:
    """The antenna's own choices; what its file does not say is that of the house."""

    # From the last care; not verified for a health centre: the controller's own table may say otherwise.
    record_retention_years: int = 20
    # A protocol of care signed by another doctor than a médecin traitant (an old guide; the present text not verified).
    temporary_protocol_months: int = 6
    # From the filing of a paper declaration until it is presumed active (our choice: the funds announce no delay).
    paper_presumed_days: int = 30
    # The notices of a list that people trust: three, then somebody calls them (rdv-service-public, file d'attente).
    most_offers: int = 3
    # Dated conditions of eligibility, `[[permanence.eligibility]]`; none is the rule of the house.
    eligibility: tuple[EligibilityRule, ...] = ()
    # In which order those who wait are called, `[[permanence.priority]]`; none is the order of the house.
    priority: tuple[PriorityRule, ...] = ()
    # How other software writes its files, `[permanence.imports.<source>.<kind>]`.
    imports: Mapping[tuple[str, ImportKind], FileMapping] = field(default_factory=dict)


def of(holder: UnitOfWork | Runtime) -> Parameters:
    """Those of the antenna that a unit of work, or an instance, is of."""
    parameters: Parameters = holder.parameters
    return parameters


def read(table: Mapping[str, Any]) -> Parameters:
    """The antenna's table, or `ParametersInvalid` with all that is wrong in it."""
    if faults := list(_faults(table)):
        raise ParametersInvalid(faults)
    own = {name: made(table[name]) for name, made in _MADE.items() if name in table}
    return Parameters(**{name: value for name, value in table.items() if name != OPENED_ON} | own)


def _eligibility(rows: Iterable[Mapping[str, Any]]) -> tuple[EligibilityRule, ...]:
    return tuple(
        EligibilityRule(
            version=row["version"],
            starts_on=row["starts_on"],
            label=row["label"],
            min_age=row.get("min_age"),
            or_ald=row.get("or_ald", False),
            needs_proof_of_ald=row.get("needs_proof_of_ald", False),
            reasons=tuple(map(NoMedecinTraitantReason, row["reasons"])) if "reasons" in row else None,
            communes=tuple(row["communes"]) if "communes" in row else None,
        )
        for row in rows
    )


def _priority(rows: Iterable[Mapping[str, Any]]) -> tuple[PriorityRule, ...]:
    return tuple(PriorityRule(row["starts_on"], tuple(map(Criterion, row["order"]))) for row in rows)


# What is more than a number.
_MADE: Mapping[str, Callable[[Any], Any]] = {
    "eligibility": _eligibility,
    "priority": _priority,
    "imports": file_mappings,
}


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        check = _CHECKS.get(name)
        found = ["clé inconnue"] if check is None else check(name, value)
        yield from (f"{name} : {fault}" for fault in found)


def number_from(least: int, most: int, what: str) -> Check:
    """A parameter that is a whole number."""

    def check(_name: str, value: Any) -> Iterable[str]:
        if type(value) is not int or not least <= value <= most:
            yield f"un nombre entier {what}, de {least} à {most}, est attendu"

    return check


def _checked_elsewhere(_name: str, _value: Any) -> Iterable[str]:
    return ()


def dated_rules(faults_of: Callable[[Mapping[str, Any]], Iterable[str]]) -> Check:
    """A parameter that is a list of tables, each in force from a day of its own."""

    def check(name: str, value: Any) -> Iterable[str]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            yield f"une liste de tables [[permanence.{name}]] est attendue"
            return
        days = [row.get("starts_on") for row in value]
        if not all(type(day) is date for day in days):
            yield "starts_on manque ou n'est pas une date (AAAA-MM-JJ)"
        elif len(set(days)) < len(days):
            yield "deux règles commencent le même jour"
        for row in value:
            yield from faults_of(row)

    return check


def _eligibility_faults(row: Mapping[str, Any]) -> Iterable[str]:
    version = row.get("version")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        yield "version manque, ou ne s'écrit pas en minuscules, chiffres, points et tirets"
    if not isinstance(row.get("label"), str) or not row["label"].strip():
        yield f"{version} : label manque (la règle en français)"
    yield from (f"{version} : clé inconnue {name}" for name in row.keys() - _RULE)
    age = row.get("min_age")
    if age is not None and (type(age) is not int or not 0 <= age <= OLDEST_AGE):
        yield f"{version} : min_age est un âge de 0 à {OLDEST_AGE} ans"
    for name in ("or_ald", "needs_proof_of_ald"):
        if type(row.get(name, False)) is not bool:
            yield f"{version} : {name} s'écrit true ou false"
    yield from (f"{version} : {fault}" for fault in _choice_faults(row, "reasons", NoMedecinTraitantReason))
    communes = row.get("communes", [])
    if not isinstance(communes, list) or ("communes" in row and not communes):
        yield f"{version} : communes est une liste de codes INSEE"
    else:
        unknown = [str(insee) for insee in communes if not isinstance(insee, str) or find_commune(insee) is None]
        yield from (f"{version} : la commune {insee} n'existe pas, ou plus" for insee in unknown)


def _priority_faults(row: Mapping[str, Any]) -> Iterable[str]:
    yield from (f"clé inconnue {name}" for name in row.keys() - {"starts_on", "order"})
    if "order" not in row:
        yield "order manque (la liste des critères, du premier au dernier)"
    yield from _choice_faults(row, "order", Criterion)


def _choice_faults(row: Mapping[str, Any], name: str, choices: type[StrEnum]) -> Iterable[str]:
    """What is wrong in a list of words that each come once."""
    chosen = row.get(name)
    if chosen is None:
        return
    known = set(choices)
    if not isinstance(chosen, list) or not chosen or not all(isinstance(word, str) for word in chosen):
        yield f"{name} est une liste de mots parmi {', '.join(choices)}"
    elif len(set(chosen)) < len(chosen):
        yield f"{name} cite deux fois le même mot"
    else:
        yield from (f"{name} : mot inconnu {word}" for word in chosen if word not in known)


# What each key of `[permanence]` may hold; a key that is not named here is a typing error.
_CHECKS: Mapping[str, Check] = {
    OPENED_ON: _checked_elsewhere,  # any service may have one: the chassis checks it
    "record_retention_years": number_from(1, 100, "d'années"),
    "temporary_protocol_months": number_from(1, 60, "de mois"),
    "paper_presumed_days": number_from(0, 365, "de jours"),
    "most_offers": number_from(1, 20, "de propositions"),
    "eligibility": dated_rules(_eligibility_faults),
    "priority": dated_rules(_priority_faults),
    "imports": import_faults,
}
