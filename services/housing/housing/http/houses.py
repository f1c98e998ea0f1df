"""Commands about houses: opening, what people read of them, prices, conventions, who comes first, closing."""

from typing import Any

from chassis.core.application import Outcome
from chassis.http.bodies import Body
from chassis.http.fields import amount, choice, choices, civil_day, content, part, reference, text, whole
from chassis.http.routes import run
from housing.commands.houses import CloseHouse, DescribeHouse, OpenHouse, SetPriorityRule, SignConvention, VoteTariff
from housing.domain.house.house import CollectionMode, Contact, WelcomeItem
from housing.domain.money.convention import Party
from housing.domain.occupant.kind import OccupantKind
from housing.http.api import AGENTS, blueprint
from housing.http.words import LONGEST_CODE, LONGEST_NAME, HouseReference, house_code

_LONGEST_MONTHS = "Durée la plus longue d'un séjour, en mois."
_FREE_NIGHTS = "Nuits de tolérance au-delà, gratuites."
_LINKED = "En deçà de ce nombre de nuits entre deux séjours d'une personne, ils comptent ensemble."


class OpenHouseBody(Body):
    house = house_code()
    label = text("Nom de la maison.", longest=LONGEST_NAME)
    town = text("Nom de la commune, tel que les papiers le portent.", longest=LONGEST_NAME)
    address = text("Adresse.", longest=500)
    commune = text("Code INSEE de la commune (pas le code postal).", longest=LONGEST_CODE)
    area_m2 = whole("Surface habitable, en mètres carrés.")
    opened_on = civil_day("Première nuit possible")
    collection = choice(CollectionMode, "Régie de recettes, ou titres de recettes.")
    night_cents = amount("Prix d'une nuit")
    month_cents = amount("Prix d'un mois, et le plus que coûtent des nuits isolées")
    longest_months = whole(_LONGEST_MONTHS, required=False)
    free_nights = whole(_FREE_NIGHTS, required=False)
    linked_within_nights = whole(_LINKED, required=False)


class ContactBody(Body):
    label = text("Fonction, et non nom de personne : agent de la maison, astreinte.", longest=LONGEST_NAME)
    phone = text("Téléphone.", required=False, longest=40)
    email = text("Adresse électronique.", required=False, longest=254)


class WelcomeItemBody(Body):
    code = text("Code de l'élément, par exemple plan-de-la-ville.", longest=LONGEST_CODE)
    label = text("Ce qui est remis ou montré.", longest=LONGEST_NAME)


class DescribeHouseBody(Body):
    label = text("Nom de la maison.", longest=LONGEST_NAME)
    address = text("Adresse.", longest=500)
    contacts = choices(part(ContactBody, "Un contact."), "Qui appeler.", required=False)
    welcome_items = choices(part(WelcomeItemBody, "Un élément."), "Le pack accueil.", required=False)
    logo = content("Logo de la commune, image PNG de 40 Kio au plus", required=False)


class VoteTariffBody(Body):
    starts_on = civil_day("Premier jour du tarif")
    night_cents = amount("Prix d'une nuit")
    month_cents = amount("Prix d'un mois, et le plus que coûtent des nuits isolées")
    longest_months = whole(_LONGEST_MONTHS)
    free_nights = whole(_FREE_NIGHTS)
    linked_within_nights = whole(_LINKED)
    ends_on = civil_day("Fin du tarif, jour non compris ; absente : sans terme", required=False)
    voted_on = civil_day("Jour du vote", required=False)


class PartyBody(Body):
    code = text("Code de la collectivité, par exemple departement.", longest=LONGEST_CODE)
    label = text("Nom de la collectivité.", longest=LONGEST_NAME)
    weight = whole("Sa part, en proportion de la somme des parts.")


class SignConventionBody(Body):
    signed_on = civil_day("Jour de la signature")
    starts_on = civil_day("Premier jour de la convention")
    parties = choices(
        part(PartyBody, "Une partie."), "Qui porte le coût net ; la première prend les centimes restants."
    )
    interns_per_year = whole("Objectif : internes hébergés par an, au moins.")
    label = text("Intitulé de la convention.", longest=LONGEST_NAME)
    ends_on = civil_day("Fin, jour non compris ; absente : sans terme", required=False)


class SetPriorityRuleBody(Body):
    starts_on = civil_day("Premier jour de la règle")
    order = choices(choice(OccupantKind, "Un public."), "Du premier servi au dernier ; les autres viennent ensuite.")


class CloseHouseBody(Body):
    closed_on = civil_day("Première nuit qui n'est plus offerte")


class HouseOpenedAnswer(HouseReference):
    house = house_code()


class ConventionSignedAnswer(HouseReference):
    convention_id = reference("La convention.")


@blueprint.command("/houses", asks=OpenHouseBody, answers=HouseOpenedAnswer, roles=AGENTS)
def open_house(asked: dict[str, Any]) -> Outcome:
    """Ouvre une maison, avec son premier tarif."""
    return run(OpenHouse(**asked))


@blueprint.command("/houses/<house>/description", asks=DescribeHouseBody, answers=HouseReference, roles=AGENTS)
def describe_house(asked: dict[str, Any], house: str) -> Outcome:
    """Remplace ce que les pages et les papiers disent d'une maison."""
    contacts = tuple(Contact(**contact) for contact in asked.pop("contacts", ()))
    items = tuple(WelcomeItem(**item) for item in asked.pop("welcome_items", ()))
    return run(DescribeHouse(house=house, contacts=contacts, welcome_items=items, **asked))


@blueprint.command("/houses/<house>/tariffs", asks=VoteTariffBody, answers=HouseReference, roles=AGENTS)
def vote_tariff(asked: dict[str, Any], house: str) -> Outcome:
    """Ajoute une version du tarif, qui clôt celle qui n'avait pas de terme."""
    return run(VoteTariff(house=house, **asked))


@blueprint.command("/houses/<house>/conventions", asks=SignConventionBody, answers=ConventionSignedAnswer, roles=AGENTS)
def sign_convention(asked: dict[str, Any], house: str) -> Outcome:
    """Enregistre une convention : qui partage le coût net, et l'objectif d'internes."""
    parties = tuple(Party(**party) for party in asked.pop("parties"))
    return run(SignConvention(house=house, parties=parties, **asked))


@blueprint.command("/houses/<house>/priority-rules", asks=SetPriorityRuleBody, answers=HouseReference, roles=AGENTS)
def set_priority_rule(asked: dict[str, Any], house: str) -> Outcome:
    """Fixe l'ordre de priorité à partir d'un jour ; ce qui est promis le reste."""
    return run(SetPriorityRule(house=house, starts_on=asked["starts_on"], order=tuple(asked["order"])))


@blueprint.command("/houses/<house>/closing", asks=CloseHouseBody, answers=HouseReference, roles=AGENTS)
def close_house(asked: dict[str, Any], house: str) -> Outcome:
    """Ferme une maison et toutes ses chambres."""
    return run(CloseHouse(house=house, **asked))
