"""The page of who may do what, in French: every address of every service, for programs and for people, by role.

Read from the routes themselves, as they answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import flask

from chassis.core.antenna import Antenna
from chassis.core.clock import SystemClock
from chassis.core.database import Database
from chassis.core.keyring import KEY_BYTES, Keyring
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.http.access import ANY_ROLE, Door, allowed_roles, door_of
from chassis.http.app import create_app

ROLES = {
    "secretary": "secrétaire d'une permanence",
    "doctor": "médecin d'une permanence",
    "coordinator": "coordinateur du réseau",
    "housing_agent": "agent d'une maison des internes",
    "accountant": "comptable",
    "reporter": "qui établit les bulletins",
    "elected_official": "élu",
}
# Where a form answers to other people than the route that asks for the same: the route's name, and why. By the
# service and the form's own name; a difference that is not here is shown as not decided, which a test refuses.
DIFFERENCES = {
    ("housing", "request_stay"): (
        "request_stay",
        (
            "Le formulaire est ouvert à tous : l'interne demande lui-même, sans compte, et reçoit une adresse secrète. "
            "Par l'API, un agent enregistre une demande reçue autrement."
        ),
    ),
    ("housing", "cancel_own_stay"): (
        "cancel_stay",
        (
            "Le formulaire est ouvert à tous : l'adresse secrète de la demande tient lieu de rôle. Par l'API, un agent "
            "annule pour l'occupant."
        ),
    ),
    ("permanence", "cancel_session"): (
        "cancel_session",
        (
            "Le formulaire est sur la feuille du jour, qui nomme des patients et que le coordinateur n'ouvre pas ; il "
            "annule par l'API, parce qu'il organise qui consulte et quand."
        ),
    ),
    ("housing", "record_payment"): (
        "record_payment",
        (
            "Deux pages pour une commande : celle du séjour, que l'agent seul ouvre, et celle des loyers (`pay_rent`), "
            "où le comptable enregistre le même paiement sans voir le dossier de l'occupant."
        ),
    ),
    ("housing", "record_refund"): (
        "record_refund",
        (
            "Deux pages pour une commande, comme pour un paiement : le comptable rend un trop-perçu sur celle des "
            "loyers (`refund_rent`)."
        ),
    ),
    ("housing", "settle_stay"): (
        "settle_stay",
        (
            "Deux pages pour une commande, comme pour un paiement : le comptable solde un séjour sur celle des "
            "loyers (`settle_rent`)."
        ),
    ),
}
UNDECIDED = "**Non décidée.**"

_HEAD = """\
<!-- Généré par `make docs` depuis les routes des services : ne pas modifier à la main. -->
# Qui peut quoi

Cette page est générée par `make docs` : elle lit les routes telles qu'elles répondent. Une route qui ne nomme aucun
rôle est refusée à tous. Les programmes présentent un jeton d'accès, valable pour une antenne et un rôle ; les
personnes, une session ouverte avec ce jeton. `oui` : ce rôle le peut, dans son antenne et nulle part ailleurs.
`public` : n'importe qui, sans jeton ni session.
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One address and one method: what is done there, by whom, and how one comes to it."""

    name: str
    method: str
    address: str
    door: Door
    roles: frozenset[str]
    sentence: str
    command: type | None


def security_page(manifests: Iterable[Manifest]) -> str:
    return "\n".join(_page(manifests)) + "\n"


def ways_of(manifest: Manifest) -> tuple[Way, ...]:
    """Every way into a service, in the order of the addresses."""
    antenna = Antenna("antenne", "Antenne", date(2024, 1, 1), None, (manifest.name,), {})
    # Nobody calls it: only its routes are looked at.
    runtime = Runtime(manifest, antenna, Database("sqlite+pysqlite://"), Keyring(bytes(KEY_BYTES)), SystemClock())
    app = create_app(runtime)
    runtime.database.close()
    return tuple(sorted(_ways(app, runtime.instance.address), key=lambda way: (way.address, way.method)))


def _ways(app: flask.Flask, prefix: str) -> Iterator[Way]:
    for rule in app.url_map.iter_rules():
        view: Callable[..., Any] = app.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Way(
                rule.endpoint.rpartition(".")[2],
                method,
                rule.rule.removeprefix(prefix),
                door_of(view),
                allowed_roles(view),
                (view.__doc__ or "").partition("\n")[0] if door_of(view) is Door.API else "",
                vars(view).get("command"),
            )


def differences(service: str, ways: Sequence[Way]) -> Iterator[tuple[Way, Way]]:
    """Each route for programs with a form that asks for the same and answers to other people."""
    routes = [way for way in ways if way.door is Door.API and way.method == "POST"]
    forms = [way for way in ways if way.door is not Door.API and way.method == "POST"]
    for form in forms:
        for route in routes:
            if _same(service, route, form) and (route.roles, Door.PAGE) != (form.roles, form.door):
                yield route, form


def _same(service: str, route: Way, form: Way) -> bool:
    """A form with a body of its own does not name its command: it is known by its name."""
    if form.command is not None:
        return form.command is route.command
    named, _ = DIFFERENCES.get((service, form.name), (form.name, ""))
    return route.name == named


def _page(manifests: Iterable[Manifest]) -> Iterator[str]:
    ways = {manifest.name: ways_of(manifest) for manifest in manifests}
    yield _HEAD
    yield from _table(("Rôle", "Qui"), [(f"`{role}`", who) for role, who in ROLES.items()])
    yield "\n## Les différences voulues\n"
    yield "Une commande est demandée par un programme et par un formulaire avec les mêmes rôles, sauf ici :\n"
    rows = [
        (f"`{service}.{route.name}`", f"`{form.address}`", _who(form), _who(route), why)
        for service, found in ways.items()
        for route, form in differences(service, found)
        for _, why in [DIFFERENCES.get((service, form.name), ("", UNDECIDED))]
    ]
    yield from _table(("Demande", "Formulaire", "Ses rôles", "Ceux de l'API", "Pourquoi"), rows)
    for service, found in ways.items():
        yield f"\n## {service}"
        for title, door in (("Pour les programmes", Door.API), ("Pour les personnes", Door.PAGE)):
            shown = [way for way in found if (way.door is Door.API) is (door is Door.API)]
            if shown:
                yield f"\n### {title}\n"
                yield from _matrix(shown)


def _matrix(ways: Sequence[Way]) -> Iterator[str]:
    """Only roles that may do something here have a column."""
    shown = [role for role in ROLES if any(role in way.roles for way in ways)]
    unknown = {role for way in ways for role in way.roles} - ROLES.keys() - {ANY_ROLE}
    if unknown:
        raise LookupError(f"roles that this page does not know: {', '.join(sorted(unknown))}")
    rows = [
        (f"`{way.method} {way.address}`", way.sentence or f"`{way.name}`", *(_cell(way, role) for role in shown))
        for way in ways
    ]
    yield from _table(("Adresse", "Pour quoi", *(f"`{role}`" for role in shown)), rows)


def _cell(way: Way, role: str) -> str:
    if way.door is Door.PUBLIC:
        return "public"
    return "oui" if way.roles & {role, ANY_ROLE} else ""


def _who(way: Way) -> str:
    return "public" if way.door is Door.PUBLIC else ", ".join(f"`{role}`" for role in ROLES if role in way.roles)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heading)
    yield _line(["---"] * len(heading))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
