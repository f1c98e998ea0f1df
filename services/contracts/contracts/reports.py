"""The answer of every owner to a partner's report that its rules forbid."""

from contracts.fields import Payload, field_name, identifier, rule_code


class ReportRefusedV1(Payload):
    """What a partner reported could not become a fact."""

    report_id = identifier("L'identifiant de l'événement refusé.", required=True)
    code = rule_code("Code de la règle qui s'y oppose.", required=True)
    field = field_name("Le champ en cause.")
