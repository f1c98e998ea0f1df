"""`maillage bulletin`: the monthly pages, written for an antenna; projections rebuilt from the log."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.core.instance import Instance
from maillage.cli.console import USAGE, AntennaOption, fail, guarded, load_network, out

app = typer.Typer(help="Les bulletins mensuels.", no_args_is_help=True)


@app.command("publish")
@guarded
def publish(
    antenna: AntennaOption,
    until: Annotated[str, typer.Option(help="Dernier mois, AAAA-MM.")],
    directory: Annotated[Path, typer.Option("--out", help="Dossier où écrire.")] = Path("out/bulletins"),
) -> None:
    """Écrit la page et le JSON de chaque mois, de l'ouverture au mois donné."""
    from reporting.bulletin import Month
    from reporting.publish import NothingToPublish  # charts are loaded by this command alone
    from reporting.publish import publish as publish_bulletins

    try:
        last = Month.parse(until)
    except ValueError:
        fail("--until s'écrit AAAA-MM, par exemple 2024-06", USAGE)
    instance = Instance("reporting", antenna)
    runtime = load_network(instance).runtime(instance)
    try:
        paths = publish_bulletins(runtime, directory, last)
    except NothingToPublish as error:
        fail(str(error), USAGE)
    out.print(f"{len(paths)} fichiers écrits dans {directory / antenna}")


@app.command("rebuild")
@guarded
def rebuild(antenna: AntennaOption) -> None:
    """Refait les projections d'une antenne depuis son journal ; les chiffres n'en changent pas."""
    from reporting.rebuild import rebuild as rebuild_projections

    instance = Instance("reporting", antenna)
    runtime = load_network(instance).runtime(instance)
    out.print(f"{rebuild_projections(runtime)} faits projetés à nouveau")
