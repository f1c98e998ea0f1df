"""`maillage antenna`: an antenna file that is right at once."""

from datetime import date
from typing import Annotated

import typer

from chassis.core.instance import CODE, RESERVED_ANTENNAS, Instance
from maillage.cli.console import FAILED, USAGE, JsonOption, fail, guarded, load_network, out, show
from maillage.services import manifests

app = typer.Typer(help="Les antennes territoriales.", no_args_is_help=True)


@app.command("list")
@guarded
def list_antennas(as_json: JsonOption = False) -> None:
    """Liste les antennes configurées et leurs services."""
    rows = [
        {"code": a.code, "label": a.label, "opened_on": a.opened_on, "services": ", ".join(a.services)}
        for a in load_network().antennas
    ]
    columns = {"code": "code", "label": "nom", "opened_on": "ouverte le", "services": "services"}
    show(rows, columns, as_json=as_json, empty="Aucune antenne.")


@app.command("add")
@guarded
def add(
    code: Annotated[str, typer.Argument(help="Code, jamais réutilisé : minuscules, chiffres et tirets.")],
    label: Annotated[str, typer.Option(help="Le nom que lisent les gens.")],
    opened_on: Annotated[str, typer.Option(help="Premier jour, AAAA-MM-JJ.")],
    services: Annotated[str, typer.Option(help="Services, séparés par des virgules.")] = "permanence,reporting",
) -> None:
    """Ajoute une antenne : écrit son fichier, puis dit les commandes qui la mettent en service."""
    from chassis.core.config import load_config

    directory = load_config().antennas_dir
    wanted = [name.strip() for name in services.split(",") if name.strip()]
    if not CODE.fullmatch(code) or code in RESERVED_ANTENNAS:
        reserved = ", ".join(sorted(RESERVED_ANTENNAS))
        fail(f"code refusé : {code} (minuscules, chiffres et tirets ; réservés : {reserved})", USAGE)
    if unknown := [name for name in wanted if name not in manifests()]:
        fail(f"service inconnu : {', '.join(unknown)} (connus : {', '.join(manifests())})", USAGE)
    try:
        day = date.fromisoformat(opened_on)
    except ValueError:
        fail("--opened-on s'écrit AAAA-MM-JJ, par exemple 2026-12-01", USAGE)
    if not label.strip() or not label.isprintable() or '"' in label or "\\" in label:
        fail("--label est un nom simple, sans guillemets", USAGE)
    file = directory / f"{code}.toml"
    if file.exists():
        fail(f"{file} existe déjà : rien n'a été changé", FAILED)
    listed = ", ".join(f'"{name}"' for name in wanted)
    file.write_text(f'label = "{label}"\nopened_on = {day.isoformat()}\nservices = [{listed}]\n', encoding="utf-8")
    out.print(f"{file} écrit. Ensuite, sans rien redémarrer d'autre :")
    for name in wanted:
        out.print(f"  une base {Instance(name, code).database}, et son rôle (profil serveur)")
    out.print(f"  maillage migrate --antenna {code}")
    out.print("  maillage topology definitions   # un compte du broker par instance : rabbitmqctl import_definitions")
    out.print("  maillage topology apply")
    for name in wanted:
        out.print(f"  maillage run {name} --antenna {code}")
