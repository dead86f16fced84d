"""What must hold for any report, over those of cases.json: exact mentions, sameness, indifference to spelling."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.extraction.extractor import extract, view_document
from builder.model import Article, Extraction, Mention
from builder.text.document import analyse
from builder.text.normalize import normalize_key
from tests.extraction.cases import Case, article_of, cases, known_limits
from tests.extraction.checks import check

POOL = [*cases(), *known_limits()]
WITH_EVENTS = [case for case in POOL if case["events"]]
ROOT = Path(__file__).resolve().parents[2]
MARKS = "\u064b\u064d\u064e\u0650\u0651\u0652\u0670"  # without damma, which shows a passive
TATWEEL = "\u0640"
JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهي")  # letters that tatweel can follow
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
NEUTRAL = (
    "يتوقع خبراء الأرصاد طقساً غائماً ورياحاً معتدلة خلال الأيام المقبلة.",
    "أغلق مؤشر البورصة على ارتفاع طفيف مع صعود أسهم المصارف.",
    "تراجع سعر صرف العملة المحلية بنسبة واحد في المئة.",
    "افتتح معرض الكتاب أبوابه أمام الزوار بمشاركة دور نشر عربية.",
)
NEUTRAL_WITH_SOURCE = "بلغ معدل البطالة ثمانية في المئة وفق جهاز الإحصاء."
quick = settings(max_examples=60, deadline=None)

Facts = tuple[str, str, str, bool, tuple[tuple[str, str], ...]]


def facts(extraction: Extraction) -> list[Facts]:
    """Kind, type, status, background and the fillers of each event, without positions and spellings."""
    return [
        (
            event.kind,
            event.attack_type,
            event.status,
            event.background,
            tuple(sorted({(argument.role.value, _words(argument.mention)) for argument in event.arguments})),
        )
        for event in extraction.events
    ]


def _words(mention: Mention) -> str:
    return normalize_key(mention.surface)


# --- the reports as they are -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", POOL, ids=lambda case: str(case["id"]))
def test_every_mention_is_an_exact_part_of_its_sentence(case: Case) -> None:
    check(extract(article_of(case)))


def test_every_view_covers_its_sentence() -> None:
    for case in POOL:
        document = analyse(article_of(case))
        views = view_document(document)
        assert tuple(view.sentence for view in views) == document.sentences, case["id"]
        for view in views:
            assert len(view.tokens) == len(view.readings) == len(view.functions), case["id"]
            for name in view.entities:
                assert 0 <= name.first < name.last <= len(view.tokens), case["id"]
            for index, phrase in view.phrases.items():
                assert phrase.first == index < phrase.last <= len(view.tokens), case["id"]


def test_the_same_article_gives_the_same_again() -> None:
    first = [extract(article_of(case)) for case in WITH_EVENTS]
    again = [extract(article_of(case)) for case in reversed(WITH_EVENTS)]
    assert first == again[::-1]


def digest() -> str:
    """A digest of all that is extracted from the pool; also run in a process of its own."""
    found = sha256()
    for case in POOL:
        found.update(repr(extract(article_of(case))).encode("utf-8"))
    return found.hexdigest()


def test_another_process_with_another_order_of_sets_gives_the_same() -> None:
    program = "from tests.extraction.test_invariants import digest\nimport sys\nsys.stdout.write(digest())"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == digest()


# --- changed spellings -----------------------------------------------------------------------------------------------


@st.composite
def reports(draw: st.DrawFn) -> Case:
    return draw(st.sampled_from(WITH_EVENTS))


def with_marks(text: str, places: list[int], marks: list[str]) -> str:
    """The text with a mark after some of its letters, the passive sign never."""
    letters = [index for index, letter in enumerate(text) if "\u0621" <= letter <= "\u064a" and letter != TATWEEL]
    chosen = {letters[place % len(letters)]: mark for place, mark in zip(places, marks, strict=True)}
    return "".join(letter + chosen.get(index, "") for index, letter in enumerate(text))


def with_tatweel(text: str, places: list[int]) -> str:
    """The text with some letters drawn out, where the next letter joins."""
    inner = [i for i in range(len(text) - 1) if text[i] in JOINING and "\u0621" < text[i + 1] <= "\u064a"]
    chosen = {inner[place % len(inner)] for place in places}
    return "".join(letter + (TATWEEL * 2 if index in chosen else "") for index, letter in enumerate(text))


def respelt(case: Case, change: Iterator[str]) -> Extraction:
    """What comes out of a report with each line exchanged."""
    title, *body = list(change)
    original = article_of(case)
    return extract(Article(original.id, title, "\n".join(body), original.published))


def test_a_text_with_each_letter_marked_or_drawn_out_changes_nothing() -> None:
    everywhere = list(range(1_000))
    for case in WITH_EVENTS:
        expected = facts(extract(article_of(case)))
        marked = respelt(case, (with_marks(line, everywhere, ["\u064e"] * 1_000) for line in case["text"]))
        drawn = respelt(case, (with_tatweel(line, everywhere) for line in case["text"]))
        assert facts(marked) == facts(drawn) == expected, case["id"]


@quick
@given(reports(), st.lists(st.tuples(st.integers(0, 999), st.sampled_from(MARKS)), min_size=1, max_size=40))
def test_vowel_signs_change_nothing(case: Case, added: list[tuple[int, str]]) -> None:
    places, marks = [place for place, _ in added], [mark for _, mark in added]
    changed = respelt(case, (with_marks(line, places, marks) for line in case["text"]))
    check(changed)
    assert facts(changed) == facts(extract(article_of(case)))


@quick
@given(reports(), st.lists(st.integers(0, 999), min_size=1, max_size=20))
def test_tatweel_changes_nothing(case: Case, places: list[int]) -> None:
    changed = respelt(case, (with_tatweel(line, places) for line in case["text"]))
    check(changed)
    assert facts(changed) == facts(extract(article_of(case)))


@pytest.mark.parametrize("script", [ARABIC_DIGITS, PERSIAN_DIGITS], ids=["arabic", "persian"])
def test_the_script_of_digits_changes_nothing(script: dict[int, int]) -> None:
    numbered = [case for case in WITH_EVENTS if any(letter.isdigit() for line in case["text"] for letter in line)]
    assert len(numbered) > 20
    for case in numbered:
        changed = respelt(case, (line.translate(script) for line in case["text"]))
        check(changed)
        assert facts(changed) == facts(extract(article_of(case))), case["id"]


@quick
@given(reports(), st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=3, unique=True))
def test_a_neutral_paragraph_at_the_end_changes_nothing(case: Case, added: list[str]) -> None:
    assert facts(extract(article_of(case, *added))) == facts(extract(article_of(case)))


def test_a_neutral_paragraph_with_a_source_adds_no_event_and_removes_none() -> None:
    for case in WITH_EVENTS:
        before, after = extract(article_of(case)).events, extract(article_of(case, NEUTRAL_WITH_SOURCE)).events
        assert [(e.kind, e.attack_type, e.key) for e in after] == [(e.kind, e.attack_type, e.key) for e in before]


@pytest.mark.parametrize("sentence", (*NEUTRAL, NEUTRAL_WITH_SOURCE))
def test_neutral_sentences_tell_of_no_attack(sentence: str) -> None:
    assert extract(Article("neutral", "نشرة", sentence, date(2024, 3, 14))).events == ()


def test_an_undated_report_is_read_all_the_same() -> None:
    for case in WITH_EVENTS:
        dated = article_of(case)
        found = extract(replace(dated, published=None))
        check(found)
        assert bool(found.events) is bool(extract(dated).events), case["id"]
