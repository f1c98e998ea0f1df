"""Who may ask what: nothing is answered to strangers, to the wrong role or to another antenna's people."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from werkzeug.routing import IntegerConverter, Rule

from chassis.core.manifest import Manifest
from chassis.http.access import ANY_ROLE, Door, allowed, allowed_roles, door_of
from chassis.http.openapi import prefix
from chassis.http.session import SESSION
from permanence.manifest import MANIFEST
from support.http_app import MANIFESTS, NOW, Web, assert_problem, web
from support.registration import ROLE
from support.sample_pages.routes import MANIFEST as DESK


@pytest.fixture(scope="module", params=(*MANIFESTS, DESK), ids=lambda manifest: manifest.name)
def any_service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    manifest: Manifest = request.param
    with web(tmp_path_factory.mktemp(manifest.name), manifest, role="nobody") as instance:
        yield instance


@pytest.fixture(scope="module")
def permanence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, ROLE) as instance:
        yield instance


def _some(rule: Rule, variable: str) -> str | int:
    return 1 if isinstance(rule._converters[variable], IntegerConverter) else "00000000-0000-4000-8000-000000000000"


def addresses(instance: Web, door: Door = Door.API) -> list[tuple[str, str]]:
    """Every method of every route behind a door, with something in the place of its variables."""
    adapter = instance.app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {name: _some(rule, name) for name in rule.arguments}, method=method))
        for rule in instance.app.url_map.iter_rules()
        if door_of(instance.app.view_functions[rule.endpoint]) is door
        for method in sorted(rule.methods or ())
    ]


def test_every_route_of_every_service_refuses_a_stranger(any_service: Web) -> None:
    asked = addresses(any_service)
    assert len(asked) >= 4
    for method, address in asked:
        response = any_service.app.test_client().open(address, method=method)
        assert response.status_code == 401, (method, address)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_every_page_of_every_service_leads_a_stranger_to_the_sign_in_page(any_service: Web) -> None:
    asked = addresses(any_service, Door.PAGE)
    assert bool(asked) == (any_service.runtime.manifest.pages is not None)
    for method, address in asked:
        response = any_service.app.test_client().open(address, method=method)
        assert response.status_code == 303, (method, address)
        assert response.headers["Location"].startswith(f"{prefix(any_service.runtime)}/sign-in")


def test_every_page_of_every_service_refuses_a_role_it_does_not_name_and_the_people_of_another_antenna(
    any_service: Web,
) -> None:
    for changes in ({"role": "passer_by"}, {"antenna": "laval"}):
        client = any_service.app.test_client()
        client.set_cookie(SESSION, any_service.token(**changes), path=prefix(any_service.runtime))
        for method, address in addresses(any_service, Door.PAGE):
            if "role" not in changes or not address.endswith("/sign-out"):
                assert client.open(address, method=method).status_code == 403, (method, address)


def test_every_route_of_every_service_refuses_a_role_it_does_not_name(any_service: Web) -> None:
    description = f"{prefix(any_service.runtime)}/openapi.json"
    for method, address in addresses(any_service):
        headers = {"Authorization": f"Bearer {any_service.token(role='passer_by')}"}
        response = any_service.app.test_client().open(address, method=method, headers=headers)
        assert response.status_code == (200 if address == description else 403), (method, address)


def test_every_route_of_every_service_names_its_roles(any_service: Web) -> None:
    for endpoint, view in any_service.app.view_functions.items():
        assert bool(allowed_roles(view)) == (door_of(view) is not Door.PUBLIC), endpoint
        open_to_any_role = endpoint in ("openapi", "session.sign_out", "session.close_session")
        assert (ANY_ROLE in allowed_roles(view)) == open_to_any_role, endpoint


def test_every_route_of_every_service_refuses_the_people_of_another_antenna(any_service: Web) -> None:
    for antenna in ("laval", "departement"):
        for method, address in addresses(any_service):
            headers = {"Authorization": f"Bearer {any_service.token(antenna=antenna)}"}
            response = any_service.app.test_client().open(address, method=method, headers=headers)
            assert response.status_code == 403, (method, address)


def test_a_route_that_names_no_role_is_refused_to_all(permanence: Web) -> None:
    def forgotten() -> str:
        return "secret"

    assert_problem(permanence.with_route("/forgotten", forgotten).get("/forgotten"), 403, "ROLE_REFUSED")


def test_a_route_may_name_any_role_of_the_antenna(permanence: Web) -> None:
    @allowed(ANY_ROLE)
    def welcome() -> str:
        return "hello"

    welcoming = permanence.with_route("/welcome", welcome)
    assert welcoming.get("/welcome", role="whoever").text == "hello"
    assert_problem(welcoming.get("/welcome", antenna="laval"), 403, "ANTENNA_REFUSED")


def test_a_role_called_like_the_mark_of_open_routes_opens_nothing(permanence: Web) -> None:
    assert_problem(permanence.get("/patients/00000000-0000-4000-8000-000000000000", role=ANY_ROLE), 403, "ROLE_REFUSED")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "bearer x", "Bearer a.b.c", "Bearer é"],
    ids=lambda text: text or "-",
)
def test_what_is_no_bearer_token_gets_a_401(permanence: Web, header: str) -> None:
    response = permanence.app.test_client().get("/romans/permanence/v1/openapi.json", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.get_json()["code"] in ("TOKEN_MISSING", "TOKEN_INVALID")


def test_an_expired_token_gets_a_401(permanence: Web) -> None:
    assert_problem(permanence.get("/openapi.json", now=NOW - timedelta(days=1)), 401, "TOKEN_INVALID")


def test_strangers_do_not_learn_which_addresses_exist(permanence: Web) -> None:
    for path in ("/", "/romans/permanence/v1/nothing", "/laval/permanence/v1/patients"):
        assert_problem(permanence.app.test_client().get(path), 401, "TOKEN_MISSING")


def test_people_we_know_are_told_that_an_address_or_a_method_does_not_exist(permanence: Web) -> None:
    for path in ("/nothing", "/patients/", "//patients", "/patients/not-a-uuid"):
        assert_problem(permanence.get(path), 404, "NOT_FOUND")
    response = permanence.get("/patients")
    assert_problem(response, 405, "METHOD_NOT_ALLOWED")
    assert "POST" in response.headers["Allow"]


def test_a_refused_access_is_logged_without_token_person_or_data(permanence: Web) -> None:
    with capture_logs() as lines:
        permanence.get("/patients/00000000-0000-4000-8000-000000000000", role="passer_by", person="anne")
        permanence.app.test_client().get("/romans/permanence/v1/patients")
    known = {"event": "access_refused", "log_level": "warning"}
    assert lines == [
        {**known, "code": "ROLE_REFUSED", "role": "passer_by"},
        {**known, "code": "TOKEN_MISSING", "role": None},
    ]


def test_every_answer_forbids_caching_sniffing_framing_and_telling(permanence: Web) -> None:
    for response in (
        permanence.get("/openapi.json"),
        permanence.get("/nothing"),
        permanence.app.test_client().get("/"),
    ):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
