from __future__ import annotations

import unicodedata
from datetime import date

from builder.model import Act, Certainty, EventKind, Outcome, RelationKind, Role, Status
from tests.extraction.cases import article_of, cases, holds_words, known_limits
from tests.extraction.checks import ENTITY_ROLES

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


def test_lines_are_clean() -> None:
    for case in EVERY:
        assert len(case["text"]) > 1, case["id"]
        for line in case["text"]:
            assert line == " ".join(line.split()), case["id"]
            assert unicodedata.is_normalized("NFC", line), case["id"]
        assert case["published"] is None or date.fromisoformat(case["published"]), case["id"]


def test_names_of_kinds_roles_and_acts_are_those_of_the_model() -> None:
    for case in EVERY:
        for event in case["events"]:
            assert set(event["kind"]) <= set(EventKind), case["id"]
            assert event["type"], case["id"]
            assert event["status"] in set(Status), case["id"]
            assert (event["required"].keys() | event.get("forbidden", {}).keys()) <= set(Role), case["id"]
            for claim in event.get("claims", []):
                assert claim["act"] in set(Act), case["id"]
                assert claim.get("certainty", Certainty.CERTAIN) in set(Certainty), case["id"]
                assert claim.get("outcome", Outcome.HIT) in set(Outcome), case["id"]
        for relation in case.get("relations", []):
            assert relation["kind"] in set(RelationKind), case["id"]
            assert max(relation["source"], relation["target"]) < len(case["events"]), case["id"]


def test_required_words_stand_in_the_text() -> None:
    for case in EVERY:
        text = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in article_of(case).text)
        for event in case["events"]:
            for role, fillers in event["required"].items():
                named = fillers if Role(role) in ENTITY_ROLES else []
                assert [filler for filler in named if not holds_words(text, filler)] == [], case["id"]
