from __future__ import annotations

from datetime import UTC, datetime

import pytest

from builder.errors import RunError
from ui.answers import Kind, Question, Shown
from ui.history import MOST_ENTRIES, Entry, entry_of, escaped, line_of, remembered
from ui.labels import Labels, Language
from ui.workbench import OWN, Workbench

AT = datetime(2024, 5, 6, 20, 30, tzinfo=UTC)
ANSWER = Shown(Kind.ROWS, ("s",), (("x",), ("y",)), True, 0.25)


def ran(text: str, *values: tuple[str, str], name: str = OWN) -> Entry:
    return entry_of(Question(name, text, values), ANSWER, AT, 1.0)


def test_the_newest_are_kept_each_once() -> None:
    entries: tuple[Entry, ...] = ()
    for number in range(MOST_ENTRIES + 5):
        entries = remembered(entries, ran(f"ASK {{ ?s ?p {number} }}"))
    assert len(entries) == MOST_ENTRIES
    again = remembered(entries, entries[7])
    assert again[0] == entries[7]
    assert len(again) == MOST_ENTRIES
    assert (
        len(remembered(entries, ran(entries[0].question.text, ("x", "1")))) == MOST_ENTRIES
    )  # other values, other query


def test_a_line_says_when_what_and_how_much() -> None:
    english, arabic = (Labels(language) for language in (Language.ENGLISH, Language.ARABIC))
    own = ran("# note\nPREFIX x: <urn:x>\nSELECT ?s\n{ ?s ?p ?o }")
    plain = [part.strip("\u2068\u2069") for part in line_of(own, english, "Asia/Baghdad").split(" · ")]
    assert plain == ["23:30:00", "Your own query", "SELECT ?s", "Rows: 2+", "0.25 s"]
    assert "20:30:00" in line_of(own, english, "No/Where")
    named = ran("ignored", ("group", "الراية"), name="group-attacks")
    assert "هجمات جماعة وأعضائها" in line_of(named, arabic, None)
    assert "الراية" in line_of(named, arabic, None)
    failed = entry_of(own.question, RunError("no"), AT, 30.0)
    assert "لم يُنفَّذ" in line_of(failed, arabic, None)


def test_signs_of_markdown_stay_signs() -> None:
    assert escaped("SELECT * { ?a :b `c` }") == r"SELECT \* \{ ?a \:b \`c\` \}"


def test_what_waits_is_run_once_and_its_error_kept() -> None:
    bench = Workbench("", "ASK {}")
    asked: list[Question] = []

    def ask(question: Question) -> Shown:
        asked.append(question)
        raise RunError("too long")

    assert bench.run(ask) is None
    bench.asked = Question("", "ASK {}")
    outcome = bench.run(ask)
    assert outcome is not None
    assert str(outcome.result) == "too long"
    assert bench.run(ask) is None
    assert (len(asked), bench.shown, bench.history[0].kind) == (1, outcome, None)


def test_what_is_broken_off_still_waits() -> None:
    class BreakingOff(BaseException):
        """As Streamlit breaks off a run of the page."""

    def ask(question: Question) -> Shown:
        raise BreakingOff

    bench = Workbench("", "ASK {}", asked=Question("", "ASK {}"))
    with pytest.raises(BreakingOff):
        bench.run(ask)
    assert bench.asked is not None
    assert bench.run(lambda question: ANSWER) is not None


def test_another_text_hides_the_answer_of_the_one_before() -> None:
    bench = Workbench("", "ASK {}", asked=Question("", "ASK {}"))
    bench.run(lambda question: ANSWER)
    assert bench.shown
    bench.back_to(bench.history[0])
    assert bench.shown is None
