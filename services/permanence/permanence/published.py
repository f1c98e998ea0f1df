"""What is told of the permanence: references, states, days and amounts by code.

No name, RPPS number, employer, hour or reason that somebody typed. Age is a band, and a place is no finer than the
antenna's threshold. The steps before a contract or a filing, hours, closures, rosters, delays and offers stay here.
"""

from collections.abc import Mapping
from typing import Any

from chassis.core.claims import ReportRefused
from chassis.core.told import Telling, table, tells
from permanence.domain.act.act import ConsultationHeld, NurseActHeld
from permanence.domain.appointment.appointment import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentHonoured,
    AppointmentMissed,
    AppointmentMoved,
)
from permanence.domain.appointment.waiting_list import WaitingJoined, WaitingLeft
from permanence.domain.declaration.facts import DeclarationAnswered, DeclarationEnded, DeclarationFiled
from permanence.domain.money.cost import CostCancelled, CostRecorded, ReceiptCancelled, ReceiptRecorded
from permanence.domain.money.denominator import PeopleWithoutGPCounted
from permanence.domain.patient.facts import (
    ErasureAnswered,
    MergeRecorded,
    MergeUndone,
    PatientALDChanged,
    PatientAssessed,
    PatientExited,
    PatientRegistered,
    PatientReturned,
)
from permanence.domain.patient.patient import age_band
from permanence.domain.practitioner.placement import PlacementStarted
from permanence.domain.practitioner.practitioner import DepartureAnnounced, PractitionerJoined, PractitionerLeft
from permanence.domain.session.session import SessionCancelled, SessionPlanned
from permanence.domain.site.site import SiteClosed, SiteOpened
from permanence.parameters import Parameters

_LINE = ("stage", "month_on", "payer", "amount_cents")


def _about(reference: str, event: str, *names: str) -> Telling:
    """Of an aggregate that the fact names by this reference, told too."""
    return tells(f"permanence.{event}.v1", reference, reference, *names)


def _band_and_place(fact: PatientRegistered, parameters: Parameters) -> Mapping[str, Any]:
    return {"age_band": age_band(fact.age), **fact.commune.told(parameters.commune_told_from_inhabitants)}


def _verdict(fact: PatientAssessed, _parameters: Parameters) -> Mapping[str, Any]:
    verdict = fact.verdict
    return {
        "assessed_on": verdict.assessed_on,
        "result": verdict.result.value,
        "rule_version": verdict.rule_version,
        "reasons": [reason.value for reason in verdict.reasons],
        "overridden": verdict.override is not None,
    }


TOLD = table(
    {
        PatientRegistered: tells(
            "permanence.patient_registered.v1",
            "patient_id",
            *("patient_id", "registered_on", "ald", "no_medecin_traitant_reason", "eligibility", "overridden"),
            more=_band_and_place,
        ),
        PatientAssessed: tells("permanence.patient_assessed.v1", "patient_id", "patient_id", more=_verdict),
        PatientALDChanged: _about("patient_id", "patient_ald_changed", "changed_on", "ald"),
        PatientExited: _about("patient_id", "patient_exited", "exited_on", "reason"),
        PatientReturned: _about("patient_id", "patient_returned", "returned_on", "reason"),
        MergeRecorded: _about("patient_id", "patient_merged", "merged_id", "merged_on"),
        MergeUndone: _about("patient_id", "patient_unmerged", "unmerged_id", "unmerged_on"),
        ErasureAnswered: _about("patient_id", "erasure_answered", "answered_on", "answer", "retained_until_on"),
        ConsultationHeld: tells(
            "permanence.consultation_held.v1",
            "act_id",
            *("patient_id", "held_on", "practitioner_kind", "act_kind", "supervised", "site", "appointment_id"),
            consultation_id="act_id",
        ),
        NurseActHeld: _about("act_id", "nurse_act_held", "patient_id", "held_on", "site"),
        DeclarationFiled: _about(
            "declaration_id",
            "declaration_filed",
            *("patient_id", "filed_on", "channel", "ald", "active_on", "presumed"),
        ),
        DeclarationAnswered: _about("declaration_id", "declaration_answered", "answered_on", "accepted", "active_on"),
        DeclarationEnded: _about("declaration_id", "declaration_ended", "patient_id", "ended_on", "reason"),
        SiteOpened: _about("site_id", "site_opened", "site", "commune", "rooms", "opened_on"),
        SiteClosed: _about("site_id", "site_closed", "site", "closed_on"),
        PractitionerJoined: _about(
            "practitioner_id", "practitioner_joined", "practitioner_kind", "joined_on", "half_days_per_week"
        ),
        DepartureAnnounced: _about(
            "practitioner_id", "practitioner_departure_announced", "leaves_on", "half_days_per_week"
        ),
        PractitionerLeft: _about("practitioner_id", "practitioner_left", "left_on"),
        PlacementStarted: _about(
            "placement_id", "placement_started", "practitioner_id", "starts_on", "ends_on", "supervisors"
        ),
        SessionPlanned: _about(
            "session_id",
            "session_planned",
            *("site", "practitioner_id", "practitioner_kind", "held_on", "slots", "half_days"),
        ),
        SessionCancelled: _about("session_id", "session_cancelled", "cancelled_on", "reason"),
        AppointmentBooked: _about(
            "appointment_id",
            "appointment_booked",
            *("patient_id", "session_id", "booked_on", "held_on", "urgent", "walk_in", "third_free_on"),
        ),
        AppointmentMoved: _about("appointment_id", "appointment_moved", "session_id", "moved_on", "held_on"),
        AppointmentCancelled: _about("appointment_id", "appointment_cancelled", "cancelled_on", "by"),
        AppointmentHonoured: _about("appointment_id", "appointment_honoured", "honoured_on"),
        AppointmentMissed: _about("appointment_id", "appointment_missed", "missed_on"),
        WaitingJoined: _about("entry_id", "waiting_joined", "patient_id", "joined_on", "urgent"),
        WaitingLeft: _about("entry_id", "waiting_left", "left_on", "outcome"),
        CostRecorded: _about("cost_id", "cost_recorded", "cost_kind", "in_kind", *_LINE),
        CostCancelled: _about("cost_id", "cost_cancelled", "cancelled_on"),
        ReceiptRecorded: _about("receipt_id", "receipt_recorded", "receipt_kind", *_LINE),
        ReceiptCancelled: _about("receipt_id", "receipt_cancelled", "cancelled_on"),
        PeopleWithoutGPCounted: _about(
            "count_id", "people_without_gp_counted", "counted_on", "commune", "group", "people"
        ),
        ReportRefused: _about("report_id", "report_refused", "code", "field"),
    }
)
