"""An instance's web application on a temporary SQLite database, and the few requests that tests make of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from uuid import uuid4

import flask
import sqlalchemy as sa
from werkzeug.test import TestResponse

from chassis.core import tables
from chassis.core.antenna import Antenna
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.keyring import Keyring
from chassis.core.manifest import Manifest
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.http.app import create_app
from chassis.http.openapi import prefix
from chassis.http.tokens import create_token

NOW = datetime(2024, 3, 1, 11, 0, tzinfo=UTC)
OPENED_ON = date(2023, 9, 4)
MANIFESTS: tuple[Manifest, ...] = tuple(point.load() for point in entry_points(group="maillage.services"))


@dataclass(frozen=True)
class Web:
    """One instance's application; `role` is the one that requests are made in unless they say otherwise."""

    app: flask.Flask
    runtime: Runtime
    role: str

    def token(self, **changes: Any) -> str:
        known = {"person": "somebody", "role": self.role, "antenna": self.runtime.antenna.code, "now": NOW, "days": 1}
        return create_token(self.runtime.keyring, **{**known, **changes})

    def get(self, path: str, **changes: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token(**changes)}"}
        return self.app.test_client().get(prefix(self.runtime) + path, headers=headers)

    def post(self, path: str, body: object, *, key: str | None = None, **changes: Any) -> TestResponse:
        """Sends JSON, or bytes as they are, with a new key unless one is given."""
        content = {"data": body} if isinstance(body, bytes) else {"json": body}
        return self.app.test_client().post(
            prefix(self.runtime) + path,
            headers={"Authorization": f"Bearer {self.token(**changes)}", "Idempotency-Key": key or str(uuid4())},
            content_type="application/json",
            **content,  # type: ignore[arg-type]
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
    """The migrated instance `romans` of a service, at 11:00 UTC on 1 March 2024."""
    database = Database(f"sqlite+pysqlite:///{directory}/{manifest.name}.db")
    migrate(database.engine, manifest.migrations)
    antenna = Antenna("romans", "Romans-sur-Isère", OPENED_ON, None, (manifest.name,), {})
    runtime = Runtime(manifest, antenna, database, Keyring(b"k" * 32), SetClock(NOW))
    try:
        yield Web(create_app(runtime), runtime, role)
    finally:
        database.close()


def assert_problem(response: TestResponse, status: int, code: str, field: str | None = None) -> None:
    """A problem document with that status and code, blaming that field."""
    assert response.content_type == "application/problem+json"
    document = response.get_json()
    assert (response.status_code, document["status"]) == (status, status)
    assert (document["code"], document.get("field")) == (code, field)
    assert document["type"] == f"urn:maillage:problem:{code}"
    assert document["title"]
    assert document["detail"]
