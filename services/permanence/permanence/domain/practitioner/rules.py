"""The rules about the people who work in a permanence: their numbers, contracts, agreements and placements."""

from permanence.domain.rules import RuleBroken


class KindUnknownThen(RuleBroken):
    """Kinds are dated: general practice has docteurs juniors only since its fourth year, in November 2026."""

    code = "KIND_UNKNOWN_THEN"
    field = "practitioner_kind"
    text = "Ce statut de praticien n'existe pas à cette date."


class PractitionerUnknown(RuleBroken):
    """Sessions, acts and declarations are those of somebody in the antenna's own register."""

    code = "PRACTITIONER_UNKNOWN"
    field = "practitioner_id"
    text = "Aucun praticien de cette antenne ne porte cette référence : inscrivez-le d'abord."


class PractitionerNotThere(RuleBroken):
    """Who works in a permanence does so under a contract in force that day (sources: Romans, Laval)."""

    code = "PRACTITIONER_NOT_THERE"
    field = "practitioner_rpps"
    text = "Ce praticien n'est pas sous contrat ce jour-là."


class RPPSTaken(RuleBroken):
    """One number names one professional for life: the same person is not written twice."""

    code = "RPPS_TAKEN"
    field = "rpps"
    text = "Un praticien de cette antenne porte déjà ce numéro RPPS : signez-lui un contrat."


class RPPSMissing(RuleBroken):
    """A doctor is named to the health insurance by his RPPS number; interns have one too."""

    code = "RPPS_MISSING"
    field = "rpps"
    text = "Il faut le numéro RPPS d'un médecin ou d'un interne."


class StepInvalid(RuleBroken):
    """One joins by steps: prospect, contacted, agreed, registered with the Ordre, under contract (source: Romans)."""

    code = "STEP_INVALID"
    field = "practitioner_id"
    text = "Cette étape ne suit pas celle où en est le praticien."


class OrdreRegistrationMissing(RuleBroken):
    """Nobody practises without being registered with the Ordre, or licensed by it (art. L4111-1 CSP)."""

    code = "ORDRE_REGISTRATION_MISSING"
    field = "practitioner_kind"
    text = "L'inscription à l'Ordre doit être enregistrée avant le contrat."


class ContractDatesInvalid(RuleBroken):
    """A contract lasts a day at least."""

    code = "CONTRACT_DATES_INVALID"
    field = "ends_on"
    text = "La fin du contrat doit être postérieure à son premier jour."


class ContractOverlap(RuleBroken):
    """On one day a person is of one kind, for one employer (our choice: acts are counted by kind)."""

    code = "CONTRACT_OVERLAP"
    field = "starts_on"
    text = "Un autre contrat de ce praticien couvre déjà ces jours."


class HalfDaysInvalid(RuleBroken):
    """A week has fourteen half-days; who comes for none is not under contract."""

    code = "HALF_DAYS_INVALID"
    field = "half_days_per_week"
    text = "Le nombre de demi-journées par semaine va de 1 à 14."


class EmployerMissing(RuleBroken):
    """A contract has an employer: Oxance in Romans, the Mutualité in Laval, a teaching hospital for interns."""

    code = "EMPLOYER_MISSING"
    field = "employer"
    text = "Le nom de l'employeur manque, ou dépasse 120 signes."


class MSUInvalid(RuleBroken):
    """A maître de stage universitaire is a doctor under contract who is not himself supervised."""

    code = "MSU_INVALID"
    field = "msu_from"
    text = "Seul un médecin sous contrat, et qui n'est pas lui-même supervisé, peut être maître de stage."


class MSUDatesInvalid(RuleBroken):
    """An agreement lasts a day at least."""

    code = "MSU_DATES_INVALID"
    field = "msu_until"
    text = "La fin de l'agrément doit être postérieure à son premier jour."


class AlreadyLeft(RuleBroken):
    """Who has left has nothing more to announce or to end; another contract brings him back."""

    code = "ALREADY_LEFT"
    field = "practitioner_id"
    text = "Ce praticien a déjà quitté la permanence."


class DepartureInvalid(RuleBroken):
    """One leaves after having come: on the day before, a contract is in force."""

    code = "DEPARTURE_INVALID"
    field = "leaves_on"
    text = "Aucun contrat de ce praticien n'est en cours la veille de ce départ."


class PlacementDatesInvalid(RuleBroken):
    """A placement lasts a semester, a year for a docteur junior (our bound: 366 days)."""

    code = "PLACEMENT_DATES_INVALID"
    field = "ends_on"
    text = "Un stage dure d'un jour à un an."


class PlacementNotNeeded(RuleBroken):
    """Only those who are supervised work within a placement (maquette of the DES of general practice)."""

    code = "PLACEMENT_NOT_NEEDED"
    field = "practitioner_id"
    text = "Ce praticien n'est pas, au premier jour du stage, un interne ou un docteur junior sous contrat."


class PlacementOverlap(RuleBroken):
    """An intern is in one placement at a time; several supervisors and sites are one placement."""

    code = "PLACEMENT_OVERLAP"
    field = "starts_on"
    text = "Un autre stage de cet interne couvre déjà ces jours."


class SupervisorInvalid(RuleBroken):
    """A placement has one to ten supervisors, each an agreed MSU under contract on its first day."""

    code = "SUPERVISOR_INVALID"
    field = "supervisors"
    text = "Chaque superviseur doit être un maître de stage agréé et sous contrat au premier jour du stage."


class PlacementSiteInvalid(RuleBroken):
    """A placement says in which sites the intern works: one at least, each once."""

    code = "PLACEMENT_SITE_INVALID"
    field = "sites"
    text = "Un stage nomme au moins un site de l'antenne, et chacun une seule fois."


class MonthAskedInvalid(RuleBroken):
    """A forecast of another century is a typing error (our bounds: 2000 to 2199)."""

    code = "MONTH_ASKED_INVALID"
    field = "month_on"
    text = "Ce mois n'est pas vraisemblable : vérifiez l'année."


class RPPSInvalid(RuleBroken):
    """An RPPS number has 11 digits, the last one a Luhn key (répertoire partagé des professionnels de santé)."""

    code = "RPPS_INVALID"
    field = "practitioner_rpps"
    text = "Ce numéro RPPS est faux : 11 chiffres, dont le dernier est une clé de contrôle."
