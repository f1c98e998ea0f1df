"""The house's blueprint, and which people it answers to."""

from chassis.http.routes import Routes

AGENTS = ("housing_agent",)
# Rents, expenses and budgets are also the accountant's.
MONEY = ("housing_agent", "accountant")
# The steering committee reads what names nobody.
READERS = ("housing_agent", "coordinator")
MONEY_READERS = ("housing_agent", "accountant", "coordinator")

blueprint = Routes("housing", __name__, description="Maison des internes")
