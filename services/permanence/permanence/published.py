"""What is told of the permanence: references, states, days and amounts by code.

No name, RPPS number, employer, hour or reason that somebody typed. Of one patient, a month and durations, under a
reference that care does not know (decision 0031); what is finer is counted here and told sealed. The steps before a
contract or a filing, hours, closures, rosters, delays and offers stay here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chassis.core.claims import ReportRefused
from chassis.core.told import Telling, table, tells
from kernel.period import first_of_month
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
from permanence.domain.month.count import MonthCounted
from permanence.domain.patient.facts import (
    ErasureAnswered,
    MergeRecorded,
    MergeUndone,
    PatientExited,
    PatientRegistered,
    PatientReturned,
)
from permanence.domain.practitioner.placement import PlacementStarted
from permanence.domain.practitioner.practitioner import DepartureAnnounced, PractitionerJoined, PractitionerLeft
from permanence.domain.session.session import SessionCancelled, SessionPlanned
from permanence.domain.site.site import SiteClosed, SiteOpened

_LINE = ("stage", "month_on", "payer", "amount_cents")


def _about(reference: str, event: str, *names: str) -> Telling:
    """Of an aggregate that the fact names by this reference, told too."""
    return tells(f"permanence.{event}.v1", reference, reference, *names)


def _months(months: Mapping[str, str]) -> Callable[[Any, Any], Mapping[str, Any]]:
    """Of days of the fact, their months alone, under these names; one that is not known is left out."""

    def told(fact: Any, _parameters: Any) -> Mapping[str, Any]:
        days = {name: getattr(fact, day) for name, day in months.items()}
        return {name: first_of_month(day) for name, day in days.items() if day is not None}

    return told


def _of_patient(reference: str, event: str, *names: str, **months: str) -> Telling:
    """Of one patient: the reference is the subject, and told nowhere else; `months` are cut from days of the fact."""
    return tells(f"permanence.{event}.v2", reference, *names, more=_months(months) if months else None)


TOLD = table(
    {
        PatientRegistered: _of_patient("reference", "patient_registered", month_on="registered_on"),
        PatientExited: _of_patient("reference", "patient_exited", month_on="exited_on"),
        PatientReturned: _of_patient("reference", "patient_returned", month_on="returned_on"),
        MergeRecorded: _of_patient("reference", "patient_merged", "merged"),
        MergeUndone: _of_patient("reference", "patient_unmerged", "unmerged"),
        ErasureAnswered: _of_patient("reference", "erasure_answered", "answer"),
        ConsultationHeld: _of_patient("act_id", "consultation_held", "held_on", "practitioner_kind", "supervised"),
        NurseActHeld: _of_patient("act_id", "nurse_act_held", month_on="held_on"),
        DeclarationFiled: _of_patient(
            "declaration_id", "declaration_filed", month_on="filed_on", active_month_on="active_on"
        ),
        DeclarationAnswered: _of_patient(
            "declaration_id", "declaration_answered", "accepted", active_month_on="active_on"
        ),
        DeclarationEnded: _of_patient("declaration_id", "declaration_ended", month_on="ended_on"),
        MonthCounted: tells("permanence.month_counted.v1", "count_id", "month_on", "figure", "correction", "sealed"),
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
        AppointmentBooked: _of_patient(
            "appointment_id",
            "appointment_booked",
            "days_to_third_free",
            booked_month_on="booked_on",
            month_on="held_on",
        ),
        AppointmentMoved: _of_patient("appointment_id", "appointment_moved", month_on="held_on"),
        AppointmentCancelled: _of_patient("appointment_id", "appointment_cancelled"),
        AppointmentHonoured: _of_patient("appointment_id", "appointment_honoured"),
        AppointmentMissed: _of_patient("appointment_id", "appointment_missed"),
        WaitingJoined: _of_patient("entry_id", "waiting_joined", month_on="joined_on"),
        WaitingLeft: _of_patient("entry_id", "waiting_left", month_on="left_on"),
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
