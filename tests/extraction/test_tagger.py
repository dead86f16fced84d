"""The tagger: its probabilities are those of the model, and it reads the sentences that can tell of roles."""

from __future__ import annotations

from itertools import pairwise, product
from math import exp, isclose

from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.extractor import draft
from builder.extraction.tagger import LABELS, TRANSITION, Tagger, tag, tagger
from builder.model import Article
from builder.resources import read_table

WEIGHTS = st.lists(st.sampled_from(("", "-2.5", "-0.3", "0.4", "1.7")), min_size=len(LABELS), max_size=len(LABELS))
NAMES = ("a", "b", "c")
TEXT = "قصفت مدفعية الجيش مواقع المسلحين في تعز. وزار الرئيس المدينة. وأقيم احتفال. وافتتح معرض للكتاب."


def row(name: str, cells: list[str]) -> dict[str, str]:
    return {"feature": name, **dict(zip(LABELS, cells, strict=True))}


@given(
    features=st.lists(st.lists(st.sampled_from(NAMES), unique=True), min_size=1, max_size=3),
    local=st.lists(WEIGHTS, min_size=len(NAMES), max_size=len(NAMES)),
    after=st.lists(WEIGHTS, min_size=len(LABELS), max_size=len(LABELS)),
)
def test_marginals_are_sums_over_all_labellings(
    features: list[list[str]], local: list[list[str]], after: list[list[str]]
) -> None:
    rows = [row(name, cells) for name, cells in zip(NAMES, local, strict=True)]
    rows += [row(TRANSITION + label, cells) for label, cells in zip(LABELS, after, strict=True)]
    found = Tagger(rows).marginals(features)
    weight = {(r["feature"], label): float(r[label] or 0) for r in rows for label in LABELS}
    sums = [dict.fromkeys(LABELS, 0.0) for _ in features]
    for labels in product(LABELS, repeat=len(features)):
        total = sum(weight[name, label] for names, label in zip(features, labels, strict=True) for name in names)
        total += sum(weight[TRANSITION + one, other] for one, other in pairwise(labels))
        for position, label in enumerate(labels):
            sums[position][label] += exp(total)
    for expected, marginals in zip(sums, found, strict=True):
        whole = sum(expected.values())
        for label, probability in zip(LABELS, marginals, strict=True):
            assert isclose(probability, expected[label] / whole, rel_tol=1e-6, abs_tol=1e-9)


def test_no_tokens_have_no_probabilities() -> None:
    assert Tagger([]).marginals([]) == []


def test_sentences_far_from_triggers_are_not_read() -> None:
    read = draft(Article("a", "جولة", TEXT, None))
    tags = tag(read.views, read.frames, tagger())
    assert set(tags) == {0, 1, 2}
    assert all(len(tags[index]) == len(read.views[index].tokens) for index in tags)


def test_soldiers_killed_are_a_target() -> None:
    read = draft(Article("a", "", "قتل مسلحون ثلاثة جنود في هجوم على حاجز للجيش في مدينة تعز.", None))
    (probabilities,) = tag(read.views, read.frames, tagger()).values()
    words = [token.surface for token in read.views[0].tokens]
    for word, role in (("جنود", "target"), ("مسلحون", "perpetrator"), ("تعز", "place")):
        of_word = dict(zip(LABELS, probabilities[words.index(word)], strict=True))
        assert of_word[role] == max(of_word.values()), (word, of_word)


def test_every_row_of_the_table_has_a_weight() -> None:
    for found in read_table("tagger_weights.tsv"):
        assert any(found[label] for label in LABELS), found
