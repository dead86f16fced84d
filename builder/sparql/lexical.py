"""What can be told of a query from its words alone, without understanding it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

# What can hold a word or a "#" that means nothing to SPARQL: IRIs, strings in four spellings, comments.
_PARTS = re.compile(
    r'''(?P<iri><(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      | (?P<string>"""(?:[^\\]|\\.)*?""" | \'\'\'(?:[^\\]|\\.)*?\'\'\' | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<comment>\#[^\n]*)''',
    re.DOTALL | re.VERBOSE,
)
# FROM where the library takes it for the keyword: no blank need stand between it, NAMED, and an IRI or a prefixed name.
# It stands outside of all brackets; a name before an opening bracket is a function of GROUP BY or ORDER BY.
_HEAD = re.compile(
    r"""(?P<open>[{(]) | (?P<close>[)}]) | (?<![\w.-])PREFIX\s*+[\w.-]*+:\s*+<[^<>]*>
      | (?<![?$:\w.%-])FROM\s*+(?:NAMED\s*+(?![\w.-]*+:)|NAMED\s++)?
        (?:<(?P<iri>[^<>]*)> | (?P<prefix>[\w.-]*+):(?P<local>(?:[\w:%-]|\.+(?=[\w:%\\-])|\\[^\w\s])*+)(?!\s*\())
      | <[^<>]*>""",
    re.IGNORECASE | re.VERBOSE,
)
_DESCRIBE = re.compile(r"(?<![?$:\w-])DESCRIBE\b(?!:)", re.IGNORECASE)
_NAMED = "named"
_BASE = re.compile(r"\bBASE\s*<([^<>]*)>", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w.-])PREFIX\s*+([\w.-]*+):\s*+<([^<>]*)>", re.IGNORECASE)

# Bare words that begin the operations of an update. Variables, prefixed names and language tags may have them.
_CHANGE = re.compile(
    r"(?<![?$@:\w.%-])(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|MODIFY)(?![\w.%-]*[\w:%-])", re.IGNORECASE
)
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U000([0-9A-Fa-f]{5})")


def without_comments(text: str) -> str:
    """The query without its comments."""
    return _PARTS.sub(lambda part: "" if part["comment"] else part[0], text)


def names_graphs(text: str) -> bool:
    """Whether the query says with FROM which graphs it asks."""
    return bool(graphs_of_from(text))


def graphs_of_from(text: str, base: str = "") -> list[str]:
    """The graphs that FROM and FROM NAMED name, with prefixes, escapes and the base resolved as far as letters tell.

    The query must be one that a parser accepts. *base* is the base of a query that has none of its own.
    """
    words = _PARTS.sub(lambda part: part[0] if part["iri"] else "", text)
    clauses = list(_clauses(words))
    if not clauses:
        return []
    base = next((_unescaped(found[1]) for found in _BASE.finditer(words)), base)
    prefixes = {found[1]: urljoin(base, _unescaped(found[2])) for found in _PREFIX.finditer(words)}
    describes = _DESCRIBE.search(words) is not None
    graphs = []
    for found in clauses:
        if found["iri"] is not None:
            graphs.append(urljoin(base, _unescaped(found["iri"])))
        elif not (describes and found[0].partition(":")[0] in prefixes):  # there it is the name of a thing
            prefix = found["prefix"]
            if prefix not in prefixes and prefix.casefold().startswith(_NAMED):
                prefix = prefix[len(_NAMED) :]
            graphs.append(prefixes.get(prefix, "") + _LOCAL_ESCAPE.sub(r"\1", found["local"]))
    return graphs


def _clauses(words: str) -> Iterator[re.Match[str]]:
    """What looks like FROM with a graph, outside of brackets."""
    depth = 0
    for found in _HEAD.finditer(words):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth -= 1
        elif depth == 0 and (found["iri"] is not None or found["prefix"] is not None):
            yield found


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), text)


def changes_something(text: str) -> bool:
    """Whether the words of an update stand in the text, of the standard or of Virtuoso (MODIFY), also as escapes.

    Stores such as Virtuoso carry out an update that is sent to them as a query.
    """
    readings = (text, _unescaped(text))
    return any(_CHANGE.search(_PARTS.sub(" ", reading)) for reading in readings)
