"""The rules about patients: who they are, what is known of them, what becomes of them."""

from permanence.domain.rules import RuleBroken


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


class BirthNameInvalid(RuleBroken):
    """A name has one letter at least and 80 signs at most, so that papers can be printed (our choice)."""

    code = "BIRTH_NAME_INVALID"
    field = "birth_name"
    text = "Le nom de naissance n'a pas de lettre, ou dépasse 80 signes."


class GivenNameInvalid(RuleBroken):
    """Same rule, for the given names."""

    code = "GIVEN_NAMES_INVALID"
    field = "given_names"
    text = "Les prénoms n'ont pas de lettre, ou dépassent 80 signes."


class UsedNameInvalid(RuleBroken):
    """Same rule, for the name that somebody goes by."""

    code = "USED_NAME_INVALID"
    field = "used_name"
    text = "Le nom utilisé n'a pas de lettre, ou dépasse 80 signes."


class BirthplaceInvalid(RuleBroken):
    """A birthplace is an INSEE code of commune or of country, as on the civil register (INS, strict traits)."""

    code = "BIRTHPLACE_INVALID"
    field = "birthplace"
    text = "Le lieu de naissance s'écrit par un code INSEE de cinq signes, par exemple 26281, ou 99 et le pays."


class PatientPhoneInvalid(RuleBroken):
    """A French number has ten digits and begins with 0; another begins with + and its country (E.164: 15 at most)."""

    code = "PATIENT_PHONE_INVALID"
    field = "phone"
    text = "Le téléphone s'écrit en dix chiffres, ou avec l'indicatif du pays : 06 12 34 56 78, +41 79 123 45 67."


class PatientEmailInvalid(RuleBroken):
    """An address has a name, an @ and a domain (RFC 5321: 254 signs at most)."""

    code = "PATIENT_EMAIL_INVALID"
    field = "email"
    text = "L'adresse électronique doit s'écrire nom@domaine, par exemple prenom.nom@exemple.fr."


class HomeAddressInvalid(RuleBroken):
    """An address is a few lines at most (our choice: 250 signs)."""

    code = "HOME_ADDRESS_INVALID"
    field = "address"
    text = "L'adresse du domicile dépasse 250 signes."


class NIRMalformed(RuleBroken):
    """A matricule INS has 13 signs and a key of two, digits but for 2A and 2B in Corsica (INSEE, NIR and NIA)."""

    code = "NIR_MALFORMED"
    field = "ins"
    text = "Le matricule INS compte 13 signes puis une clé de 2 chiffres ; seules les lettres 2A et 2B y sont admises."


class NIRKeyWrong(RuleBroken):
    """The key is 97 minus the rest of the number divided by 97; 2A counts for 19 and 2B for 18."""

    code = "NIR_KEY_WRONG"
    field = "ins"
    text = "La clé de ce matricule INS est fausse : un des chiffres est mal saisi."


class INSWithoutNumber(RuleBroken):
    """The status of an identity at the national service is that of its matricule."""

    code = "INS_WITHOUT_NUMBER"
    field = "ins_status"
    text = "Un état d'INS ne va pas sans le matricule auquel il se rapporte."


class ALDStatusDisagrees(RuleBroken):
    """An ALD is of some kind, and who has none has no kind of it."""

    code = "ALD_STATUS_DISAGREES"
    field = "ald_status"
    text = "Le type d'ALD et la mention d'une ALD se contredisent."


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


class OverrideIncomplete(RuleBroken):
    """Whoever overrides the rule of an antenna gives a reason and answers for it by name."""

    code = "OVERRIDE_INCOMPLETE"
    field = "override"
    text = "Une dérogation porte un motif et le nom de la personne qui la décide."


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


class SearchEmpty(RuleBroken):
    """Somebody is looked for by a whole name, a birth date or a phone number: nobody leafs through identities."""

    code = "SEARCH_EMPTY"
    field = "birth_name"
    text = "Donnez un nom entier, une date de naissance ou un numéro de téléphone."


class BothDeclared(RuleBroken):
    """A person has one médecin traitant (art. L162-5-3 CSS): two files with a declaration in force wait for its end."""

    code = "BOTH_DECLARED"
    field = "merged_id"
    text = "Les deux fiches ont une déclaration de médecin traitant en cours : terminez d'abord la plus ancienne."
