"""`python -m faults.report`: a run's verdicts, as out/faults.json and, after a long run, docs/promises.md."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from faults.budget import CONTROL_FOLDER, FOLDER, IS_LONG, ROOT
from local_servers.postgres_binaries import find_postgres
from local_servers.rabbitmq_binaries import find_rabbitmq
from local_servers.running import say_on_stderr

JSON = ROOT / "out" / "faults.json"
PAGE = ROOT / "docs" / "promises.md"
COLUMNS = ("promise", "trials", "lost", "effects_duplicated", "quarantined")
HEADINGS = ("promesse", "essais", "perdus", "effets en double", "mis en quarantaine")
# By the beginning of a verdict's name; what follows it is the fault.
PROMISES = {
    "P1": "broker tué : aucun fait confirmé n'est perdu",
    "P2": "un seul effet par événement",
    "P3": "l'état et le fait sont écrits ensemble ou pas du tout",
    "P4": "le relais ne saute aucune ligne",
    "P5": "broker absent : les commandes sont acceptées",
    "P6": "lecteur arrêté ou jamais démarré : les faits attendent",
    "P7": "redémarrages tournants",
    "P8": "un message empoisonné ne bloque pas la file",
    "P9": "quarantaine : une ligne par refus, un effet par reprise",
    "P10": "octets illisibles : jamais perdus, jamais journalisés",
    "P11": "versions des événements",
    "P12": "désordre, retards, horloges fausses",
    "P17": "réseau muet",
    "P18": "alarme mémoire du broker",
    "P20": "base de données tuée",
    "P26": "antenne coupée du réseau",
    "P27": "serveur figé : personne n'attend, rien n'est perdu",
    "P28": "de bout en bout : ce que le broker a confirmé sans le livrer est retrouvé",
    "far-broker": "broker à une seconde : aucune connexion n'est perdue",
    "passing-errors": "faute passagère de la base : réessayée, jamais reprochée au message",
    "full-disk": "disque plein : refusé avant tout effet, ou attendu",
    "long-reaction": "réaction plus longue que les battements : un seul effet",
    "deleted-queue": "file supprimée : dite, attendue, et rien n'est perdu",
}


def main() -> int:
    verdicts = _read(FOLDER)
    JSON.write_text(
        json.dumps([{name: verdict[name] for name in COLUMNS} for verdict in verdicts], indent=2) + "\n",
        encoding="utf-8",
    )
    sys.stdout.write(_aligned([COLUMNS, *(_row(verdict) for verdict in verdicts)]))
    if IS_LONG:
        PAGE.write_text(_page(verdicts, _read(CONTROL_FOLDER)), encoding="utf-8")
    broken = [verdict["promise"] for verdict in verdicts if verdict["lost"] or verdict["effects_duplicated"]]
    sys.stdout.write(f"broken: {', '.join(broken)}\n" if broken else "")
    return 1 if broken or not verdicts else 0


def _read(folder: Path) -> list[dict[str, Any]]:
    found = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")]
    return sorted(found, key=lambda verdict: _rank(verdict["promise"]))


def _rank(promise: str) -> tuple[int, str]:
    """P2 before P10, and what is no promise last."""
    number = _code(promise).removeprefix("P")
    return (int(number) if number.isdigit() else 1_000, promise)


def _code(promise: str) -> str:
    return next((code for code in PROMISES if promise == code or promise.startswith(f"{code}-")), "")


def _row(verdict: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(verdict[name]) for name in COLUMNS)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def _page(verdicts: Sequence[dict[str, Any]], control: Sequence[dict[str, Any]]) -> str:
    now = datetime.now(UTC)
    return "\n".join(
        [
            "# Les promesses, mesurées",
            "",
            "Écrit par `make test-faults-long`, sur de vrais serveurs dont chaque écriture est forcée sur le disque.",
            "Chaque commande voulue est notée sur disque avant d'être envoyée. Est perdue une commande acquittée",
            "qui n'a pas son fait, ou un fait qui n'a pas d'effet chez un lecteur.",
            "",
            f"- date : {now:%Y-%m-%d}",
            f"- machine : {os.cpu_count()} cœurs, {_memory_gib()} Gio, {platform.system()} {platform.release()}",
            f"- versions : {', '.join(_versions())}",
            "- statistique : 0 échec en N essais veut dire, à 95 %, moins de 3/N échec par essai",
            "",
            *_table((*HEADINGS, "borne à 95 %", "ce qui est promis"), map(_told, verdicts)),
            *_measures(),
            "",
            "## Témoin négatif",
            "",
            "Le même juge, devant nameko seul (`EventDispatcher` et `event_handler`), voit ce que l'on sait de lui ;",
            "devant notre relais sans relevés, ce qu'une liaison perdue lui coûte (`confirmed and not delivered`) :",
            "",
            *_table(("faute", "perdus", "effets en double"), map(_seen, control)),
            "",
        ]
    )


def _told(verdict: dict[str, Any]) -> tuple[str, ...]:
    bound = 3 / verdict["trials"]
    return (*_row(verdict), f"< {bound:.2%}" if bound < 1 else "–", PROMISES.get(_code(verdict["promise"]), ""))


def _seen(verdict: dict[str, Any]) -> tuple[str, ...]:
    return verdict["promise"], str(verdict["lost"]), str(verdict["effects_duplicated"])


def _table(headings: Sequence[str], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    for cells in (headings, ["---"] * len(headings), *rows):
        yield f"| {' | '.join(cells)} |"


def _measures() -> Iterator[str]:
    """What tests have measured beside their verdicts."""
    files = sorted(FOLDER.glob("*.measured"), key=lambda file: _rank(file.stem))
    if files:
        yield from ("", "## Durées mesurées, en secondes", "")
    for file in files:
        figures = json.loads(file.read_text(encoding="ascii"))
        yield f"- {file.stem} : {', '.join(f'`{name}` {value}' for name, value in figures.items())}"


def _memory_gib() -> int:
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    postgres = subprocess.run(
        [find_postgres().bin / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    yield f"PostgreSQL {postgres.stdout.split()[2]}"
    rabbitmq = find_rabbitmq(say_on_stderr)
    with tempfile.TemporaryDirectory() as home:
        asked = subprocess.run(
            [rabbitmq.scripts / "rabbitmqctl", "version"],
            env={"PATH": rabbitmq.path, "HOME": home, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=True,
        )
    yield f"RabbitMQ {asked.stdout.split()[-1]}"
    for name in ("nameko", "kombu", "eventlet", "SQLAlchemy"):
        yield f"{name} {version(name)}"


if __name__ == "__main__":
    sys.exit(main())
