"""The web application of one instance: its routes, closed to strangers, every failure a problem document."""

from pkgutil import resolve_name

import flask
from flask.json.provider import DefaultJSONProvider
from structlog.contextvars import bind_contextvars

from chassis.core.instance import Instance
from chassis.core.runtime import Runtime
from chassis.http.access import register_access
from chassis.http.failures import register_failures
from chassis.http.openapi import describe, prefix
from chassis.http.routes import EXTENSION

MAX_BODY_BYTES = 65_536
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class NoRoutes(Exception):
    """The service has no HTTP side."""


def create_app(runtime: Runtime) -> flask.Flask:
    """Mounts the service's blueprint under `/<antenna>/<service>/v1/`."""
    if runtime.manifest.blueprint is None:
        raise NoRoutes(runtime.manifest.name)
    app = flask.Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    app.url_map.merge_slashes = False  # an address is written in one way: no redirections
    app.extensions[EXTENSION] = runtime
    app.before_request(lambda: _name_log_lines(runtime.instance))
    register_access(app, runtime)
    register_failures(app, runtime)
    describe(app, runtime).register_blueprint(resolve_name(runtime.manifest.blueprint), url_prefix=prefix(runtime))
    app.after_request(_harden)
    return app


def _name_log_lines(instance: Instance) -> None:
    # In each request, because a server's threads do not inherit what the process bound.
    bind_contextvars(service=instance.service, antenna=instance.antenna)


def _harden(response: flask.Response) -> flask.Response:
    response.headers.update(_HEADERS)
    return response
