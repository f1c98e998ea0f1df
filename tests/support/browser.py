"""A browser without a screen: keeps cookies, fills in the forms of the page it is on, follows nothing by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any, Self
from urllib.parse import urlencode

from werkzeug.test import Client, TestResponse

from chassis.http.openapi import prefix
from support.http_app import Web

_NUMBERS = count(1)
TYPE = "application/x-www-form-urlencoded"


@dataclass
class PageForm:
    """A form as it stands on a page: where it goes, and what it would send untouched."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page, its elements and their texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        self.elements.append((tag, at))
        name = at.get("name") or ""
        if tag == "form":
            self.forms.append(PageForm(at.get("action") or ""))
        elif tag == "input" and (at.get("type") not in ("checkbox", "radio") or "checked" in at):
            self.forms[-1].values.setdefault(name, []).append(at.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in at and self._select:
            self.forms[-1].values[self._select] = [at.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            self.forms[-1].values[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area][0] += data.removeprefix("\n")


def elements(page: TestResponse, tag: str) -> list[dict[str, str | None]]:
    return [attributes for found, attributes in _Forms(page.text).elements if found == tag]


class Browser:
    """One person's browser on one instance, at an address of its own unless one is given."""

    def __init__(self, web: Web, address: str = "", host: str = "localhost") -> None:
        number = next(_NUMBERS)
        address = address or f"203.0.{number // 250}.{number % 250}"
        self.web = web
        self.root = prefix(web.runtime)
        self.client: Client = web.app.test_client()
        self._surroundings: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": address}, "base_url": f"http://{host}"}

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(self._full(path), **self._surroundings, **options)

    def post(self, path: str, typed: Mapping[str, Any] | bytes, **options: Any) -> TestResponse:
        data = typed if isinstance(typed, bytes) else urlencode(typed, doseq=True)
        return self.client.post(
            self._full(path), **({"content_type": TYPE, "data": data} | self._surroundings | options)
        )

    def form(self, page: TestResponse, path: str) -> PageForm:
        """The page's form that goes to a path."""
        (found,) = (form for form in _Forms(page.text).forms if form.action == self._full(path))
        return found

    def send(self, page: TestResponse, path: str, **typed: Any) -> TestResponse:
        """Fills in a form of a page and sends it."""
        return self.post(path, {**self.form(page, path).values, **typed})

    def signed_in(self, **changes: Any) -> Self:
        """After the person gave a token made with these changes."""
        answer = self.send(self.get("/sign-in"), "/sign-in", token=self.web.token(**changes))
        assert answer.status_code == 303, answer.text
        return self

    def cookie(self, name: str) -> str | None:
        host = self._surroundings["base_url"].removeprefix("http://").partition(":")[0]
        found = self.client.get_cookie(name, domain=host, path=self.root)
        return None if found is None else found.value

    def _full(self, path: str) -> str:
        return path if path.startswith(self.root) else self.root + path
