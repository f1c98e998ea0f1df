"""Payloads of the facts that this service publishes."""

from contracts.fields import Payload, civil_day, identifier


class RequestFiledV1(Payload):
    """Something was asked for."""

    request_id = identifier("La demande.", required=True)
    filed_on = civil_day("Jour de la demande", required=True)
