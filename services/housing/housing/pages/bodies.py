"""What forms ask for otherwise than programs send it, or within narrower bounds; other forms have the API's bodies."""

from marshmallow.validate import Equal

from chassis.http.bodies import Body
from chassis.http.fields import Flag, amount, choice, choices, civil_day, reference, text, whole
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.stay.file import Condition
from housing.pages.inventory_items import FIELDS

_NOT_TICKED = "Cochez cette case pour continuer."


class InventoryBody(Body):
    signed_on = civil_day("Jour de la signature")
    remarks = text("Observations.", required=False)


# One choice a thing: a form has a field for each, where a program would send a list.
InventoryForm: type[Body] = type(
    "InventoryForm", (InventoryBody,), {name: choice(Condition, label) for name, label in FIELDS.items()}
)


class GiveUpBody(Body):
    is_sure = Flag(required=True, validate=Equal(True, error=_NOT_TICKED))


class DescriptionBody(Body):
    label = text("Le nom de la maison.", longest=200)
    address = text("L'adresse.", longest=500)
    contacts = text("Un contact par ligne.", required=False)
    welcome_items = text("Un élément de l'accueil par ligne.", required=False)


class CostBody(Body):
    cost_kind = choice(CostKind, "De quoi.")
    amount_cents = amount("La somme")
    incurred_on = civil_day("Jour de la dépense")
    label = text("Ce qui a été acheté.", longest=200)


class WhyBody(Body):
    reason = text("Pourquoi.", longest=500)


class ConventionBody(Body):
    label = text("Le nom de la convention.", longest=200)
    signed_on = civil_day("Jour de la signature")
    starts_on = civil_day("Premier jour")
    ends_on = civil_day("Terme, jour non compris", required=False)
    parties = text("Une partie par ligne.")
    interns_per_year = whole("Objectif d'internes par an.", most=9_999)


class BudgetBody(Body):
    year = whole("L'année.", least=2000, most=2199)
    stage = choice(BudgetStage, "Voté ou prévu.")
    rents_cents = amount("Loyers attendus")


BudgetForm: type[Body] = type(
    "BudgetForm", (BudgetBody,), {kind.value: amount(kind.value, required=False) for kind in CostKind}
)


class MonthBody(Body):
    month = text("Le mois, AAAA-MM.", longest=7)


class ReturnBody(Body):
    file = text("Le fichier des finances, tel quel.", longest=60_000)


class AcceptBody(Body):
    held_until = civil_day("Dernier jour de l'option")
    stay_ids = choices(reference("Un séjour du plan."), "Les lignes acceptées.")
