"""Antennas are configuration: one TOML file each, read whole and checked, every fault named at once."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chassis.core.instance import CODE, DEPARTEMENT, RESERVED_ANTENNAS, Instance


class AntennaFilesInvalid(Exception):
    """One or several antenna files cannot be used; the message lists every fault, one a line, in French."""


@dataclass(frozen=True, slots=True)
class Antenna:
    """A territorial place: what it is called, since when, which services it runs, and each service's parameters."""

    code: str
    label: str
    opened_on: date
    closed_on: date | None
    services: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Any]]

    def opening_of(self, service: str) -> date:
        """The first day of a service: `opened_on` of its own table in the antenna's file, else the antenna's."""
        opened_on: date = self.parameters.get(service, {}).get("opened_on", self.opened_on)
        return opened_on

    def instances(self) -> tuple[Instance, ...]:
        return tuple(Instance(service, self.code) for service in self.services)


def load_antennas(directory: Path, known_services: Iterable[str]) -> tuple[Antenna, ...]:
    """Reads every `<code>.toml` of a directory, sorted by code, or raises `AntennaFilesInvalid`."""
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise AntennaFilesInvalid(
            f"aucun fichier d'antenne (*.toml) dans {directory} : vérifiez MAILLAGE_ANTENNAS_DIR, et d'où vous tapez"
        )
    known = frozenset(known_services)
    antennas, faults = [], []
    for file in files:
        try:
            document = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{file.name} : TOML illisible ({error})")
            continue
        found = [f"{file.name} : {fault}" for fault in _faults(file.stem, document, known)]
        faults.extend(found)
        if not found:
            antennas.append(_antenna(file.stem, document))
    if faults:
        raise AntennaFilesInvalid("\n".join(faults))
    return tuple(antennas)


def _faults(code: str, document: Mapping[str, Any], known_services: frozenset[str]) -> Iterable[str]:
    if not CODE.fullmatch(code):
        yield "le nom du fichier doit être le code de l'antenne : minuscules, chiffres et tirets"
    if code in RESERVED_ANTENNAS - {DEPARTEMENT}:
        yield f"le code {code} est réservé"
    if not isinstance(document.get("label"), str) or not document["label"].strip():
        yield "label manque (le nom que lisent les gens)"
    opened_on, closed_on = document.get("opened_on"), document.get("closed_on")
    if type(opened_on) is not date:
        yield "opened_on manque ou n'est pas une date (AAAA-MM-JJ)"
    elif closed_on is not None and (type(closed_on) is not date or closed_on <= opened_on):
        yield "closed_on n'est pas une date postérieure à opened_on"
    services = document.get("services")
    if not isinstance(services, list) or not services:
        yield "services manque (la liste des services de l'antenne)"
    else:
        for service in services:
            if service not in known_services:
                yield f"service inconnu : {service} (connus : {', '.join(sorted(known_services))})"
        if len(set(map(str, services))) != len(services):
            yield "services cite deux fois le même service"
    for name, value in document.items():
        if name not in ("label", "opened_on", "closed_on", "services") and not isinstance(value, dict):
            yield f"clé inconnue : {name}"
        elif isinstance(value, dict) and "opened_on" in value:
            yield from _opening_faults(name, value["opened_on"], opened_on)


def _opening_faults(service: str, opens_on: object, antenna_opens_on: object) -> Iterable[str]:
    if type(opens_on) is not date:
        yield f"[{service}] opened_on n'est pas une date (AAAA-MM-JJ)"
    elif type(antenna_opens_on) is date and opens_on < antenna_opens_on:
        yield f"[{service}] opened_on précède l'ouverture de l'antenne"


def _antenna(code: str, document: Mapping[str, Any]) -> Antenna:
    return Antenna(
        code=code,
        label=document["label"],
        opened_on=document["opened_on"],
        closed_on=document.get("closed_on"),
        services=tuple(document["services"]),
        parameters={name: value for name, value in document.items() if isinstance(value, dict)},
    )
