"""Parameters of named queries as they come in an address: known, given once, of their type, and bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from builder.errors import QueryError
from builder.sparql.catalogue import Query
from builder.sparql.parameters import Parameter, ParameterType, fill_slots

LONGEST_VALUE: Final = 1_000  # characters
INTEGER: Final = r"[+-]?[0-9]{1,18}"  # what the store's 64 bits hold
DECIMAL: Final = r"[+-]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})"
IRI: Final = r"(https?://[^\s<>]+|urn:[^\s<>]+)"

_LIMIT = re.compile(r"\bLIMIT\s+[0-9]+\s*\Z", re.IGNORECASE)
_PATTERNS: Mapping[ParameterType, tuple[str, str]] = {
    ParameterType.INTEGER: (INTEGER, "a whole number of up to 18 digits"),
    ParameterType.DECIMAL: (DECIMAL, "a number with up to 18 digits on either side of the point"),
    ParameterType.DATE: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day such as 2024-05-06"),
    ParameterType.IRI: (IRI, "an absolute IRI that begins with http://, https:// or urn:"),
}


def bound_text(query: Query, pairs: Iterable[tuple[str, str]]) -> str:
    """The text of *query* with the values of an address in their slots, as escaped terms.

    An empty value counts as none, for a form sends its empty fields.

    :raises QueryError: if a parameter is not known, given twice, missing, too long or not of its type.
    """
    values = given_values(query, pairs)
    for parameter in query.parameters:
        if parameter.name in values:
            _check(parameter, values[parameter.name])
    text, rest = fill_slots(query.text, query.bind(values))
    if rest:
        raise QueryError(f"{query.name} has no slot for {min(rest)}")
    return text


def limited(text: str, rows: int) -> str:
    """The query of a catalogue with a bound on its rows; one that ends with a bound of its own is left as it is."""
    return text if _LIMIT.search(text) else f"{text}\nLIMIT {rows}\n"


def given_values(query: Query, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The values of an address by the names of the parameters, without empty ones.

    :raises QueryError: if a parameter is not known or given twice.
    """
    known = [parameter.name for parameter in query.parameters]
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            names = f"it has {', '.join(known)}" if known else "it has none"
            raise QueryError(f"{query.name} has no parameter {name[:LONGEST_VALUE]!r}: {names}")
        if name in values:
            raise QueryError(f"parameter {name} is given twice: give it once ({query.name} has {', '.join(known)})")
        values[name] = value
    return {name: value for name, value in values.items() if value.strip()}


def _check(parameter: Parameter, value: str) -> None:
    """:raises QueryError: if the value is too long, or written otherwise than its type allows here."""
    if len(value) > LONGEST_VALUE:
        raise QueryError(f"parameter {parameter.name} is longer than {LONGEST_VALUE} characters")
    if parameter.type in _PATTERNS:
        pattern, wanted = _PATTERNS[parameter.type]
        if not re.fullmatch(pattern, value.strip()):
            raise QueryError(f"parameter {parameter.name}: {value!r} is not {wanted}")
