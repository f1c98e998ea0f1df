"""The web application of one instance: its routes and pages, closed to strangers, every failure told as fits them."""

from collections.abc import Callable
from pkgutil import resolve_name

import flask
from flask.json.provider import DefaultJSONProvider

from chassis.core.errors import DatabaseUnavailable
from chassis.core.runtime import Runtime
from chassis.http.access import register_access
from chassis.http.failures import register_failures
from chassis.http.measured import register_measures
from chassis.http.openapi import describe, prefix
from chassis.http.pages import register_pages
from chassis.http.routes import EXTENSION
from chassis.http.sign_in import session_pages

MAX_BODY_BYTES = 65_536
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class NoRoutes(Exception):
    """The service has no HTTP side, neither for programs nor for people."""


def create_app(runtime: Runtime, is_open: Callable[[], bool] = lambda: True) -> flask.Flask:
    """Mounts the service's blueprint and its pages under `/<antenna>/<service>/v1/`; 503 as long as it is not open."""
    manifest = runtime.manifest
    if manifest.blueprint is None and manifest.pages is None:
        raise NoRoutes(manifest.name)
    app = flask.Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    app.url_map.merge_slashes = False  # an address is written in one way: no redirections
    app.extensions[EXTENSION] = runtime
    register_measures(app, runtime)
    app.before_request(lambda: _refuse_unless(is_open))
    register_access(app, runtime)
    register_failures(app, runtime)
    api = describe(app, runtime)
    if manifest.blueprint is not None:
        api.register_blueprint(resolve_name(manifest.blueprint), url_prefix=prefix(runtime))
    if manifest.pages is not None:
        register_pages(app, runtime, resolve_name(manifest.pages), session_pages)
    app.after_request(_harden)
    return app


def _refuse_unless(is_open: Callable[[], bool]) -> None:
    if not is_open():
        raise DatabaseUnavailable


def _harden(response: flask.Response) -> flask.Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
