"""The files exchanged with the town's finance software: the dues that go out, and what comes back of their titres."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from uuid import UUID

from housing.domain.money.account import Account
from housing.domain.money.lines import TitreLine, TitreState
from housing.domain.money.rules import ReturnMalformed
from housing.domain.rules import RuleBroken
from kernel.cents import in_cents, in_euros

# The debtor is an opaque reference: a name is looked up in the house, never sent in a file.
EXPORT_HEADER = ("avis", "maison", "mois", "montant", "emis_le", "debiteur")
RETURN_HEADER = ("avis", "titre", "etat", "montant_paye", "date")
_LONGEST = 63


def export_file(accounts: Iterable[Account], export_id: UUID) -> bytes:
    """The dues of one export, a line each by avis number: CSV that French spreadsheets open as it is."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(EXPORT_HEADER)
    writer.writerows(sorted(row for account in accounts for row in _rows(account, export_id)))
    return stream.getvalue().encode("utf-8-sig")


def _rows(account: Account, export_id: UUID) -> Iterator[tuple[str, ...]]:
    for due in account.export_lines(export_id):
        yield (
            due.number,
            account.house,
            f"{due.month:%Y-%m}",
            in_euros(due.amount_cents),
            due.issued_on.isoformat(),
            str(account.account_id),
        )


def read_return(content: bytes) -> list[TitreLine]:
    """Every line of the file, or the first thing that is wrong in it and where: a file is never half read."""
    rows = _numbered_rows(content)
    _, header = next(rows, (1, []))
    if tuple(header) != RETURN_HEADER:
        raise ReturnMalformed(f"Ligne 1 : l'en-tête attendu est « {';'.join(RETURN_HEADER)} ».")
    lines: dict[str, TitreLine] = {}
    for at, row in rows:
        line = _read(row, at)
        if line.number in lines:
            raise ReturnMalformed(f"Ligne {at} : l'avis de cette ligne est déjà plus haut dans le fichier.")
        lines[line.number] = line
    return list(lines.values())


def at_line(at: int, rule: RuleBroken) -> RuleBroken:
    """The same rule, of one line of the file: its sentence goes on after the colon, so it begins small."""
    return type(rule)(f"Ligne {at} : {rule.text[0].lower()}{rule.text[1:]}", field="file")


def _numbered_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        raise ReturnMalformed(f"Ligne {at} : le fichier n'est pas en UTF-8.") from error
    reader = csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise ReturnMalformed(
            f"Ligne {reader.line_num} : la ligne n'est pas du CSV, vérifiez ses guillemets."
        ) from error


def _read(row: list[str], at: int) -> TitreLine:
    if len(row) != len(RETURN_HEADER):
        raise ReturnMalformed(f"Ligne {at} : {len(RETURN_HEADER)} colonnes sont attendues, il y en a {len(row)}.")
    number, titre, state, paid, on = row
    for name, value in (("avis", number), ("titre", titre)):
        if not value or value != value.strip() or len(value) > _LONGEST:
            raise ReturnMalformed(f"Ligne {at} : le numéro de la colonne « {name} » manque ou est mal écrit.")
    return TitreLine(number, titre, _state(state, at), _amount(paid, at), _day(on, at))


def _state(written: str, at: int) -> TitreState:
    try:
        return TitreState(written)
    except ValueError as error:
        known = ", ".join(state.value for state in TitreState)
        raise ReturnMalformed(f"Ligne {at} : l'état du titre est inconnu ; états possibles : {known}.") from error


def _amount(written: str, at: int) -> int:
    try:
        return in_cents(written)
    except ValueError as error:
        raise ReturnMalformed(f"Ligne {at} : le montant payé s'écrit avec deux décimales, comme 150,00.") from error


def _day(written: str, at: int) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ReturnMalformed(f"Ligne {at} : une date s'écrit AAAA-MM-JJ et existe au calendrier.") from error
    if day.isoformat() != written:
        raise ReturnMalformed(f"Ligne {at} : une date s'écrit AAAA-MM-JJ et existe au calendrier.")
    return day
