"""The rules of money: tariffs, accounts, what the finance software sends back, conventions, costs and budgets."""

from housing.domain.rules import RuleBroken


class TariffInvalid(RuleBroken):
    """A longest stay, a tolerance or a link between stays beyond reason is a typing error (our choice of bounds)."""

    code = "TARIFF_INVALID"
    field = "longest_months"
    text = "Cette limite du tarif n'est pas vraisemblable."


class TariffMissing(RuleBroken):
    """A stay is priced by the version in force on its first night."""

    code = "TARIFF_MISSING"
    field = "arrival_on"
    text = "Aucun tarif de cette maison n'est en vigueur ce jour-là."


class TariffGap(RuleBroken):
    """Versions of a tariff follow each other day for day: a day without a price lodges nobody."""

    code = "TARIFF_GAP"
    field = "starts_on"
    text = "Les tarifs de la maison laisseraient des jours sans tarif."


class TariffOverlap(RuleBroken):
    """On one day a house has one tariff."""

    code = "TARIFF_OVERLAP"
    field = "starts_on"
    text = "Un autre tarif de la maison est déjà en vigueur ce jour-là."


class MonthMalformed(RuleBroken):
    """A due is that of a civil month, named by its first day."""

    code = "MONTH_MALFORMED"
    field = "month"
    text = "Un mois se désigne par son premier jour, par exemple 2018-12-01."


class MonthTooFar(RuleBroken):
    """An avis d'échéance is sent shortly before its month; a later one is a typing error (our choice: a month)."""

    code = "MONTH_TOO_FAR"
    field = "month"
    text = "Les avis d'échéance s'émettent au plus tôt le mois précédent."


class AccountMissing(RuleBroken):
    """There is something to pay once a room is promised."""

    code = "ACCOUNT_MISSING"
    field = "stay_id"
    text = "Ce séjour n'a pas de compte : il s'ouvre à la confirmation."


class PaidInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "PAID_IN_FUTURE"
    field = "paid_on"
    text = "La date du paiement est dans le futur."


class PaymentAboveDue(RuleBroken):
    """A house takes no money that is not due, not even in advance (our choice)."""

    code = "PAYMENT_ABOVE_DUE"
    field = "amount_cents"
    text = "Le montant dépasse ce qui reste à payer."


class RefundAboveCredit(RuleBroken):
    """Only a credit is given back, such as that of an early departure."""

    code = "REFUND_ABOVE_CREDIT"
    field = "amount_cents"
    text = "Le montant dépasse le crédit du compte."


class DueUnknown(RuleBroken):
    """What is paid, receipted or read back is a due of the account."""

    code = "DUE_UNKNOWN"
    field = "reference"
    text = "Aucun avis d'échéance ne porte ce numéro."


class DueNotExported(RuleBroken):
    """The finance software speaks of dues that were sent to it."""

    code = "DUE_NOT_EXPORTED"
    field = "reference"
    text = "Cet avis d'échéance n'a jamais été exporté vers le logiciel financier."


class TitreAlreadyKnown(RuleBroken):
    """A due has one titre de recettes, unless the accountant rejected the first."""

    code = "TITRE_ALREADY_KNOWN"
    field = "reference"
    text = "Cet avis d'échéance a déjà un autre titre de recettes."


class NothingToExport(RuleBroken):
    """A file has one due at least."""

    code = "NOTHING_TO_EXPORT"
    field = "house"
    text = "Tous les avis d'échéance de la maison sont déjà dans un fichier."


class ReturnMalformed(RuleBroken):
    """What the finance software sends back is read whole or not at all: header, columns, amounts, days and states."""

    code = "RETURN_MALFORMED"
    field = "file"
    text = "Le fichier de retour du logiciel financier n'a pas la forme attendue."


class ConventionInvalid(RuleBroken):
    """Somebody bears the net cost, and not everybody (our choice of bounds)."""

    code = "CONVENTION_INVALID"
    field = "parties"
    text = "Une convention a de 1 à 20 parties."


class PartyAlreadyNamed(RuleBroken):
    """Each party has one share."""

    code = "PARTY_ALREADY_NAMED"
    field = "parties"
    text = "Deux parties de la convention portent le même code."


class PartyWeightInvalid(RuleBroken):
    """A share is a weight over the sum of the weights: one and one are equal shares."""

    code = "PARTY_WEIGHT_INVALID"
    field = "parties"
    text = "Le poids d'une partie est un nombre entier, de 1 à 10 000."


class ObjectiveInvalid(RuleBroken):
    """The convention of Romans wants ten interns a year at least; zero is no objective (our choice of bounds)."""

    code = "OBJECTIVE_INVALID"
    field = "interns_per_year"
    text = "L'objectif d'internes par an va de 0 à 1 000."


class ConventionOverlap(RuleBroken):
    """The cost of a day is shared by one convention."""

    code = "CONVENTION_OVERLAP"
    field = "starts_on"
    text = "Une autre convention de la maison est déjà en vigueur ce jour-là."


class IncurredInFuture(RuleBroken):
    """What has not happened yet is not a fact; a forecast goes into a budget."""

    code = "INCURRED_IN_FUTURE"
    field = "incurred_on"
    text = "La date de la dépense est dans le futur : une prévision s'inscrit au budget."


class CostUnknown(RuleBroken):
    """What is taken back was recorded."""

    code = "COST_UNKNOWN"
    field = "cost_id"
    text = "Aucune dépense de cette antenne ne porte cette référence."


class CostAlreadyCancelled(RuleBroken):
    """An expense is cancelled once."""

    code = "COST_ALREADY_CANCELLED"
    field = "reason"
    text = "Cette dépense est déjà annulée."


class YearInvalid(RuleBroken):
    """A budget is that of a civil year; one out of reason is a typing error (our choice: from 2000 to 2199)."""

    code = "YEAR_INVALID"
    field = "year"
    text = "L'année du budget n'est pas vraisemblable."
