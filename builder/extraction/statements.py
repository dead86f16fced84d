"""What the words of a statement show: how certain they are, which outcome they tell, and the quotation they give."""

from __future__ import annotations

from builder.extraction.attribution import Attribution
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import Certainty, Outcome, Span


def certainty_in(view: View, scope: Range) -> Certainty:
    """The certainty that cues in a range show."""
    for index in range(*scope):
        functions = view.functions[index]
        if "hedge" in functions:
            return Certainty.UNCERTAIN
        if "open" in functions and index > 0 and view.function(index - 1, "neg") is not None:
            return Certainty.UNKNOWN
    return Certainty.CERTAIN


def outcome_in(view: View, scope: Range) -> Outcome | None:
    """The outcome that a range tells first, by a phrase or by a word of interception; None where it tells none."""
    for index in range(*scope):
        phrase = view.phrase(index, "outcome")
        if phrase is not None:
            return Outcome(phrase.entry.value)
        foil = view.reading(index, "foil")
        if foil is not None and foil.entry.strong:
            return Outcome.INTERCEPTED
    return None


def quotation(view: View, attribution: Attribution) -> Span | None:
    """The words of what is said, without punctuation at the borders; None where nothing is left.

    A claim of responsibility is quoted with its speaker and its verb: what is claimed may stand before them.
    """
    first, last = attribution.scope
    if attribution.act == "responsibility":
        source = attribution.source[0] if attribution.source is not None else attribution.cue
        first = min(first, source, attribution.cue)
    while first < last and view.is_punct(first):
        first += 1
    while last > first and view.is_punct(last - 1):
        last -= 1
    return Span(view.tokens[first].start, view.tokens[last - 1].end) if last > first else None
