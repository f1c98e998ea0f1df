"""What the forms ask for, as people type it; the commands are those of the routes for programs."""

from marshmallow.validate import Equal

from chassis.http.bodies import Body
from chassis.http.fields import Flag, choice, choices, civil_day, flag, text
from permanence.domain.act.act import ActKind
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import Sex
from permanence.domain.patient.ins import INSStatus


class SearchBody(Body):
    sought = text("Un nom, une date de naissance ou un téléphone.", longest=200)


class IdentityBody(Body):
    birth_name = text("Le nom de naissance.", longest=80)
    given_names = text("Le ou les prénoms.", longest=80)
    used_name = text("Le nom porté, s'il est autre.", longest=80, required=False)
    birth_on = civil_day("La date de naissance")
    sex = choice(Sex, "Le sexe, comme à l'état civil.", required=False)
    phone = text("Le téléphone.", longest=40, required=False)
    email = text("Le courriel.", longest=254, required=False)
    address = text("L'adresse.", longest=250, required=False)
    commune = text("La commune du domicile, par son nom ou son code INSEE.", longest=100)
    birthplace = text("Le code INSEE de la commune de naissance.", longest=5, required=False)
    ins = text("Le matricule INS.", longest=30, required=False)
    precarious = flag("Situation précaire.", required=False)


class CorrectionBody(IdentityBody):
    ins_status = choice(INSStatus, "Ce qui a été vérifié de l'INS.", required=False)


class RegistrationBody(IdentityBody):
    no_medecin_traitant_reason = choice(NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant.")
    has_medecin_traitant = flag("A un médecin traitant.", required=False)
    ald_status = choice(ALDStatus, "L'ALD.")
    ald_proof_seen = flag("Le justificatif a été vu.", required=False)
    urgent = flag("Demande urgente.", required=False)


class LostBody(Body):
    on = civil_day("Le jour")
    reason = choice(NoMedecinTraitantReason, "Pourquoi.")


class MergeBody(Body):
    is_sure = Flag(
        required=True,
        validate=Equal(True, error="Cochez cette case pour confirmer."),
        metadata={"description": "Les deux identités ont été comparées."},
    )


class ActBody(Body):
    practitioner_rpps = text("Le praticien.", longest=11)
    act_kind = choice(ActKind, "Ce qui a été fait.")
    held_on = civil_day("Jour")


class DraftBody(Body):
    practitioners = choices(text("Un médecin, par son numéro RPPS.", longest=11), "Le ou les médecins choisis.")
    site = text("Le site, quand ils sont plusieurs.", longest=63, required=False)


class DepartureBody(Body):
    left_on = civil_day("Jour du départ")
    is_sure = Flag(
        required=True,
        validate=Equal(True, error="Cochez cette case pour confirmer."),
        metadata={"description": "Le nombre de déclarations qui prennent fin a été lu."},
    )
