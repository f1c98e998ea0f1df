"""The permanence's blueprint, and which people it answers to."""

from chassis.http.routes import Routes

# The people who receive patients: they may read who somebody is, and each reading is kept.
CARERS = ("secretary", "doctor")
# The coordinating doctor and the employer arrange who works when; money is the accountant's too.
ORGANISERS = ("secretary", "coordinator")
MONEY = ("coordinator", "accountant")
# What names nobody.
READERS = ("secretary", "doctor", "coordinator")

blueprint = Routes("permanence", __name__, description="Permanence de consultations")
