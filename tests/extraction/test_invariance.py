"""What must not change an article's values: those of the shipped examples and of cases.json, changed in harmless ways.

test_invariants.py compares the words of each role; here the values, positions and claims are compared too.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.evaluation.rows import rows_of_extraction
from builder.extraction.extractor import extract
from builder.model import Article
from builder.resources import data_dir
from builder.text.normalize import normalize_key
from tests.extraction.cases import article_of, cases
from tests.extraction.test_invariants import (
    ARABIC_DIGITS,
    MARKS,
    NEUTRAL,
    PERSIAN_DIGITS,
    with_marks,
    with_tatweel,
)

LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
OPENING, CLOSING = "«“„", "»”‟"
PAIRS = {"guillemets": "«»", "double": "“”", "straight": '""'}
some = settings(max_examples=40, deadline=None)

Event = tuple[tuple[object, ...], frozenset[tuple[object, ...]], frozenset[tuple[object, ...]]]


def examples() -> list[Article]:
    """The shipped articles, those in plain text with the dates and outlets of the table beside them."""
    folder = data_dir("examples")
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = list(read_inputs([folder / "articles.jsonl"]))
    for row in rows:
        day = date.fromisoformat(row["published"])
        found += read_inputs([folder / row["file"]], published=day, outlet=row["outlet"])
    return [item for item in found if not isinstance(item, Rejection)]


POOL = {article.id: article for article in (*examples(), *map(article_of, cases()))}
names = st.sampled_from(sorted(POOL))


def values(article: Article) -> list[Event]:
    """Each event's kind, type, status and background, its rows, and its claims, in the order of the text."""
    extraction = extract(article)
    rows = rows_of_extraction(extraction)
    found: list[Event] = []
    for event in extraction.events:
        own = [row for row in rows if row.attack.endswith(f"#event-{event.key}")]
        facts = {(r.role, normalize_key(r.value), normalize_key(r.mention), r.position) for r in own}
        claims = {
            (
                claim.act,
                claim.certainty,
                claim.outcome,
                normalize_key(claim.claimer.entity.label_ar) if claim.claimer else "",
                frozenset(normalize_key(filler.entity.label_ar) for filler in claim.perpetrators),
            )
            for claim in event.claims
        }
        head = (event.kind, event.attack_type, event.status, event.background)
        found.append((head, frozenset(facts), frozenset(claims)))
    return found


@cache
def expected(name: str) -> list[Event]:
    return values(POOL[name])


def respelt(name: str, change: Callable[[str], str]) -> list[Event]:
    article = POOL[name]
    return values(replace(article, title=change(article.title), body=change(article.body)))


def with_end(name: str, *sentences: str, separator: str = "\n") -> list[Event]:
    article = POOL[name]
    return values(replace(article, body=separator.join((article.body, *sentences))))


def with_quotes(text: str, pair: str) -> str:
    """The text with all its quotation marks of one kind; straight ones open and close in turn, line by line."""
    lines: list[str] = []
    for line in text.split("\n"):
        inside = False
        letters: list[str] = []
        for letter in line:
            if letter == '"':
                letters.append(pair[inside])
                inside = not inside
            else:
                letters.append(pair[0] if letter in OPENING else pair[1] if letter in CLOSING else letter)
        lines.append("".join(letters))
    return "\n".join(lines)


def quoted(name: str) -> bool:
    text = POOL[name].text
    return any(letter in text for letter in f'"{OPENING}{CLOSING}') and all(
        line.count('"') % 2 == 0 for line in text.split("\n")
    )


def test_the_pool_holds_the_examples_and_the_cases() -> None:
    assert len(POOL) == len(examples()) + len(cases())
    assert sum(bool(expected(name)) for name in POOL) > 100
    assert sum(map(quoted, POOL)) > 10


@some
@given(names, st.sampled_from(NEUTRAL), st.sampled_from(["\n", " "]))
def test_a_neutral_sentence_at_the_end_changes_nothing(name: str, sentence: str, separator: str) -> None:
    ended = separator == "\n" or POOL[name].body.rstrip().endswith((".", "!", "؟"))
    if ended:
        assert with_end(name, sentence, separator=separator) == expected(name)


@some
@given(names, st.sampled_from(list(permutations(NEUTRAL, 2))))
def test_two_unrelated_sentences_at_the_end_can_be_swapped(name: str, pair: tuple[str, str]) -> None:
    assert with_end(name, *pair) == with_end(name, *pair[::-1])


@pytest.mark.parametrize("script", [ARABIC_DIGITS, PERSIAN_DIGITS, LATIN_DIGITS], ids=["arabic", "persian", "latin"])
def test_the_script_of_digits_changes_no_value(script: dict[int, int]) -> None:
    numbered = [name for name in POOL if POOL[name].text != POOL[name].text.translate(script)]
    changed = [name for name in numbered if respelt(name, lambda text: text.translate(script)) != expected(name)]
    assert changed == []


@some
@given(names, st.lists(st.tuples(st.integers(0, 5_000), st.sampled_from(MARKS)), min_size=1, max_size=80))
def test_vowel_signs_change_no_value(name: str, added: list[tuple[int, str]]) -> None:
    places, marks = [place for place, _ in added], [mark for _, mark in added]
    assert respelt(name, lambda text: with_marks(text, places, marks) if text else text) == expected(name)


@some
@given(names, st.lists(st.integers(0, 5_000), min_size=1, max_size=80))
def test_tatweel_changes_no_value(name: str, places: list[int]) -> None:
    assert respelt(name, lambda text: with_tatweel(text, places) if text else text) == expected(name)


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_the_kind_of_quotation_marks_changes_nothing(pair: str) -> None:
    changed = [
        name for name in POOL if quoted(name) and respelt(name, lambda text: with_quotes(text, pair)) != expected(name)
    ]
    assert changed == []
