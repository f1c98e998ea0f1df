"""Commands that other distributions give; without the demonstration, `maillage demo` says what to install."""

from importlib.metadata import EntryPoints
from typing import NoReturn

import typer

from maillage.cli.console import USAGE, fail

GROUP = "maillage.commands"
_ANY_ARGUMENTS = {"allow_extra_args": True, "ignore_unknown_options": True}


def add_to(app: typer.Typer, found: EntryPoints) -> None:
    """Each command under the name that its distribution gave it."""
    for entry in sorted(found, key=lambda entry: entry.name):
        app.command(entry.name)(entry.load())
    if "demo" not in found.names:
        app.command("demo", hidden=True, context_settings=_ANY_ARGUMENTS)(without_demonstration)


def without_demonstration() -> NoReturn:
    """La démonstration n'est pas installée ici."""
    fail(
        "la démonstration n'est pas installée avec ce programme, qui sert un département ; pour l'avoir, installez "
        "les distributions maillage-demonstration et maillage-local-servers "
        "(dossiers services/demonstration et services/local_servers du dépôt)",
        USAGE,
    )
