"""Queries of the user must not make this machine ask another one.

A link that somebody else made can hold a query; one with a SERVICE clause could carry the store's contents away.
"""

from __future__ import annotations

import re

from builder.errors import QueryError

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# Where the letters of the keyword mean nothing: strings, IRIs, comments, variables, language tags, and what follows the
# colon of a prefixed name. A prefix is not among them: in SERVICE:x the keyword may stand before the empty prefix.
_MEANINGLESS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''(?:[^\\]|\\.)*?'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\s]*>'
    r"|#[^\r\n]*"
    r"|[?$]\w+"
    r"|@[A-Za-z0-9-]+"
    r"|:[\w.%-]*",
    re.DOTALL,
)
_KEYWORD = "service"


def refuse_service(text: str) -> None:
    """Refuse a query that holds a SERVICE clause.

    The letters are looked for, not the grammar: a prefix with the name ``service`` is refused too.

    :raises QueryError: if there is one.
    """
    # By the standard an escape counts before the grammar, pyoxigraph takes it within strings and IRIs only: both count.
    readings = (text, _ESCAPE.sub(_character, text))
    if any(_KEYWORD in _MEANINGLESS.sub(" ", reading).casefold() for reading in readings):
        raise QueryError("SERVICE is not carried out here: the interface asks no other machine")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
