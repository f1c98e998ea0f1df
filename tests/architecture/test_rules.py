"""Every broken rule can be told to people and to machines: a stable code, the field to blame, a French sentence."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from chassis.core.manifest import Manifest
from kernel.flat import flat_fields
from maillage.services import manifests
from support.project_tree import files


def below(base: type[Exception]) -> Iterator[type[Exception]]:
    for rule in base.__subclasses__():
        yield rule
        yield from below(rule)


def rules_of(manifest: Manifest) -> list[type[Exception]]:
    return list(below(manifest.rule_broken)) if manifest.rule_broken else []


@cache
def asked_of(service: str) -> frozenset[str]:
    """The names of all the fields of a service's commands."""
    return frozenset(field.name for command in manifests()[service].handlers for _, field in flat_fields(command))


COMMANDED = [manifest for manifest in manifests().values() if manifest.handlers]
RULES = [
    pytest.param(manifest, rule, id=f"{manifest.name}-{rule.__name__}")
    for manifest in COMMANDED
    for rule in rules_of(manifest)
]
ARTICLES = re.compile(r"\b([Ll]e|[Ll]a|[Ll]es|[Uu]n|[Uu]ne|[Dd]e|[Dd]u|[Dd]es|[Cc]e|[Cc]ette|[Aa]ucun)\b|\b[LlDd]['’]")


def test_every_service_that_takes_commands_has_rules() -> None:
    assert [manifest.name for manifest in COMMANDED if not rules_of(manifest)] == []


@pytest.mark.parametrize("manifest", COMMANDED, ids=lambda manifest: manifest.name)
def test_a_code_names_one_rule_of_its_service(manifest: Manifest) -> None:
    codes = [vars(rule)["code"] for rule in rules_of(manifest)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("manifest", "rule"), RULES)
def test_a_rule_has_a_code_a_field_a_sentence_and_a_reason(manifest: Manifest, rule: type[Exception]) -> None:
    code, field, text = (getattr(rule, name) for name in ("code", "field", "text"))
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", vars(rule)["code"]), "a code of its own, UPPER_SNAKE"
    assert field in asked_of(manifest.name), "the field to blame is one that a command asks for"
    assert text[0].isupper(), text
    assert text.endswith("."), text
    assert "  " not in text
    assert ARTICLES.search(text), "a French sentence"
    assert (vars(rule)["__doc__"] or "").strip().endswith((".", ").")), "a docstring of its own: the rule, its source"
    assert code in str(rule()), "what is logged names the code"


@pytest.mark.parametrize("manifest", COMMANDED, ids=lambda manifest: manifest.name)
def test_each_rule_that_a_domain_upholds_is_in_its_unit_tests(manifest: Manifest) -> None:
    """By its class or its code. What only a database can uphold is tried where there is one."""
    upheld = {name for module in files(f"services/{manifest.name}/*/domain/*.py") for name in used_in(module)}
    tested = "\n".join(module.read_text(encoding="utf-8") for module in files(f"tests/{manifest.name}/unit/*.py"))
    rules = [rule for rule in rules_of(manifest) if rule.__name__ in upheld]
    assert rules
    assert [
        rule.__name__ for rule in rules if not re.search(rf"\b({rule.__name__}|{vars(rule)['code']})\b", tested)
    ] == []


def used_in(module: Path) -> Iterator[str]:
    """The names that are read there, imports and definitions apart."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
