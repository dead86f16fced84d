from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.text.sentences import split_sentences
from builder.text.tokens import tokenize

TEXTS = st.text(alphabet='ابتد 3,.،؟!…"“”«»()\n\r-a', max_size=300)


def sentences(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in split_sentences(text, 0)]


@pytest.mark.parametrize(
    "parts",
    [
        ["وقع الهجوم أمس.", " وقال مصدر إنه عنيف."],
        ["أصاب القاعدة.", "وقال مصدر آخر"],  # the space after the full stop is often missing
        ["هل انسحبت القوات؟", " نعم!", " انسحبت"],
        ["وسط حرب غزة..", " 23 هجوماً في سوريا"],
        ["أصيبت القاعدة…", " وقال"],
        ["وقع ذلك في 2023.", " وقال"],
        ["وقع ذلك في 2023.", "وقال"],
        ['قصفت "القاعدة".', "وأضاف"],
        ['قال: "قصفنا القاعدة."', " وأضاف"],
        ["كلمة؛ وكلمة أخرى، وثالثة"],
        ["قال د. محمد إن"],
        ["قال د . محمد إن"],
        ["وكالة أ.ف.ب الفرنسية"],
        ["هيئة بي. بي. سي البريطانية"],
        ["نقلت أ ف ب.", " وقال مصدر"],
        ["سنة 1436 هـ.", " وقال مصدر"],
        ["في U.S. Army اليوم"],
        ["قال Dr. Smith اليوم"],
        ["بلغت النسبة 2.5 في المئة"],
        ["1. البند الأول"],
        ['قال "انسحبنا. لم يبق أحد" وأضاف'],
        ["قال (انسحبنا. لم يبق أحد) وأضاف"],
        ["قال «انسحبنا. لم يبق أحد» وأضاف"],
        ['قال "انسحبنا.', " لم يبق أحد"],  # never closed
        ["انتهى . . .", " وبدأ"],
        ['انتهى الخبر. "'],
    ],
)
def test_ends_where_a_reader_would_end_it(parts: list[str]) -> None:
    text = "".join(parts)
    assert sentences(text) == [part.strip() for part in parts]


def test_a_long_quotation_is_several_sentences() -> None:
    text = 'قال "' + "انسحبنا من هناك. " * 30 + '"'
    assert len(sentences(text)) == 30


def test_title_is_paragraph_zero_and_lines_count_from_one() -> None:
    text = "عنوان الخبر\n\nسطر أول. وثان\r\nسطر آخر"
    found = split_sentences(text, 11)
    assert [(s.paragraph, s.index, s.span.of(text)) for s in found] == [
        (0, 0, "عنوان الخبر"),
        (1, 1, "سطر أول."),
        (1, 2, "وثان"),
        (2, 3, "سطر آخر"),
    ]


def test_without_a_title_the_first_line_is_paragraph_one() -> None:
    assert [s.paragraph for s in split_sentences("\nنص", 0)] == [1]


def test_a_very_long_sentence_is_cut_after_a_comma() -> None:
    found = split_sentences("كلمة " * 150 + "، " + "كلمة " * 150, 0)
    assert [len(s.tokens) for s in found] == [151, 150]


def test_a_very_long_sentence_without_commas_is_cut_at_the_limit() -> None:
    assert [len(s.tokens) for s in split_sentences("كلمة " * 450, 0)] == [200, 200, 50]


@given(TEXTS, st.integers(0, 40))
def test_every_token_lies_in_one_sentence(text: str, title_end: int) -> None:
    title_end = min(title_end, len(text))
    found = split_sentences(text, title_end)
    tokens = [token for sentence in found for token in sentence.tokens]
    assert tokens == [*tokenize(text, 0, title_end), *tokenize(text, title_end)]
    assert [token.surface for token in tokens] == [text[token.start : token.end] for token in tokens]
    assert [sentence.index for sentence in found] == list(range(len(found)))
    for sentence in found:
        assert (sentence.span.start, sentence.span.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        assert len(sentence.tokens) <= 200
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start
        assert left.paragraph <= right.paragraph
