"""The text of a named query as one that the user goes on with."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.sparql.catalogue import Query
from builder.sparql.parameters import fill_slots

_TITLE = re.compile(r"#\s*(?:title-ar|title-en|meaning):")
_PARAMETER = re.compile(r"#\s*param:\s*(\w+)\s")


def as_own(query: Query, values: Mapping[str, str]) -> str:
    """The text of *query* with *values* and defaults in the slots of its parameters, as terms.

    Of its header the lines of the parameters without a value stay, so that they are still asked for.

    Values for which there is no parameter are left out.

    :raises QueryError: if a value is not of its type.
    """
    given = {parameter: values.get(parameter.name, parameter.default) for parameter in query.parameters}
    terms = {parameter.name: parameter.term(value) for parameter, value in given.items() if value is not None}
    text, unfilled = fill_slots(query.text, terms)
    filled = terms.keys() - unfilled.keys()
    kept = [line for line in _header(text) if not _TITLE.match(line) and not _is_filled(line, filled)]
    rest = text.split("\n")[len(_header(text)) :]
    first = [f"# {query.name}"] if query.name else []
    return "\n".join([*first, *kept, *rest])


def _header(text: str) -> list[str]:
    """The lines before the first one that is neither empty nor a comment."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return lines[:end]


def _is_filled(line: str, filled: frozenset[str] | set[str]) -> bool:
    found = _PARAMETER.match(line)
    return found is not None and found[1] in filled
