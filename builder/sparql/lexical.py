"""What can be told of a query from its words alone, without understanding it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

# What can hold a word or a "#" that means nothing to SPARQL: IRIs, strings in four spellings, comments.
_PARTS = re.compile(
    r'''(?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>"""(?:[^\\]|\\.)*?""" | \'\'\'(?:[^\\]|\\.)*?\'\'\' | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<comment>\#[^\n]*)''',
    re.DOTALL | re.VERBOSE,
)
_FROM = re.compile(r"(?<![?$:\w-])FROM(?:\s+NAMED)?(?:\s*<>|\s+[\w.-]*:)", re.IGNORECASE)
_FROM_GRAPH = re.compile(
    r"(?<![?$:\w-])FROM(?:\s+NAMED)?(?:\s*<(?P<iri>[^<>]*)>|\s+(?P<prefix>[\w.-]*):(?P<local>[\w:%-]*(?:\.[\w:%-]+)*))",
    re.IGNORECASE,
)
_BASE = re.compile(r"\bBASE\s*<([^<>]*)>", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE)

# Bare words that begin the operations of an update. Variables, prefixed names and language tags may have them.
_CHANGE = re.compile(
    r"(?<![?$@:\w.%-])(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|MODIFY)(?![\w.%-]*[\w:%-])", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U000([0-9A-Fa-f]{5})")


def without_comments(text: str) -> str:
    """The query without its comments."""
    return _PARTS.sub(lambda part: "" if part["comment"] else part[0], text)


def names_graphs(text: str) -> bool:
    """Whether the query says with FROM which graphs it asks."""
    words = _PARTS.sub(lambda part: "<>" if part["iri"] else "", text)
    return _FROM.search(words) is not None


def graphs_of_from(text: str) -> list[str]:
    """The graphs that FROM and FROM NAMED name, with prefixes and the base resolved as far as letters tell.

    The query must be one that a parser has accepted. Escapes in IRIs are not resolved: such graphs are left out.
    """
    words = _PARTS.sub(lambda part: part[0] if part["iri"] else "", text)
    base = next((found[1] for found in _BASE.finditer(words)), "")
    prefixes = {found[1]: urljoin(base, found[2]) for found in _PREFIX.finditer(words)}
    graphs = (
        prefixes.get(found["prefix"], "") + found["local"] if found["iri"] is None else urljoin(base, found["iri"])
        for found in _FROM_GRAPH.finditer(words)
    )
    return [graph for graph in graphs if "\\" not in graph]


def changes_something(text: str) -> bool:
    """Whether the words of an update stand in the text, of the standard or of Virtuoso (MODIFY), also as escapes.

    Stores such as Virtuoso carry out an update that is sent to them as a query.
    """
    readings = (text, _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), text))
    return any(_CHANGE.search(_PARTS.sub(" ", reading)) for reading in readings)
