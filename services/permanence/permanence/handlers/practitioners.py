"""Practitioners: the steps to a contract, contracts, the agreement as MSU, announced departures, placements."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.rule import blaming
from permanence.commands.practitioners import (
    AgreeMSU,
    AnnounceDeparture,
    ContactPractitioner,
    EmployPractitioner,
    PlacementReference,
    PractitionerReference,
    ProspectPractitioner,
    RecordAgreement,
    RecordOrdreRegistration,
    SignContract,
    StartPlacement,
)
from permanence.domain.practitioner.contract import Contract
from permanence.domain.practitioner.placement import Placement
from permanence.domain.practitioner.practitioner import Practitioner, checked_rpps, employ
from permanence.practitioner_kinds import practitioner_kinds
from permanence.store.practitioners import (
    check_placed_once,
    check_rpps_free,
    known_practitioner,
    lock_practitioner,
)
from permanence.store.sites import known_site


def prospect_practitioner(command: ProspectPractitioner, work: UnitOfWork) -> PractitionerReference:
    check_rpps_free(work.session, command.rpps)
    practitioner = Practitioner.prospect(new_id(), label=command.label, rpps=command.rpps)
    work.save(practitioner)
    return _reference(practitioner)


def contact_practitioner(command: ContactPractitioner, work: UnitOfWork) -> PractitionerReference:
    practitioner = known_practitioner(work.session, command.practitioner_id)
    practitioner.contact()
    work.save(practitioner)
    return _reference(practitioner)


def record_agreement(command: RecordAgreement, work: UnitOfWork) -> PractitionerReference:
    practitioner = known_practitioner(work.session, command.practitioner_id)
    practitioner.agree()
    work.save(practitioner)
    return _reference(practitioner)


def record_ordre_registration(command: RecordOrdreRegistration, work: UnitOfWork) -> PractitionerReference:
    practitioner = known_practitioner(work.session, command.practitioner_id)
    if command.rpps is not None and checked_rpps(command.rpps, "rpps") != practitioner.rpps:
        check_rpps_free(work.session, command.rpps)
    practitioner.register(command.rpps)
    work.save(practitioner)
    return _reference(practitioner)


def sign_contract(command: SignContract, work: UnitOfWork) -> PractitionerReference:
    practitioner = lock_practitioner(work, command.practitioner_id)
    work.save(practitioner, practitioner.sign(_contract(command), practitioner_kinds()))
    return _reference(practitioner)


def employ_practitioner(command: EmployPractitioner, work: UnitOfWork) -> PractitionerReference:
    check_rpps_free(work.session, command.rpps)
    practitioner, joined = employ(
        new_id(),
        label=command.label,
        rpps=command.rpps,
        contract=_contract(command),
        kinds=practitioner_kinds(),
        msu_from=command.msu_from,
    )
    work.save(practitioner, joined)
    return _reference(practitioner)


def agree_msu(command: AgreeMSU, work: UnitOfWork) -> PractitionerReference:
    practitioner = lock_practitioner(work, command.practitioner_id)
    practitioner.agree_msu(command.msu_from, command.msu_until, practitioner_kinds())
    work.save(practitioner)
    return _reference(practitioner)


def announce_departure(command: AnnounceDeparture, work: UnitOfWork) -> PractitionerReference:
    practitioner = lock_practitioner(work, command.practitioner_id)
    work.save(practitioner, practitioner.announce_departure(command.leaves_on))
    return _reference(practitioner)


def start_placement(command: StartPlacement, work: UnitOfWork) -> PlacementReference:
    intern = lock_practitioner(work, command.practitioner_id)
    with blaming("supervisors"):
        supervisors = [known_practitioner(work.session, supervisor) for supervisor in command.supervisors]
    with blaming("sites"):
        sites = [known_site(work.session, site) for site in command.sites]
    placement, started = Placement.start(
        new_id(),
        intern,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        supervisors=supervisors,
        sites=sites,
        kinds=practitioner_kinds(),
    )
    check_placed_once(work.session, intern.practitioner_id, command.starts_on, command.ends_on)
    work.save(placement, started)
    return PlacementReference(placement.placement_id)


def _contract(command: SignContract | EmployPractitioner) -> Contract:
    return Contract(
        command.practitioner_kind,
        command.employer,
        command.starts_on,
        command.ends_on,
        command.half_days_per_week,
    )


def _reference(practitioner: Practitioner) -> PractitionerReference:
    return PractitionerReference(practitioner.practitioner_id)


HANDLERS: Mapping[type, Handler] = {
    ProspectPractitioner: prospect_practitioner,
    ContactPractitioner: contact_practitioner,
    RecordAgreement: record_agreement,
    RecordOrdreRegistration: record_ordre_registration,
    SignContract: sign_contract,
    EmployPractitioner: employ_practitioner,
    AgreeMSU: agree_msu,
    AnnounceDeparture: announce_departure,
    StartPlacement: start_placement,
}
