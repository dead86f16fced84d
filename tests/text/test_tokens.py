from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.text.normalize import normalize
from builder.text.tokens import Clitics, TokenKind, clitic_analyses, tokenize

TEXTS = st.text() | st.text(alphabet='ابتةـًّ 0٣9,.،:/-"«»()aZ\n\u200f_#é²')


def surfaces(text: str) -> list[str]:
    return [token.surface for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هجوماً صاروخياً.", ["هجوماً", "صاروخياً", "."]),
        ("مقتل38 و3", ["مقتل", "38", "و", "3"]),
        ("8,300 شخص، 2.5", ["8,300", "شخص", "،", "2.5"]),
        ("٨٬٣٠٠، ١٢٫٥", ["٨٬٣٠٠", "،", "١٢٫٥"]),
        ("17/10/2023 و2023-10-17 و10:30", ["17/10/2023", "و", "2023-10-17", "و", "10:30"]),
        ("10-15 و20.", ["10", "-", "15", "و", "20", "."]),
        ('بـ"رشقة" ودبي -الشرق', ["بـ", '"', "رشقة", '"', "ودبي", "-", "الشرق"]),
        ("دبي ـ الشرق", ["دبي", "ـ", "الشرق"]),
        ("كيلو/ساعة", ["كيلو", "/", "ساعة"]),
        ("شبكة NBC الأميركية", ["شبكة", "NBC", "الأميركية"]),
        ("إف-16", ["إف", "-", "16"]),
        ("#غزة_الآن", ["غزة", "الآن"]),
        ("غزة.. 23", ["غزة", ".", ".", "23"]),
        ("«داعش»\u200f\u0000", ["«", "داعش", "»"]),
        ("\u064b \u200b", []),
        ("", []),
    ],
)
def test_splits(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "norm"),
    [
        ("المسيّرة", TokenKind.WORD, "المسيره"),
        ("٨٬٣٠٠", TokenKind.NUMBER, "8,300"),
        ("٨،٣٠٠", TokenKind.NUMBER, "8,300"),
        ("Reuters", TokenKind.LATIN, "reuters"),
        ("Мир", TokenKind.LATIN, "мир"),
        ("؟", TokenKind.PUNCT, "؟"),
        ("ـــ", TokenKind.PUNCT, "-"),
        ("9" * 41, TokenKind.LATIN, "9" * 41),
    ],
)
def test_kind_and_norm(text: str, kind: TokenKind, norm: str) -> None:
    (token,) = tokenize(text)
    assert (token.kind, token.norm) == (kind, norm)


def test_a_range_keeps_the_positions_of_the_text() -> None:
    text = "قال إن 17/10/2023 يوم"
    (token,) = tokenize(text, 7, 9)
    assert (token.start, token.end, token.span.of(text)) == (7, 9, "17")


@given(TEXTS)
def test_tokens_cover_all_that_is_written_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(token.surface == text[token.start : token.end] for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    covered = {position for token in tokens for position in range(token.start, token.end)}
    missed = "".join(character for position, character in enumerate(text) if position not in covered)
    assert not normalize(missed).text.strip()
    assert all(token.norm and not any(character.isspace() for character in token.norm) for token in tokens)


def test_whole_word_comes_first_and_longer_stems_before_shorter() -> None:
    analyses = clitic_analyses("وبطائرتين")
    assert analyses[0] == Clitics("", "وبطائرتين", "")
    assert [len(analysis.stem) for analysis in analyses] == sorted((len(a.stem) for a in analyses), reverse=True)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وبطائرتين", Clitics("وب", "طائرتين", "")),
        ("للقوات", Clitics("لل", "قوات", "")),
        ("وللقوات", Clitics("ولل", "قوات", "")),
        ("بالصواريخ", Clitics("بال", "صواريخ", "")),
        ("والقاعده", Clitics("وال", "قاعده", "")),
        ("والقاعده", Clitics("و", "القاعده", "")),
        ("سيستهدف", Clitics("س", "يستهدف", "")),
        ("استهدافهم", Clitics("", "استهداف", "هم")),
        ("قاعدتهم", Clitics("", "قاعده", "هم")),
        ("تبناها", Clitics("", "تبني", "ها")),
        ("ابناؤه", Clitics("", "ابناء", "ه")),
        ("قتلوهم", Clitics("", "قتلوا", "هم")),
    ],
)
def test_finds_the_right_split_among_the_candidates(word: str, expected: Clitics) -> None:
    assert expected in clitic_analyses(word)


def test_the_article_and_a_pronoun_exclude_each_other() -> None:
    assert all(not (a.proclitics.endswith("ال") and a.enclitic) for a in clitic_analyses("القاعده"))


@given(st.text(alphabet="ابفكلسوهنايتؤم", max_size=12))
def test_a_split_gives_back_the_word(word: str) -> None:
    analyses = clitic_analyses(word)
    assert analyses[0].stem == word
    assert len(set(analyses)) == len(analyses)
    for analysis in analyses[1:]:
        assert len(analysis.stem) >= 2
        assert word.startswith(analysis.proclitics)
        assert word.endswith(analysis.enclitic)
