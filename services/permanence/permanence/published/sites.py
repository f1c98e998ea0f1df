"""What is told of sites; what people read of one, its hours, closures and documents stay in it."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.site.site import SiteClosed, SiteOpened


def published_sites(fact: object) -> Iterator[Publication]:
    match fact:
        case SiteOpened():
            parts = told(fact, "site_id", "site", "commune", "rooms", "opened_on")
            yield Publication("permanence.site_opened.v1", fact.site_id, parts)
        case SiteClosed():
            yield Publication("permanence.site_closed.v1", fact.site_id, told(fact, "site_id", "site", "closed_on"))
