"""The page of requests: what was asked for, and the form to ask."""

from chassis.http.pages import Pages, render
from chassis.http.routes import reading
from example.http import AGENTS, FILE_REQUEST
from example.queries import latest_requests
from kernel import french

pages = Pages(__name__, title="Demandes", home="/desk/requests", filters={"day": french.day})


@pages.page("/desk/requests", roles=AGENTS)
def requests_page() -> str:
    with reading() as session:
        return render("requests.html.j2", requests=latest_requests(session).requests)


pages.form_of(FILE_REQUEST, "/desk/requests/filed", shown_on=requests_page)
