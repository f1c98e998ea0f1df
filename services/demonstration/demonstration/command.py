"""`maillage demo`: the house and the permanence of Romans, the centre of Laval: replayed, counted, published."""

import json
import os
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from chassis.core.clock import civil_day
from chassis.core.config import load_config
from chassis.core.log import configure_logs
from chassis.core.outbox import last_event
from demonstration import surroundings as carriers
from demonstration.comparison import Compared, compare_all
from demonstration.forked import ForkedFailed
from demonstration.place import DemoRunning, Place
from demonstration.play import end_months, play_together, seasons
from demonstration.quiet import NeverQuiet, wait_until_quiet
from demonstration.scenarios import Relation, Scenario, ScenarioError, load_scenarios
from demonstration.surroundings import Surroundings
from demonstration.workers import WorkerFailed
from kernel import french
from local_servers import LocalServerFailed, LocalServerUnavailable
from maillage.cli.console import FAILED, err, fail, guarded, out
from maillage.network import Network

LAST_MONTH = "2024-06"
SYNTHETIC = (
    "Données synthétiques : patients, internes, dates et praticiens sont inventés ; "
    "seuls les chiffres publiés sont réels."
)

_FAILURES = (
    *(DemoRunning, ScenarioError, WorkerFailed, ForkedFailed, NeverQuiet),
    *(LocalServerFailed, LocalServerUnavailable),
)


@guarded
def demo(
    on_servers: Annotated[
        bool, typer.Option("--real", help="Sur RabbitMQ et PostgreSQL (nœuds privés), un processus par instance.")
    ] = False,
    directory: Annotated[
        Path | None, typer.Option("--out", help="Dossier de travail [défaut : out/demo, ou out/demo-real avec --real].")
    ] = None,
    scenarios_dir: Annotated[Path, typer.Option("--scenarios", help="Dossier des scénarios.")] = Path("scenarios"),
    antennas_dir: Annotated[Path, typer.Option("--antennas", help="Dossier des antennes.")] = Path("deploy/antennas"),
) -> None:
    """Rejoue Romans et Laval de décembre 2018 à juin 2024, commande par commande, et publie leurs bulletins mensuels.

    Interrompue, elle reprend où elle en était ; finie, elle recommence de zéro. Statut 1 si un total mesuré diffère
    de celui que la ville a publié.
    """
    place = Place(directory or Path("out/demo-real" if on_servers else "out/demo"))
    started = time.monotonic()
    try:
        scenarios = load_scenarios(scenarios_dir)
        with place.held():
            example = _play(place, scenarios, scenarios_dir, antennas_dir, on_servers=on_servers)
            compared = compare_all(scenarios, place.bulletins, LAST_MONTH)
            rows = [row.as_json() for row in compared]
            place.figures.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            place.finish()
    except _FAILURES as error:
        fail(str(error), FAILED)
    _tell(place, compared, time.monotonic() - started)
    if not on_servers:  # the servers of the other profile end with the demonstration
        out.print(f"Suivre un événement : MAILLAGE_STATE_DIR={place.state} .venv/bin/maillage trace {example}")
    if any(row.is_wrong for row in compared):
        fail("un total mesuré diffère de celui qui est publié", FAILED)


def _play(
    place: Place, scenarios: Sequence[Scenario], scenarios_dir: Path, antennas_dir: Path, *, on_servers: bool
) -> UUID:
    """Plays and publishes; returns the id of some event, for the curious."""
    from demonstration.publishing import publish_all  # templates and figures are loaded by this command alone

    out.print(f"[bold]Maillage[/] — Romans et Laval, de décembre 2018 à juin 2024.\n{SYNTHETIC}")
    if place.open(scenarios_dir.glob("*.toml"), resumable=not on_servers):
        out.print("Une démonstration interrompue est reprise : ses commandes déjà traitées ne compteront qu'une fois.")
    with _carrier(place, antennas_dir, on_servers=on_servers) as carrier:
        os.environ.clear()
        os.environ.update(carrier.environment)
        configure_logs("WARNING")
        network = Network.load(load_config())
        _issue_commands(network, scenarios, carrier)
        end_months(network, LAST_MONTH)
        runtimes = {instance: network.runtime(instance) for instance in network.instances}
        wait_until_quiet(runtimes, carrier.check)
        carrier.stop()
        example = next(found for runtime in runtimes.values() if (found := last_event(runtime.database)))
        for runtime in runtimes.values():
            runtime.database.close()
        publish_all(network, place.bulletins, LAST_MONTH)
    return example


def _carrier(place: Place, antennas_dir: Path, *, on_servers: bool) -> AbstractContextManager[Surroundings]:
    if not on_servers:
        out.print("Profil embarqué : transport en mémoire, SQLite, ni serveur ni root.")
        return carriers.embedded(place, antennas_dir)
    out.print("Profil serveur : RabbitMQ et PostgreSQL en nœuds privés, un processus par instance.")
    return carriers.real(place, antennas_dir, err.print)


def _issue_commands(network: Network, scenarios: Sequence[Scenario], carrier: Surroundings) -> None:
    """Starts the instances as their antennas open, and plays the antennas' seasons."""
    by_antenna = seasons(scenarios)
    _, *others = by_antenna
    later = others if carrier.one_process_each else []
    now = [antenna for antenna in network.antennas if antenna.code not in later]
    carrier.start(network, [instance for antenna in now for instance in antenna.instances()])
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=None), MofNCompleteColumn(), TimeElapsedColumn())
    # Without a thread of its own, for processes are forked.
    bar = Progress(*columns, console=out, auto_refresh=False)
    tasks: dict[str, TaskID] = {}

    def opens(code: str) -> None:
        antenna = network.antenna(code)
        bar.console.print(f"L'antenne {antenna.label} ouvre : {', '.join(antenna.services)}.")
        if code in later:
            carrier.start(network, list(antenna.instances()))
        tasks[code] = bar.add_task(antenna.label, total=None)

    with bar:
        for code, reached in play_together(network, by_antenna, opens):
            carrier.check()
            day = french.day(civil_day(reached.at))
            name = f"{network.antenna(code).label}, {day}"
            bar.update(tasks[code], completed=reached.played, total=reached.total, description=name)
            bar.refresh()


def _tell(place: Place, compared: Sequence[Compared], seconds: float) -> None:
    table = Table(title="Chiffres publiés et chiffres obtenus", title_justify="left", box=None, pad_edge=False)
    for heading in ("antenne", "figure", "publié", "obtenu", ""):
        table.add_column(heading, justify="right" if heading in ("publié", "obtenu") else "left")
    for row in compared:
        table.add_row(
            row.figure.antenna, row.figure.code, _number(row.figure.published), _number(row.obtained), _verdict(row)
        )
    out.print(table)
    out.print(
        f"Bulletins : {place.bulletins}/<antenne>/{LAST_MONTH}.html (un par mois et par antenne, département compris)"
    )
    out.print(f"Chiffres : {place.figures}    Durée : {seconds:.0f} s")


def _number(value: float) -> str:
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else f"{value:.3g}".replace(".", ",")


def _verdict(row: Compared) -> str:
    if row.is_reproduced:
        return f"[green]✓ {'atteint' if row.figure.relation is Relation.AT_LEAST else 'reproduit'}[/]"
    if row.is_wrong:
        return "[bold red]✗ diffère[/]"
    return {"echo_of_input": "donnée d'entrée", "derived_by_us": "notre calcul"}.get(row.figure.kind.value, "")
