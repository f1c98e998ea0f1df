"""What goes through an instance, one update a batch or a request; served to Prometheus where a port is configured."""

from prometheus_client import Counter, Gauge, Histogram

from chassis.core.instance import Instance
from chassis.core.runtime import Runtime

RECEIVED = Counter("maillage_inbox_events_total", "Events settled by the inbox.", ["service", "antenna", "outcome"])
QUARANTINED = Counter(
    "maillage_quarantined_messages_total", "Messages that entered quarantine.", ["service", "antenna", "code"]
)
RELAYED = Counter(
    "maillage_relayed_events_total", "Outbox rows by what the broker said.", ["service", "antenna", "outcome"]
)
LAST_BATCH = Gauge(
    "maillage_last_batch_timestamp_seconds", "When a loop last settled a batch.", ["service", "antenna", "loop"]
)
HTTP_SECONDS = Histogram(
    "maillage_http_request_seconds",
    "From a request to its answer; `kind` is command, query or page, `status` its class.",
    ["service", "antenna", "kind", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
HTTP_IN_FLIGHT = Gauge("maillage_http_requests_in_flight", "Requests being answered.", ["service", "antenna"])


def begin_at_zero(instance: Instance) -> None:
    """Nothing was counted yet, which is a number: an absent counter would be nobody's."""
    for outcome in ("applied", "waiting", "duplicate"):
        RECEIVED.labels(instance.service, instance.antenna, outcome)
    for outcome in ("confirmed", "returned"):
        RELAYED.labels(instance.service, instance.antenna, outcome)


def tell_batch(runtime: Runtime, loop: str) -> None:
    """A loop has just settled a batch."""
    instance = runtime.instance
    LAST_BATCH.labels(instance.service, instance.antenna, loop).set(runtime.clock.now().timestamp())
