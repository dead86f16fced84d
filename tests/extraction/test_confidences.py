"""The table of measured confidences against the rules, and where they come into an extraction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from builder.extraction.confidences import EVENT, event_confidence, roles_told, rule_name, with_confidences
from builder.extraction.extractor import extract
from builder.model import Argument, Article, Entity, EntityClass, Mention, Role, Span
from builder.resources import read_table

LEAST_CASES = 30
PLACE = Entity("https://example.org/place", EntityClass.SETTLEMENT, "حلب")


def rows() -> Iterator[tuple[str, str, int, int, float]]:
    for row in read_table("confidences.tsv"):
        yield row["role"], row["rule"], int(row["cases"]), int(row["right"]), float(row["confidence"])


def argument(rule: str, rank: float, role: Role = Role.PLACE) -> Argument:
    return Argument(role, Mention(Span(0, 3), "حلب", rule), PLACE, rank)


def test_each_row_is_a_share_of_enough_cases() -> None:
    found = list(rows())
    assert len({(role, rule) for role, rule, *_ in found}) == len(found) > 20
    for role, rule, cases, right, confidence in found:
        assert cases >= LEAST_CASES, (role, rule)
        assert confidence == round((right + 1) / (cases + 2), 2), (role, rule)
        assert role == EVENT or role in set(Role), (role, rule)


def test_a_measured_rule_gives_its_confidence_whatever_the_linking_says() -> None:
    measured = {(role, rule): confidence for role, rule, _, _, confidence in rows()}
    [plain, linked] = with_confidences([argument("in", 0.1), argument("in; the only group named", 0.1)])
    assert plain.confidence == linked.confidence == measured["place", "in"]
    assert rule_name(linked.mention.rule) == "in"


def test_a_rule_that_was_not_measured_keeps_its_rank() -> None:
    assert [a.confidence for a in with_confidences([argument("no such rule", 0.15)])] == [0.15]


def test_an_event_with_more_roles_is_surer() -> None:
    told = [argument("in", 0.5, role) for role in (Role.PLACE, Role.DATE, Role.TARGET, Role.KILLED, Role.SOURCE)]
    assert roles_told(a.role for a in (*told, *told)) == "5 roles"
    assert event_confidence(told, 0.0) > event_confidence(told[:3], 0.0) > 0.0
    assert event_confidence([], 0.4) == 0.4


def test_an_extraction_carries_measured_confidences() -> None:
    text = "قُتل خمسة مدنيين، أمس الاثنين، في قصف مدفعي على مدينة إدلب، بحسب الدفاع المدني."
    [event] = extract(Article("a", "قصف على إدلب", text, date(2024, 3, 12))).events
    measured = {(role, rule): confidence for role, rule, _, _, confidence in rows()}
    [killed] = [a for a in event.arguments if a.role is Role.KILLED]
    assert killed.confidence == measured["killed", "casualties"]
    assert event.confidence == measured[EVENT, roles_told(a.role for a in event.arguments)]
