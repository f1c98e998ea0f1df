"""A morning of a secretary in a real browser without scripts: twenty patients, three walk-ins, a doctor who is late."""

import re
from collections import Counter
from datetime import date

import sqlalchemy as sa

from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.patient.eligibility import Eligibility
from permanence.store.appointments import appointments
from support.permanence.permanence_agenda import MONDAY
from support.permanence.permanence_desk import FAMILIES, LEROY, MARTIN, NGUYEN, PermanenceDesk
from support.reception import Reception

ABSENT = "Cyprès"


def states(desk: PermanenceDesk) -> Counter[AppointmentState]:
    query = sa.select(appointments.c.state).where(appointments.c.day == MONDAY)
    with desk.runtime.database.engine.connect() as connection:
        return Counter(connection.scalars(query))


def test_a_morning_of_twenty_patients_three_walk_ins_and_a_doctor_who_is_late(reception: Reception) -> None:
    desk, screen = reception.desk, reception.screen
    reception.sign_in()
    assert "17 personnes attendues" in screen.text

    # Ten to eight: the list for paper, in case.
    screen.press("Liste de secours")
    assert all(f"{family.upper()} {given}" in screen.text for family, given in FAMILIES[:17])
    assert len(screen.driver.find_elements("css selector", ".tickbox")) == 36 + 3 * 3

    # A call: somebody who is known wants to come today. The keyboard alone, and three pages with the day.
    screen.press("Revenir à la journée")
    screen.pages = 1
    screen.tab_to("Chercher une personne", steps=20)
    screen.type("Orme")
    screen.enter()
    assert "ORME Roger" in screen.text
    screen.tab_to("Aujourd'hui à ", steps=20)
    screen.enter()
    assert "Rendez-vous pris" in screen.text
    assert screen.pages == 3

    # A call: somebody new, from a free slot of the day; she does not meet the conditions, and is taken all the same.
    screen.press("Revenir à la journée")
    screen.press("Réserver 9 h 10", screen.part(".session", NGUYEN))
    screen.press("Inscrire une personne", screen.part("p", "Jamais venu"))
    screen.fill_in(
        birth_name="Tilleul",
        given_names="Gaston",
        birth_on=date(1988, 2, 3),
        phone="06 99 00 00 55",
        commune="Valence",
        no_medecin_traitant_reason="son médecin a pris",
    )
    screen.press("Inscrire", screen.part("form", "Nom de naissance"))
    assert "n'a ni l'âge fixé par l'antenne, ni une ALD" in screen.text
    assert "n'est pas dans le territoire de l'antenne" in screen.text
    screen.shoot("morning-verdict")
    taken_anyway = screen.part("details", "Prendre en charge malgré tout")
    screen.press("Prendre en charge malgré tout", taken_anyway)
    screen.fill_in(taken_anyway, override="Famille")
    screen.press("Prendre en charge", screen.part("form", "Vous en répondez"))
    assert "malgré tout par c.secretaire" in screen.text
    screen.press("Réserver cette place")
    assert "Rendez-vous pris" in screen.text

    # A slot for the first of the waiting list: open the place, one touch.
    screen.press("Revenir à la journée")
    screen.pages = 1
    screen.press("Réserver 9 h 30", screen.part(".session", LEROY))
    screen.press("Réserver", screen.part("li", "1. PEUPLIER"))
    assert "Rendez-vous pris" in screen.text
    assert screen.pages == 3
    assert states(desk) == {AppointmentState.BOOKED: 20}

    # Dr Nguyen calls: she is stuck on the road.
    reception.at(MONDAY, 8, 25)
    screen.press("Revenir à la journée")
    late = screen.part(".session", NGUYEN)
    screen.press("Annoncer un retard", late)
    screen.fill_in(late, minutes="40")
    screen.press("Annoncer", screen.part("form", "Retard, en minutes", late))
    assert "Retard annoncé : 40 min" in screen.part(".session", NGUYEN).text

    # Three people come without an appointment: two known, one new and urgent.
    reception.at(MONDAY, 9, 5)
    for sought, who in (("06 99 00 00 19", MARTIN), ("platane", LEROY)):
        screen.press("La journée")
        screen.pages = 1
        screen.press("Ajouter sans rendez-vous", screen.part(".session", who))
        screen.fill_in(sought=sought)
        screen.press("Chercher", screen.part("form", "Chercher une personne"))
        screen.press("Ajouter à la consultation")
        assert "Sans rendez-vous, ajouté(e)" in screen.text
        assert screen.pages == 4
    screen.press("La journée")
    screen.press("Ajouter sans rendez-vous", screen.part(".session", MARTIN))
    screen.press("Inscrire une personne", screen.part("p", "Jamais venu"))
    screen.fill_in(
        birth_name="Sorbier",
        given_names="Aïcha",
        birth_on=date(1985, 6, 7),
        commune="Bourg-de-Péage",
        no_medecin_traitant_reason="vient d",
        urgent=True,
    )
    screen.press("Inscrire", screen.part("form", "Nom de naissance"))
    assert "donnez le premier créneau du jour" in screen.text
    screen.press("Ajouter à la consultation")
    screen.press("Revenir à la journée")
    assert "23 personnes attendues" in screen.text

    # Everybody comes in turn but one; each is one touch on the day.
    reception.at(MONDAY, 12)
    for number, (family, _) in enumerate(FAMILIES):
        if f"{family.upper()} " in screen.text:
            screen.press("Absent(e)" if family == ABSENT else "Venu(e)", screen.part(".slot", f"{family.upper()} "))
        if number == 12:
            screen.shoot("morning-day")

    # What the page says and what is written agree.
    assert "23 personnes attendues, 22 venues, 1 absente" in screen.text
    assert screen.text.count("sans RDV") == 3
    assert states(desk) == {AppointmentState.HONOURED: 22, AppointmentState.MISSED: 1}
    known = {row["eligibility"] for row in desk.agenda.rows("patients") if row["override"]}
    assert known == {Eligibility.NOT_ELIGIBLE}

    # Every name that was read is in the audit under who read it; none is in the logs of the server.
    assert {person for person, *_ in desk.audited() if not person.startswith("system:")} == {"c.secretaire"}
    logs = reception.log.read_text()
    assert not [family for family, _ in FAMILIES if re.search(rf"\b{family}\b", logs, re.IGNORECASE)]
