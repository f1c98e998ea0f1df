"""What the README, the guides and the Makefile tell people to type or to open exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from maillage.cli.main import app
from support.project_tree import ROOT, files, named

MAKEFILE = ROOT / "Makefile"
TARGETS = set(re.findall(r"^([a-z][a-z-]*):(?!=)", MAKEFILE.read_text(encoding="utf-8"), re.MULTILINE))
GUIDES = [path for path in files("*.md", ".ci/run") if not named(path).startswith("tests/")]
ROOMS = "(?:docs|services|scenarios|deploy|requirements|tests|bench|bin|stubs)"
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=named)


def cited(guide: Path) -> Iterator[str]:
    """The pieces of text that are to be typed or opened: between backticks, in blocks, in a script."""
    text = guide.read_text(encoding="utf-8")
    if guide.suffix != ".md":
        yield from text.splitlines()
        return
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def test_there_is_a_readme() -> None:
    assert ROOT / "README.md" in GUIDES


@each_guide
def test_every_make_target_that_is_cited_exists(guide: Path) -> None:
    asked = {target for piece in cited(guide) for target in re.findall(r"^make ([a-z][a-z-]*)", piece.strip())}
    assert asked <= TARGETS


def test_every_target_that_the_makefile_needs_exists() -> None:
    text = MAKEFILE.read_text(encoding="utf-8")
    called = {target for line in re.findall(r"\$\(MAKE\)(.*)", text) for target in re.findall(r" ([a-z][a-z-]*)", line)}
    needed = {target for line in re.findall(r"^[a-z-]+:(?!=)([^#\n]*)", text, re.MULTILINE) for target in line.split()}
    assert called | needed <= TARGETS


@each_guide
def test_every_maillage_command_that_is_cited_exists(guide: Path) -> None:
    unknown = [
        piece
        for piece in cited(guide)
        if (found := re.match(r"(?:\.venv/bin/)?maillage ([a-z].*)", piece.strip())) and not exists(found[1].split())
    ]
    assert unknown == []


def exists(words: list[str]) -> bool:
    """Whether the first words name a command; what follows are its arguments."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(command, "commands"):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return True


@each_guide
def test_every_link_leads_to_a_file(guide: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", guide.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (guide.parent / link).exists()] == []


@each_guide
def test_every_path_of_the_project_that_is_cited_exists(guide: Path) -> None:
    pieces = list(cited(guide))
    # The antenna that the guide adds as its example has no file yet.
    examples = {code for piece in pieces for code in re.findall(r"maillage antenna add ([a-z0-9-]+)", piece)}
    paths = [piece for piece in pieces if re.fullmatch(rf"{ROOMS}/[^\s…]*", piece) and Path(piece).stem not in examples]
    assert [path for path in paths if not any(ROOT.glob(_pattern(path)))] == []


def _pattern(path: str) -> str:
    """`services/<service>/` stands for any service, `NNNN` for any number."""
    return re.sub(r"<[^>]+>|NNNN", "*", path).rstrip("/")


# Papers that the project does not contain: a legal text or the number of a decision can be opened, these cannot.
NOWHERE = re.compile(r"\b(?:issue \d+|domain \d+\.\d+|rule \d+ of|row-\d+|the issue's)")


def test_nothing_is_cited_that_cannot_be_opened() -> None:
    written = files(
        "services/*.py", "services/*.toml", "deploy/*", "adding/*", "bench/*.py", "bin/*", "docs/*.md", "README.md"
    )
    found = {named(path): NOWHERE.findall(path.read_text(encoding="utf-8")) for path in written}
    assert {path: cited for path, cited in found.items() if cited} == {}
