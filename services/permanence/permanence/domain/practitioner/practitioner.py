"""Somebody who works in a permanence, or may: the steps to a contract, the contracts, the agreement as MSU, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from kernel import numbers
from kernel.dated import version_on
from kernel.named import Named
from permanence.domain.practitioner import rules
from permanence.domain.practitioner.contract import Contract, check_contract, until, with_contract
from permanence.domain.practitioner.kind import KindRights, PractitionerKind, Profession, rights_on
from permanence.domain.site.site import checked_label


@dataclass(frozen=True, slots=True)
class PractitionerJoined:
    """A contract was signed: somebody comes, comes back, or comes as another kind or for other half-days."""

    practitioner_id: UUID
    practitioner_kind: PractitionerKind
    joined_on: date
    half_days_per_week: int


@dataclass(frozen=True, slots=True)
class DepartureAnnounced:
    """Somebody will leave; `half_days_per_week` are those that will be missing."""

    practitioner_id: UUID
    leaves_on: date
    half_days_per_week: int


@dataclass(frozen=True, slots=True)
class PractitionerLeft:
    """Somebody no longer works here from that day on."""

    practitioner_id: UUID
    left_on: date


class PractitionerState(Named):
    """How far somebody is; several contracts, then, are one state."""

    PROSPECT = "prospect", "pressenti"
    CONTACTED = "contacted", "contacté"
    AGREED = "agreed", "d'accord pour venir"
    REGISTERED = "registered", "inscrit à l'Ordre"
    UNDER_CONTRACT = "under_contract", "sous contrat"
    LEFT = "left", "parti"


_FRENCH = {
    PractitionerState.PROSPECT: "pressenti",
    PractitionerState.CONTACTED: "contacté",
    PractitionerState.AGREED: "d'accord pour venir",
    PractitionerState.REGISTERED: "inscrit à l'Ordre",
    PractitionerState.UNDER_CONTRACT: "sous contrat",
    PractitionerState.LEFT: "parti",
}
_HAVE_AGREED = (
    PractitionerState.AGREED,
    PractitionerState.REGISTERED,
    PractitionerState.UNDER_CONTRACT,
    PractitionerState.LEFT,
)


class Practitioner:
    """`label` is how the public register names the professional, such as « Dr Martin »; it never leaves the antenna.

    `contracts` holds values and is replaced whole, never changed in place.
    """

    def __init__(self, practitioner_id: UUID, label: str, rpps: str | None) -> None:
        self.practitioner_id = practitioner_id
        self.label = label
        self.rpps = rpps
        self.state = PractitionerState.PROSPECT
        self.is_registered = False
        self.contracts: list[Contract] = []
        self.msu_from: date | None = None
        self.msu_until: date | None = None
        self.leaves_on: date | None = None
        self.left_on: date | None = None
        self.version = 0

    @classmethod
    def prospect(cls, practitioner_id: UUID, *, label: str, rpps: str | None = None) -> Self:
        """Returns somebody who might come, or raises the rule that forbids it."""
        number = None if rpps is None else checked_rpps(rpps, "rpps")
        return cls(practitioner_id, checked_label(label), number)

    def contact(self) -> None:
        self._step(PractitionerState.PROSPECT, PractitionerState.CONTACTED)

    def agree(self) -> None:
        self._step(PractitionerState.CONTACTED, PractitionerState.AGREED)

    def register(self, rpps: str | None = None) -> None:
        """Records the registration with the Ordre, with the number when it was not known yet.

        It is a step to a first contract, or comes after one: an intern becomes a locum.
        """
        number = self.rpps if rpps is None else checked_rpps(rpps, "rpps")
        if self.is_registered or self.state not in _HAVE_AGREED:
            raise self._step_invalid()
        if self.state is PractitionerState.AGREED:
            self.state = PractitionerState.REGISTERED
        self.rpps, self.is_registered = number, True

    def sign(self, contract: Contract, kinds: Sequence[KindRights]) -> PractitionerJoined:
        """Adds a contract, which brings back who had left; `kinds` are the dated rights."""
        rights = rights_on(kinds, contract.kind, contract.starts_on)
        if self.state not in _HAVE_AGREED:
            raise self._step_invalid()
        if rights.needs_ordre and not self.is_registered:
            raise rules.OrdreRegistrationMissing
        if rights.profession is Profession.DOCTOR and self.rpps is None:
            raise rules.RPPSMissing
        check_contract(contract)
        self.contracts = with_contract(self.contracts, contract)
        self.state, self.left_on = PractitionerState.UNDER_CONTRACT, None
        if self.leaves_on is not None and (contract.ends_on is None or self.leaves_on < contract.ends_on):
            self.leaves_on = None  # who signs for later days has thought better of it
        return PractitionerJoined(self.practitioner_id, contract.kind, contract.starts_on, contract.half_days_per_week)

    def agree_msu(self, msu_from: date, msu_until: date | None, kinds: Sequence[KindRights]) -> None:
        """Records the university's agreement: with a doctor, on its first day, whom nobody has to supervise."""
        kind = self.kind_on(msu_from)
        rights = None if kind is None else rights_on(kinds, kind, msu_from)
        if rights is None or rights.profession is not Profession.DOCTOR or rights.needs_supervision:
            raise rules.MSUInvalid
        if msu_until is not None and msu_until <= msu_from:
            raise rules.MSUDatesInvalid
        self.msu_from, self.msu_until = msu_from, msu_until

    def announce_departure(self, leaves_on: date) -> DepartureAnnounced:
        """Says from which day somebody will be missing; a later announcement replaces it."""
        last = self._contract_the_day_before(leaves_on, "leaves_on")
        self.leaves_on = leaves_on
        return DepartureAnnounced(self.practitioner_id, leaves_on, last.half_days_per_week)

    def leave(self, left_on: date) -> PractitionerLeft:
        """Ends all contracts: from that day on the practitioner is not there."""
        self._contract_the_day_before(left_on, "left_on")
        self.contracts = until(self.contracts, left_on)
        self.state, self.leaves_on, self.left_on = PractitionerState.LEFT, None, left_on
        return PractitionerLeft(self.practitioner_id, left_on)

    def contract_on(self, day: date) -> Contract | None:
        return version_on(self.contracts, day)

    def kind_on(self, day: date) -> PractitionerKind | None:
        """As what the practitioner works on a day; None without a contract that day."""
        contract = self.contract_on(day)
        return None if contract is None else contract.kind

    def rights_on(self, kinds: Sequence[KindRights], day: date) -> KindRights:
        """What the practitioner may do on a day, or the rule that there is no contract then."""
        kind = self.kind_on(day)
        if kind is None:
            raise rules.PractitionerNotThere
        return rights_on(kinds, kind, day)

    def is_expected_on(self, day: date) -> bool:
        """Under contract that day, and not announced to have left by then: who may be given sessions."""
        return self.kind_on(day) is not None and (self.leaves_on is None or day < self.leaves_on)

    def is_msu_on(self, day: date) -> bool:
        return self.msu_from is not None and self.msu_from <= day and (self.msu_until is None or day < self.msu_until)

    def supervises_on(self, day: date) -> bool:
        """An agreed MSU who can be reached: expected in the permanence on that day."""
        return self.is_msu_on(day) and self.is_expected_on(day)

    def _contract_the_day_before(self, day: date, field: str) -> Contract:
        if self.state is PractitionerState.LEFT:
            raise rules.AlreadyLeft
        for contract in self.contracts:
            if contract.starts_on < day and (contract.ends_on is None or day <= contract.ends_on):
                return contract
        raise rules.DepartureInvalid(field=field)

    def _step(self, expected: PractitionerState, reached: PractitionerState) -> None:
        if self.state is not expected:
            raise self._step_invalid()
        self.state = reached

    def _step_invalid(self) -> rules.StepInvalid:
        return rules.StepInvalid(f"Cette étape ne suit pas celle où en est le praticien : {self.state.french}.")


def employ(
    practitioner_id: UUID,
    *,
    label: str,
    rpps: str | None,
    contract: Contract,
    kinds: Sequence[KindRights],
    msu_from: date | None = None,
) -> tuple[Practitioner, PractitionerJoined]:
    """All the steps at once, for somebody whose papers are in order; returns the practitioner and the fact."""
    rights = rights_on(kinds, contract.kind, contract.starts_on)
    practitioner = Practitioner.prospect(practitioner_id, label=label, rpps=rpps)
    practitioner.contact()
    practitioner.agree()
    if rights.needs_ordre:
        practitioner.register()
    joined = practitioner.sign(contract, kinds)
    if msu_from is not None:
        practitioner.agree_msu(msu_from, None, kinds)
    return practitioner, joined


def checked_rpps(rpps: str, field: str | None = None) -> str:
    """The 11-digit number without blanks, or `RPPSInvalid`, which blames `field`."""
    return numbers.checked_rpps(rpps, rules.RPPSInvalid, field)
