"""The page of queries in one session of the browser: what is written, what was run, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from builder.errors import RasdError
from ui.answers import Question, Shown
from ui.history import Entry, entry_of, remembered

OWN = ""
"""The name of the user's own query."""

EXAMPLE = "SELECT ?s ?p ?o\nWHERE {\n  ?s ?p ?o\n}\nLIMIT 20\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A query that was run, with its answer or the error that it ended with.

    ``version`` is that of the editor then, ``number`` how many were run before.
    """

    question: Question
    result: Shown | RasdError
    version: int
    number: int


@dataclass(slots=True)
class Workbench:
    """``name`` is that of the chosen query, ``text`` what the editor began with, ``own`` the user's own query.

    ``version`` grows when the editor has to begin anew. ``asked`` waits to be run: it stays here until its outcome
    does, for Streamlit may break off the run of the page at any time and begin another. ``values`` are those with which
    the fields of parameters begin. ``is_from_link`` where the text came with a link, which somebody else may have made.
    """

    name: str
    text: str
    own: str = EXAMPLE
    version: int = 0
    asked: Question | None = None
    outcome: Outcome | None = None
    history: tuple[Entry, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    runs: int = 0
    runs_at_once: bool = False
    is_from_link: bool = False
    becomes_own: bool = False

    def choose(self, name: str, text: str) -> None:
        """Go on with another query, the user's own where it was left."""
        self.put(name, self.own if name == OWN else text, {})

    def put(self, name: str, text: str, values: dict[str, str]) -> None:
        """Begin the editor anew with a text, and the fields with *values*."""
        self.name, self.text, self.values = name, text, values
        self.version += 1
        if name == OWN:
            self.own = text

    def back_to(self, entry: Entry) -> None:
        """Put a query back as it was run."""
        self.put(entry.question.name, entry.question.text, dict(entry.question.values))

    def run(self, ask: Callable[[Question], Shown]) -> Outcome | None:
        """Run what waits, and remember it; None where nothing waits."""
        if self.asked is None:
            return None
        question, at, start = self.asked, datetime.now(UTC), time.monotonic()
        result: Shown | RasdError
        try:
            result = ask(question)
        except RasdError as error:
            result = error
        self.outcome = Outcome(question, result, self.version, self.runs)
        self.runs += 1
        self.history = remembered(self.history, entry_of(question, result, at, time.monotonic() - start))
        self.asked = None
        return self.outcome

    @property
    def shown(self) -> Outcome | None:
        """The last outcome, until the editor begins anew with something else."""
        return self.outcome if self.outcome is not None and self.outcome.version == self.version else None
