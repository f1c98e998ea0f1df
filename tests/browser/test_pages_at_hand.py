"""What a person finds on the pages in a real browser: a width that fits, names on everything, a keyboard that leads."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from selenium.webdriver.common.keys import Keys

from permanence.commands.declarations import DraftDeclaration, FileDeclaration, SignDeclaration
from permanence.domain.declaration.state import Channel
from support.desk_screen import NARROW, WIDE
from support.permanence.permanence_agenda import MONDAY, SITE
from support.permanence.permanence_desk import MARTIN, PermanenceDesk
from support.reception import Reception

M, N = "10002909371", "10005173140"
STEPS_FROM_THE_CONTENT = 8


def fill(desk: PermanenceDesk) -> None:
    """Declarations at every stage, a minor, and somebody whose name and letters are as long as they come."""
    do, known = desk.agenda.do, desk.patients
    do(DraftDeclaration(known["Chêne"], (M,), MONDAY))
    signed = do(DraftDeclaration(known["Cyprès"], (N,), MONDAY))["declaration_id"]
    do(SignDeclaration(UUID(signed), MONDAY))
    do(FileDeclaration(known["Bouleau"], MONDAY, (M,), Channel.PAPER))
    do(FileDeclaration(known["Genêt"], MONDAY, (M, N), Channel.ONLINE, site=SITE))
    do(DraftDeclaration(desk.register(24, birth_on=MONDAY - timedelta(days=10 * 365)), (M,), MONDAY))
    long = desk.register(
        21,
        birth_name="Châtaignier-Amandier de la Haute-Garenne",
        given_names="Marie-Antoinette Guillemette",
        email="marie-antoinette.chataignier-amandier@courriel.exemple.fr",
        address="Résidence des Marronniers, bâtiment 12, 1284 bis avenue du Général-de-Division, Romans-sur-Isère",
    )
    desk.agenda.book(long, desk.sessions[MARTIN], 5, urgent=True)


def pages(desk: PermanenceDesk) -> Mapping[str, tuple[str, str]]:
    """By the name of its picture: where a page is, and what one comes to it for first."""
    return {
        "day": ("", "Chercher une personne"),
        "place": (f"desk/sessions/{desk.sessions[MARTIN]}?slot=8", "Chercher une personne"),
        "registration": ("desk/registration", "Nom de naissance"),
        "patient": (f"desk/patients/{desk.patients['Chêne']}", "Rendez-vous"),
        "patient-long": (f"desk/patients/{desk.patients['Prunier']}", "Rendez-vous"),
        "places": (f"desk/patients/{desk.patients['Orme']}/places", "9 h 10"),
        "waiting": ("desk/waiting", "Réserver"),
        "declarations": ("desk/declarations", "1 à signer"),
        "practitioners": ("desk/practitioners", "noter : Dr Martin"),
        "day-list": ("desk/day-list", "Revenir à la journée"),
    }


def test_pages_fit_a_telephone_name_all_that_is_used_and_lead_the_keyboard_to_what_is_to_be_done(
    reception: Reception,
) -> None:
    screen = reception.screen
    fill(reception.desk)
    reception.sign_in()
    for name, (path, first) in pages(reception.desk).items():
        screen.resize(WIDE)
        screen.open(path)
        screen.tab_to("Aller au contenu", steps=1)
        screen.type(Keys.ENTER)
        screen.tab_to(first, steps=STEPS_FROM_THE_CONTENT)
        screen.open(path)
        screen.shoot(name)
        screen.resize(NARROW)
        screen.shoot(name)
        folded = screen.scrolled_width
        screen.unfold()
        assert (name, folded, screen.scrolled_width) == (name, NARROW[0], NARROW[0])
        assert (name, screen.nameless()) == (name, [])
        screen.shoot(f"{name}-unfolded")
