"""Sites over HTTP: opening, what people read of them, hours, rooms, closures, documents, closing."""

from permanence.commands.sites import (
    CancelClosure,
    CloseConsultingRoom,
    CloseSite,
    DecideClosure,
    DecideClosureOutcome,
    DescribeSite,
    DescribeSiteOutcome,
    OpenConsultingRoom,
    OpenSite,
    OpenSiteOutcome,
    RoomReference,
    SetHours,
    SignDocument,
    SiteReference,
)
from permanence.http.api import ORGANISERS, blueprint

blueprint.ask(
    OpenSite,
    "/sites",
    roles=ORGANISERS,
    answers=OpenSiteOutcome,
    says="Ouvre un site, avec ses cabinets et ses horaires.",
)
blueprint.ask(
    DescribeSite,
    "/sites/<site>/description",
    roles=ORGANISERS,
    answers=DescribeSiteOutcome,
    says="Remplace ce que l'on lit d'un site.",
)
blueprint.ask(
    SetHours,
    "/sites/<site>/hours",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Fixe la semaine ordinaire à partir d'un jour ; les plages déjà prévues restent.",
)
blueprint.ask(
    OpenConsultingRoom,
    "/sites/<site>/rooms",
    roles=ORGANISERS,
    answers=RoomReference,
    says="Ouvre un cabinet de consultation.",
)
blueprint.ask(
    CloseConsultingRoom,
    "/sites/<site>/rooms/<room>/closing",
    roles=ORGANISERS,
    answers=RoomReference,
    says="Ferme un cabinet, une fois ses plages annulées ou passées.",
)
blueprint.ask(
    DecideClosure,
    "/sites/<site>/closures",
    roles=ORGANISERS,
    answers=DecideClosureOutcome,
    says="Ferme un site quelques jours, et annule ses plages de ces jours.",
)
blueprint.ask(
    CancelClosure,
    "/sites/<site>/closures/<uuid:closure_id>/cancellation",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Renonce à une fermeture ; les plages annulées le restent.",
)
blueprint.ask(
    SignDocument,
    "/sites/<site>/documents",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Enregistre une version signée du projet de santé ou du règlement intérieur.",
)
blueprint.ask(
    CloseSite,
    "/sites/<site>/closing",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Ferme un site et ses cabinets, une fois leurs plages annulées ou passées.",
)
