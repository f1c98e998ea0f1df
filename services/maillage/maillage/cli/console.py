"""What the commands share: reading the configuration, saying things, and exit statuses 0, 1, 2, 3."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Annotated, Any, NoReturn, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from chassis.core.config import load_config
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from maillage.foreseen import CONFIGURATION, FAILED, FORESEEN, USAGE, foreseen
from maillage.network import InstanceUnknown, Network

__all__ = ["CONFIGURATION", "FAILED", "USAGE"]

# Rich folds a pipe's lines at 80 columns; a file or another program wants them whole.
_WIDE = 200
out = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _WIDE)

AntennaOption = Annotated[str, typer.Option("--antenna", "-a", help="Code de l'antenne : le nom de son fichier.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Écrit du JSON, pour une machine.")]

_P = ParamSpec("_P")
_R = TypeVar("_R")

# What the running command has opened, to be closed however it ends.
_opened: ContextVar[ExitStack] = ContextVar("opened")


def fail(message: str, status: int = FAILED) -> NoReturn:
    err.print(f"[bold red]maillage :[/] {escape(message)}", markup=True)
    raise typer.Exit(status)


def visible(text: str) -> str:
    """Somebody else's text as a terminal may show it: what would move the cursor or colour the line is spelled out."""
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def guarded(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turns what can be foreseen into a French message and an exit status, never a traceback; closes what it opened."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with ExitStack() as opened:
            _opened.set(opened)
            try:
                return command(*args, **kwargs)
            except FORESEEN as error:
                if (trouble := foreseen(error)) is None:
                    raise
                fail(trouble.text, trouble.status)

    return run


def load_network(*speakers: Instance) -> Network:
    """The configured network; logs go to standard error from here on, in the name of the instances, if one is meant."""
    config = load_config()
    configure_logs(config.log_level, *speakers)
    network = Network.load(config)
    _opened.get().callback(network.close)
    return network


def chosen(network: Network, service: str | None, antenna: str | None) -> list[Instance]:
    """The instances named by a service and an antenna, either of which may be left out; raises `InstanceUnknown`."""
    found = [
        instance
        for instance in network.instances
        if service in (None, instance.service) and antenna in (None, instance.antenna)
    ]
    if not found:
        known = ", ".join(map(str, network.instances))
        raise InstanceUnknown(f"aucune instance {service or '*'}.{antenna or '*'} (connues : {known})")
    return found


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Gives what to call with each number of things done; the total is shown as it grows, on standard error."""
    bar = Progress(TextColumn(what), MofNCompleteColumn(), TimeElapsedColumn(), console=err, transient=True)
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.advance(task, done)


def show(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool, empty: str) -> None:
    """Prints rows as JSON or as a table whose headings are French; `columns` maps a key to its heading."""
    if as_json:
        typer.echo(visible(json.dumps(rows, default=str, ensure_ascii=False, indent=2)))
        return
    if not rows:
        out.print(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key, heading in columns.items():
        # The first column names the row: it is what people copy, so it is never cut.
        table.add_column(heading, no_wrap=key == next(iter(columns)), overflow="fold")
    for row in rows:
        # As text, not as markup: a bracket in a cell is a bracket.
        table.add_row(*(Text("" if row.get(key) is None else visible(str(row[key]))) for key in columns))
    out.print(table)


def show_one(told: Mapping[str, Any], text: str, *, as_json: bool) -> None:
    """Prints one answer, as JSON or in words."""
    typer.echo(visible(json.dumps(told, default=str, ensure_ascii=False, indent=2) if as_json else text))
