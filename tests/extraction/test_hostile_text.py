from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.errors import ArticleError
from builder.extraction.extractor import extract
from builder.model import Article
from builder.resources import read_table
from tests.extraction.checks import check

WORDS = sorted(
    {row["lemma"] for row in read_table("lexicon.tsv")} | {row["word"] for row in read_table("function_words.tsv")}
)
OTHERS = [
    "بغداد",
    "حلب",
    "تنظيم داعش",
    "الثلاثاء",
    "أمس",
    "ثلاثة",
    "12",
    "٣٥",
    "رويترز",
    "الجيش السوري",
    "ضحيته",
    "وقال",
]
MARKS_OF_SENTENCES = [".", "،", "؛", ":", '"', "«", "»", "(", ")", "-", "..", "!", "؟", "\n"]
quick = settings(max_examples=60, deadline=None)


@quick
@given(
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.sampled_from(OTHERS), st.sampled_from(MARKS_OF_SENTENCES)), max_size=60
    )
)
def test_word_salad(words: list[str]) -> None:
    title, body = " ".join(words[:6]).replace("\n", " "), " ".join(words[6:])
    check(extract(Article("salad", title, body, date(2024, 3, 14))))


@quick
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text(text: str) -> None:
    check(extract(Article("text", "", text, date(2024, 3, 14))))


@quick
@given(st.text(alphabet='ابتهجموقصف "«»()[].،:؛\n12٣\u0640\u064e\u200f', max_size=120))
def test_letters_and_marks(text: str) -> None:
    check(extract(Article("letters", "هجوم", text, None)))


PATHOLOGICAL = {
    "nothing": "",
    "spaces": " \n \t " * 100,
    "punctuation only": '.،؛:!؟-()«»"' * 500,
    "ten times thirty triggers": ("هجوم. " * 30 + "\n") * 10,
    "a trigger without an end": "قصف " * 300,
    "one word of triggers": "هجوم" * 10_000,
    "letters of grammar": "و" * 10_000,
    "quotation marks": '"' * 5_000,
    "quotations that stay open": 'قال "' * 1_000,
    "opening marks": "«قال مصدر إن هجوماً وقع في بغداد. " * 100,
    "brackets": "(" * 2_000 + "هجوم" + ")" * 1_999,
    "numbers": "ثلاثة و" * 1_000,
    "digits": "9" * 5_000,
    "names": "بغداد " * 1_000,
    "dates": "الثلاثاء " * 1_000,
    "speech in speech": "قال مسؤول إن " * 400,
    "sources of sources": "بحسب ما نقلته وكالة عن " * 400,
    "parties without an end": "اشتباكات بين " + "الجيش و" * 500,
    "a very long sentence": "قتل ثلاثة جنود في هجوم على بغداد و" * 150,
    "a very long sentence with commas": "قتل ثلاثة جنود في هجوم على بغداد، و" * 150,
    "relative clauses": "الهجوم الذي شنه مسلحون الذين " * 100,
    "many incidents": "\n".join(f"قتل {n} جنود في هجوم في {p}." for n in range(3, 40) for p in ("حلب", "مأرب", "غزة")),
    "latin": "attack in Baghdad " * 200,
    "byte order and direction marks": "\ufeff\u200f\u202bهجوم\u202c على بغداد\u200e." * 50,
}


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_pathological_text(text: str) -> None:
    check(extract(Article("pathological", "عنوان", text, date(2024, 3, 14))))


def test_an_article_of_too_many_reports_is_rejected() -> None:
    """300 words that tell of attacks are read, more are not: the time grows with their square."""
    report = "قتل ثلاثة جنود في هجوم على بغداد.\n"
    check(extract(Article("many", "عنوان", report * 100, date(2024, 3, 14))))
    for text in (report * 400, "هجوم. " * 10_000, "قصف " * 1_000):
        with pytest.raises(ArticleError, match="at most 300: split the article"):
            extract(Article("too many", "عنوان", text, date(2024, 3, 14)))


@pytest.mark.parametrize("title", ["", "هجوم", '"', "قصف " * 300])
def test_titles_alone(title: str) -> None:
    check(extract(Article("title", title, "", date(2024, 3, 14))))
