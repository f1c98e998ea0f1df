"""The rules of declarations of médecin traitant."""

from permanence.domain.rules import RuleBroken


class DeclarationUnknown(RuleBroken):
    """What is signed, filed, answered or ended is a declaration of this antenna."""

    code = "DECLARATION_UNKNOWN"
    field = "declaration_id"
    text = "Aucune déclaration de cette antenne ne porte cette référence."


class DeclarationStepRefused(RuleBroken):
    """Drafted, consented to, signed, filed, answered, ended: each step follows the one before, once."""

    code = "DECLARATION_STEP_REFUSED"
    field = "declaration_id"
    text = "Cette étape ne suit pas l'état de la déclaration."


class DeclarationExists(RuleBroken):
    """A person has one médecin traitant: a new declaration replaces the one in force, once that is confirmed."""

    code = "DECLARATION_EXISTS"
    field = "replaces"
    text = "Ce patient a déjà une déclaration en cours : confirmez que la nouvelle la remplace."


class FiledInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "FILED_IN_FUTURE"
    field = "filed_on"
    text = "La date de la déclaration est dans le futur."


class DeclarationDayInFuture(RuleBroken):
    """What has not happened yet is not a fact: of the other days of a declaration too."""

    code = "DECLARATION_DAY_IN_FUTURE"
    field = "drafted_on"
    text = "Cette date de la déclaration est dans le futur."


class FiledBeforeRegistration(RuleBroken):
    """A declaration is filed for a registered patient."""

    code = "FILED_BEFORE_REGISTRATION"
    field = "filed_on"
    text = "La déclaration précède l'enregistrement du patient."


class DeclarationDayTooEarly(RuleBroken):
    """Drafted, signed, filed, then answered, active or ended: no step is dated before the one it follows."""

    code = "DECLARATION_DAY_TOO_EARLY"
    field = "signed_on"
    text = "Cette date précède l'étape d'avant de la déclaration."


class ActiveAfterAnswer(RuleBroken):
    """The fund answers once it has recorded the choice: the first day is not after the answer."""

    code = "ACTIVE_AFTER_ANSWER"
    field = "active_on"
    text = "La date d'effet est postérieure à la réponse de la caisse."


class ConsentMissing(RuleBroken):
    """Under 16 a parent chooses; at 16 and 17 a parent agrees; one parent is enough (art. L162-5-3 CSS)."""

    code = "CONSENT_MISSING"
    field = "consent"
    text = "Le patient est mineur : inscrivez d'abord l'accord d'un parent ou du titulaire de l'autorité parentale."


class ConsentNotNeeded(RuleBroken):
    """From 18 nobody else has a say (art. L162-5-3 CSS): a consent then is a mistake of person or of date."""

    code = "CONSENT_NOT_NEEDED"
    field = "consent"
    text = "Le patient est majeur : la déclaration ne demande l'accord de personne."


class PractitionerMayNotBeDeclared(RuleBroken):
    """Interns, docteurs juniors and locums consult but are nobody's médecin traitant (art. L162-5-3 CSS)."""

    code = "PRACTITIONER_MAY_NOT_BE_DECLARED"
    field = "practitioners"
    text = "Un interne, un docteur junior ou un remplaçant ne peut pas être déclaré médecin traitant."


class DoctorsInvalid(RuleBroken):
    """A declaration names one doctor, or several, each once (thirty at most is our choice)."""

    code = "DOCTORS_INVALID"
    field = "practitioners"
    text = "Citez de un à trente médecins, chacun une seule fois."


class DoctorsOfSeveralStructures(RuleBroken):
    """Only doctors who work together may be named jointly: the same premises or the same centre (art. L162-5-3 CSS)."""

    code = "DOCTORS_OF_SEVERAL_STRUCTURES"
    field = "practitioners"
    text = "Les médecins d'une déclaration conjointe doivent relever de la même structure."


class JointSiteMissing(RuleBroken):
    """A joint declaration names the doctors and the structure that they work in (art. L162-5-3 CSS)."""

    code = "JOINT_SITE_MISSING"
    field = "site"
    text = "Une déclaration conjointe nomme le site où ces médecins exercent."


class EndReasonReserved(RuleBroken):
    """A declaration is replaced by another one, in the transaction that files it, and in no other way."""

    code = "END_REASON_RESERVED"
    field = "reason"
    text = "Une déclaration n'est remplacée que par le dépôt de la suivante."


class DepartureInFuture(RuleBroken):
    """Declarations end when the doctor has left; before, the departure is announced."""

    code = "DEPARTURE_IN_FUTURE"
    field = "left_on"
    text = "Ce départ est à venir : annoncez-le, et inscrivez-le le jour venu."
