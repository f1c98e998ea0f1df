"""What the permanence refuses over HTTP: each bad input is told its field and its rule, and changes nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.http_app import assert_problem
from support.permanence.permanence_api import (
    COLLEAGUE,
    DECLARATION,
    DOCTOR,
    ELSEWHERE,
    HOURS,
    INTERN,
    JUNIOR,
    LOCUM,
    NOBODY,
    NURSE,
    OTHER_ROOM,
    PATIENT,
    ROOM,
    SITE,
    TODAY,
    TOMORROW,
    YESTERDAY,
    PermanenceApi,
    permanence_api,
)

ARTICLES = re.compile(r"\b([Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Dd]e|[Dd]u|[Dd]es|[Cc]et?|[Cc]ette|[Aa]ucune?)\b|\b[LlDdQq]['’]")
WRONG_RPPS = "10002909372"
WRONG_NIR = "150082628100199"
ACT = {"patient_id": "{free}", "held_on": TODAY, "practitioner_rpps": DOCTOR}
SESSION = {"practitioner_id": "{colleague}", "room": OTHER_ROOM, "day": TOMORROW, **HOURS}
BOOKING = {"patient_id": "{teen}", "session_id": "{session}", "slot": 2}
CHOICE = {"patient_id": "{free}", **DECLARATION}
CONTRACT = {
    "practitioner_kind": "salaried_gp",
    "employer": "Oxance",
    "starts_on": TODAY,
    "half_days_per_week": 4,
}
EMPLOYED = {**CONTRACT, "label": "Dr Exemple", "rpps": "10100000156"}
COST = {
    "cost_kind": "salaries",
    "stage": "actual",
    "month_on": "2026-12-01",
    "payer": "oxance",
    "amount_cents": 1_200_00,
    "label": "Salaires",
}
RECEIPT = {**{name: part for name, part in COST.items() if name != "cost_kind"}, "receipt_kind": "fees"}
COUNT = {"counted_on": YESTERDAY, "commune": "26281", "group": "all", "people": 2_500, "source": "CPAM"}
LEAVE = {"first_on": "2026-12-21", "end_on": "2026-12-28", "reason": "holiday"}
ROSTER = {"practitioner_id": "{colleague}", "room": OTHER_ROOM, "weekday": 3, "starts_on": TODAY, **HOURS}
PLACEMENT = {"starts_on": TODAY, "ends_on": "2027-05-01", "supervisors": ["{doctor}"], "sites": [SITE]}
SITE_SESSIONS, DECLARATIONS = f"/sites/{SITE}/sessions", "/declarations"
# Where it is sent, what is sent, the rule that it breaks, the field to blame.
BAD_INPUTS: Mapping[str, tuple[str, Mapping[str, Any], str, str]] = {
    # Who somebody is and where they live
    "a matricule whose key is wrong": ("/patients", {**PATIENT, "ins": WRONG_NIR}, "NIR_KEY_WRONG", "ins"),
    "a matricule too short": ("/patients", {**PATIENT, "ins": "15008262810019"}, "NIR_MALFORMED", "ins"),
    "a birth after the registration": (
        "/patients",
        {**PATIENT, "birth_on": TOMORROW},
        "BIRTH_IN_FUTURE",
        "birth_on",
    ),
    "a birth of another century": (
        "/patients",
        {**PATIENT, "birth_on": "1850-06-30"},
        "BIRTH_TOO_LONG_AGO",
        "birth_on",
    ),
    "an unknown commune": ("/patients", {**PATIENT, "commune": "26999"}, "COMMUNE_UNKNOWN", "commune"),
    "a postcode for a commune": ("/patients", {**PATIENT, "commune": "53000"}, "COMMUNE_UNKNOWN", "commune"),
    "a commune that was merged": ("/patients", {**PATIENT, "commune": "26219"}, "COMMUNE_MERGED", "commune"),
    "a count of a commune that was merged": (
        "/people-without-gp",
        {**COUNT, "commune": "26219"},
        "COMMUNE_MERGED",
        "commune",
    ),
    "a registration to come": (
        "/patients",
        {**PATIENT, "registered_on": TOMORROW},
        "REGISTERED_IN_FUTURE",
        "registered_on",
    ),
    "a registration before the opening": (
        "/patients",
        {**PATIENT, "registered_on": "2023-09-03"},
        "REGISTERED_BEFORE_OPENING",
        "registered_on",
    ),
    "an ALD of a kind where there is none": (
        "/patients",
        {**PATIENT, "ald_status": "ald_30"},
        "ALD_STATUS_DISAGREES",
        "ald_status",
    ),
    "a telephone that is none": ("/patients", {**PATIENT, "phone": "0000"}, "PATIENT_PHONE_INVALID", "phone"),
    "a reason that is not in the list": (
        "/patients",
        {**PATIENT, "no_medecin_traitant_reason": "canari"},
        "MALFORMED_REQUEST",
        "no_medecin_traitant_reason",
    ),
    "29 February of a common year": (
        "/patients",
        {**PATIENT, "birth_on": "1950-02-29"},
        "MALFORMED_REQUEST",
        "birth_on",
    ),
    # Files of patients
    "an exit before the registration": (
        "/patients/{free}/exit",
        {"exited_on": "2026-11-30", "reason": "moved"},
        "CHANGE_BEFORE_REGISTRATION",
        "exited_on",
    ),
    "an exit to come": (
        "/patients/{free}/exit",
        {"exited_on": TOMORROW, "reason": "moved"},
        "CHANGE_IN_FUTURE",
        "exited_on",
    ),
    "a second exit": ("/patients/{gone}/exit", {"exited_on": TODAY, "reason": "lost"}, "ALREADY_EXITED", "patient_id"),
    "a return of somebody there": ("/patients/{free}/return", {"returned_on": TODAY}, "NOT_EXITED", "patient_id"),
    "a file merged with itself": ("/patients/{free}/merge", {"merged_id": "{free}"}, "MERGED_WITH_ITSELF", "merged_id"),
    "a file merged twice": ("/patients/{teen}/merge", {"merged_id": "{merged}"}, "PATIENT_MERGED", "merged_id"),
    "an unknown file merged": ("/patients/{teen}/merge", {"merged_id": NOBODY}, "PATIENT_UNKNOWN", "merged_id"),
    "a file parted that was not merged": ("/patients/{teen}/unmerge", {}, "NOT_MERGED", "merged_id"),
    "the proof of no ALD": ("/patients/{free}/proof", {}, "NO_ALD_TO_PROVE", "patient_id"),
    "an override of nothing": (
        "/patients/{free}/override",
        {"override": "medical_need"},
        "NOTHING_TO_OVERRIDE",
        "patient_id",
    ),
    "a protocol that is over": (
        "/patients/{free}/ald",
        {"ald_status": "ald_30", "proof_seen": True, "until_on": YESTERDAY},
        "PROTOCOL_OVER",
        "until_on",
    ),
    "a médecin traitant lost without a reason": (
        "/patients/{free}/medecin-traitant",
        {"change": "lost", "on": TODAY},
        "REASON_MISSING",
        "reason",
    ),
    # Acts
    "an act of a wrong number": (
        "/consultations",
        {**ACT, "practitioner_rpps": WRONG_RPPS},
        "RPPS_INVALID",
        "practitioner_rpps",
    ),
    "an act of an unknown doctor": (
        "/consultations",
        {**ACT, "practitioner_rpps": "10100000156"},
        "PRACTITIONER_UNKNOWN",
        "practitioner_rpps",
    ),
    "an act of an unknown patient": ("/consultations", {**ACT, "patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    "an act of a file that was merged": (
        "/consultations",
        {**ACT, "patient_id": "{merged}"},
        "PATIENT_MERGED",
        "patient_id",
    ),
    "an act to come": ("/consultations", {**ACT, "held_on": TOMORROW}, "HELD_IN_FUTURE", "held_on"),
    "an act before the contract": (
        "/consultations",
        {**ACT, "practitioner_rpps": INTERN, "held_on": "2026-11-01"},
        "PRACTITIONER_NOT_THERE",
        "practitioner_rpps",
    ),
    "a consultation of a nurse": (
        "/consultations",
        {**ACT, "practitioner_rpps": NURSE},
        "ACT_NOT_OF_PROFESSION",
        "act_kind",
    ),
    "an act of an unknown site": ("/consultations", {**ACT, "site": "ailleurs"}, "SITE_UNKNOWN", "site"),
    "an act at an unknown appointment": (
        "/consultations",
        {**ACT, "appointment_id": NOBODY},
        "APPOINTMENT_UNKNOWN",
        "appointment_id",
    ),
    "an act at somebody else's appointment": (
        "/consultations",
        {**ACT, "appointment_id": "{appointment}"},
        "APPOINTMENT_OF_ANOTHER",
        "appointment_id",
    ),
    "a second act at one appointment": (
        "/consultations",
        {**ACT, "appointment_id": "{seen}"},
        "APPOINTMENT_OVER",
        "appointment_id",
    ),
    # Declarations
    "a child of twelve without a parent": (
        DECLARATIONS,
        {**CHOICE, "patient_id": "{child}"},
        "CONSENT_MISSING",
        "consent",
    ),
    "a person of sixteen without a parent": (
        DECLARATIONS,
        {**CHOICE, "patient_id": "{teen}"},
        "CONSENT_MISSING",
        "consent",
    ),
    "a signature before the consent": (
        "/declarations/{draft}/signature",
        {"signed_on": TODAY},
        "CONSENT_MISSING",
        "consent",
    ),
    "the consent of a parent of an adult": (
        DECLARATIONS,
        {**CHOICE, "consent": "one_parent"},
        "CONSENT_NOT_NEEDED",
        "consent",
    ),
    "a second declaration without confirmation": (
        DECLARATIONS,
        {**CHOICE, "patient_id": "{declared}", "practitioners": [COLLEAGUE]},
        "DECLARATION_EXISTS",
        "replaces",
    ),
    **{
        f"{who} declared": (
            DECLARATIONS,
            {**CHOICE, "practitioners": [rpps]},
            "PRACTITIONER_MAY_NOT_BE_DECLARED",
            "practitioners",
        )
        for who, rpps in {
            "an intern": INTERN,
            "a docteur junior": JUNIOR,
            "a locum": LOCUM,
            "a nurse": NURSE,
        }.items()
    },
    "an intern declared beside his master": (
        DECLARATIONS,
        {**CHOICE, "practitioners": [DOCTOR, INTERN], "site": SITE},
        "PRACTITIONER_MAY_NOT_BE_DECLARED",
        "practitioners",
    ),
    "doctors of two structures": (
        DECLARATIONS,
        {**CHOICE, "practitioners": [DOCTOR, ELSEWHERE], "site": SITE},
        "DOCTORS_OF_SEVERAL_STRUCTURES",
        "practitioners",
    ),
    "two doctors without their site": (
        DECLARATIONS,
        {**CHOICE, "practitioners": [DOCTOR, COLLEAGUE]},
        "JOINT_SITE_MISSING",
        "site",
    ),
    "a declaration to nobody": (DECLARATIONS, {**CHOICE, "practitioners": []}, "DOCTORS_INVALID", "practitioners"),
    "a declaration to a wrong number": (
        DECLARATIONS,
        {**CHOICE, "practitioners": [WRONG_RPPS]},
        "RPPS_INVALID",
        "practitioners",
    ),
    "a declaration to come": (DECLARATIONS, {**CHOICE, "filed_on": TOMORROW}, "FILED_IN_FUTURE", "filed_on"),
    "a declaration before the registration": (
        DECLARATIONS,
        {**CHOICE, "filed_on": "2026-11-30"},
        "FILED_BEFORE_REGISTRATION",
        "filed_on",
    ),
    "a declaration of a file that was merged": (
        DECLARATIONS,
        {**CHOICE, "patient_id": "{merged}"},
        "PATIENT_MERGED",
        "patient_id",
    ),
    "an end before the filing": (
        "/declarations/{current}/end",
        {"ended_on": YESTERDAY, "reason": "patient_changed"},
        "DECLARATION_DAY_TOO_EARLY",
        "ended_on",
    ),
    "an end by a replacement that is none": (
        "/declarations/{current}/end",
        {"ended_on": TODAY, "reason": "replaced"},
        "END_REASON_RESERVED",
        "reason",
    ),
    "an answer to what was filed online": (
        "/declarations/{current}/answer",
        {"answered_on": TODAY, "accepted": True},
        "DECLARATION_STEP_REFUSED",
        "declaration_id",
    ),
    "a filing before the signature": (
        "/declarations/{draft}/filing",
        {"filed_on": TODAY, "channel": "online"},
        "DECLARATION_STEP_REFUSED",
        "declaration_id",
    ),
    "an unknown declaration": (
        f"/declarations/{NOBODY}/signature",
        {"signed_on": TODAY},
        "DECLARATION_UNKNOWN",
        "declaration_id",
    ),
    # Sessions and appointments
    "a practitioner twice at one time": (
        SITE_SESSIONS,
        {**SESSION, "practitioner_id": "{doctor}"},
        "PRACTITIONER_TAKEN",
        "practitioner_id",
    ),
    "a room twice at one time": (SITE_SESSIONS, {**SESSION, "room": ROOM}, "ROOM_TAKEN", "room"),
    "a session on Christmas": (SITE_SESSIONS, {**SESSION, "day": "2026-12-25"}, "SITE_CLOSED_THEN", "day"),
    "a session on a Saturday": (SITE_SESSIONS, {**SESSION, "day": "2026-12-05"}, "SITE_CLOSED_THEN", "day"),
    "a session that ends before its start": (
        SITE_SESSIONS,
        {**SESSION, "starts": "12:30", "ends": "08:30"},
        "SESSION_HOURS_INVALID",
        "starts",
    ),
    "a session of no quarter of an hour": (
        SITE_SESSIONS,
        {**SESSION, "starts": "08:35"},
        "SESSION_HOURS_INVALID",
        "starts",
    ),
    "a session in two years": (SITE_SESSIONS, {**SESSION, "day": "2028-12-04"}, "PLAN_TOO_FAR", "day"),
    "a session of an intern without supervisor": (
        SITE_SESSIONS,
        {**SESSION, "practitioner_id": "{intern}"},
        "NOT_SUPERVISED",
        "practitioner_id",
    ),
    "a session of a nurse": (
        SITE_SESSIONS,
        {**SESSION, "practitioner_id": "{nurse}"},
        "MAY_NOT_CONSULT",
        "practitioner_id",
    ),
    "a session of nobody": (
        SITE_SESSIONS,
        {**SESSION, "practitioner_id": NOBODY},
        "PRACTITIONER_UNKNOWN",
        "practitioner_id",
    ),
    "a session in an unknown room": (SITE_SESSIONS, {**SESSION, "room": "cabinet-9"}, "ROOM_UNKNOWN", "room"),
    "a session in an unknown site": ("/sites/ailleurs/sessions", SESSION, "SITE_UNKNOWN", "site"),
    "a roster that ends on its start": (
        f"/sites/{SITE}/rosters",
        {**ROSTER, "ends_on": TODAY},
        "ROSTER_DATES_INVALID",
        "ends_on",
    ),
    "a leave that ends before its start": (
        "/practitioners/{colleague}/leaves",
        {**LEAVE, "end_on": "2026-12-20"},
        "LEAVE_DATES_INVALID",
        "end_on",
    ),
    "a slot that is taken": ("/appointments", {**BOOKING, "slot": 1}, "SLOT_TAKEN", "slot"),
    "a slot that does not exist": ("/appointments", {**BOOKING, "slot": 13}, "SLOT_UNKNOWN", "slot"),
    "a slot of a cancelled session": (
        "/appointments",
        {**BOOKING, "session_id": "{cancelled}"},
        "SESSION_ALREADY_CANCELLED",
        "session_id",
    ),
    "a slot of no session": ("/appointments", {**BOOKING, "session_id": NOBODY}, "SESSION_UNKNOWN", "session_id"),
    "an appointment of nobody": ("/appointments", {**BOOKING, "patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    "an appointment of a file that was merged": (
        "/appointments",
        {**BOOKING, "patient_id": "{merged}"},
        "PATIENT_MERGED",
        "patient_id",
    ),
    "a first free slot of a file that was merged": (
        "/appointments/first-free",
        {"patient_id": "{merged}", "from_on": TODAY},
        "PATIENT_MERGED",
        "patient_id",
    ),
    "somebody to come who has come": (
        "/appointments/{appointment}/arrival",
        {},
        "APPOINTMENT_AHEAD",
        "appointment_id",
    ),
    "an appointment honoured and cancelled": (
        "/appointments/{seen}/cancellation",
        {"by": "patient", "reason": "personal"},
        "APPOINTMENT_OVER",
        "appointment_id",
    ),
    "somebody who walks in tomorrow": (
        "/sessions/{session}/walk-ins",
        {"patient_id": "{free}"},
        "WALK_IN_AHEAD",
        "session_id",
    ),
    "a session in which somebody was seen cancelled": (
        "/sessions/{now}/cancellation",
        {"reason": "other"},
        "SESSION_ALREADY_HELD",
        "session_id",
    ),
    "a second wait": ("/waiting-list", {"patient_id": "{teen}"}, "ALREADY_WAITING", "patient_id"),
    "an offer sooner than the notice": (
        "/waiting-list/{waiting}/offers",
        {"session_id": "{session}", "slot": 3},
        "NOTICE_TOO_SHORT",
        "session_id",
    ),
    "an answer to no offer": ("/waiting-list/{waiting}/answer", {"accepts": True}, "NOTHING_OFFERED", "entry_id"),
    # Practitioners
    "a practitioner with a wrong number": ("/practitioners", {**EMPLOYED, "rpps": WRONG_RPPS}, "RPPS_INVALID", "rpps"),
    "a practitioner written twice": ("/practitioners", {**EMPLOYED, "rpps": DOCTOR}, "RPPS_TAKEN", "rpps"),
    "a contract that ends on its start": (
        "/practitioners",
        {**EMPLOYED, "ends_on": TODAY},
        "CONTRACT_DATES_INVALID",
        "ends_on",
    ),
    "a docteur junior before there were any": (
        "/practitioners",
        {**EMPLOYED, "practitioner_kind": "docteur_junior", "starts_on": "2026-11-01"},
        "KIND_UNKNOWN_THEN",
        "practitioner_kind",
    ),
    "a placement with somebody who is no MSU": (
        "/practitioners/{intern}/placements",
        PLACEMENT,
        "SUPERVISOR_INVALID",
        "supervisors",
    ),
    "a placement of a doctor": (
        "/practitioners/{colleague}/placements",
        PLACEMENT,
        "PLACEMENT_NOT_NEEDED",
        "practitioner_id",
    ),
    "a departure to come": (
        "/practitioners/{doctor}/departure",
        {"left_on": TOMORROW},
        "DEPARTURE_IN_FUTURE",
        "left_on",
    ),
    "a departure before the arrival": (
        "/practitioners/{intern}/departure",
        {"left_on": "2026-11-02"},
        "DEPARTURE_INVALID",
        "left_on",
    ),
    # Money
    "a cost of a month that is not named by its first day": (
        "/costs",
        {**COST, "month_on": "2026-11-02"},
        "MONTH_MALFORMED",
        "month_on",
    ),
    "a receipt of a month that is not named by its first day": (
        "/receipts",
        {**RECEIPT, "month_on": "2026-11-30"},
        "MONTH_MALFORMED",
        "month_on",
    ),
    "what was spent next year": ("/costs", {**COST, "month_on": "2027-01-01"}, "ACTUAL_IN_FUTURE", "month_on"),
    "a cost of nothing": ("/costs", {**COST, "amount_cents": 0}, "AMOUNT_NOT_POSITIVE", "amount_cents"),
    "a cost in euros and cents": ("/costs", {**COST, "amount_cents": 12.5}, "MALFORMED_REQUEST", "amount_cents"),
    "a payer who is a sentence": ("/costs", {**COST, "payer": "La mairie"}, "PAYER_MALFORMED", "payer"),
    "an unknown cost": (f"/costs/{NOBODY}/cancellation", {"reason": "erreur"}, "COST_UNKNOWN", "cost_id"),
    "a count to come": ("/people-without-gp", {**COUNT, "counted_on": TOMORROW}, "COUNTED_IN_FUTURE", "counted_on"),
    "fewer people than none": ("/people-without-gp", {**COUNT, "people": -1}, "MALFORMED_REQUEST", "people"),
}


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PermanenceApi]:
    with permanence_api(tmp_path_factory.mktemp("permanence")) as api:
        yield api


@pytest.fixture(scope="module")
def places(romans: PermanenceApi) -> Mapping[str, str]:
    return romans.inhabit()


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_is_told_its_field_and_its_rule_in_french_and_changes_nothing(
    romans: PermanenceApi, places: Mapping[str, str], name: str
) -> None:
    path, body, code, field = BAD_INPUTS[name]
    before = romans.everything()
    response = romans.post(path.format(**places), filled(body, places), role_for(path))
    assert_problem(response, 400 if code == "MALFORMED_REQUEST" else 422, code, field)
    document = response.get_json()
    told = [error["detail"] for error in document.get("errors", [])] or [document["detail"]]
    assert all(ARTICLES.search(detail) or "choix possibles" in detail for detail in told), told
    assert "canari" not in response.text
    assert romans.everything() == before


def test_the_bad_inputs_would_be_accepted_without_what_is_bad_in_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    good: Mapping[str, Mapping[str, Any]] = {
        "/patients": PATIENT,
        "/consultations": ACT,
        DECLARATIONS: CHOICE,
        SITE_SESSIONS: SESSION,
        f"/sites/{SITE}/rosters": ROSTER,
        "/appointments": BOOKING,
        "/practitioners/{colleague}/leaves": LEAVE,
        "/practitioners": EMPLOYED,
        "/costs": COST,
        "/receipts": RECEIPT,
        "/people-without-gp": COUNT,
    }
    with permanence_api(tmp_path_factory.mktemp("good")) as api:
        places = api.inhabit()
        for path, body in good.items():
            api.do(path.format(**places), role_for(path), **filled(body, places))
        api.do(f"/practitioners/{places['doctor']}/msu-agreement", msu_from="2023-09-04")
        api.do(f"/practitioners/{places['intern']}/placements", **filled(PLACEMENT, places))


def test_a_merged_commune_names_its_successor_and_a_merged_file_the_one_that_was_kept(
    romans: PermanenceApi, places: Mapping[str, str]
) -> None:
    told = romans.post("/patients", {**PATIENT, "commune": "26219"}).get_json()["detail"]
    assert "26216" in told
    told = romans.post("/appointments", filled({**BOOKING, "patient_id": "{merged}"}, places)).get_json()["detail"]
    assert places["free"] in told


def test_what_is_merely_unusual_is_recorded_with_a_warning(tmp_path_factory: pytest.TempPathFactory) -> None:
    with permanence_api(tmp_path_factory.mktemp("unusual")) as api:
        places = api.inhabit()
        early = api.do("/consultations", **filled({**ACT, "held_on": "2023-09-04"}, places))
        assert early["warnings"] == ["BEFORE_REGISTRATION", "OUTSIDE_SESSION"]
        outside = api.do("/consultations", **filled({**ACT, "practitioner_rpps": COLLEAGUE}, places))
        assert outside["warnings"] == ["OUTSIDE_SESSION"]
        alone = api.do("/consultations", **filled({**ACT, "practitioner_rpps": INTERN}, places))
        assert alone["warnings"] == ["OUTSIDE_SESSION", "NOT_SUPERVISED"]
        oldest = {**EMPLOYED, "starts_on": "2023-01-02"}
        api.do("/practitioners", **oldest)
        before = {**ACT, "practitioner_rpps": EMPLOYED["rpps"], "held_on": "2023-09-01"}
        told = api.do("/consultations", **filled(before, places))["warnings"]
        assert told == ["BEFORE_OPENING", "BEFORE_REGISTRATION", "OUTSIDE_SESSION"]
        assert len(api.everything()["acts"]) == 5


def filled(body: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    """The body with references in the place of names."""

    def one(part: Any) -> Any:
        if isinstance(part, list):
            return [one(item) for item in part]
        return part.format(**places) if isinstance(part, str) else part

    return {name: one(part) for name, part in body.items()}


def role_for(path: str) -> str:
    return "accountant" if path.startswith(("/costs", "/receipts")) else "secretary"
