"""Who may do what, as the page says it: every route, and each difference between a form and its route explained."""

from maillage.documents.security_page import DIFFERENCES, UNDECIDED, differences, security_page, ways_of
from maillage.services import manifests

WAYS = {manifest.name: ways_of(manifest) for manifest in manifests().values()}


def test_every_address_of_every_service_is_on_the_page() -> None:
    page = security_page(manifests().values())
    for service, ways in WAYS.items():
        assert f"## {service}" in page
        for way in ways:
            assert f"`{way.method} {way.address}`" in page


def test_a_role_that_may_and_one_that_may_not_are_told_apart() -> None:
    lines = security_page(manifests().values()).splitlines()
    heading = next(line for line in lines if line.startswith("| Adresse") and "`reporter`" in line)
    assert heading == "| Adresse | Pour quoi | `reporter` | `elected_official` |"
    (bulletins,) = (line for line in lines if line.startswith("| `GET /bulletins` |"))
    assert bulletins.endswith("| oui | oui |")
    (rents,) = (line for line in lines if line.startswith("| `POST /houses/<house>/rooms` |"))
    assert rents.endswith("|  | oui |  |")
    assert any(line.startswith("| `POST /request` |") and "public" in line for line in lines)


def test_a_form_answers_to_others_than_its_route_only_where_it_is_said_why() -> None:
    found = {(service, form.name) for service, ways in WAYS.items() for _, form in differences(service, ways)}
    assert found == set(DIFFERENCES)
    assert UNDECIDED not in security_page(manifests().values())
