"""What may be read of practitioners, their contracts and placements, and the half-days to come."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, flag, part, reference, text, whole
from chassis.http.routes import reading
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import PractitionerState
from permanence.domain.session.forecast import MonthForecast
from permanence.http.api import READERS, blueprint
from permanence.http.words import practitioner_reference, site_code, today
from permanence.queries.practitioners import (
    MOST_LISTED,
    Listed,
    half_days_forecast,
    listed,
    practitioner_of,
    register,
)
from permanence.store.practitioners import placements_of


class PractitionersBody(Body):
    state = choice(PractitionerState, "Seulement ceux qui en sont là.", required=False)
    limit = whole("Combien au plus.", least=1, most=MOST_LISTED, required=False)


class PractitionerListed(Answer):
    practitioner_id = practitioner_reference(attribute="practitioner.practitioner_id")
    label = text("Nom professionnel.", attribute="practitioner.label")
    rpps = text("Numéro RPPS.", attribute="practitioner.rpps", allow_none=True)
    state = choice(PractitionerState, "Où en est le praticien.", attribute="practitioner.state")
    practitioner_kind = choice(PractitionerKind, "À quel titre, aujourd'hui.", allow_none=True)
    half_days_per_week = whole("Demi-journées par semaine, aujourd'hui.", allow_none=True)
    is_msu = flag("Maître de stage universitaire agréé, aujourd'hui.")
    leaves_on = civil_day("Départ annoncé", attribute="practitioner.leaves_on", allow_none=True)
    left_on = civil_day("Parti depuis", attribute="practitioner.left_on", allow_none=True)


class PractitionersAnswer(Answer):
    practitioners = choices(part(PractitionerListed, "Un praticien."), "Par nom.")


class ContractDocument(Answer):
    practitioner_kind = choice(PractitionerKind, "À quel titre.", attribute="kind")
    employer = text("Employeur.")
    starts_on = civil_day("Premier jour")
    ends_on = civil_day("Fin, jour non compris", allow_none=True)
    half_days_per_week = count("Demi-journées par semaine.")


class PlacementDocument(Answer):
    placement_id = reference("Le stage.")
    starts_on = civil_day("Premier jour")
    ends_on = civil_day("Fin, jour non compris")
    supervisors = choices(practitioner_reference("Un maître de stage."), "Les superviseurs.")
    sites = choices(site_code(), "Les sites du stage.")


class PractitionerAnswer(PractitionerListed):
    contracts = choices(part(ContractDocument, "Un contrat."), "Les contrats, par date.")
    msu_from = civil_day("Agréé depuis", attribute="practitioner.msu_from", allow_none=True)
    msu_until = civil_day("Agréé jusqu'à", attribute="practitioner.msu_until", allow_none=True)
    placements = choices(part(PlacementDocument, "Un stage."), "Les stages, par date.")


class ForecastBody(Body):
    first_month = civil_day("Un jour du premier mois ; absent : ce mois-ci", required=False)
    months = whole("Combien de mois.", least=1, most=36, required=False)


class MonthForecastDocument(Answer):
    month = civil_day("Premier jour du mois")
    half_days = count("Demi-journées de consultation à venir.")
    lost_half_days = count("Demi-journées perdues par les départs annoncés.")
    leaving = choices(practitioner_reference("Un praticien."), "Ceux qui partent dans le mois.")


class ForecastAnswer(Answer):
    months = choices(part(MonthForecastDocument, "Un mois."), "Les mois, dans l'ordre.")


@blueprint.query("/practitioners", asks=PractitionersBody, answers=PractitionersAnswer, roles=READERS)
def list_practitioners(asked: dict[str, Any]) -> Mapping[str, list[Listed]]:
    """Les praticiens, par nom."""
    with reading() as session:
        return {"practitioners": register(session, today(), **asked)}


@blueprint.query("/practitioners/<uuid:practitioner_id>", answers=PractitionerAnswer, roles=READERS)
def read_practitioner(practitioner_id: UUID) -> Mapping[str, Any]:
    """Un praticien : ses contrats, son agrément, ses stages."""
    with reading() as session:
        shown = listed(practitioner_of(session, practitioner_id), today())
        return {
            "practitioner": shown.practitioner,
            "practitioner_kind": shown.practitioner_kind,
            "half_days_per_week": shown.half_days_per_week,
            "is_msu": shown.is_msu,
            "contracts": shown.practitioner.contracts,
            "placements": placements_of(session, practitioner_id),
        }


@blueprint.query("/forecast", asks=ForecastBody, answers=ForecastAnswer, roles=READERS)
def read_forecast(asked: dict[str, Any]) -> Mapping[str, list[MonthForecast]]:
    """Les demi-journées des mois à venir, avec celles que les départs annoncés feront perdre."""
    first_month: date = asked.pop("first_month", today())
    with reading() as session:
        return {"months": half_days_forecast(session, first_month, **asked)}
