"""The example alert rules name what we expose, and say in French what happened and what to do."""

import re
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from chassis.core import metrics
from chassis.core.gauges import Gauges
from chassis.core.health import Health
from chassis.core.state import AT_WORK, INBOX, RELAY
from support.project_tree import ROOT

DOCUMENT = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = [rule for group in DOCUMENT["groups"] for rule in group["rules"]]
MUST_BE_SEEN = (
    *("maillage_ready", "maillage_alive", "maillage_database_answering", "maillage_outbox_oldest_unsent_seconds"),
    *("maillage_inbox_unapplied_events", "maillage_waiting_events", "maillage_quarantine_open_messages"),
)
DURATION = re.compile(r"\d+[smhd]")
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])


def exposed() -> set[str]:
    """The names under which a process exposes something, as its registry and its gauges say them."""
    registry = CollectorRegistry()
    counted = (metrics.RECEIVED, metrics.QUARANTINED, metrics.RELAYED, metrics.LAST_BATCH)
    for collector in (*counted, metrics.HTTP_SECONDS, metrics.HTTP_IN_FLIGHT, Gauges(Health([]))):
        registry.register(collector)
    names = {name for family in registry.collect() for name in (family.name, f"{family.name}_total")}
    return names | {f"{metrics.HTTP_SECONDS._name}_bucket"}


def faults(rule: dict[str, Any]) -> list[str]:
    """What is wrong with a rule, empty when nothing is."""
    named = set(re.findall(r"\bmaillage_\w+", rule["expr"]))
    codes = {code for codes in re.findall(r'code=~?"([^"]*)"', rule["expr"]) for code in codes.split("|")}
    parts = set(re.findall(r'part="([^"]*)"', rule["expr"]))
    found = [f"{name}: exposed by nobody" for name in sorted(named - exposed())]
    found += [f"{code}: said by no part" for code in sorted(codes - {code.value for code in AT_WORK})]
    found += [f"{part}: no part" for part in sorted(parts - {INBOX, RELAY})]
    lasting = rule.get("for", "0s")
    found += [f"for: {lasting}"] * (DURATION.fullmatch(lasting) is None)
    found += ["severity"] * (rule["labels"]["severity"] not in ("warning", "critical"))
    found += [key for key in ("summary", "action") if not rule["annotations"].get(key)]
    return found


def test_names_are_unique_and_there_is_a_rule_for_what_must_be_seen() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))
    watched = " ".join(rule["expr"] for rule in RULES)
    for name in MUST_BE_SEEN:
        assert name in watched


@each_rule
def test_a_rule_names_what_we_expose_and_says_what_to_do(rule: dict[str, Any]) -> None:
    assert faults(rule) == []


def test_a_rule_on_what_nobody_exposes_is_found() -> None:
    wrong = {
        **RULES[0],
        "expr": 'maillage_facts_lost > 0 and maillage_part_state{part="rely", code="LEADS"}',
        "for": "2",
    }
    assert faults(wrong) == [
        "maillage_facts_lost: exposed by nobody",
        "LEADS: said by no part",
        "rely: no part",
        "for: 2",
    ]
