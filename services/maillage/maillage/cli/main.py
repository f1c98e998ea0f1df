"""`maillage`: verbs first, then nouns."""

from importlib.metadata import entry_points

import typer

from maillage.cli import (
    added,
    antenna,
    broker_users,
    bulletin,
    docs,
    instances,
    key,
    outbox,
    permanence,
    quarantine,
    token,
    topology,
    trace,
)

app = typer.Typer(
    name="maillage",
    help="Le réseau d'événements du plan territorial de santé.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
added.add_to(app, entry_points(group=added.GROUP))
app.command()(instances.run)
app.command()(instances.serve)
app.command()(instances.migrate)
app.command()(trace.events)
app.command()(trace.trace)
app.command()(outbox.reconcile)
topology.app.command("users")(broker_users.list_users)
topology.app.command("definitions")(broker_users.write_definitions)
app.add_typer(topology.app, name="topology")
app.add_typer(outbox.app, name="outbox")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(antenna.app, name="antenna")
app.add_typer(key.app, name="key")
app.add_typer(token.app, name="token")
app.add_typer(permanence.app, name="permanence")
app.add_typer(bulletin.app, name="bulletin")
app.add_typer(docs.app, name="docs")


def main() -> None:
    app()
