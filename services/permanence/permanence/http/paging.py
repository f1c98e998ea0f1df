"""How a long list is asked for, part by part."""

from chassis.http.bodies import Body
from chassis.http.fields import whole

PAGE = 100
LONGEST_PAGE = 500


class PageBody(Body):
    """Asked after `?`: how many, after how many."""

    limit = whole("Combien au plus.", least=1, most=LONGEST_PAGE, required=False, load_default=PAGE)
    offset = whole("Combien en passer.", most=1_000_000, required=False, load_default=0)
