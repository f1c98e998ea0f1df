"""The rules about people: who is lodged, what identifies them, and what may not be kept of them."""

from housing.domain.rules import RuleBroken


class KindNotLodged(RuleBroken):
    """Who is lodged is a dated table: a kind may begin or end (docteurs juniors began in November 2020)."""

    code = "KIND_NOT_LODGED"
    field = "occupant_kind"
    text = "À cette date, la maison ne loge pas ce public."


class OccupantUnknown(RuleBroken):
    """A stay is that of a person whom the house has registered."""

    code = "OCCUPANT_UNKNOWN"
    field = "occupant_id"
    text = "Aucun occupant de cette antenne ne porte cette référence."


class GivenNameInvalid(RuleBroken):
    """A name has one letter at least and 80 signs at most, so that papers can be printed (our choice)."""

    code = "GIVEN_NAME_INVALID"
    field = "given_name"
    text = "Le prénom manque, ou dépasse 80 signes."


class FamilyNameInvalid(RuleBroken):
    """Same rule, for the family name."""

    code = "FAMILY_NAME_INVALID"
    field = "family_name"
    text = "Le nom manque, ou dépasse 80 signes."


class EmailInvalid(RuleBroken):
    """The house answers by email: one address, with a name, an @ and a domain (RFC 5321: 254 signs at most)."""

    code = "EMAIL_INVALID"
    field = "email"
    text = "L'adresse électronique doit s'écrire nom@domaine, par exemple prenom.nom@exemple.fr."


class PhoneInvalid(RuleBroken):
    """A French number has ten digits and begins with 0; another begins with + and its country (E.164: 15 at most)."""

    code = "PHONE_INVALID"
    field = "phone"
    text = "Le téléphone s'écrit en dix chiffres, ou avec l'indicatif du pays : 06 12 34 56 78, +41 79 123 45 67."


class RPPSInvalid(RuleBroken):
    """An RPPS number has 11 digits, the last one a Luhn key (répertoire partagé des professionnels de santé)."""

    code = "RPPS_INVALID"
    field = "number"
    text = "Ce numéro RPPS est faux : 11 chiffres, dont le dernier est une clé de contrôle."


class StudentNumberInvalid(RuleBroken):
    """Universities give numbers of 5 to 12 letters and digits, the national student number (INE) has 11."""

    code = "STUDENT_NUMBER_INVALID"
    field = "number"
    text = "Le numéro d'étudiant compte de 5 à 12 chiffres ou lettres, dont un chiffre au moins."


class NumberKindRefused(RuleBroken):
    """Each kind of occupant is identified by an RPPS number, a student number, or either: dated data."""

    code = "NUMBER_KIND_REFUSED"
    field = "number"
    text = "Ce public ne s'identifie pas par ce type de numéro."


class NumberTaken(RuleBroken):
    """One number is one person's: the limits of stays count by it."""

    code = "NUMBER_TAKEN"
    field = "number"
    text = "Un autre occupant de cette antenne porte déjà ce numéro."


class NirRefused(RuleBroken):
    """A house needs nobody's social security number, and may not keep it (CNIL; décret 2019-341)."""

    code = "NIR_REFUSED"
    field = "number"
    text = "Ceci ressemble à un numéro de sécurité sociale : la maison n'en a pas besoin et ne le garde jamais."


class ErasureTooEarly(RuleBroken):
    """A person is erased once every stay has ended and every account is balanced (accounting duties of the régie)."""

    code = "ERASURE_TOO_EARLY"
    field = "occupant_id"
    text = "L'effacement attend la fin des séjours et le solde des comptes de cette personne."


class AlreadyErased(RuleBroken):
    """What was erased can neither be changed nor erased again."""

    code = "ALREADY_ERASED"
    field = "occupant_id"
    text = "L'identité de cet occupant a déjà été effacée."
