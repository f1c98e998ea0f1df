"""Practitioners, their contracts and placements."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import Between, Longest
from permanence.commands.words import LONGEST_NAME, LONGEST_NUMBER, SiteCode, ThePractitioner
from permanence.domain.practitioner.kind import PractitionerKind

Label = Annotated[str, "Nom professionnel, tel que l'annuaire public le donne ; jamais publié.", Longest(LONGEST_NAME)]
RPPSNumber = Annotated[str | None, "Numéro RPPS, 11 chiffres.", Longest(LONGEST_NUMBER)]
AsWhat = Annotated[PractitionerKind, "À quel titre."]
Employer = Annotated[str, "Employeur.", Longest(LONGEST_NAME)]
ContractStart = Annotated[date, "Premier jour du contrat"]
HalfDays = Annotated[int, "Demi-journées par semaine.", Between(0, 14)]
WithoutTerm = Annotated[date | None, "Fin, jour non compris ; absente : sans terme"]


@dataclass(frozen=True, slots=True)
class ProspectPractitioner:
    """Writes down somebody who might come; `label` is how the public register names the professional."""

    label: Label
    rpps: RPPSNumber = None


@dataclass(frozen=True, slots=True)
class ContactPractitioner:
    """Records that the antenna talked with a prospect."""

    practitioner_id: ThePractitioner


@dataclass(frozen=True, slots=True)
class RecordAgreement:
    """Records that somebody agrees to come."""

    practitioner_id: ThePractitioner


@dataclass(frozen=True, slots=True)
class RecordOrdreRegistration:
    """Records the registration with the Ordre, or a locum's licence, with the RPPS number if it was not known."""

    practitioner_id: ThePractitioner
    rpps: RPPSNumber = None


@dataclass(frozen=True, slots=True)
class SignContract:
    """Signs a contract: the first, another kind, other half-days, or a return. It ends the one that had no end."""

    practitioner_id: ThePractitioner
    practitioner_kind: AsWhat
    employer: Employer
    starts_on: ContractStart
    half_days_per_week: HalfDays
    ends_on: WithoutTerm = None


@dataclass(frozen=True, slots=True)
class EmployPractitioner:
    """All the steps at once, for somebody whose papers are in order."""

    rpps: Annotated[str | None, "Numéro RPPS, 11 chiffres. Nul pour qui n'en a pas.", Longest(LONGEST_NUMBER)]
    label: Label
    practitioner_kind: AsWhat
    employer: Employer
    starts_on: ContractStart
    half_days_per_week: HalfDays
    ends_on: WithoutTerm = None
    msu_from: Annotated[date | None, "Maître de stage universitaire agréé, premier jour"] = None


@dataclass(frozen=True, slots=True)
class AgreeMSU:
    """Records that the university agreed a doctor as maître de stage; it replaces an earlier agreement."""

    practitioner_id: ThePractitioner
    msu_from: Annotated[date, "Premier jour de l'agrément"]
    msu_until: WithoutTerm = None


@dataclass(frozen=True, slots=True)
class AnnounceDeparture:
    """Says from which day a practitioner will be missing."""

    practitioner_id: ThePractitioner
    leaves_on: Annotated[date, "Premier jour où le praticien ne sera plus là"]


@dataclass(frozen=True, slots=True)
class StartPlacement:
    """Records the placement of an intern or docteur junior, from `starts_on` to the day before `ends_on`."""

    practitioner_id: ThePractitioner
    starts_on: Annotated[date, "Premier jour du stage"]
    ends_on: Annotated[date, "Fin, jour non compris"]
    supervisors: Annotated[tuple[Annotated[UUID, "Un maître de stage."], ...], "Les superviseurs, le premier d'abord."]
    sites: Annotated[tuple[SiteCode, ...], "Les sites du stage."]


@dataclass(frozen=True, slots=True)
class PractitionerReference:
    practitioner_id: ThePractitioner


@dataclass(frozen=True, slots=True)
class PlacementReference:
    placement_id: Annotated[UUID, "Le stage."]
