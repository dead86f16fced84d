from __future__ import annotations

import pytest

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.extraction.reading import Reader
from builder.extraction.triggers import find_triggers
from builder.model import Article
from builder.resources import data_dir
from builder.text.document import analyse
from tests.extraction.cases import article_of, cases


def articles() -> list[Article]:
    examples = read_inputs(sorted(data_dir("examples").glob("*.jsonl")))
    told = [item for item in examples if not isinstance(item, Rejection)]
    return told + [article_of(case) for case in cases()]


def test_what_may_report_nothing_has_no_trigger() -> None:
    found = 0
    for article in articles():
        document = analyse(article)
        reader = Reader(document)
        for index in range(len(document.sentences)):
            triggers = find_triggers(reader.view(index))
            assert not triggers or reader.may_report(index), (article.id, index)
            found += bool(triggers)
    assert found > 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل خمسة أشخاص في غارة على حلب.", True),
        ("مقتل خمسة أشخاص في حادث سير.", False),
        ("قصف الجيش مدينة حلب.", True),
        ("ناقش الوزراء أسعار القمح.", False),
    ],
)
def test_words_alone_can_rule_an_attack_out(text: str, expected: bool) -> None:
    assert Reader(analyse(Article("a", "", text))).may_report(0) is expected
