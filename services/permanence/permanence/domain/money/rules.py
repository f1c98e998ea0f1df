"""The rules of money and of denominators."""

from permanence.domain.rules import RuleBroken


class AmountNotPositive(RuleBroken):
    """An expense or a receipt is of one cent at least; a mistake is cancelled, not recorded backwards."""

    code = "AMOUNT_NOT_POSITIVE"
    field = "amount_cents"
    text = "Le montant doit être supérieur à zéro."


class AmountInvalid(RuleBroken):
    """No month of a permanence comes near a million euros: it is a typing error (our choice of bounds)."""

    code = "AMOUNT_INVALID"
    field = "amount_cents"
    text = "Ce montant n'est pas vraisemblable : vérifiez la place de la virgule."


class MonthMalformed(RuleBroken):
    """Money is kept by civil month, named by its first day (issue: by month and payer)."""

    code = "MONTH_MALFORMED"
    field = "month_on"
    text = "Un mois se désigne par son premier jour, de l'an 2000 à l'an 2199."


class ActualInFuture(RuleBroken):
    """What was really spent or received belongs to a month that has begun; before, it is forecast or voted."""

    code = "ACTUAL_IN_FUTURE"
    field = "month_on"
    text = "Le réalisé d'un mois à venir n'existe pas encore : inscrivez-le en prévu ou en voté."


class PayerMalformed(RuleBroken):
    """Reports group by payer: a code, never a sentence."""

    code = "PAYER_MALFORMED"
    field = "payer"
    text = "Le code d'un payeur s'écrit en minuscules, chiffres et tirets, par exemple departement ou commune."


class CostUnknown(RuleBroken):
    """What is cancelled is an expense of this antenna."""

    code = "COST_UNKNOWN"
    field = "cost_id"
    text = "Aucune dépense de cette antenne ne porte cette référence."


class CostAlreadyCancelled(RuleBroken):
    """An expense is cancelled once."""

    code = "COST_ALREADY_CANCELLED"
    field = "cost_id"
    text = "Cette dépense est déjà annulée."


class ReceiptUnknown(RuleBroken):
    """What is cancelled is a receipt of this antenna."""

    code = "RECEIPT_UNKNOWN"
    field = "receipt_id"
    text = "Aucune recette de cette antenne ne porte cette référence."


class ReceiptAlreadyCancelled(RuleBroken):
    """A receipt is cancelled once."""

    code = "RECEIPT_ALREADY_CANCELLED"
    field = "receipt_id"
    text = "Cette recette est déjà annulée."


class MoneyPeriodInvalid(RuleBroken):
    """A cost per consultation is of a day at least, and of ten years at most (our choice of bounds)."""

    code = "MONEY_PERIOD_INVALID"
    field = "month_on"
    text = "La période va d'un jour à dix ans, de l'an 2000 à l'an 2199."


class CountedInFuture(RuleBroken):
    """A count of people without médecin traitant is of a day that has come."""

    code = "COUNTED_IN_FUTURE"
    field = "counted_on"
    text = "La date du comptage est dans le futur."


class PeopleInvalid(RuleBroken):
    """No commune of France has three million inhabitants, none has fewer than zero (our choice of bounds)."""

    code = "PEOPLE_INVALID"
    field = "people"
    text = "Ce nombre de personnes n'est pas vraisemblable."


class SourceMissing(RuleBroken):
    """A denominator is worth what its source is: the CPAM's table of a date, an estimate of the mairie."""

    code = "SOURCE_MISSING"
    field = "source"
    text = "Indiquez la source du comptage, en 200 signes au plus."
