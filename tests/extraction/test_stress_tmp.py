"""What must hold for any text: the invented reports of cases.json, changed spellings, word salads, hostile input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.extraction.extractor import extract, view_document
from builder.model import Article, Entity, EventMention, Extraction, Filler, Mention, Role, Span
from builder.resources import read_table
from builder.text.document import analyse
from builder.text.normalize import normalize_key
from tests.extraction.cases import Case, article_of, cases, known_limits

POOL = [*cases(), *known_limits()]
WITH_EVENTS = [case for case in POOL if case["events"]]
ROOT = Path(__file__).resolve().parents[2]
DAMMA = "\u064f"  # shows a passive, so it is no neutral change
MARKS = "\u064b\u064d\u064e\u0650\u0651\u0652\u0670"
TATWEEL = "\u0640"
JOINING = frozenset("بتثجحخسشصضطظعغفقكلمنهي")  # letters that tatweel can follow
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
NEUTRAL = (
    "تشهد المنطقة طقساً غائماً ورياحاً معتدلة خلال الأيام المقبلة.",
    "أغلق مؤشر البورصة على ارتفاع طفيف مع صعود أسهم المصارف.",
    "تراجع سعر صرف العملة المحلية بنسبة واحد في المئة.",
    "افتتح معرض الكتاب أبوابه أمام الزوار بمشاركة دور نشر عربية.",
)
NEUTRAL_WITH_SOURCE = "بلغ معدل البطالة ثمانية في المئة وفق جهاز الإحصاء."
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
quick = settings(max_examples=3000, deadline=None)

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


def fillers(event: EventMention) -> Iterator[Filler]:
    for claim in event.claims:
        yield from (*claim.perpetrators, *claim.medium, *claim.relayed_by)
        if claim.claimer is not None:
            yield claim.claimer


def mentions(extraction: Extraction) -> Iterator[Mention]:
    for event in extraction.events:
        yield from event.triggers
        for argument in event.arguments:
            yield argument.mention
            if argument.who is not None:
                yield argument.who
        yield from (filler.mention for filler in fillers(event))
    for citation in extraction.citations:
        yield from (f.mention for f in (citation.claimer, *citation.medium, *citation.relayed_by))
    yield from (relation.by.mention for relation in extraction.relations if relation.by is not None)


def quotes(extraction: Extraction) -> Iterator[Span]:
    yield from (claim.quote for event in extraction.events for claim in event.claims)
    yield from (citation.quote for citation in extraction.citations)
    yield from (relation.quote for relation in extraction.relations)


def check(extraction: Extraction) -> None:
    """What every extraction keeps to."""
    text = extraction.article.text
    spans = extraction.sentences
    assert list(spans) == sorted(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    for mention in mentions(extraction):
        assert mention.surface == mention.span.of(text)
        assert mention.surface == mention.surface.strip()
        assert mention.surface
        assert mention.rule
        assert any(span.contains(mention.span) for span in spans)
    for quote in quotes(extraction):
        assert quote.end <= len(text)
        assert any(span.contains(quote) for span in spans)
    keys = [event.key for event in extraction.events]
    assert len(set(keys)) == len(keys)
    for event in extraction.events:
        assert event.triggers
        assert event.part_of in {None, *keys} - {event.key}
        assert 0 < event.confidence <= 1
        for argument in event.arguments:
            assert 0 < argument.confidence <= 1
            assert argument.claim is None or 0 <= argument.claim < len(event.claims)
            assert isinstance(argument.filler, Entity) is (argument.role in ENTITY_ROLES)
            assert (argument.basis is not None) is (argument.role is Role.PERPETRATOR)
    for relation in extraction.relations:
        assert {relation.source, relation.target} <= set(keys)
        assert relation.source != relation.target


ENTITY_ROLES = {Role.PLACE, Role.PERPETRATOR, Role.TARGET, Role.WEAPON, Role.SOURCE}


# --- the reports as they are -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", POOL, ids=lambda case: str(case["id"]))
def test_every_mention_is_an_exact_part_of_its_sentence(case: Case) -> None:
    check(extract(article_of(case)))


@pytest.mark.parametrize("case", POOL, ids=lambda case: str(case["id"]))
def test_every_view_covers_its_sentence(case: Case) -> None:
    document = analyse(article_of(case))
    views = view_document(document)
    assert tuple(view.sentence for view in views) == document.sentences
    for view in views:
        assert len(view.tokens) == len(view.readings) == len(view.functions)
        for name in view.entities:
            assert 0 <= name.first < name.last <= len(view.tokens)
        for index, phrase in view.phrases.items():
            assert phrase.first == index < phrase.last <= len(view.tokens)


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


@quick
@given(reports())
def test_without_a_publication_date_only_dates_change(case: Case) -> None:
    """Nothing else may be lost; what is old is not known then."""
    dated = article_of(case)
    undated = extract(Article(dated.id, dated.title, dated.body, None))
    check(undated)
    for event in undated.events:
        assert not event.background or case["published"] is None or any(e["background"] for e in case["events"])


# --- hostile input ---------------------------------------------------------------------------------------------------


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
    "ten thousand times a trigger": "هجوم. " * 10_000,
    "a trigger without an end": "قصف " * 1_000,
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


@pytest.mark.parametrize("title", ["", "هجوم", '"', "قصف " * 300])
def test_titles_alone(title: str) -> None:
    check(extract(Article("title", title, "", date(2024, 3, 14))))
