"""The papers of a house say what they must, in French."""

from dataclasses import replace
from datetime import date

import pytest

from housing.papers import (
    departure_form,
    due_notice,
    house_rules,
    lodging_attestation,
    occupancy_agreement,
    receipt,
    statement,
    week,
    welcome_pack,
)
from housing.papers.content import Collection
from support.housing import house_papers as samples
from support.housing.paper_text import made, text


def test_an_agreement_says_who_where_which_nights_and_at_what_price() -> None:
    said = text(made("agreement"))
    for fact in (
        "la présidente du CCAS",
        "Éloïse Lefèvre-Œuvrard",
        "interne de médecine générale, SASPAS",
        "Chambre 2, étage, côté jardin",
        "lundi 3 novembre 2025",
        "lundi 4 mai 2026",
        "182 nuits",
        "900,00 €",
        "voté le 5 novembre 2018 : 150 € par mois et 15 € par nuit, toutes charges comprises",
        "6 mois de date à date, avec une tolérance de 7 nuits",
        "moins de 30 nuits",
        "régie de recettes",
        "Attestation d’assurance de responsabilité civile",
    ):
        assert fact in said


def test_what_the_town_has_not_decided_is_a_place_to_complete_and_nothing_else_is() -> None:
    undecided = (
        "Délibération",
        "Dépôt de garantie",
        "Assurance",
        "Cas dans lesquels",
        "Durée de conservation",
        "Contact",
    )
    said = text(made("agreement"))
    assert said.count("À compléter par la commune") == len(undecided)
    assert all(f"À compléter par la commune : {what}" in said for what in undecided)
    decided = replace(
        samples.AGREEMENT,
        ground="a.",
        deposit="b.",
        insurance="c.",
        termination="d.",
        retention="e.",
        data_contact="f.",
    )
    assert "À compléter" not in text(occupancy_agreement.pdf(decided))


def test_an_agreement_names_no_legal_form_of_letting() -> None:
    said = text(made("agreement")).casefold()
    assert not any(word in said for word in ("bail", "loi n°", "domaine public", "code civil", "locataire"))


def test_an_agreement_asks_for_three_proofs_at_most() -> None:
    with pytest.raises(ValueError, match="3 proofs at most"):
        replace(samples.AGREEMENT, proofs=("a", "b", "c", "d"))


def test_the_rules_of_a_house_are_those_of_all_houses_then_its_own() -> None:
    said = text(made("rules"))
    own = len(house_rules.COMMON) + 1
    assert f"{own}. Les vélos se rangent dans le garage." in said
    assert "Astreinte du CCAS, jour et nuit : 01 99 00 12 99." in said
    hung = text(house_rules.pdf(replace(samples.RULES, occupant=None)))
    assert "Éloïse" not in hung
    assert "signature" not in hung


def test_an_inventory_has_boxes_for_what_was_not_looked_at_and_states_for_what_was() -> None:
    said = text(made("inventory_out"))
    assert "Bureau bon abîmé Un tiroir ne ferme plus." in said
    assert "Volet usé ☐ neuf ☐ bon ☐ usé ☐ abîmé" in said
    assert "Électricité (kWh) 48 213" in said
    assert "Porte d’entrée (A 12) 1" in said


def test_keys_are_counted_unless_one_count_is_left_to_the_hand() -> None:
    assert "Total 2" in text(made("keys_given"))
    assert "Total" not in text(made("keys_back"))


def test_a_due_notice_details_the_sum_and_says_how_to_pay_at_the_regie() -> None:
    said = text(made("due_notice"))
    for fact in (
        "N° 2025-11-0003 – Romans-sur-Isère, le 1er décembre 2025",
        "28 nuits, du 3 novembre 2025 au 1er décembre 2025",
        "Somme due pour le mois de novembre 2025",
        "Total, toutes charges comprises 150,00 €",
        "lundi 15 décembre 2025",
        "régie de recettes, en rappelant le numéro 2025-11-0003",
    ):
        assert fact in said


def test_where_rents_go_by_titre_the_notice_is_not_to_be_paid() -> None:
    said = text(due_notice.pdf(replace(samples.DUE, collection=Collection.TITRE)))
    assert "Cet avis n’est pas à payer" in said
    assert "titre de recettes" in said
    assert "régie" not in said


def test_a_due_below_zero_is_a_sum_in_the_occupant_s_favour() -> None:
    said = text(due_notice.pdf(replace(samples.DUE, lines=(due_notice.Line("Départ anticipé", -4_550),))))
    assert "Départ anticipé −45,50 €" in said
    assert "Somme en votre faveur 45,50 €" in said
    assert "Comment payer" not in said


def test_a_quittance_is_given_of_a_due_wholly_paid_and_else_a_receipt() -> None:
    whole, part = (
        text(made("quittance")),
        text(receipt.pdf(replace(samples.QUITTANCE, payments=samples.QUITTANCE.payments[:1]))),
    )
    assert "a payé en entier la somme due pour le mois de novembre 2025 et lui en donne quittance" in whole
    assert "09/12/2025 chèque n° 0012345 100,00 €" in whole
    assert "Reçu N° Q-2025-0017" in part
    assert "Reste à payer 100,00 €" in part
    assert "Ce reçu n’est pas une quittance" in part
    assert "donne quittance" not in part


def test_nothing_paid_has_no_receipt() -> None:
    with pytest.raises(ValueError, match="money received"):
        replace(samples.QUITTANCE, payments=())


def test_a_statement_keeps_a_running_balance() -> None:
    said = text(made("statement"))
    assert "05/01/2026 Paiement, carte 25,50 € 124,50 €" in said
    assert "Total 300,00 € 175,50 € 124,50 €" in said
    assert "Reste à payer 124,50 €" in said
    credit = (*samples.STATEMENT.entries, statement.Entry(date(2026, 1, 10), "Départ anticipé", -20_000))
    assert "Somme en votre faveur 75,50 €" in text(statement.pdf(replace(samples.STATEMENT, entries=credit)))


def test_an_attestation_says_what_was_paid_and_warns_about_the_allowance() -> None:
    said = text(made("attestation"))
    assert "ci-dessous, depuis le 3 novembre 2025 et jusqu’au départ prévu le 4 mai 2026." in said
    assert "Total 59 300,00 € 175,50 €" in said
    assert "300 € bruts par mois" in said
    assert (
        "une chambre louée 150 € par mois, comme celle-ci, entre dans ce cas est à vérifier auprès de l’agence" in said
    )
    assert "ci-dessous, du 3 novembre 2025 au 4 mai 2026." in text(
        lodging_attestation.pdf(replace(samples.ATTESTATION, ended=True))
    )


def test_a_welcome_pack_ticks_what_is_done_and_names_contacts() -> None:
    said = text(made("welcome"))
    assert said.count("☒") == 2
    assert said.count("☐") == 3
    assert "Une panne, la nuit Astreinte 01 99 00 12 99" in said
    assert "À compléter par la commune : Contacts utiles" in text(
        welcome_pack.pdf(replace(samples.WELCOME, contacts=()))
    )


def test_a_departure_asks_what_next_and_whether_to_stay_in_touch_freely() -> None:
    said = text(made("departure"))
    for fact in ("Je pense m’installer", "J’accepte que le gestionnaire", "consentement", "retirer cet accord", "CNIL"):
        assert fact in said
    left = replace(
        samples.DEPARTURE, departed_on=date(2026, 4, 27), retention="Trois ans.", data_contact="dpo@exemple.fr"
    )
    assert "Départ effectif lundi 27 avril 2026" in text(departure_form.pdf(left))


def test_a_week_shows_departures_before_arrivals_and_who_only_if_told() -> None:
    said = text(made("week"))
    assert said.index("Départ Chambre 2") < said.index("Arrivée Chambre 2")
    assert "Karim Essai libérée le jour même" in said
    assert "mercredi 6 mai Arrivée Chambre 4 jeudi 7 mai –" in said
    assert "1 départ, 2 arrivées." in text(made("week"))
    assert "lundi 8 juin – mardi" in text(
        week.pdf(week.Week(samples.ISSUER, date(2026, 6, 1), "M", date(2026, 6, 8), (), ()))
    )
