"""A field that finds anything by name: actors, places, outlets, attacks and articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from builder.derived.finding import Found
from builder.derived.kinds import SearchKind
from builder.derived.wanted import LONGEST
from builder.graph.iris import ID
from ui import frame
from ui.data import Data
from ui.labels import Labels, Words
from ui.render import attack_address

FIND = "find"
"""Name in the address of what is looked for."""

MOST = 12
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAGES = {SearchKind.ACTOR: "groups", SearchKind.PLACE: "places", SearchKind.SOURCE: "sources"}


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found, by its words; ``href`` is empty where no page tells of it."""

    kind: str
    words: Words
    href: str


def show_finder(data: Data, labels: Labels) -> None:
    """Draw the field and what is found; nothing where the names cannot be searched."""
    if not data.can_find():
        return
    key = "rasd-find"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(FIND, "")[:LONGEST]

    def keep() -> None:
        if text := st.session_state[key]:
            st.query_params[FIND] = text
        else:
            st.query_params.pop(FIND, None)

    hint = labels("find.hint")
    text = st.text_input(labels("find"), key=key, placeholder=hint, max_chars=LONGEST, on_change=keep)
    if text and text.strip():
        results = list(results_of(data.find(text, MOST), data, labels))
        frame.html("find", labels, text=text, results=results)


def results_of(found: tuple[Found, ...], data: Data, labels: Labels) -> Iterator[Result]:
    """What was found with the pages that tell of it; that of an article is its first attack."""
    told = data.attacks_in([one.iri for one in found if one.kind == SearchKind.ARTICLE])
    for one in found:
        words = Words(_DAY.sub(_isolated, one.ar or one.en), one.en)
        yield Result(one.kind, words, _address(one, told.get(one.iri, ()), labels))


def _isolated(day: re.Match[str]) -> str:
    """An ISO day that reads from left to right behind Arabic words, where it would begin with its last part."""
    return frame.isolated(day[0])


def _address(one: Found, attacks: tuple[str, ...], labels: Labels) -> str:
    kind = SearchKind(one.kind)
    if page := _PAGES.get(kind):
        return f"{page}?" + urlencode({"id": one.iri.removeprefix(ID), frame.LANGUAGE: labels.language.value})
    attack = one.iri if kind is SearchKind.ATTACK else next(iter(attacks), "")
    return attack_address(attack, labels.language) if attack else ""
