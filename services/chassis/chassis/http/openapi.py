"""The OpenAPI 3.1 description of an instance, made from its routes and their schemas."""

from http import HTTPStatus
from threading import Lock
from typing import Any

import flask
import flask_smorest

from chassis.core.runtime import Runtime
from chassis.http.access import ANY_ROLE, allowed
from chassis.http.problems import CONTENT_TYPE, TITLES, ProblemDocument


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest ships no types
    """flask-smorest's collector of routes, with our problem documents in the place of its errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._undescribed: list[flask_smorest.Blueprint] = []
        self._describing = Lock()

    def register_blueprint(self, blueprint: flask_smorest.Blueprint, *, url_prefix: str) -> None:
        """Mounts routes. They are described when somebody asks: that takes as long as all the rest of a start."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, url_prefix=url_prefix)
        self._undescribed.append(blueprint)

    def document(self) -> dict[str, Any]:
        with self._describing:
            while self._undescribed:
                blueprint = self._undescribed[0]
                blueprint.register_views_in_doc(self, self._app, self.spec, name=blueprint.name, parameters=None)
                self.spec.tag({"name": blueprint.name, "description": blueprint.description})
                del self._undescribed[0]
            described: dict[str, Any] = self.spec.to_dict()
            return described

    def _register_error_handlers(self) -> None:
        """`failures.py` answers."""

    def _register_pagination_header(self) -> None:
        """Nothing is paginated."""

    def _register_responses(self) -> None:
        for status, title in TITLES.items():
            content = {CONTENT_TYPE: {"schema": ProblemDocument}}
            self.spec.components.response(
                HTTPStatus(status).name, {"description": title, "content": content}, lazy=True
            )


def describe(app: flask.Flask, runtime: Runtime) -> Api:
    """Prepares the description and its address, open to any valid token of the antenna."""
    api = Api(
        app,
        spec_kwargs={
            "title": f"Maillage : {runtime.instance.service}, {runtime.antenna.label}",
            "version": "1",
            "openapi_version": "3.1.0",
            "security": [{"bearer": []}],
            "info": {
                "description": (
                    "Toute demande porte un jeton d'accès, valable pour cette antenne et pour un rôle. "
                    "Toute erreur est un document de problème (RFC 9457)."
                )
            },
        },
    )
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})

    @allowed(ANY_ROLE)
    def openapi() -> flask.Response:
        return flask.jsonify(api.document())

    app.add_url_rule(f"{prefix(runtime)}/openapi.json", view_func=openapi)
    return api


def prefix(runtime: Runtime) -> str:
    """Where an instance's routes begin."""
    return runtime.instance.address
