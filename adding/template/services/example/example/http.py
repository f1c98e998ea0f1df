"""This service over HTTP: a route for each command and each query, and who may ask."""

from chassis.http.routes import Routes, reading
from example.commands import FileRequest, RequestReference
from example.queries import Requests, latest_requests

AGENTS = ("coordinator",)

blueprint = Routes("example", __name__, description="Demandes")

FILE_REQUEST = blueprint.ask(
    FileRequest,
    "/requests",
    roles=AGENTS,
    answers=RequestReference,
    says="Inscrit une demande.",
)


@blueprint.query("/requests", answers=Requests, roles=AGENTS)
def read_requests() -> Requests:
    """Les dernières demandes."""
    with reading() as session:
        return latest_requests(session)
