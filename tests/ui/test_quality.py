from __future__ import annotations

import pytest

from builder.articles.rejection import Rejection
from builder.model import EntityClass
from tests.ui.samples import attack, party, thing
from ui.labels import Words
from ui.quality import quality, rejection_reasons
from ui.records import Position, Thing


def test_nothing_known_of_nothing() -> None:
    found = quality([])
    assert found.confidence is None
    assert [share.percent for share in found.shares] == [0, 0, 0, 0]


def test_shares() -> None:
    town = Thing("town", EntityClass.SETTLEMENT, Words("بلدة"), Position(1, 2))
    country = Thing("country", EntityClass.COUNTRY, Words("دولة"), Position(1, 2))
    group = party(thing("group", kind=EntityClass.ARMED_GROUP))
    gunmen = party(thing("gunmen", kind=EntityClass.UNRESOLVED_ACTOR))
    lines = [
        attack("a", places=(town,), earliest="2023-11-02", parties=(group,), articles=2, confidence=0.9),
        attack("b", places=(country,), parties=(gunmen,), confidence=0.5),
        attack("c", kind="series", places=(town,), confidence=0.1),
    ]
    found = quality(lines)
    assert found.attacks == 2
    assert found.confidence == pytest.approx(0.7)
    assert {share.key: (share.part, share.whole) for share in found.shares} == {
        "place": (1, 2),
        "date": (1, 2),
        "perpetrator": (1, 2),
        "single": (1, 2),
    }


def test_reasons_of_rejections() -> None:
    rejections = [
        Rejection("b.jsonl", 3, "not Arabic"),
        Rejection("b.jsonl", 1, "no text"),
        Rejection("c.txt", None, "no text"),
        Rejection("d.txt", None, "no text"),
    ]
    assert rejection_reasons(rejections, 2) == [
        ("no text", 3, ["b.jsonl:1", "c.txt"]),
        ("not Arabic", 1, ["b.jsonl:3"]),
    ]
