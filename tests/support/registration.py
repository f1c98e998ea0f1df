"""A request that the real permanence accepts as often as it is sent: somebody is registered, and a fact tells it."""

ROLE = "secretary"
PATIENT = {
    "registered_on": "2024-02-01",
    "birth_on": "1950-06-30",
    "commune": "26281",
    "ald": True,
    "no_medecin_traitant_reason": "doctor_retired",
}
