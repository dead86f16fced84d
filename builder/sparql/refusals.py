"""What queries of strangers must not do: make this machine ask another one, change the store, exhaust the parser.

A link that somebody else made can hold a query; one with a SERVICE clause could carry the store's contents away.

The letters of a query are looked at, not its grammar: the library shows no syntax tree, and a second parser could
read a text otherwise than the first. So everything that could be a keyword in some reading counts as one. The library
takes ``1<2)SERVICE:#>`` for a comparison, a longest match takes ``<2)SERVICE:#>`` for an IRI; and it ends the name
``:a.b`` where ``.SERVICE`` follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.errors import QueryError, RefusedError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Where letters mean nothing: strings, IRIs, comments, variables, language tags, and what follows the colon of a
# prefixed name up to a dot. A prefix is not among them: in SERVICE:x the keyword may stand before the empty prefix.
# Nothing here backtracks, so that the time is linear: the repetitions are possessive, and a quote that nothing closes
# ends the search.
_MEANINGLESS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?!"")(?:[^"\\\r\n]|\\.)*+"'
    r"|'(?!'')(?:[^'\\\r\n]|\\.)*+'"
    r"""|(?P<open>["'])"""
    r'|<(?P<iri>[^<>"{}|^`\\\s]*+)>'
    r"|#[^\r\n]*+"
    r"|\\[_~.\-!$&'()*+,;=/?#@%]"  # in a prefixed name, where it hides a quote or a comment
    r"|[?$]\w++"
    r"|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+"
    r"|:(?:[\w%:][\w%:-]*+)?",
    re.DOTALL,
)
_SERVICE = "service"
_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add", "with"})
_PROLOGUE = re.compile(r"\s*+(?:base\s*+<>|prefix\s*+[^\s:<>{}]*+:?\s*+<>)", re.IGNORECASE)
_WORD = re.compile(r"\s*+([A-Za-z]++)")
_BRACKET = re.compile(r"[(\[{]|[)\]}]")


def refuse_service(text: str) -> None:
    """Refuse a query that holds a SERVICE clause.

    A prefix with the name ``service`` is refused too.

    :raises RefusedError: if there is one.
    """
    for reading in _readings(text):
        _refuse_service(reading)


def refuse_untrusted(text: str, depth: int) -> None:
    """Refuse what a stranger may not ask: updates, SERVICE, and brackets that are nested deeper than *depth*.

    Takes time in proportion to the length. Depth is bounded because the library's parser is recursive; it is not the
    only way to exhaust its stack.

    :raises RefusedError: if it is an update or has SERVICE.
    :raises QueryError: if it is nested too deep.
    """
    for reading in _readings(text):
        _refuse_update(reading)
        _refuse_service(reading)
        _refuse_deep(reading, depth)


def _refuse_service(reading: str) -> None:
    if _SERVICE in reading.casefold():
        raise RefusedError("SERVICE is not carried out here: no other machine is asked")


def _refuse_update(reading: str) -> None:
    position = 0
    while declaration := _PROLOGUE.match(reading, position):
        position = declaration.end()
    word = _WORD.match(reading, position)
    if word and word[1].casefold() in _UPDATES:
        raise RefusedError(f"{word[1].upper()} is an update, which is not carried out here: give a query")


def _refuse_deep(reading: str, depth: int) -> None:
    now = 0
    for bracket in _BRACKET.findall(reading):
        now += 1 if bracket in "([{" else -1
        if now > depth:
            raise QueryError(f"the brackets of the query are nested more than {depth} deep: make it simpler")


def _readings(text: str) -> Iterator[str]:
    """What of a query has a meaning by its letters.

    By the standard an escape counts before the grammar, pyoxigraph takes it within strings and IRIs only: both count.
    """
    yield _meaningful(text)
    if "\\" in text and (plain := _ESCAPE.sub(_character, text)) != text:
        yield _meaningful(plain)


def _meaningful(text: str) -> str:
    kept: list[str] = []
    end = 0
    for part in _MEANINGLESS.finditer(text):
        kept.append(text[end : part.start()])
        if part["open"]:  # a string that nothing closes: the rest may be read in several ways
            return "".join((*kept, text[part.start() :]))
        kept.append(_left_of(part))
        end = part.end()
    return "".join((*kept, text[end:]))


def _left_of(part: re.Match[str]) -> str:
    iri = part["iri"]
    if iri is None:
        return ":" if part[0].startswith(":") else " "
    # To the library it may be a comparison and the end of the bracket that this stands in.
    return f" {iri} " if ")" in iri else "<>"


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
