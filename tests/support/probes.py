"""What a probe is answered, and where a worker's process is watched."""

import http.client
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families

from support import pace
from support.processes import WorkerProcess, eventually


def ask(address: str, path: str) -> tuple[int, bytes]:
    """One request on a connection of its own."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=pace.patience())
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def probe(address: str, path: str) -> tuple[int, dict[str, Any]]:
    status, body = ask(address, path)
    return status, json.loads(body)


def troubles(address: str, path: str = "/readyz") -> Sequence[tuple[str, str]]:
    """The parts in trouble, each with its code; nothing where the probe is content."""
    status, told = probe(address, path)
    found = [(trouble["part"], trouble["code"]) for trouble in told.get("troubles", [])]
    assert (status == 200) is (found == []), (status, told)
    return found


def watched_at(worker: WorkerProcess) -> str:
    """The address of its metrics port, once it has one."""
    told = worker.wait_for("metrics_served")[-1]
    return f"http://{told['address']}"


def wait_until_ready(worker: WorkerProcess) -> str:
    address = watched_at(worker)
    eventually(lambda: troubles(address), [].__eq__)
    return address


def gauge(address: str, name: str, **labels: str) -> float | None:
    """What a scrape tells under that name and these labels, among others; None where it tells nothing."""
    families = text_string_to_metric_families(ask(address, "/metrics")[1].decode())
    samples = (sample for family in families for sample in family.samples if sample.name == name)
    return next((sample.value for sample in samples if labels.items() <= sample.labels.items()), None)
