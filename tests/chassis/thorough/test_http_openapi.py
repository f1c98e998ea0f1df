"""The OpenAPI description: true to the routes, and the bodies it describes are refused in French."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chassis.core.manifest import Manifest
from chassis.http.access import Door, allowed_roles, door_of
from chassis.http.app import NoRoutes
from support.http_app import MANIFESTS, Web, assert_problem, web

ENGLISH = re.compile(r"\b(not|must|missing|field|valid|unknown|invalid|null)\b", re.IGNORECASE)


@pytest.fixture(scope="module", params=MANIFESTS, ids=lambda manifest: manifest.name)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    manifest: Manifest = request.param
    with web(tmp_path_factory.mktemp(manifest.name), manifest, role="anybody") as instance:
        yield instance


def described(service: Web) -> dict[str, Any]:
    document: dict[str, Any] = service.get("/openapi.json").get_json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method.upper(), operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        node = list(node.values())
    if isinstance(node, list):
        for below in node:
            yield from references(below)


def body_of(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of what a command is sent."""
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    schema: dict[str, Any] = document["components"]["schemas"][name]
    return schema


def takes(field: dict[str, Any], wrong: object) -> bool:
    """Whether what is wrong nearly everywhere is right for this field."""
    kinds = field["type"] if isinstance(field.get("type"), list) else [field.get("type")]
    if wrong is None:
        return "null" in kinds
    if isinstance(wrong, str):
        return "string" in kinds and set(field) <= {"type", "description", "maxLength"}
    if isinstance(wrong, list):
        return "array" in kinds and all(takes(field["items"], item) for item in wrong)
    return type(wrong) is int and "integer" in kinds and wrong <= field.get("maximum", wrong)


def address(path: str) -> str:
    """A path of the description, with something in the place of its variables."""
    short = re.sub(r"^/romans/\w+/v1", "", path)
    return re.sub(r"{\w+_id}", "00000000-0000-4000-8000-000000000000", re.sub(r"{(house|room|site)}", "canari", short))


def test_the_description_has_the_shape_of_openapi_3_1(service: Web) -> None:
    document = described(service)
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    for _path, _method, operation in operations(document):
        assert operation["summary"]
        assert operation["responses"]
        for response in operation["responses"].values():
            assert "$ref" in response or response["description"]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_of_the_description_leads_somewhere(service: Web) -> None:
    document = described(service)
    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_route_is_described_with_its_path_variables(service: Web) -> None:
    rules = [
        rule
        for rule in service.app.url_map.iter_rules()
        if rule.endpoint != "openapi" and door_of(service.app.view_functions[rule.endpoint]) is Door.API
    ]
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    document = described(service)
    assert {(path, method) for path, method, _ in operations(document)} == routes
    for path, item in document["paths"].items():
        assert re.findall(r"{(\w+)}", path) == [variable["name"] for variable in item.get("parameters", [])]


def test_every_route_is_described_with_its_roles_and_its_problems(service: Web) -> None:
    document = described(service)
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    roles_of = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method): allowed_roles(
            service.app.view_functions[rule.endpoint]
        )
        for rule in service.app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, method, operation in operations(document):
        told = {role for requirement in operation["security"] for role in requirement["bearer"]}
        assert told == roles_of[path, method]
        wanted = {"401", "403", "503"} | ({"400", "409", "413", "415", "422"} if method == "POST" else set())
        assert wanted <= set(operation["responses"])
    for response in document["components"]["responses"].values():
        assert set(response["content"]) == {"application/problem+json"}


def test_every_command_is_described_as_wanting_an_idempotency_key(service: Web) -> None:
    for _path, method, operation in operations(described(service)):
        wants = any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", []))
        assert wants == (method == "POST")


@pytest.mark.parametrize(
    "wrong",
    [None, {"canari": "canari"}, ["canari"], 7_370_073, 7.3, "canari!"],
    ids=["null", "object", "list", "int", "float", "text"],
)
def test_every_field_of_every_command_is_refused_in_french_without_quoting_it(service: Web, wrong: object) -> None:
    document = described(service)
    for path, method, operation in operations(document):
        if method != "POST":
            continue
        properties = body_of(document, operation).get("properties", {})
        told = [name for name, field in properties.items() if not takes(field, wrong)]
        if not told:
            continue
        short = address(path)
        rows = service.rows()
        role = operation["security"][0]["bearer"][0]
        response = service.post(short, dict.fromkeys(properties, wrong), role=role)
        assert_problem(response, 400, "MALFORMED_REQUEST", told[0])
        errors = {error["field"]: error["detail"] for error in response.get_json()["errors"]}
        assert sorted(errors) == sorted(told)
        for detail in errors.values():
            assert not ENGLISH.search(detail.split(" : ")[0]), detail
            assert "7370073" not in detail
        assert "canari" not in response.text
        assert service.rows() == rows


def test_every_field_of_every_command_is_wanted_unless_it_is_told_optional_and_no_other(service: Web) -> None:
    document = described(service)
    for path, method, operation in operations(document):
        if method != "POST":
            continue
        asked = body_of(document, operation)
        response = service.post(address(path), {"comment": "canari"}, role=operation["security"][0]["bearer"][0])
        errors = {error["field"]: error["detail"] for error in response.get_json()["errors"]}
        assert errors.pop("comment") == "Ce champ n'existe pas."
        assert set(errors) == set(asked.get("required", ()))
        assert set(errors.values()) <= {"Ce champ est obligatoire."}


def test_a_service_without_routes_is_not_served(tmp_path: Path) -> None:
    silent = replace(MANIFESTS[0], blueprint=None)
    with pytest.raises(NoRoutes), web(tmp_path, silent, role="anybody"):
        pass
