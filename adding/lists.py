"""`python -m adding.lists`: the lists that mypy and import-linter want, between two marks of `pyproject.toml`."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from adding.discovered import ROOT, distributions, having, services

BEGIN, END = "# <services>", "# </services>"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, autoescape=select_autoescape()
)


class MarksMissing(Exception):
    """`pyproject.toml` has no place for the lists."""

    def __init__(self) -> None:
        super().__init__(f"pyproject.toml n'a pas de ligne « {BEGIN} » suivie d'une ligne « {END} »")


def with_lists(root: Path = ROOT) -> str:
    """The text of `pyproject.toml` as it should be; raises `MarksMissing`."""
    before, begin, rest = (root / "pyproject.toml").read_text(encoding="utf-8").partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    if not begin or not end:
        raise MarksMissing
    lists = _TEMPLATES.get_template("lists.toml.j2").render(
        distributions=distributions(root),
        services=services(root),
        domains=[f"{name}.domain" for name in having("domain", root)],
        stores=[f"{name}.store" for name in having("store", root)],
        doors=[f"{name}.{door}" for door in ("http", "pages") for name in having(door, root)],
    )
    return f"{before}{begin}{lists}\n{end}{after}"


if __name__ == "__main__":
    (ROOT / "pyproject.toml").write_text(with_lists(), encoding="utf-8")
