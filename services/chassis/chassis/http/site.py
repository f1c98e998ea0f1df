"""The site of one instance: its templates and its style sheet, and what every page of it can say."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from chassis.http import session
from chassis.http.access import Door, allowed_roles, door_of
from chassis.http.forms import Form, Refusal, control_id
from chassis.http.limits import Limits
from chassis.http.problems import TITLES
from chassis.http.tokens import Caller

EXTENSION = "maillage_site"
STYLESHEET = "stylesheet"
_TEMPLATES = Path(__file__).parent / "templates"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of an instance: how they are called and drawn, and how often each public form is taken."""

    runtime: Runtime
    title: str
    home: str
    homes: Mapping[str, str]
    templates: Environment
    style: str
    limits: Mapping[str, Limits]
    offers: Mapping[str, Sequence[tuple[str, str]]]

    def home_of(self, person: Caller | None) -> str:
        """Where this person begins, or somebody who is not signed in."""
        return self.home if person is None else self.homes.get(person.role, self.home)

    @property
    def style_version(self) -> str:
        return hashlib.sha256(self.style.encode()).hexdigest()[:16]


class Here:
    """What the base template says on every page, error pages included."""

    @property
    def title(self) -> str:
        return current_site().title

    @property
    def antenna(self) -> str:
        return current_site().runtime.antenna.label

    @property
    def home(self) -> str:
        return current_site().home_of(self.caller)

    @property
    def stylesheet(self) -> str:
        return flask.url_for(STYLESHEET, version=current_site().style_version)

    @property
    def caller(self) -> Caller | None:
        signed_in: Caller | None = flask.g.get("caller")
        return signed_in

    @property
    def refusal(self) -> Refusal | None:
        refusal: Refusal | None = flask.g.get("refusal")
        return refusal

    @property
    def offered(self) -> Iterator[tuple[str, Form]]:
        """The forms that the page shown offers by itself to who looks at it, each with its title."""
        page, path = flask.g.get("shown", ("", {}))
        for title, name in current_site().offers.get(page, ()):
            roles = allowed_roles(flask.current_app.view_functions[_endpoint(name)])
            if not roles or (self.caller is not None and self.caller.role in roles):
                yield title, form(name, **path)

    @property
    def faults(self) -> Iterator[tuple[str | None, str, str]]:
        """Each fault of the refused form: the field to go to, if it is on the page, its label, and the sentence."""
        if self.refusal is None:
            return
        submission = self.refusal.submission
        labels = self.refusal.labels
        for error in self.refusal.errors:
            is_drawn = error.field in labels
            place = control_id(submission.form, submission.path, error.field) if is_drawn else None
            yield place, labels.get(error.field, ""), error.detail


def make_site(
    runtime: Runtime,
    *,
    title: str,
    home: str,
    homes: Mapping[str, str],
    folder: Path,
    filters: Mapping[str, Callable[..., Any]],
    offers: Mapping[str, Sequence[tuple[str, str]]],
    views: Mapping[str, Callable[..., Any]],
) -> Site:
    sheets = [*sorted(_TEMPLATES.glob("*.css")), *sorted(folder.glob("*.css"))]
    return Site(
        runtime,
        title,
        home,
        homes,
        _templates(folder, tuple(filters.items())),
        style="\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets),
        limits={name: Limits() for name, view in views.items() if door_of(view) is Door.PUBLIC},
        offers=offers,
    )


@cache
def _templates(folder: Path, filters: tuple[tuple[str, Callable[..., Any]], ...]) -> Environment:
    """Compiled once in a process, however many instances' pages it draws."""
    templates = Environment(
        loader=FileSystemLoader([folder, _TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals |= {"here": Here(), "form": form, "address": address}
    templates.filters |= dict(filters)
    return templates


def current_site() -> Site:
    return cast("Site", flask.current_app.extensions[EXTENSION])


def render(template: str, **values: Any) -> str:
    """The page that a template makes of values; everything that is not markup of ours is escaped."""
    return current_site().templates.get_template(template).render(values)


def page_response(html: str, status: int = 200) -> flask.Response:
    response = flask.Response(html, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def problem_page(status: int, code: str, text: str) -> flask.Response:
    """What went wrong, as a page."""
    title = TITLES.get(status, "Demande refusée")
    return page_response(render("problem.html.j2", title=title, code=code, text=text), status)


def address(page: str, **values: Any) -> str:
    """Where a page of the service is, by the name of its view; values that its rule does not name follow `?`."""
    return flask.url_for(_endpoint(page), **values)


def form(name: str, **path: Any) -> Form:
    """A form to draw, by the name of its view; refused a moment ago, it comes with what was typed and the reasons."""
    site, endpoint = current_site(), _endpoint(name)
    answer = _answer_of(endpoint)
    own_path = {key: value for key, value in path.items() if key in answer["arguments"]}
    refusal: Refusal | None = flask.g.get("refusal")
    if refusal is not None and not refusal.concerns(endpoint, own_path):
        refusal = None
    key = new_id() if refusal is None else refusal.key
    is_public = door_of(flask.current_app.view_functions[endpoint]) is Door.PUBLIC
    return Form(
        name=endpoint,
        path=own_path,
        address=flask.url_for(endpoint, **path),
        key=key,
        proof=session.proof(site.runtime, endpoint, key, is_public=is_public),
        schema=answer["asks"](),
        refusal=refusal,
    )


def send_style(version: str) -> flask.Response:
    """The style sheet, under an address that changes with it: kept by browsers for a year."""
    if version != current_site().style_version:
        flask.abort(404)
    response = flask.Response(current_site().style, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _endpoint(name: str) -> str:
    return name if "." in name else f"pages.{name}"


def _answer_of(endpoint: str) -> Mapping[str, Any]:
    """What the routes of a form declared."""
    return vars(flask.current_app.view_functions[endpoint])
