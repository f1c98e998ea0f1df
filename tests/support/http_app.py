"""An instance's web application on a temporary SQLite database, and the few requests that tests make of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import flask
import sqlalchemy as sa
from structlog.contextvars import clear_contextvars
from werkzeug.test import TestResponse

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.http.app import create_app
from chassis.http.openapi import prefix
from chassis.http.tokens import create_token
from support.runtimes import impatient, sqlite_runtime

NOW = datetime(2024, 3, 1, 11, 0, tzinfo=UTC)
MANIFESTS: tuple[Manifest, ...] = tuple(point.load() for point in entry_points(group="maillage.services"))


@dataclass(frozen=True)
class Web:
    """One instance's application; `role` is the one that requests are made in unless they say otherwise."""

    app: flask.Flask
    runtime: Runtime
    role: str

    def with_route(self, path: str, view: Callable[[], str]) -> Self:
        """The same instance with one route more, named after the view."""
        app = create_app(self.runtime)
        app.add_url_rule(prefix(self.runtime) + path, view_func=view)
        return replace(self, app=app)

    @contextmanager
    def impatient(self) -> Iterator[Self]:
        """The same instance, whose database does not wait for another writer to end."""
        with impatient(self.runtime) as runtime:
            yield replace(self, app=create_app(runtime), runtime=runtime)

    def token(self, **changes: Any) -> str:
        known = {"person": "somebody", "role": self.role, "antenna": self.runtime.antenna.code, "now": NOW, "days": 1}
        return create_token(self.runtime.keyring, **{**known, **changes})

    def get(self, path: str, **changes: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token(**changes)}"}
        return self.app.test_client().get(prefix(self.runtime) + path, headers=headers)

    def post(self, path: str, body: object, *, key: str | None = None, **changes: Any) -> TestResponse:
        """Sends JSON, or bytes as they are, with a new key unless one is given."""
        return self.app.test_client().post(
            prefix(self.runtime) + path,
            headers={"Authorization": f"Bearer {self.token(**changes)}", "Idempotency-Key": key or str(uuid4())},
            content_type="application/json",
            data=body if isinstance(body, bytes) else json.dumps(body),
        )

    def rows(self) -> Mapping[str, int]:
        """How many rows each table holds."""
        everything = [*tables.metadata.sorted_tables, *self.runtime.manifest.metadata.sorted_tables]
        with self.runtime.database.engine.connect() as connection:
            return {
                table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for table in everything
            }


@contextmanager
def web(directory: Path, manifest: Manifest, role: str) -> Iterator[Web]:
    """The instance `romans` of a service, at 11:00 UTC on 1 March 2024."""
    runtime = sqlite_runtime(directory, manifest, clock=SetClock(NOW))
    try:
        yield Web(create_app(runtime), runtime, role)
    finally:
        runtime.database.close()
        clear_contextvars()  # requests run in the test's own thread, and name its log lines


def assert_problem(response: TestResponse, status: int, code: str, field: str | None = None) -> None:
    """A problem document with that status and code, blaming that field."""
    assert response.content_type == "application/problem+json"
    document = response.get_json()
    assert (response.status_code, document["status"]) == (status, status)
    assert (document["code"], document.get("field")) == (code, field)
    assert document["type"] == f"urn:maillage:problem:{code}"
    assert document["title"]
    assert document["detail"]
