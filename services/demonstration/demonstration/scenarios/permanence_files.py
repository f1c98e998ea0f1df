"""The days of a season as the practice's own software exports them: one file a month and kind, taken as they are."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from demonstration.scenarios.calendar import PARIS, instant
from demonstration.scenarios.step import Action, Draft
from permanence.commands.acts import HoldConsultation
from permanence.commands.declarations import FileDeclaration
from permanence.commands.imports import BeginImport, FinishImport, TakeLines
from permanence.commands.patients import RegisterPatient
from permanence.domain.imported.imported import ImportKind, Line
from permanence.imports.run import AT_ONCE

EXPORT_MINUTE = 19 * 60
KINDS = {
    RegisterPatient: ImportKind.PATIENTS,
    HoldConsultation: ImportKind.ACTS,
    FileDeclaration: ImportKind.DECLARATIONS,
}


def file_actions(source: str, scenario: str, lived: Sequence[Action]) -> Iterator[Action]:
    """What was lived, imported on the evening of each month's last day: patients, then what was done for them."""
    in_order = sorted(lived, key=lambda action: action.at)
    for _, month in groupby(in_order, key=lambda action: _day(action).replace(day=1)):
        of_month = list(month)
        day = max(_day(action) for action in of_month)
        for command, kind in KINDS.items():
            actions = [action for action in of_month if action.command.kind is command]
            if actions:
                yield from _file(source, scenario, kind, day, [_line(n, a) for n, a in enumerate(actions, start=2)])


def _file(source: str, scenario: str, kind: ImportKind, day: date, lines: Sequence[Line]) -> Iterator[Action]:
    at = instant(day, EXPORT_MINUTE)
    name = f"{scenario}/import/{day:%Y-%m}/{kind}"
    file = hashlib.sha256(name.encode()).digest()
    begin = Draft(BeginImport, {"source": source, "kind": kind, "file": file, "lines": len(lines)})
    yield Action(at, begin, keep=("import_id", name))
    for first in range(0, len(lines), AT_ONCE):
        taken = {"lines": tuple(lines[first : first + AT_ONCE])}
        yield Action(at, Draft(TakeLines, taken, {"import_id": name}))
    yield Action(at, Draft(FinishImport, {}, {"import_id": name}))


def _line(number: int, action: Action) -> Line:
    """Numbers in the software are the names under which a typed season keeps its references."""
    draft = action.command
    cells = {name: _cell(value) for name, value in draft.fields.items()}
    if "practitioners" in cells:
        cells["practitioner_rpps"] = cells.pop("practitioners")
    if action.keep is not None:
        return Line(number, cells | {"external_id": action.keep[1]})
    patient = str(draft.references["patient_id"])
    days = f"{draft.fields.get('held_on')}/{draft.fields.get('filed_on')}/{action.at:%H%M}"
    return Line(number, cells | {"external_id": f"{patient}/{days}", "patient": patient})


def _cell(value: Any) -> str:
    """As the mappings of the antennas say: days in French, yes or no, codes as they are."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "/".join(value) if isinstance(value, tuple) else str(value)


def _day(action: Action) -> date:
    return action.at.astimezone(PARIS).date()
