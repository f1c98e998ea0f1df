"""What the forms of the pages ask for, one schema a form; a choice is told in French, its value is the domain's."""

from marshmallow import fields
from marshmallow.validate import Equal

from chassis.http.bodies import Body
from chassis.http.fields import Flag, amount, choice, choices, civil_day, reference, text, whole
from housing.domain.account_lines import PaymentMethod
from housing.domain.cost import BudgetStage, CostKind
from housing.domain.house import CollectionMode
from housing.domain.occupant_kind import OccupantKind
from housing.domain.room import VoidReason
from housing.domain.stay_facts import CancelledBy, CancelReason, Intention, RefusalReason
from housing.domain.stay_file import Condition
from housing.pages.inventory_items import FIELDS

_NOT_TICKED = "Cochez cette case pour continuer."


class Nothing(Body):
    """The button says it all."""


class HoldBody(Body):
    room = text("La chambre, par son code.", longest=63)
    held_until = civil_day("Dernier jour de l'option")


class RefuseBody(Body):
    reason = choice(RefusalReason, "Pourquoi.")


class CancelBody(Body):
    by = choice(CancelledBy, "Qui renonce.")
    reason = choice(CancelReason, "Pourquoi.", required=False)


class ArrivalBody(Body):
    arrived_on = civil_day("Première nuit")


class ExtensionBody(Body):
    departure_on = civil_day("Nouveau départ")


class OverstayBody(Body):
    departure_on = civil_day("Nouveau départ")
    authorised = Flag(required=True)


class DepartureBody(Body):
    departed_on = civil_day("Jour du départ")
    intention = choice(Intention, "Ce que la personne pense faire.", required=False)
    consents_to_contact = Flag(required=True)


class PaymentBody(Body):
    amount_cents = amount("La somme")
    paid_on = civil_day("Jour du paiement")
    method = choice(PaymentMethod, "Le moyen.")
    reference = text("Numéro de chèque ou de virement.", required=False, longest=80)


class ProofBody(Body):
    proof = text("Le justificatif, tel que la liste le nomme.", longest=120)


class SignedBody(Body):
    signed_on = civil_day("Jour de la signature")


class KeysGivenBody(Body):
    keys_given = whole("Combien de clés.", most=99)


class KeysReturnedBody(Body):
    keys_returned = whole("Combien de clés.", most=99)


class InventoryBody(Body):
    signed_on = civil_day("Jour de la signature")
    remarks = text("Observations.", required=False)


# One choice a thing: a form has a field for each, where a program would send a list.
InventoryForm: type[Body] = type(
    "InventoryForm", (InventoryBody,), {name: choice(Condition, label) for name, label in FIELDS.items()}
)


class RequestBody(Body):
    house = text("La maison, par son code.", longest=63)
    occupant_kind = choice(OccupantKind, "Qui demande.")
    university = text("La faculté, par son code.", longest=63)
    arrival_on = civil_day("Première nuit")
    departure_on = civil_day("Départ, nuit non passée")
    wants_parking = Flag(required=True)
    needs_accessible = Flag(required=True)
    given_name = text("Prénom.", longest=200)
    family_name = text("Nom.", longest=200)
    email = text("Courriel.", longest=300)
    phone = text("Téléphone.", longest=60)
    number = text("Numéro RPPS ou d'étudiant.", longest=60)


class GiveUpBody(Body):
    is_sure = Flag(required=True, validate=Equal(True, error=_NOT_TICKED))


class VoidBody(Body):
    first_on = civil_day("Première nuit retirée")
    end_on = civil_day("Jour où la chambre est rendue")
    reason = choice(VoidReason, "Pourquoi.")


class RestoreBody(Body):
    void_id = reference("Le retrait.")
    restored_on = civil_day("Jour où la chambre est rendue")


class RoomBody(Body):
    room = text("Le code de la chambre.", longest=63)
    label = text("Le nom de la chambre.", longest=200)
    opened_on = civil_day("Ouverture")
    parking = Flag(required=True)
    accessible = Flag(required=True)
    minutes_to_placements = whole("Minutes jusqu'aux lieux de stage.", most=600, required=False)
    floor = whole("L'étage.", least=-5, most=99, required=False)


class TariffBody(Body):
    starts_on = civil_day("Premier jour")
    voted_on = civil_day("Jour du vote", required=False)
    night_cents = amount("Prix de la nuit")
    month_cents = amount("Prix du mois")
    longest_months = whole("Durée permise, en mois.", most=99)
    free_nights = whole("Tolérance, en nuits gratuites.", most=99)
    linked_within_nights = whole("Écart en dessous duquel deux séjours se comptent ensemble.", most=999)


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


class HouseBody(Body):
    house = text("Le code de la maison.", longest=63)
    label = text("Le nom de la maison.", longest=200)
    town = text("La commune.", longest=200)
    address = text("L'adresse.", longest=500)
    commune = text("Le code INSEE de la commune.", longest=5)
    area_m2 = whole("La surface.")
    opened_on = civil_day("Ouverture")
    collection = choice(CollectionMode, "Comment les loyers sont encaissés.")
    night_cents = amount("Prix de la nuit")
    month_cents = amount("Prix du mois")


class MonthBody(Body):
    month = text("Le mois, AAAA-MM.", longest=7)


class ReturnBody(Body):
    file = text("Le fichier des finances, tel quel.", longest=60_000)


class ProposalBody(Body):
    semester = text("Le semestre, par son code.", longest=7)
    houses = choices(fields.String(), "Les maisons, par leur code.")


class PlanLineBody(Body):
    room = text("La chambre, par son code.", required=False, longest=63)


class AcceptBody(Body):
    held_until = civil_day("Dernier jour de l'option")
    stay_ids = choices(reference("Un séjour du plan."), "Les lignes acceptées.")
