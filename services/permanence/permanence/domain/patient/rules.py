"""The rules about patients: who they are, what is known of them, what becomes of them."""

from permanence.domain.rules import RuleBroken


class PatientUnknown(RuleBroken):
    """Consultations and declarations are those of a registered patient."""

    code = "PATIENT_UNKNOWN"
    field = "patient_id"
    text = "Aucun patient de cette antenne ne porte cette référence : enregistrez-le d'abord."


class RegisteredInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "REGISTERED_IN_FUTURE"
    field = "registered_on"
    text = "La date d'enregistrement est dans le futur."


class RegisteredBeforeOpening(RuleBroken):
    """An antenna records facts of the days it is open."""

    code = "REGISTERED_BEFORE_OPENING"
    field = "registered_on"
    text = "La date d'enregistrement précède l'ouverture de l'antenne."


class BirthInFuture(RuleBroken):
    """Nobody is registered before being born."""

    code = "BIRTH_IN_FUTURE"
    field = "birth_on"
    text = "La date de naissance est postérieure à l'enregistrement."


class BirthTooLongAgo(RuleBroken):
    """Nobody has lived 126 years: a birth date that says so is a typing error."""

    code = "BIRTH_TOO_LONG_AGO"
    field = "birth_on"
    text = "La date de naissance donne plus de 125 ans : vérifiez l'année."


class CommuneUnknown(RuleBroken):
    """The home is named by a present INSEE code (code officiel géographique), not by a postcode."""

    code = "COMMUNE_UNKNOWN"
    field = "commune"
    text = "Ce code INSEE de commune n'existe pas (attention : ce n'est pas le code postal)."


class PatientMerged(RuleBroken):
    """Two files of one person are one: what is done is done for the one that was kept."""

    code = "PATIENT_MERGED"
    field = "patient_id"
    text = "Cette fiche a été réunie à une autre : servez-vous de celle qui a été gardée."


class PatientPurged(RuleBroken):
    """Nothing more is done for somebody whom nothing identifies any more."""

    code = "PATIENT_PURGED"
    field = "patient_id"
    text = "L'identité de ce patient a été détruite : rien ne peut plus être inscrit à cette fiche."


class CommuneMerged(RuleBroken):
    """A commune that has joined another has no code any more: the home is in its successor."""

    code = "COMMUNE_MERGED"
    field = "commune"
    text = "Cette commune a fusionné : donnez le code INSEE de celle qui lui succède."


class NoALDToProve(RuleBroken):
    """A proof is that of an ALD that was declared."""

    code = "NO_ALD_TO_PROVE"
    field = "patient_id"
    text = "Ce patient n'a pas d'ALD déclarée : il n'y a pas de justificatif à voir."


class ProtocolOver(RuleBroken):
    """A protocol that is declared is still in force, and lasts ten years at most (our choice, against wrong years)."""

    code = "PROTOCOL_OVER"
    field = "until_on"
    text = "La fin du protocole de soins est passée, ou dépasse dix ans : vérifiez l'année."


class ChangeInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "CHANGE_IN_FUTURE"
    field = "on"
    text = "La date de ce changement est dans le futur."


class ChangeBeforeRegistration(RuleBroken):
    """A file tells of its patient from the registration on."""

    code = "CHANGE_BEFORE_REGISTRATION"
    field = "on"
    text = "La date de ce changement précède l'enregistrement du patient."


class ReasonMissing(RuleBroken):
    """Why somebody has no médecin traitant any more is one of the antenna's conditions."""

    code = "REASON_MISSING"
    field = "reason"
    text = "Indiquez pourquoi la personne n'a plus de médecin traitant."


class MedecinTraitantUnchanged(RuleBroken):
    """A médecin traitant is found by who has none, and lost by who has one."""

    code = "MEDECIN_TRAITANT_UNCHANGED"
    field = "change"
    text = "La fiche dit déjà cela du médecin traitant."


class NothingToOverride(RuleBroken):
    """Only a condition that is not met can be overridden."""

    code = "NOTHING_TO_OVERRIDE"
    field = "patient_id"
    text = "Ce patient remplit les conditions de l'antenne : il n'y a rien à déroger."


class AlreadyExited(RuleBroken):
    """Who is not followed any more can come back, not leave again."""

    code = "ALREADY_EXITED"
    field = "patient_id"
    text = "Ce patient n'est déjà plus suivi."


class NotExited(RuleBroken):
    """Who is followed has nowhere to come back from."""

    code = "NOT_EXITED"
    field = "patient_id"
    text = "Ce patient est déjà suivi."


class MergedWithItself(RuleBroken):
    """Two files are merged, not one."""

    code = "MERGED_WITH_ITSELF"
    field = "merged_id"
    text = "Une fiche ne peut pas être réunie à elle-même."


class NotMerged(RuleBroken):
    """Only what was merged can be separated again."""

    code = "NOT_MERGED"
    field = "merged_id"
    text = "Cette fiche n'a pas été réunie à une autre."


class BothDeclared(RuleBroken):
    """A person has one médecin traitant (art. L162-5-3 CSS): two files with a declaration in force wait for its end."""

    code = "BOTH_DECLARED"
    field = "merged_id"
    text = "Les deux fiches ont une déclaration de médecin traitant en cours : terminez d'abord la plus ancienne."
