"""A small desk with pages: visits noted by clerks, a question open to all, and routes for programs beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import flask
import sqlalchemy as sa
from marshmallow import fields

from chassis.core.errors import ConcurrentChange, NotFound
from chassis.core.ids import new_id
from chassis.core.manifest import Manifest
from chassis.core.work import UnitOfWork
from chassis.http.bodies import Answer, Body
from chassis.http.fields import amount, choice, choices, civil_day, flag, reference, text, whole
from chassis.http.pages import PUBLIC, Document, Pages, address, render
from chassis.http.problems import FormRefused
from chassis.http.routes import Routes, audited, reading, run
from kernel.said import Between

CLERKS = ("clerk",)
PEOPLE = ("clerk", "director")
REASONS = {"keys": "Des clés", "papers": "Des papiers"}
PURPOSE = "sample.visitor"

metadata = sa.MetaData()
visits = sa.Table(
    "visits",
    metadata,
    sa.Column("visit_id", sa.Uuid, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("visited_on", sa.Date, nullable=False),
    sa.Column("sealed_name", sa.LargeBinary, nullable=False),
)


class Reason(StrEnum):
    KEYS = "keys"
    PAPERS = "papers"


class VisitRule(Exception):
    """Base of the sample's rules."""

    code = "VISIT_TOO_EARLY"
    field = "visited_on"
    text = "Le bureau n'était pas encore ouvert ce jour-là."

    def __init__(self, field: str | None = None) -> None:
        self.field = field or self.field


@dataclass(frozen=True, slots=True)
class NoteVisit:
    subject: str
    visited_on: date
    name: str


def note_visit(command: NoteVisit, work: UnitOfWork) -> Mapping[str, str]:
    if command.visited_on.year < 2024:
        raise VisitRule
    if command.subject == "disputé":
        raise ConcurrentChange
    visit_id = new_id()
    sealed = work.keyring.seal(PURPOSE, command.name.encode())
    row = {"visit_id": visit_id, "subject": command.subject, "visited_on": command.visited_on, "sealed_name": sealed}
    work.session.execute(sa.insert(visits).values(row))
    return {"visit_id": str(visit_id)}


@dataclass(frozen=True, slots=True)
class CallBack:
    """Somebody who came is called again: nothing is kept of it, but who asked is told why."""

    visit_id: Annotated[UUID, "La visite."]
    reason: Annotated[Reason, "Pourquoi on rappelle."]
    called_on: Annotated[date, "Jour de l'appel"]
    minutes: Annotated[int, "Durée, en minutes.", Between(1, 60)] = 5


@dataclass(frozen=True, slots=True)
class CallBackOutcome:
    visit_id: Annotated[UUID, "La visite."]


def call_back(command: CallBack, _work: UnitOfWork) -> CallBackOutcome:
    if command.called_on.year < 2024:
        raise VisitRule("called_on")
    return CallBackOutcome(command.visit_id)


class VisitBody(Body):
    subject = text("Objet de la visite.", longest=80)
    visited_on = civil_day("Jour de la visite")
    name = text("Nom de la personne ; chiffré.", required=False)
    reason = choice(Reason, "Pourquoi.", required=False)
    things = choices(fields.String(), "Ce qui a été remis.")
    minutes = whole("Durée, en minutes.", most=600, required=False)
    paid_cents = amount("Somme reçue", required=False)
    is_urgent = flag("À traiter le jour même.")


class QuestionBody(Body):
    question = text("La question posée.", longest=200)


class WeekQuery(Body):
    since = civil_day("Premier jour montré", required=False)


class CloseBody(Body):
    why = text("Pourquoi la visite est close.")


class VisitReference(Answer):
    visit_id = reference("La visite.")


routes = Routes("desk", __name__, description="Bureau")
pages = Pages(__name__, title="Bureau", home="/visits", filters={"upper": str.upper})


@routes.command("/api/visits", asks=VisitBody, answers=VisitReference, roles=CLERKS)
def record_visit(asked: dict[str, Any]) -> Any:
    """Inscrit une visite."""
    return run(_command(asked))


@pages.page("/visits", roles=PEOPLE, asks=WeekQuery)
def board(asked: dict[str, Any]) -> str:
    with reading() as session:
        found = session.execute(sa.select(visits).order_by(visits.c.visited_on)).all()
    shown = [row for row in found if row.visited_on >= asked.get("since", row.visited_on)]
    return render("board.html.j2", visits=shown, reasons=REASONS)


@pages.form("/visits", asks=VisitBody, shown_on=board, roles=CLERKS)
def add_visit(asked: dict[str, Any]) -> str:
    return address("visit", visit_id=run(_command(asked))["visit_id"])


@pages.form("/visits/<uuid:visit_id>/close", asks=CloseBody, shown_on=board, roles=CLERKS)
def close_visit(asked: dict[str, Any], visit_id: UUID) -> str:
    raise FormRefused(f"Une visite ne se clôt pas pour « {asked['why']} ».", "why")


@pages.page("/visits/<uuid:visit_id>", roles=PEOPLE)
def visit(visit_id: UUID) -> str:
    with audited("visit.show") as read:
        row = read.session.execute(sa.select(visits).where(visits.c.visit_id == visit_id)).one_or_none()
        if row is None:
            raise NotFound
        name = read.unseal(PURPOSE, row.sealed_name, of=visit_id).decode()
    return render("visit.html.j2", visit=row, name=name)


CALL_BACK = routes.ask(
    CallBack, "/api/visits/<uuid:visit_id>/calls", roles=CLERKS, answers=CallBackOutcome, says="Rappelle quelqu'un."
)
pages.form_of(CALL_BACK, "/visits/<uuid:visit_id>/calls", shown_on=visit, title="Rappeler")


@pages.document("/visits/<uuid:visit_id>/receipt", roles=PEOPLE)
def receipt(visit_id: UUID) -> Document:
    return Document(f'Reçu n° 1 – "été"\n/{visit_id}.csv', "text/csv", b"a;b\r\n")


@pages.page("/failing", roles=PEOPLE)
def failing() -> str:
    raise RuntimeError("canari")


@pages.page("/ask", roles=PUBLIC)
def ask() -> str:
    return render("ask.html.j2", thanks="merci" in flask.request.args)


@pages.form("/ask", asks=QuestionBody, shown_on=ask, roles=PUBLIC)
def ask_question(asked: dict[str, Any]) -> str:
    run(NoteVisit(asked["question"], date(2024, 3, 1), ""))
    return address("ask", merci=1)


def _command(asked: dict[str, Any]) -> NoteVisit:
    return NoteVisit(asked["subject"], asked["visited_on"], asked.get("name", ""))


MANIFEST = Manifest(
    name="desk",
    metadata=metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="",
    handlers={NoteVisit: note_visit, CallBack: call_back},
    rule_broken=VisitRule,
    blueprint="support.sample_pages.routes:routes",
    pages="support.sample_pages.routes:pages",
)
