"""What a service's `pages` are written with: pages and documents to read, forms to send, for people with a browser."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

import flask
from werkzeug.wrappers import Response

from chassis.core.errors import CommandReused, ConcurrentChange, DatabaseUnavailable, Problem
from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from chassis.http import session
from chassis.http.access import PUBLIC, Door, Roles, View, allowed, allowed_roles, caller, door_of
from chassis.http.bodies import Body
from chassis.http.failures import log_unavailable
from chassis.http.forms import (
    Refusal,
    Submission,
    check_drawn,
    check_supported,
    errors_of,
    load,
    read_form,
    read_pairs,
    take_key,
)
from chassis.http.problems import FormNotVerified, FormRefused, Malformed, TooManyRequests
from chassis.http.routes import Ask, arguments_of, current_runtime
from chassis.http.site import (
    EXTENSION,
    STYLESHEET,
    address,
    current_site,
    make_site,
    page_response,
    render,
    send_style,
)

__all__ = ["PUBLIC", "Document", "FormMisplaced", "Pages", "address", "register_pages", "render"]


Filters = Mapping[str, Callable[..., Any]]

_REUSED = (
    "Ce formulaire a déjà été envoyé, avec d'autres réponses. Vérifiez ce qui a été enregistré ; "
    "pour une demande de plus, renvoyez-le."
)


class FormMisplaced(Exception):
    """A form is shown on a page that its own people may open, and that needs nothing more from the address."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a browser saves under a name."""

    name: str
    media_type: str
    content: bytes


class Pages(flask.Blueprint):
    """A service's pages: each route says to which roles it answers, or that it is `PUBLIC`.

    Templates (`*.html.j2`) and styles (`*.css`) are in the folder of the module that makes this. A blueprint apart
    from `Routes`: another door (the session's cookie), other errors, and nothing in the OpenAPI description.
    `home` is where people begin; `homes`, by role, where those begin who may not open it.
    """

    def __init__(
        self,
        import_name: str,
        *,
        title: str,
        home: str = "/",
        homes: Mapping[str, str] | None = None,
        filters: Filters | None = None,
        name: str = "pages",
    ) -> None:
        super().__init__(name, import_name)
        self.title = title
        self.home = home
        self.homes = dict(homes or {})
        self.filters = dict(filters or {})
        self._shows: dict[Callable[..., Any], Callable[..., str]] = {}
        # By page, the forms that it offers by itself, each under its title.
        self.offers: dict[str, list[tuple[str, str]]] = {}

    def page(self, rule: str, *, roles: Roles, asks: type[Body] | None = None) -> Callable[[View], View]:
        """A GET: the view returns what `render` made. With `asks` it first gets what follows `?`, checked."""

        def register(view: View) -> View:
            def show(**path: Any) -> str:
                flask.g.shown = (view.__name__, path)
                html: str = view(**path) if asks is None else view(load(asks, _query()), **path)
                return html

            self._shows[view] = allowed(*_named(roles), door=_door(roles))(show)
            vars(show)["arguments"] = arguments_of(rule)
            self._add(rule, "GET", view, lambda **path: page_response(show(**path)), roles)
            return view

        return register

    def form(
        self, rule: str, *, asks: type[Body], shown_on: Callable[..., str], roles: Roles
    ) -> Callable[[View], View]:
        """A POST: the view gets the checked body and returns the address to go on to.

        What is refused is told on the page `shown_on`, with what was typed.
        """
        check_supported(asks)
        shows = self._shows[shown_on]
        has_more_people = not set(_named(roles)) <= allowed_roles(shows)
        if _door(roles) is not door_of(shows) or has_more_people or not vars(shows)["arguments"] <= arguments_of(rule):
            raise FormMisplaced(
                f"{rule} on {shown_on.__name__}: show it where all its people may go, and where its address leads"
            )

        def register(view: View) -> View:
            def answer(**path: Any) -> Response:
                return _answer(view, asks, shows, path)

            vars(answer).update(asks=asks, arguments=arguments_of(rule))
            self._add(rule, "POST", view, answer, roles)
            return view

        return register

    def form_of(
        self,
        ask: Ask,
        rule: str,
        *,
        shown_on: Callable[..., str],
        then: Callable[..., str] | None = None,
        name: str | None = None,
        title: str | None = None,
        given: Mapping[str, Any] | None = None,
        roles: tuple[str, ...] | None = None,
    ) -> None:
        """A POST that asks for the same as a route for programs: its body, its roles, its command.

        What the address holds and what is `given` is not typed; what only the page needs of its address is not the
        command's. `then(outcome, **path)` is the address to go on to: the page `shown_on`, unless it says otherwise.
        Templates know the form by `name`, else by its command's. `roles`: fewer people, those who may open the page.
        With a `title`, no template draws it: its page offers it, folded under the title, each field as it says itself.
        """
        fixed = dict(given or {})
        go_on = then or self.to(shown_on)

        def view(asked: dict[str, Any], **path: Any) -> str:
            return go_on(ask.run({**asked, **fixed}, path), **path)

        view.__name__ = name or ask.name
        vars(view)["command"] = ask.command
        body = ask.body(arguments_of(rule) | fixed.keys())
        self.form(rule, asks=body, shown_on=shown_on, roles=roles or ask.roles)(view)
        if title is not None:
            check_drawn(body)
            if arguments_of(rule) != vars(self._shows[shown_on])["arguments"]:
                raise FormMisplaced(f"{rule} on {shown_on.__name__}: a page offers what its own address says whole")
            self.offers.setdefault(shown_on.__name__, []).append((title, view.__name__))

    def to(self, page: Callable[..., str], *, part: str = "") -> Callable[..., str]:
        """Goes on to a page, at a part of it: `part` may name what the address holds, as `attente-{entry_id}`."""
        arguments, name = vars(self._shows[page])["arguments"], page.__name__

        def go_on(_outcome: Any, **path: Any) -> str:
            return address(name, **{key: path[key] for key in arguments}, _anchor=part.format_map(path) or None)

        return go_on

    def document(self, rule: str, *, roles: Roles) -> Callable[[View], View]:
        """A GET: the view returns a `Document`, which the browser saves."""

        def register(view: View) -> View:
            self._add(rule, "GET", view, lambda **path: _download(view(**path)), roles)
            return view

        return register

    def _add(self, rule: str, method: str, view: View, answer: Callable[..., Response], roles: Roles) -> None:
        marked = allowed(*_named(roles), door=_door(roles))(wraps(view)(answer))
        self.add_url_rule(rule, view.__name__, marked, methods=[method])


def register_pages(app: flask.Flask, runtime: Runtime, pages: Pages, *shared: Pages) -> None:
    """Mounts a service's pages, with those of every service, beside its routes for programs."""
    for blueprint in (pages, *shared):
        app.register_blueprint(blueprint, url_prefix=runtime.instance.address)
    app.add_url_rule(
        f"{runtime.instance.address}/style-<version>.css", STYLESHEET, allowed(door=Door.PUBLIC)(send_style)
    )
    app.extensions[EXTENSION] = make_site(
        runtime,
        title=pages.title,
        home=runtime.instance.address + pages.home,
        homes={role: runtime.instance.address + home for role, home in pages.homes.items()},
        folder=Path(pages.root_path),
        filters=pages.filters,
        offers=pages.offers,
        views=app.view_functions,
    )


def _answer(view: Callable[..., str], asks: type[Body], shows: Callable[..., str], path: dict[str, Any]) -> Response:
    runtime = current_runtime()
    submission = _submission(runtime, path)
    flask.g.submission = submission
    rules = () if runtime.manifest.rule_broken is None else (runtime.manifest.rule_broken,)
    try:
        go_on_to = view(load(asks, submission.typed), **path)
    except (Malformed, FormRefused, CommandReused, ConcurrentChange, DatabaseUnavailable) as problem:
        if problem.status == 503:
            log_unavailable(problem, runtime)
        return _shown_again(submission, shows, problem, problem.status)
    except rules as rule:
        return _shown_again(submission, shows, rule, 422)
    if not go_on_to.startswith(f"{runtime.instance.address}/"):
        raise ValueError("a form goes on to a page of its own instance")
    return flask.redirect(go_on_to, 303)


def _submission(runtime: Runtime, path: Mapping[str, Any]) -> Submission:
    """Reads a form that one of our pages gave to the same browser; raises `FormNotVerified`."""
    endpoint = flask.request.endpoint or ""
    is_public = door_of(flask.current_app.view_functions[endpoint]) is Door.PUBLIC
    if is_public:
        _check_rate(runtime, endpoint)
    if session.comes_from_elsewhere():
        raise FormNotVerified
    typed = read_form(flask.request)
    key, told = take_key(typed)
    if not session.is_proven(runtime, endpoint, key, told, is_public=is_public):
        raise FormNotVerified
    author = f"visitor {session.visitor(runtime)}" if is_public else caller().person
    return Submission(endpoint, path, author, key, typed)


def _check_rate(runtime: Runtime, endpoint: str) -> None:
    limits = current_site().limits[endpoint]
    if seconds := limits.seconds_to_wait(flask.request.remote_addr or "", runtime.clock.now()):
        raise TooManyRequests(seconds)


def _shown_again(submission: Submission, shows: Callable[..., str], error: Any, status: int) -> Response:
    is_reused = isinstance(error, CommandReused)
    errors = errors_of(Problem(_REUSED) if is_reused else error)
    flask.g.refusal = Refusal(submission, errors, new_id() if is_reused else submission.key)
    return page_response(shows(**{name: submission.path[name] for name in vars(shows)["arguments"]}), status)


def _download(document: Document) -> Response:
    response = flask.Response(document.content, mimetype=document.media_type)
    name = "".join(c for c in document.name if c.isprintable() and c not in '/\\:*?"<>|') or "document"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "document"
    # Two names: the second is for browsers that read accents, which is all of the last ten years.
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


def _query() -> dict[str, list[str]]:
    return read_pairs(flask.request.query_string)


def _named(roles: Roles) -> tuple[str, ...]:
    return () if roles is PUBLIC else roles


def _door(roles: Roles) -> Door:
    return Door.PUBLIC if roles is PUBLIC else Door.PAGE
