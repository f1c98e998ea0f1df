"""How often a form that is open to everybody is taken: from one address, and from all together, in little memory."""

import threading
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

# A hospital or a hall of residence is one address for many people.
PER_ADDRESS = 20
OVERALL = 300
WINDOW = timedelta(minutes=10)
_HOME_BITS = 64  # what one subscriber is given of IPv6


class Limits:
    """Counts what was taken since the window opened; it forgets everything when the window closes.

    What is refused is not counted, so that it never remembers more addresses than `overall`.
    """

    def __init__(self, per_address: int = PER_ADDRESS, overall: int = OVERALL, window: timedelta = WINDOW) -> None:
        self._per_address = per_address
        self._overall = overall
        self._window = window
        self._closes_at: datetime | None = None
        self._taken: dict[str, int] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, address: str, now: datetime) -> int:
        """Takes one more from an address and returns 0, or says how long it is refused."""
        origin = _origin(address)
        with self._lock:
            if self._closes_at is None or now >= self._closes_at:
                self._closes_at = now + self._window
                self._taken = {}
            mine = self._taken.get(origin, 0)
            if mine < self._per_address and sum(self._taken.values()) < self._overall:
                self._taken[origin] = mine + 1
                return 0
            return max(1, round((self._closes_at - now).total_seconds()))

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._taken)


def _origin(address: str) -> str:
    """What one subscriber cannot change: an IPv4 address, or the first half of an IPv6 one."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""  # a local socket: all its users are one
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, _HOME_BITS), strict=False))
    return str(parsed)
