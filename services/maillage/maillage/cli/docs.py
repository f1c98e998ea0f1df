"""`maillage docs`: what is generated from the catalogue and from the routes."""

from pathlib import Path

import typer

from maillage.cli.console import guarded, out

app = typer.Typer(help="Les documents générés depuis le catalogue et les routes.", no_args_is_help=True)


@app.command("write")
@guarded
def write() -> None:
    """Écrit docs/events.md, docs/asyncapi.yaml, docs/schemas/, docs/security.md et docs/patients.md."""
    from maillage.documents import write as write_documents  # schema generators are loaded by this command alone

    for path in write_documents(Path()):
        out.print(str(path))
