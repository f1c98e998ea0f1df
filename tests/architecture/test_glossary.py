"""One concept, one word: every noun of the domain is in `docs/glossary.md`, with its French word and its source."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import contracts
from contracts.fields import Payload
from support.project_tree import ROOT, service_packages

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
WORDS = [row[0].strip("`") for row in ROWS]

# What class names hold beside nouns: the verbs of facts and broken rules, and the grammar around them.
VERBS = (
    {"answered", "booked", "counted", "ended", "exited", "honoured", "merged"}
    | {"missed", "moved", "unmerged"}
    | {"consult", "offered", "supervised"}
    | {"accept", "accepted", "arrived", "asked", "balanced", "be", "broken", "by", "cancel", "cancelled"}
    | {"closed", "confirmed", "declared", "departed", "erased", "expected"}
    | {"expired", "exported", "extended", "filed", "given", "held", "identified", "incurred", "issued", "known"}
    | {"lodged", "may", "named", "open", "opened", "overstayed", "paid", "planned"}
    | {"recorded", "refunded", "refused", "registered", "reported", "requested", "restored", "returned", "runs"}
    | {"exists", "reserved"}
    | {"sealed", "settled", "signed", "taken", "voided", "waitlisted"}
    | {"announced", "joined", "left", "needed", "started"}
    | {"prove", "purged", "unchanged", "undone", "unmet"}
    | {"finished", "imported", "warned"}
)
GRAMMAR = (
    {"active", "actual", "joint", "of", "several"}
    | {"ahead", "another", "away", "free", "short"}
    | {"above", "after", "ago", "already", "before", "early", "far", "future", "in"}
    | {"later", "long", "no", "not", "nothing", "outside", "over", "past", "still"}
    | {"than", "then", "to", "too", "twice", "v1", "v2", "without", "yet"}
    | {"there"}
    | {"both", "itself", "with"}
)
BLAME = (
    {"clash", "empty", "gap", "invalid", "malformed"}
    | {"missing", "negative", "overlap", "positive", "retroactive"}
    | {"unknown", "unplaced", "unreadable", "wrong"}
    | {"full"}
    | {"disagrees", "incomplete"}
)
NOT_NOUNS = VERBS | GRAMMAR | BLAME


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def own_classes(module: ModuleType) -> Iterator[type]:
    return (value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__)


def named_by_the_domain() -> Iterator[type]:
    for package in service_packages():
        if (package / "domain").is_dir():
            for module in modules(importlib.import_module(f"{package.name}.domain")):
                yield from own_classes(module)
    for module in modules(contracts):
        yield from (found for found in own_classes(module) if issubclass(found, Payload) and found is not Payload)


CLASSES = sorted({found.__name__ for found in named_by_the_domain()})


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def undefined(name: str, words: list[str]) -> list[str]:
    """The words of a class name that are neither in the glossary nor mere grammar."""
    snake = snake_case(name)
    for word in sorted(words, key=len, reverse=True):
        snake = re.sub(rf"(?<![a-z0-9]){word}(?![a-z0-9])", "", snake)
    return [part for part in snake.split("_") if part and part not in NOT_NOUNS]


def test_there_are_classes_to_look_at() -> None:
    assert {"Patient", "RPPSInvalid", "NoMedecinTraitantReason", "Stay", "InternArrivedV1"} <= set(CLASSES)


def test_every_noun_of_a_class_of_the_domain_or_of_a_contract_is_in_the_glossary() -> None:
    assert {name: words for name in CLASSES if (words := undefined(name, WORDS))} == {}


def test_a_noun_that_is_not_in_the_glossary_is_found() -> None:
    assert undefined("GroupPracticeLeased", ["group_practice"]) == ["leased"]
    assert undefined("RPPSInvalid", []) == ["rpps"]
    assert undefined("InternshipArrived", ["intern"]) == ["internship"]


def test_grammar_is_not_in_the_glossary_and_is_all_needed() -> None:
    assert NOT_NOUNS.isdisjoint(WORDS)
    assert {part for name in CLASSES for part in snake_case(name).split("_")} >= NOT_NOUNS


def test_every_word_has_a_french_word_a_meaning_and_a_source() -> None:
    assert [row[0] for row in ROWS if len(row) != 4 or not all(row)] == []
    assert [row[0] for row in ROWS if not re.fullmatch(r"`[a-z][a-z0-9_]*`", row[0])] == []
    assert [row[0] for row in ROWS if not row[2].endswith(".")] == []


def test_no_two_concepts_share_a_word_and_no_concept_has_two() -> None:
    french = [row[1].casefold() for row in ROWS]
    assert [word for word, times in Counter(WORDS).items() if times > 1] == []
    assert [word for word, times in Counter(french).items() if times > 1] == []


def test_words_are_in_alphabetical_order() -> None:
    assert sorted(WORDS) == WORDS
