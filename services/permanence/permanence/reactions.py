"""What the permanence does with partners' reports, and with what houses tell of the interns they lodge.

A report becomes a fact by the same functions as a command; what is known already changes nothing; what a rule forbids
is refused, with the rule. What is done for somebody whose registration has not come yet waits for it: a partner may
report both at once. A house's fact is noted, and decides nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from chassis.core.claims import Claim, applying
from chassis.core.manifest import Reaction
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from permanence.commands.acts import HoldConsultation
from permanence.commands.declarations import FileDeclaration
from permanence.commands.patient_files import AnswerErasure
from permanence.commands.patients import RegisterPatient
from permanence.domain.declaration.state import Channel
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven
from permanence.domain.rules import RuleBroken
from permanence.handlers.acts import hold_consultation
from permanence.handlers.declarations import file_declaration
from permanence.handlers.patient_files import answer_erasure
from permanence.handlers.patients import register_as
from permanence.store.acts import is_act_known
from permanence.store.declarations import is_filing_known
from permanence.store.lodged_interns import keep_newest
from permanence.store.patients import is_reference_known
from permanence.store.registry import RefusedReport


def on_intern_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("house", "occupant_kind", "arrived_on", "expected_departure_on")
    _lodged(events, work, names, "arrival_sequence")


def on_intern_departed(events: Sequence[Event], work: UnitOfWork) -> None:
    _lodged(events, work, ("house", "occupant_kind", "departed_on"), "departure_sequence")


def on_patient_reported(event: Event, work: UnitOfWork) -> None:
    told = event.data
    if is_reference_known(work.session, told["patient_id"]):
        return
    command = RegisterPatient(
        registered_on=told["registered_on"],
        identity=IdentityGiven(_youngest(told["birth_year"], told["registered_on"])),
        commune=told["commune"],
        ald=told["ald"],
        no_medecin_traitant_reason=NoMedecinTraitantReason(told["no_medecin_traitant_reason"]),
    )
    try:
        register_as(told["patient_id"], command, work)
    except RuleBroken as rule:
        if rule.field == "birth_on":
            rule.field = "birth_year"
        raise


def _youngest(birth_year: int, registered_on: date) -> date:
    """The last day of the year, so that nobody is held to be older than they are; their papers will tell the day."""
    return registered_on if birth_year == registered_on.year else date(birth_year, 12, 31)


def on_consultation_reported(event: Event, work: UnitOfWork) -> None:
    told = event.data
    if _waits(event, work):
        return
    patient_id, held_on, rpps = told["patient_id"], told["held_on"], told["practitioner_rpps"]
    if not is_act_known(work.session, patient_id, held_on, rpps):
        hold_consultation(HoldConsultation(patient_id, held_on, rpps), work)


def on_declaration_reported(event: Event, work: UnitOfWork) -> None:
    told = event.data
    if _waits(event, work):
        return
    patient_id, filed_on, rpps = told["patient_id"], told["filed_on"], told["practitioner_rpps"]
    if not is_filing_known(work.session, patient_id, filed_on, rpps):
        file_declaration(FileDeclaration(patient_id, filed_on, (rpps,), Channel(told["channel"])), work)


def on_patient_erasure_reported(event: Event, work: UnitOfWork) -> None:
    """Each request is answered: it is the answer that says what the permanence must keep, and until when."""
    answer_erasure(AnswerErasure(event.data["patient_id"]), work)


def _waits(event: Event, work: UnitOfWork) -> bool:
    patient_id = event.data["patient_id"]
    if is_reference_known(work.session, patient_id):
        return False
    work.wait_for(event, patient_id)
    return True


def _lodged(events: Sequence[Event], work: UnitOfWork, names: Sequence[str], sequence: str) -> None:
    for event in events:
        about = {"source": event.source, "stay_id": event.subject, sequence: event.sequence}
        keep_newest(work.session, {**about, **{name: event.data[name] for name in names}}, sequence)


CLAIMS: Mapping[str, Claim] = {
    "partners.patient_reported.v1": on_patient_reported,
    "partners.consultation_reported.v1": on_consultation_reported,
    "partners.declaration_reported.v1": on_declaration_reported,
    "partners.patient_erasure_reported.v1": on_patient_erasure_reported,
}
REACTIONS: Mapping[str, Reaction] = {
    **applying(CLAIMS, RefusedReport),
    "housing.intern_arrived.v1": on_intern_arrived,
    "housing.intern_departed.v1": on_intern_departed,
}
