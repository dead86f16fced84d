from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from builder.model import Act, Certainty, EventKind, Outcome, RelationKind, Role, Status
from tests.extraction.cases import ANY, Case, article_of, cases, holds_words, known_limits

EVERY = [*cases(), *known_limits()]
THEMES = {
    "verbs",
    "nouns",
    "light_verbs",
    "by_phrases",
    "relative_clauses",
    "clashes",
    "weapons",
    "interception",
    "casualties",
    "claims",
    "attribution",
    "self_named",
    "series",
    "retaliation",
    "background",
    "non_events",
}
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
ENTITY_ROLES = {Role.PLACE, Role.PERPETRATOR, Role.TARGET, Role.WEAPON, Role.SOURCE}


def test_each_identifier_and_each_text_once() -> None:
    identifiers = [case["id"] for case in EVERY]
    assert len(set(identifiers)) == len(identifiers)
    texts = [tuple(case["text"]) for case in EVERY]
    assert len(set(texts)) == len(texts)


def test_each_theme_is_run() -> None:
    """A case of a theme that no test asks for would never be looked at."""
    assert {case["theme"] for case in EVERY} == THEMES
    assert {case["theme"] for case in cases()} == THEMES


def test_only_known_limits_have_a_reason() -> None:
    assert [case["id"] for case in cases() if "reason" in case] == []
    assert [case["id"] for case in known_limits() if not case.get("reason")] == []


@pytest.mark.parametrize("case", EVERY, ids=lambda case: str(case["id"]))
def test_well_formed(case: Case) -> None:
    assert len(case["text"]) >= 2
    assert all(line == line.strip() and "\n" not in line for line in case["text"])
    assert all(unicodedata.is_normalized("NFC", line) for line in case["text"])
    assert case["published"] is None or date.fromisoformat(case["published"])
    text = "".join(letter if letter.isalnum() or letter in MARKS else " " for letter in article_of(case).text)
    for event in case["events"]:
        assert {EventKind(kind) for kind in event["kind"]}
        assert event["type"]
        assert Status(event["status"])
        for roles in (event["required"], event.get("forbidden", {})):
            for role, fillers in roles.items():
                named = [f for f in fillers if Role(role) in ENTITY_ROLES and f != ANY]
                assert [f for f in named if not holds_words(text, f)] == []
        for claim in event.get("claims", []):
            assert Act(claim["act"])
            assert Certainty(claim.get("certainty", "certain"))
            assert Outcome(claim.get("outcome", "hit"))
    for relation in case.get("relations", []):
        assert RelationKind(relation["kind"])
        assert max(relation["source"], relation["target"]) < len(case["events"])
