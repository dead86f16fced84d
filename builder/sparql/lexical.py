"""What can be told of a query from its words alone, without understanding it."""

from __future__ import annotations

import re

# What can hold a word or a "#" that means nothing to SPARQL: IRIs, strings in four spellings, comments.
_PARTS = re.compile(
    r'''(?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>"""(?:[^\\]|\\.)*?""" | \'\'\'(?:[^\\]|\\.)*?\'\'\' | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<comment>\#[^\n]*)''',
    re.DOTALL | re.VERBOSE,
)
_FROM = re.compile(r"(?<![?$:\w-])FROM\s+(?:NAMED\s+)?(?:<>|[\w-]*:)", re.IGNORECASE)


def without_comments(text: str) -> str:
    """The query without its comments."""
    return _PARTS.sub(lambda part: "" if part["comment"] else part[0], text)


def names_graphs(text: str) -> bool:
    """Whether the query says with FROM which graphs it asks."""
    words = _PARTS.sub(lambda part: "<>" if part["iri"] else "", text)
    return _FROM.search(words) is not None
