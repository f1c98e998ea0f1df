"""Who works in the permanence, and the half-days that the year to come promises or loses."""

from chassis.http.pages import render
from chassis.http.routes import reading, today
from permanence.http.api import READERS
from permanence.pages.site import pages
from permanence.queries.practitioners import half_days_forecast, register


@pages.page("/desk/practitioners", roles=READERS)
def practitioners() -> str:
    day = today()
    with reading() as session:
        return render(
            "practitioners.html.j2",
            section="practitioners",
            today=day,
            register=register(session, day),
            forecast=half_days_forecast(session, day.replace(day=1)),
        )
