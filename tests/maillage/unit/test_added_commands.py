"""What the program can do depends on what is installed beside it."""

from importlib.metadata import EntryPoints, entry_points

import pytest
import typer
from typer.testing import CliRunner

from maillage.cli.added import GROUP, add_to
from maillage.cli.console import USAGE


def program(found: EntryPoints) -> typer.Typer:
    app = typer.Typer()
    app.command("migrate")(lambda: None)
    add_to(app, found)
    return app


@pytest.mark.parametrize("arguments", [[], ["--real"], ["--out", "elsewhere"]])
def test_a_department_s_program_says_what_to_install_for_the_demonstration(arguments: list[str]) -> None:
    result = CliRunner().invoke(program(EntryPoints(())), ["demo", *arguments])
    assert result.exit_code == USAGE
    assert "maillage-demonstration" in result.stderr
    assert "maillage-local-servers" in result.stderr


def test_a_department_s_program_does_not_offer_the_demonstration() -> None:
    assert "demo" not in CliRunner().invoke(program(EntryPoints(())), ["--help"]).stdout


def test_the_demonstration_gives_its_command_where_it_is_installed() -> None:
    help_text = CliRunner().invoke(program(entry_points(group=GROUP)), ["demo", "--help"]).stdout
    assert "Romans et Laval" in help_text
