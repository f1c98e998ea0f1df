"""Counters of what goes through an instance, one update a batch; served to Prometheus where a port is configured."""

from prometheus_client import Counter

RECEIVED = Counter("maillage_inbox_events_total", "Events settled by the inbox.", ["service", "antenna", "outcome"])
QUARANTINED = Counter(
    "maillage_quarantined_messages_total", "Messages that entered quarantine.", ["service", "antenna", "code"]
)
RELAYED = Counter(
    "maillage_relayed_events_total", "Outbox rows by what the broker said.", ["service", "antenna", "outcome"]
)
