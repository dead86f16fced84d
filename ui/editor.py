"""The SPARQL editor: highlighting, completion of the ontology's terms, marks at errors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st

from builder.errors import QueryError
from builder.vocabulary import PREFIXES
from ui.bundles import bundle
from ui.completion import terms
from ui.labels import Labels, Language, read_labels

_PHRASE = "editor.phrase."


@dataclass(frozen=True, slots=True)
class EditorResult:
    """The text as it stands in the editor, and whether the user has just asked to run it."""

    text: str
    run: bool


def show_editor(
    text: str, labels: Labels, *, key: str, version: int = 0, error: QueryError | None = None, low: bool = False
) -> EditorResult:
    """Draw an editor that begins with *text*, its button to run, and *error* at its line and column.

    What the user types comes back when they run it, leave the editor or pause; ``run`` is true in one run of the script
    only. Another *text* or *version* than in the run before takes the place of what stands in the editor, and the same
    one does not. An *error* stays marked until the next call without it; the place moves with the text around it. A
    *low* editor shows a few lines and scrolls, for texts that are read less than what stands below them.
    Not to be used in a form, which lets no button of a component through.
    """
    base = editor_base(text, version)
    typed, runs = _typed(st.session_state.get(key), base)
    data = {
        "text": text if typed is None else typed,
        "base": base,
        "runs": runs,
        "error": _error(error, labels),
        "low": low,
        "language": labels.language.value,
        "direction": labels.language.direction,
        "words": _words(labels),
        "phrases": _phrases(labels.language),
        "terms": _terms(labels.language),
        "prefixes": PREFIXES,
    }
    typed, runs = _typed(bundle("editor")(key=key, data=data, on_value_change=_nothing), base)
    # A trigger would be a second message, and with it a second run of the script that breaks off the first.
    done = st.session_state.get(f"{key}-done", 0)
    st.session_state[f"{key}-done"] = runs
    return EditorResult(text if typed is None else typed, runs not in (0, done))


def editor_text(text: str, *, key: str, version: int = 0) -> str:
    """What stands in the editor that :func:`show_editor` draws with the same arguments, before it is drawn."""
    typed, _ = _typed(st.session_state.get(key), editor_base(text, version))
    return text if typed is None else typed


def editor_base(text: str, version: int = 0) -> str:
    """What tells the browser whether a *text* is the one that its editor began with."""
    return hashlib.sha256(f"{version} {text}".encode("utf-8", "replace")).hexdigest()[:16]


def _nothing() -> None:
    """Streamlit takes note of a value only where something is called for it."""


def _typed(state: Mapping[str, object] | None, base: str) -> tuple[str | None, int]:
    """What the browser says stands in the editor, None if it says nothing about this *base*, and how often it was run.

    Half a pair of surrogates, which is no character, becomes a question mark.
    """
    value = (state or {}).get("value")
    if not isinstance(value, Mapping) or value.get("base") != base:
        return None, 0
    typed, runs = value.get("text"), value.get("runs")
    if not isinstance(typed, str) or not isinstance(runs, int):
        return None, 0
    return typed.encode("utf-8", "replace").decode(), runs


def _error(error: QueryError | None, labels: Labels) -> dict[str, object] | None:
    if error is None:
        return None
    place = ""
    if error.line is not None and error.column is not None:
        place = labels("editor.place", line=error.line, column=error.column)
    return {"line": error.line, "column": error.column, "message": str(error), "place": place}


def _words(labels: Labels) -> dict[str, str]:
    return {
        "label": labels("editor.label"),
        "placeholder": labels("editor.placeholder"),
        "run": labels("sparql.run"),
        "hint": labels("editor.hint"),
    }


@cache
def _phrases(language: Language) -> dict[str, str]:
    """What CodeMirror itself says, by its English words."""
    rows = read_labels().items()
    return {key.removeprefix(_PHRASE): words.get(language) for key, words in rows if key.startswith(_PHRASE)}


@cache
def _terms(language: Language) -> list[tuple[str, str, str, str, str]]:
    """Of each term name, IRI where it must be written out, kind, and the labels, that of *language* first."""
    other = Language.ENGLISH if language is Language.ARABIC else Language.ARABIC
    return [
        (term.name, "" if term.prefixed else term.iri, term.kind, term.label.get(language), term.label.get(other))
        for term in terms()
    ]
