"""`maillage permanence`: what comes into a permanence from other software, and its months counted."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chassis.core.application import execute
from chassis.core.ids import new_id
from chassis.core.instance import Instance
from kernel import french
from maillage.cli.console import FAILED, AntennaOption, JsonOption, err, fail, guarded, load_network, out, show
from permanence.commands.months import CountMonths, CountMonthsOutcome
from permanence.domain.imported.imported import ImportKind, LegalBasis
from permanence.domain.rules import RuleBroken
from permanence.imports.mapping import FileMapping
from permanence.imports.run import Report, Wanted
from permanence.imports.run import import_file as import_whole

app = typer.Typer(no_args_is_help=True)


@app.callback()
def permanence() -> None:
    """Les permanences de consultations."""


@app.command("import")
@guarded
def import_file(
    kind: Annotated[ImportKind, typer.Argument(help="Ce dont parle chaque ligne du fichier.")],
    file: Annotated[Path, typer.Argument(help="Le fichier CSV.", exists=True, dir_okay=False, readable=True)],
    antenna: AntennaOption,
    source: Annotated[
        str, typer.Option("--source", "-s", help="Le logiciel d'où vient le fichier : \\[permanence.imports.<source>].")
    ],
    legal_basis: Annotated[
        LegalBasis | None, typer.Option(help="Pour un fichier d'invitations : la base légale (RGPD, art. 6).")
    ] = None,
    controller: Annotated[
        str | None, typer.Option(help="Pour un fichier d'invitations : le responsable de traitement.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    r"""Reprend un fichier d'un autre logiciel, pour que personne ne saisisse deux fois.

    Le fichier de l'antenne (deploy/antennas/<code>.toml) dit comment lire ceux de chaque logiciel :

      \[permanence.imports.logiciel]
      encoding = "windows-1252"        # sinon utf-8
      delimiter = ";"
      dates = "%d/%m/%Y"

      \[permanence.imports.logiciel.acts.columns]
      external_id = "Acte"
      patient = "Dossier"
      held_on = "Date"
      practitioner_rpps = "RPPS"

      \[permanence.imports.logiciel.acts.codes.act_kind]
      "C" = "consultation"

    D'abord « patients » : les rendez-vous, les actes et les déclarations citent leur numéro de dossier. Le même
    fichier importé deux fois ne change rien. Une ligne qui dit autre chose qu'avant est montrée, jamais appliquée en
    silence, sauf un rendez-vous qui suit son cours. Un mauvais encodage ou un mauvais en-tête refuse tout le fichier.
    Interrompu, l'import reprend où il en était : retapez la même commande.

    Statut 1 si une ligne est rejetée ou diffère : les autres sont prises.
    """
    instance = Instance("permanence", antenna)
    runtime = load_network(instance).runtime(instance)
    wanted = Wanted(source=source, kind=kind, legal_basis=legal_basis, controller=controller)
    bar = Progress(
        TextColumn("lignes"), BarColumn(bar_width=None), MofNCompleteColumn(), TimeElapsedColumn(), console=err
    )
    try:
        with bar:
            task = bar.add_task("lignes", total=None)
            report = import_whole(
                runtime, wanted, file.read_bytes(), lambda done, of: bar.update(task, completed=done, total=of)
            )
    except RuleBroken as rule:
        fail(f"{rule.text}\nRien n'a été importé ({rule.code}, {rule.field}).")
    finally:
        runtime.database.close()
    _tell(report, as_json=as_json)
    if report.rejected or report.different:
        raise typer.Exit(FAILED)


@app.command("count")
@guarded
def count_months(antenna: AntennaOption, as_json: JsonOption = False) -> None:
    """Compte les mois clos, et dit au bilan ce qui ne l'a pas été ou a changé.

    Une instance le fait d'elle-même chaque jour ; cette commande le fait tout de suite. Rien n'a changé : rien n'est
    dit de nouveau. Les nombres partent scellés à la clé du bilan (maillage key pair) : lui seul les ouvre.
    """
    instance = Instance("permanence", antenna)
    runtime = load_network(instance).runtime(instance)
    counted: CountMonthsOutcome = execute(runtime, CountMonths(), new_id())
    if as_json:
        typer.echo(json.dumps(asdict(counted)))
        return
    told = french.counted(counted.told, "compte dit", "comptes dits")
    corrected = french.counted(counted.corrected, "dit", "dits")
    out.print(f"{told} pour la première fois, {corrected} de nouveau parce que le compte a changé.")


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        document = {"import_id": str(report.import_id), "resumed": report.resumed, "lines": report.lines}
        told = {
            "rejected": [asdict(one) for one in report.rejected],
            "different": [asdict(one) for one in report.different],
            "warned": [asdict(one) for one in report.warned],
        }
        typer.echo(json.dumps(document | asdict(report.totals) | told, ensure_ascii=False, indent=2))
        return
    if report.resumed:
        out.print("L'import interrompu de ce fichier a été repris.")
    totals = report.totals
    out.print(
        f"{report.lines} lignes : {totals.taken} prises, {totals.known} déjà connues, "
        f"{totals.advanced} rendez-vous suivis, {totals.different} différentes, {totals.rejected} rejetées."
    )
    if report.rejected:
        columns = {"line": "ligne", "column": "colonne", "code": "règle", "text": "raison"}
        rows = [{**asdict(one), "column": _column(one.field, report.mapping)} for one in report.rejected]
        show(rows, columns, as_json=False, empty="")
    if report.different:
        out.print("Ces lignes disent autre chose que la fois d'avant ; rien n'a été changé :")
        rows = [
            {"line": one.line, "columns": ", ".join(_column(name, report.mapping) for name in one.fields)}
            for one in report.different
        ]
        show(rows, {"line": "ligne", "columns": "colonnes"}, as_json=False, empty="")
    if report.warned:
        out.print("Ces lignes ont été prises, avec un avertissement :")
        rows = [{"line": one.line, "warnings": ", ".join(one.warnings)} for one in report.warned]
        show(rows, {"line": "ligne", "warnings": "avertissements"}, as_json=False, empty="")


def _column(field: str, mapping: FileMapping) -> str:
    """The heading that people see in their file."""
    return mapping.columns.get(field, field)
