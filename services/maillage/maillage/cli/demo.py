"""`maillage demo`: the house and the permanence of Romans, the centre of Laval: replayed, counted, published."""

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from babel.dates import format_date
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chassis.core.clock import SetClock, civil_day
from chassis.core.config import load_config
from chassis.core.instance import DEPARTEMENT, Instance
from chassis.core.log import configure_logs
from chassis.core.outbox import last_event
from chassis.core.runtime import Runtime
from maillage.cli.console import FAILED, err, fail, guarded, out
from maillage.demo import surroundings as carriers
from maillage.demo.comparison import Compared, compare_all
from maillage.demo.place import DemoRunning, Place
from maillage.demo.play import Player
from maillage.demo.quiet import NeverQuiet, wait_until_quiet
from maillage.demo.surroundings import Surroundings
from maillage.demo.workers import WorkerFailed
from maillage.local_servers import LocalServerFailed, LocalServerUnavailable
from maillage.network import Network
from maillage.scenarios import Relation, Scenario, ScenarioError, load_scenarios, season

LAST_MONTH = "2024-06"
SYNTHETIC = (
    "Données synthétiques : patients, internes, dates et praticiens sont inventés ; "
    "seuls les chiffres publiés sont réels."
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
    except (DemoRunning, ScenarioError, WorkerFailed, NeverQuiet, LocalServerFailed, LocalServerUnavailable) as error:
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
    out.print(f"[bold]Maillage[/] — Romans et Laval, de décembre 2018 à juin 2024.\n{SYNTHETIC}")
    if place.open(scenarios_dir.glob("*.toml"), resumable=not on_servers):
        out.print("Une démonstration interrompue est reprise : ses commandes déjà traitées ne compteront qu'une fois.")
    with _carrier(place, antennas_dir, on_servers=on_servers) as carrier:
        os.environ.clear()
        os.environ.update(carrier.environment)
        configure_logs("WARNING")
        network = Network.load(load_config())
        runtimes = _issue_commands(network, scenarios, carrier)
        wait_until_quiet(runtimes, carrier.check)
        carrier.stop()
        example = next(found for runtime in runtimes.values() if (found := last_event(runtime.database)))
        for runtime in runtimes.values():
            runtime.database.close()
        _publish(place, network)
    return example


def _carrier(place: Place, antennas_dir: Path, *, on_servers: bool) -> AbstractContextManager[Surroundings]:
    if not on_servers:
        out.print("Profil embarqué : un seul processus, transport en mémoire, SQLite.")
        return carriers.embedded(place, antennas_dir)
    out.print("Profil serveur : RabbitMQ et PostgreSQL en nœuds privés, un processus par instance.")
    return carriers.real(place, antennas_dir, err.print)


def _issue_commands(network: Network, scenarios: Sequence[Scenario], carrier: Surroundings) -> dict[Instance, Runtime]:
    """Starts the instances as their antennas open, plays the season; returns the runtimes to look at."""
    steps = list(season(scenarios))
    gc.freeze()  # they stay: the collector need not look at them again and again
    by_antenna = {antenna.code: list(antenna.instances()) for antenna in network.antennas}
    first = steps[0].antenna
    later = [code for code in by_antenna if code not in (DEPARTEMENT, first)] if carrier.one_process_each else []
    now = [instance for code, instances in by_antenna.items() if code not in later for instance in instances]
    carrier.start(network, now)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
    )

    def announce(code: str) -> None:
        bar.console.print(
            f"L'antenne {network.antenna(code).label} ouvre : {', '.join(network.antenna(code).services)}."
        )
        if code in later:
            carrier.start(network, by_antenna[code])

    def runtime_of(instance: Instance, clock: SetClock) -> Runtime:
        return network.runtime(instance, clock)

    with bar:
        task = bar.add_task("commandes", total=len(steps))

        def advanced(count: int, at: datetime) -> None:
            carrier.check()
            bar.update(task, advance=count, description=format_date(civil_day(at), "d MMMM y", locale="fr").rjust(17))

        played = dict(Player(runtime_of, announce).play(steps, advanced))
    others = [instance for instance in network.instances if instance not in played]
    return played | {instance: network.runtime(instance) for instance in others}


def _publish(place: Place, network: Network) -> None:
    """Each antenna's bulletins in a process of its own, two at a time: charts are heavy, and memory is given back."""
    shutil.rmtree(place.bulletins, ignore_errors=True)

    def publish(antenna: str) -> None:
        options = ["--antenna", antenna, "--until", LAST_MONTH, "--out", str(place.bulletins)]
        command = [sys.executable, "-m", "maillage", "bulletin", "publish", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    publishing = [antenna.code for antenna in network.antennas if "reporting" in antenna.services]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publish, publishing))


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
