from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.model import Span
from ui.evidence import Mark, Passage, anchors, passages

TEXT = "هجوم على القاعدة\nقالت الوزارة للقوات: انتهى. وبعد"


def spans(length: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, length + 5), st.integers(1, length + 9)).map(
        lambda pair: Span(pair[0], pair[0] + pair[1])
    )


def joined(paragraphs: list[list[Passage]]) -> str:
    lines = ["".join(piece.text for passage in paragraph for piece in passage.pieces) for paragraph in paragraphs]
    return "\n".join(lines)


@given(st.lists(spans(len(TEXT)), max_size=6), st.lists(spans(len(TEXT)), max_size=4))
def test_pieces_are_the_text_whatever_the_marks(marked: list[Span], sentences: list[Span]) -> None:
    marks = [Mark(span, f"g{number}", f"label {number}") for number, span in enumerate(marked)]
    paragraphs = passages(TEXT, sentences, marks)
    assert joined(paragraphs) == TEXT
    pieces = [piece for paragraph in paragraphs for passage in paragraph for piece in passage.pieces]
    for mark in marks:
        covered = {i for piece in pieces if mark in piece.marks for i in range(piece.span.start, piece.span.end)}
        expected = {i for i in range(mark.span.start, min(mark.span.end, len(TEXT))) if TEXT[i] != "\n"}
        assert covered == expected


@given(st.lists(spans(len(TEXT)), max_size=6))
def test_every_mark_is_labelled_once(marked: list[Span]) -> None:
    marks = [Mark(span, f"g{number}", f"label {number}") for number, span in enumerate(marked)]
    pieces = [piece for paragraph in passages(TEXT, [], marks) for passage in paragraph for piece in passage.pieces]
    labels = [mark for piece in pieces for mark in piece.ends]
    visible = [mark for mark in marks if TEXT[mark.span.start : mark.span.end].strip("\n")]
    assert sorted(labels, key=marks.index) == visible


def test_a_label_inside_a_word_waits_for_its_end() -> None:
    start = TEXT.index("قوات")
    mark = Mark(Span(start, start + 3), "target", "هدف")
    pieces = [piece for paragraph in passages(TEXT, [], [mark]) for passage in paragraph for piece in passage.pieces]
    labelled = next(piece for piece in pieces if mark in piece.ends)
    assert labelled.text == "ت"
    assert mark not in labelled.marks


def test_evidence_is_told_from_the_rest() -> None:
    start = TEXT.index("قالت")
    paragraphs = passages(TEXT, [Span(start, TEXT.index(".") + 1)], [])
    assert [[passage.is_evidence for passage in paragraph] for paragraph in paragraphs] == [[False], [True, False]]


def test_overlapping_sentences_are_one_passage() -> None:
    paragraphs = passages(TEXT, [Span(17, 30), Span(25, 43)], [])
    assert [passage.is_evidence for passage in paragraphs[1]] == [True, False]


def test_anchors_stand_at_the_piece_that_holds_the_position() -> None:
    start = TEXT.index("قالت")
    paragraphs = passages(TEXT, [], [Mark(Span(start, start + 4), "trigger", "t")])
    assert anchors(paragraphs, {start: "a", start + 2: "b", 400: "nowhere"}) == {start: ["a", "b"]}
