"""The fields of each kind of line, and which of them say that two lines are about the same thing."""

from collections.abc import Mapping
from enum import StrEnum

from permanence.commands.acts import HoldConsultation
from permanence.commands.costs import RecordPeopleWithoutGP
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patients import RegisterPatient
from permanence.domain.imported.imported import ImportKind
from permanence.imports.cells import Field, day, minutes, of_command, one_of, text


class ImportedState(StrEnum):
    """What other software says became of an appointment."""

    BOOKED = "booked"
    HONOURED = "honoured"
    MISSED = "missed"
    CANCELLED_BY_PATIENT = "cancelled_by_patient"
    CANCELLED_BY_STRUCTURE = "cancelled_by_structure"


_NUMBER = {"external_id": Field(text)}
_OF_PATIENT = _NUMBER | {"patient": Field(text)}

FIELDS: Mapping[ImportKind, Mapping[str, Field]] = {
    ImportKind.PATIENTS: _NUMBER
    | of_command(
        RegisterPatient,
        *("registered_on", "birth_on", "commune", "ald", "no_medecin_traitant_reason", "birth_name", "given_names"),
        *("used_name", "sex", "birthplace", "phone", "email", "address", "ins", "ald_status", "ald_proof_seen"),
        *("precarious", "has_medecin_traitant", "urgent"),
    ),
    ImportKind.APPOINTMENTS: _OF_PATIENT
    | {
        "practitioner_rpps": Field(text),
        "day": Field(day),
        "starts": Field(minutes),
        "state": Field(one_of(ImportedState)),
    },
    ImportKind.ACTS: _OF_PATIENT
    | {"appointment": Field(text, required=False)}
    | of_command(HoldConsultation, "held_on", "practitioner_rpps", "act_kind", "site"),
    ImportKind.DECLARATIONS: _OF_PATIENT
    | {"practitioner_rpps": Field(text)}
    | of_command(FileDeclaration, "filed_on", "channel", "consent", "replaces"),
    ImportKind.PEOPLE_WITHOUT_GP: of_command(RecordPeopleWithoutGP, "counted_on", "commune", "group", "people"),
    ImportKind.INVITATIONS: {
        "birth_name": Field(text),
        "given_names": Field(text),
        "birth_on": Field(day),
        "commune": Field(text),
        "phone": Field(text, required=False),
        "email": Field(text, required=False),
        "address": Field(text, required=False),
    },
}

# Two lines of a source with the same key are about the same thing.
KEYS: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.PATIENTS: ("external_id",),
    ImportKind.APPOINTMENTS: ("external_id",),
    ImportKind.ACTS: ("external_id",),
    ImportKind.DECLARATIONS: ("external_id",),
    ImportKind.PEOPLE_WITHOUT_GP: ("counted_on", "commune", "group"),
    ImportKind.INVITATIONS: ("birth_name", "given_names", "birth_on"),
}

# Not told as a difference: it is what happened next, and is recorded.
MOVES_ON: Mapping[ImportKind, str] = {ImportKind.APPOINTMENTS: "state"}

# Which of the fields name a line of another file of the same source.
REFERS_TO: Mapping[str, ImportKind] = {"patient": ImportKind.PATIENTS, "appointment": ImportKind.APPOINTMENTS}
