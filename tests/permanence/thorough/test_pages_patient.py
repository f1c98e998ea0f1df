"""Finding, registering and serving a patient from pages: no name in any address, every reading in the audit."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from permanence.commands.waiting_list import AnswerOffer
from support.browser import Browser, elements
from support.permanence.permanence_agenda import MONDAY, SITE
from support.permanence.permanence_desk import LEROY, MARTIN, NGUYEN, PermanenceDesk, permanence_desk

NEW = {
    "birth_name": "Tilleul",
    "given_names": "Gaston",
    "birth_on": "1949-03-12",
    "phone": "06 99 00 00 99",
    "commune": "romans sur isère",
    "no_medecin_traitant_reason": "doctor_retired",
    "ald_status": "none",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PermanenceDesk]:
    with permanence_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def secretary(desk: PermanenceDesk) -> Browser:
    return desk.signed_in()


def followed(browser: Browser, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"].partition("#")[0])


def sent(browser: Browser, page: TestResponse, end: str, **typed: Any) -> TestResponse:
    """Sends the first form of a page whose address ends so, and follows."""
    paths = [(at.get("action") or "") for at in elements(page, "form")]
    path = next(path for path in paths if path.partition("?")[0].endswith(end))
    return followed(browser, browser.send(page, path, **typed))


def search(browser: Browser, sought: str) -> TestResponse:
    return browser.send(browser.get("/"), "/desk/search", sought=sought)


@pytest.mark.parametrize(
    "sought", ["laurier", "YVONNE LAURIER", "Laurier Yvonne", "12/12/1947", "06.99.00.00.11", "laurier 12 12 1947"]
)
def test_somebody_is_found_by_name_birth_date_or_phone(desk: PermanenceDesk, secretary: Browser, sought: str) -> None:
    answer = search(secretary, sought)
    assert answer.headers["Location"].endswith(f"/desk/patients/{desk.patients['Laurier']}")
    page = followed(secretary, answer)
    assert "LAURIER Yvonne" in page.text
    assert "75\N{NO-BREAK SPACE}ans" in page.text


def test_several_are_listed_with_what_tells_them_apart(desk: PermanenceDesk, secretary: Browser) -> None:
    desk.register(24, birth_name="Laurier", given_names="Anna", birth_on=date(1980, 5, 6), phone="0699000077")
    page = followed(secretary, search(secretary, "laurier"))
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "2 fiches trouvées" in text
    assert "LAURIER Anna" in text
    assert "né(e) le 06/05/1980, 43 ans · 06 99 00 00 77" in text


def test_nobody_found_leads_to_the_registration_and_nothing_is_read(desk: PermanenceDesk, secretary: Browser) -> None:
    before = len(desk.audited())
    page = followed(secretary, search(secretary, "Sequoia"))
    assert "Inscrire une personne" in page.text
    # The day was read to search from; the search itself read nobody.
    assert {action for _, action, _ in desk.audited()[before:]} == {"day.show"}


@pytest.mark.parametrize(
    ("sought", "told"), [("31/02/1950", "n’existe pas"), ("42", "nom entier"), ("", "obligatoire")]
)
def test_what_cannot_be_searched_is_said_beside_the_box(secretary: Browser, sought: str, told: str) -> None:
    answer = search(secretary, sought)
    assert answer.status_code in (400, 422)
    assert told in answer.text


def test_no_name_nor_birth_date_nor_phone_is_in_an_address_or_a_log(
    desk: PermanenceDesk, secretary: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = [search(secretary, sought) for sought in ("laurier", "12/12/1947", "0699000011", "Orme", "Sequoia")]
    page = secretary.get(f"/desk/registration?session={desk.sessions[MARTIN]}&slot=5")
    seen.append(secretary.send(page, f"/desk/registration?session={desk.sessions[MARTIN]}&slot=5", **NEW))
    links = [at.get("href") or "" for answer in seen for at in elements(followed(secretary, answer), "a")]
    told = " ".join([answer.headers["Location"] for answer in seen] + [link for link in links if "tel:" not in link])
    told += "".join(capsys.readouterr())
    for secret in ("aurier", "rme/", "illeul", "12/1947", "1947-12", "03/1949", "1949-03", "0699000011", "equoia"):
        assert secret not in told


def test_a_registration_that_meets_the_conditions_says_so_and_takes_the_chosen_place(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    place = f"session={desk.sessions[MARTIN]}&slot=5"
    registration = secretary.get(f"/desk/registration?{place}")
    assert "Place choisie" in registration.text
    page = followed(secretary, secretary.send(registration, f"/desk/registration?{place}", **NEW))
    assert "La personne remplit les conditions" in page.text
    assert "Que dire" not in page.text
    booked = sent(secretary, page, f"/appointments/{desk.sessions[MARTIN]}/5")
    assert "Rendez-vous pris\N{NO-BREAK SPACE}: lundi 6" in booked.text
    assert "TILLEUL" in secretary.get("/").text


def test_whoever_does_not_meet_them_is_told_every_reason_and_where_to_go_and_may_be_taken_all_the_same(
    secretary: Browser,
) -> None:
    refused = {**NEW, "birth_on": "1990-03-12", "commune": "Valence", "has_medecin_traitant": "on"}
    page = followed(secretary, secretary.send(secretary.get("/desk/registration"), "/desk/registration", **refused))
    for told in ("un médecin traitant", "ni l’âge", "pas dans le territoire", "indiquez-lui la CPTS", "jamais refusée"):
        assert told in page.text
    assert "Premières places libres" in page.text
    page = sent(secretary, page, "/override", override="medical_need")
    assert "Prise en charge malgré tout par c.secretaire" in page.text
    assert "besoin médical" in page.text


def test_an_urgent_request_is_oriented_to_the_first_place_of_the_day_or_the_15(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    urgent = {**NEW, "urgent": "on"}
    page = followed(secretary, secretary.send(secretary.get("/desk/registration"), "/desk/registration", **urgent))
    assert "orientez vers le 15" in page.text
    desk.agenda.at(MONDAY, 19)
    page = sent(secretary, page, "/first-free")
    assert "Pas de place aujourd’hui pour cette urgence." in page.text
    page = sent(secretary, page, "/wait")
    assert "Sur la liste d’attente depuis" in page.text
    assert "urgence médicale" in secretary.get("/desk/waiting").text.lower()


def test_a_pending_proof_is_seen_at_one_touch(secretary: Browser) -> None:
    young = {**NEW, "birth_on": "1990-03-12", "ald_status": "ald_30"}
    page = followed(secretary, secretary.send(secretary.get("/desk/registration"), "/desk/registration", **young))
    assert "Justificatif attendu" in page.text
    page = sent(secretary, page, "/proof")
    assert "La personne remplit les conditions" in page.text


def test_a_likely_duplicate_is_shown_and_made_one_with_the_older_file(desk: PermanenceDesk, secretary: Browser) -> None:
    same = {**NEW, "birth_name": "Laurier", "given_names": "Yvonne", "birth_on": "1947-12-12"}
    page = followed(secretary, secretary.send(secretary.get("/desk/registration"), "/desk/registration", **same))
    assert "Une fiche semblable existe" in page.text
    (merge,) = [path for at in elements(page, "form") if "/merge/" in (path := at.get("action") or "")]
    assert secretary.send(page, merge).status_code == 400
    page = followed(secretary, secretary.send(page, merge, is_sure="on"))
    assert merge.split("/")[-3] == str(desk.patients["Laurier"])
    assert "Séparer la fiche" in page.text


@pytest.mark.parametrize(
    ("commune", "told"),
    [
        ("Saint-Denis", "Plusieurs communes portent ce nom"),
        ("Nullepart", "Aucune commune ne porte ce nom"),
        ("26999", "INSEE"),
    ],
)
def test_a_commune_that_is_not_sure_is_asked_again_with_what_was_typed(
    secretary: Browser, commune: str, told: str
) -> None:
    answer = secretary.send(secretary.get("/desk/registration"), "/desk/registration", **{**NEW, "commune": commune})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Tilleul"' in answer.text


def test_an_appointment_is_taken_moved_and_given_up_from_the_page_of_the_patient(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    patient = desk.patients["Orme"]
    page = secretary.get(f"/desk/patients/{patient}")
    page = sent(secretary, page, f"/appointments/{desk.sessions[LEROY]}/1")
    assert "Mme Leroy, interne" in page.text
    (moving,) = [href for at in elements(page, "a") if "moving=" in (href := at.get("href") or "")]
    places = secretary.get(moving)
    assert "Déplacer le rendez-vous" in places.text
    page = sent(secretary, places, f"/{desk.sessions[NGUYEN]}/3")
    assert "Dr Nguyen" in page.text
    assert "Rendez-vous pris" in page.text
    (cancel,) = [path for at in elements(page, "form") if "/cancelled/" in (path := at.get("action") or "")]
    page = followed(secretary, secretary.send(page, cancel, by="patient", reason="personal"))
    assert "Aucun rendez-vous à venir." in page.text
    assert "ORME" not in secretary.get("/").text


def test_a_place_that_somebody_else_took_is_said_and_others_are_offered(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    page = secretary.get(f"/desk/patients/{desk.patients['Orme']}?session={desk.sessions[MARTIN]}&slot=5")
    desk.agenda.book(desk.patients["Pin"], desk.sessions[MARTIN], 5)
    (path,) = [path for at in elements(page, "form") if "/appointments/" in (path := at.get("action") or "")]
    refused = secretary.send(page, path)
    assert refused.status_code == 422
    assert "Ce formulaire n’a pas été accepté" in refused.text
    again = sent(secretary, refused, f"/appointments/{desk.sessions[LEROY]}/1")
    assert "Rendez-vous pris" in again.text


def test_a_walk_in_is_added_beside_the_slots(desk: PermanenceDesk, secretary: Browser) -> None:
    desk.agenda.at(MONDAY, 9, 30)
    place = secretary.get(f"/desk/sessions/{desk.sessions[MARTIN]}")
    assert "Qui se présente" in place.text
    found = followed(
        secretary, secretary.send(place, f"/desk/search?session={desk.sessions[MARTIN]}", sought="platane")
    )
    page = sent(secretary, found, f"/walk-ins/{desk.sessions[MARTIN]}")
    assert "Sans rendez-vous, ajouté(e)" in page.text
    assert "sans RDV" in secretary.get("/").text


def test_the_list_proposes_a_place_and_books_it_when_it_is_taken(desk: PermanenceDesk, secretary: Browser) -> None:
    page = secretary.get("/desk/waiting")
    assert page.text.index("PEUPLIER") < page.text.index("PLATANE")
    (offer, *_) = [path for at in elements(page, "form") if "/offers/" in (path := at.get("action") or "")]
    page = followed(secretary, secretary.send(page, offer))
    assert "Proposé\N{NO-BREAK SPACE}: <strong>lundi 6" in page.text
    forms = [form for form in page.text.split("<form") if "/answer" in form]
    assert len(forms) == 2
    assert 'name="accepts"' in forms[0]
    entry = offer.split("/offers/")[0].removeprefix(secretary.root)
    page = followed(secretary, secretary.send(page, f"{entry}/left", reason="seen_elsewhere"))
    assert "PEUPLIER" not in page.text


def test_the_list_counts_proposals_as_the_antenna_does(tmp_path: Path) -> None:
    with permanence_desk(tmp_path, most_offers=1) as desk:
        secretary = desk.signed_in()
        page = secretary.get("/desk/waiting")
        assert "après 1\N{NO-BREAK SPACE}proposition," in page.text
        (offer, *_) = [path for at in elements(page, "form") if "/offers/" in (path := at.get("action") or "")]
        entry = offer.split("/offers/")[0].removeprefix(secretary.root)
        secretary.send(page, offer)
        desk.agenda.do(AnswerOffer(UUID(entry.rpartition("/")[2]), accepts=False))
        page = secretary.get("/desk/waiting")
        assert f"{entry}/left" in page.text
        assert f"{entry}/offers/" not in page.text


def test_the_identity_is_corrected_and_an_exit_and_a_return_are_written(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    page = secretary.get(f"/desk/patients/{desk.patients['Laurier']}")
    page = sent(secretary, page, "/identity", used_name="Romarin", phone="0699000042")
    assert "ROMARIN Yvonne" in page.text
    assert "Nom de naissance Laurier" in page.text
    page = sent(secretary, page, "/exit", exited_on=MONDAY.isoformat(), reason="moved")
    assert '<span class="state">A déménagé</span>' in page.text
    page = sent(secretary, page, "/return", returned_on=MONDAY.isoformat())
    assert '<span class="state">A déménagé</span>' not in page.text


def test_a_declaration_goes_from_draft_to_the_answer_of_the_fund(desk: PermanenceDesk, secretary: Browser) -> None:
    page = secretary.get(f"/desk/patients/{desk.patients['Bouleau']}")
    assert "Mme Leroy" not in page.text[page.text.index("Médecin choisi") : page.text.index("Ni interne")]
    page = sent(secretary, page, "/declarations", practitioners=["10002909371"])
    assert "à signer" in page.text
    page = sent(secretary, page, "/signature", signed_on=MONDAY.isoformat())
    page = sent(secretary, page, "/filing", filed_on=MONDAY.isoformat(), channel="paper")
    assert "présumée active le" in page.text
    page = sent(secretary, page, "/answer", answered_on=MONDAY.isoformat(), accepted="on")
    assert "active depuis le" in page.text


def test_a_minor_needs_a_parent_before_anything_is_signed(desk: PermanenceDesk, secretary: Browser) -> None:
    child = desk.register(24, birth_on=MONDAY - timedelta(days=16 * 366))
    page = secretary.get(f"/desk/patients/{child}")
    page = sent(secretary, page, "/declarations", practitioners=["10002909371"])
    assert "en attente d’un accord" in page.text
    assert "/signature" not in page.text
    page = sent(secretary, page, "/consent", consent="one_parent")
    assert "à signer" in page.text


def test_an_act_is_noted_and_what_is_unusual_is_said(desk: PermanenceDesk, secretary: Browser) -> None:
    page = secretary.get(f"/desk/patients/{desk.patients['Laurier']}")
    page = sent(secretary, page, "/acts", practitioner_rpps="10005173140", held_on=MONDAY.isoformat())
    assert "médecin généraliste salarié" in page.text
    assert "Aucun acte" not in page.text


def test_what_does_not_exist_is_not_found(secretary: Browser) -> None:
    nobody = "00000000-0000-0000-0000-000000000001"
    for path in (f"/desk/patients/{nobody}", f"/desk/patients/{nobody}/places", f"/desk/sessions/{nobody}"):
        assert secretary.get(path).status_code == 404
    assert secretary.get(f"/desk/found?patient={nobody}").status_code == 200
    assert secretary.get(f"/desk/registration?session={nobody}&slot=1").status_code == 200


def test_places_of_one_practitioner_or_of_a_later_week_are_shown(desk: PermanenceDesk, secretary: Browser) -> None:
    patient = desk.patients["Orme"]
    only = secretary.get(f"/desk/patients/{patient}/places?practitioner={desk.practitioners[NGUYEN]}")
    assert only.text.count("<span>Dr Nguyen</span>") > 3
    assert "<span>Dr Martin</span>" not in only.text
    assert "Aucune place libre à partir du" in secretary.get(f"/desk/patients/{patient}/places?from=2023-12-24").text
    assert SITE not in only.text
