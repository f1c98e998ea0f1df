"""`maillage key`: a key that nobody else can read, and which one each database is sealed with."""

from pathlib import Path
from typing import Annotated, Any

import typer

from chassis.core.instance import Instance
from chassis.core.key_check import Examined, examine
from chassis.core.keyring import create_key
from chassis.core.sealed import SealedRows
from chassis.core.sealing import create_pair
from maillage.cli.console import (
    CONFIGURATION,
    FAILED,
    USAGE,
    JsonOption,
    chosen,
    counting,
    err,
    fail,
    guarded,
    load_network,
    out,
    show,
)
from maillage.services import manifests

app = typer.Typer(
    help="La clé secrète du réseau et les paires de scellement : les créer, savoir ce qu'ouvre la clé.",
    no_args_is_help=True,
)

_COLUMNS = {"instance": "instance", "sealed_by": "scellée par", "since": "depuis", "state": "état"}
_ROW_COLUMNS = {
    "instance": "instance",
    "table": "table",
    "purpose": "ce qui est scellé",
    "opened": "lignes ouvertes",
    "refused": "lignes refusées",
}


@app.command("create")
@guarded
def create(file: Annotated[Path, typer.Argument(help="Où l'écrire, par exemple /etc/maillage/maillage.key.")]) -> None:
    """Crée une clé neuve, lisible par son seul propriétaire ; ne remplace jamais une clé existante."""
    try:
        create_key(file)
    except FileExistsError:
        if not file.exists():  # what exists, and is no folder, is above it
            raise
        fail(f"{file} existe déjà : une clé remplacée rendrait illisible ce qu'elle a scellé", FAILED)
    out.print(f"Clé écrite dans {file}. Sauvegardez-la à part : sans elle, rien de scellé ne se relit.")


@app.command("pair")
@guarded
def pair(
    service: Annotated[str, typer.Argument(help="Le service qui ouvrira ce qu'on lui scelle : reporting.")],
    folder: Annotated[Path, typer.Argument(help="Où l'écrire, par exemple /etc/maillage/sealing.")],
) -> None:
    """Crée la paire de clés d'un service : la publique scelle, la privée ouvre ; ne remplace jamais une paire.

    La privée (SERVICE.jwk) ne va qu'aux processus de ce service, la publique (SERVICE.pub.jwk) à tous ceux qui lui
    parlent : dans le dossier MAILLAGE_SEALING_DIR de chacun.
    """
    if service not in manifests():
        fail(f"service inconnu : {service} (connus : {', '.join(sorted(manifests()))})", USAGE)
    try:
        private = create_pair(folder, service)
    except FileExistsError:
        fail(f"{folder / service}.jwk existe déjà : une clé remplacée rendrait illisible ce qui lui est scellé", FAILED)
    out.print(f"Clé privée : {private}, pour {service} seul. Clé publique : {private.with_suffix('.pub.jwk')}.")
    out.print("Sauvegardez la privée à part : sans elle, ce qui est scellé à ce service ne s'ouvre plus.")


@app.command("check")
@guarded
def check(
    service: Annotated[str | None, typer.Argument(help="Nom du service ; tous si absent.")] = None,
    antenna: Annotated[
        str | None, typer.Option("--antenna", "-a", help="Code de l'antenne ; toutes si absent.")
    ] = None,
    every_row: Annotated[
        bool, typer.Option("--list", help="Essaie la clé sur chaque ligne scellée, et compte ; ne montre rien.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Dit par quelle clé chaque base est scellée, et si c'est celle de MAILLAGE_KEY_FILE ; n'écrit rien.

    Une clé porte un nom de seize chiffres, tiré d'elle et qui ne la révèle pas. Statut 3 si une base est scellée par
    une autre clé, ou si une ligne ne s'ouvre pas ; statut 1 si une base n'est pas encore migrée.
    """
    network = load_network()
    found: dict[Instance, Examined] = {}
    with counting("lignes scellées essayées") as progress:
        for instance in chosen(network, service, antenna):
            found[instance] = examine(network.runtime(instance), every_row=every_row, progress=progress)
    if not as_json:
        out.print(f"MAILLAGE_KEY_FILE contient la clé {network.keyring.key_id}")
    if every_row:
        rows = [_told(instance, counted) for instance, examined in found.items() for counted in examined.rows]
        show(rows, _ROW_COLUMNS, as_json=as_json, empty="Rien n'est scellé.")
    else:
        rows = [
            {
                "instance": str(instance),
                "sealed_by": examined.key_id,
                "since": examined.since,
                "state": _state(examined),
            }
            for instance, examined in found.items()
        ]
        show(rows, _COLUMNS, as_json=as_json, empty="")
    _conclude(found)


def _told(instance: Instance, counted: SealedRows) -> dict[str, Any]:
    return {
        "instance": str(instance),
        "table": counted.table,
        "purpose": counted.purpose,
        "opened": counted.opened,
        "refused": counted.refused,
    }


def _state(examined: Examined) -> str:
    if examined.key_id is None:
        return "à migrer : maillage migrate"
    return "cette clé" if examined.accepted else "une autre clé"


def _conclude(found: dict[Instance, Examined]) -> None:
    if others := [str(instance) for instance, examined in found.items() if examined.key_id and not examined.accepted]:
        fail(f"scellées par une autre clé : {', '.join(others)}. Remettez la leur, depuis sa sauvegarde", CONFIGURATION)
    if sum(counted.refused for examined in found.values() for counted in examined.rows):
        fail("des lignes ne s'ouvrent pas avec cette clé : gardez toutes les clés qui ont servi", CONFIGURATION)
    if new := [str(instance) for instance, examined in found.items() if examined.key_id is None]:
        err.print(f"pas encore migrées : {', '.join(new)}")
        raise typer.Exit(FAILED)
