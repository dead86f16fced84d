"""Constraints of SHACL as SPARQL that asks a whole store at once.

A query gives the nodes that break a constraint as ``?this``, and the value that does so, where SHACL names one, as
``?value``. That takes a small part of the time of a library that visits each node by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyoxigraph as ox

from builder.validation.shapes import Constraint, PropertyPath, with_narrower

_Terms = tuple[ox.NamedNode | ox.Literal, ...]


def violations_query(constraint: Constraint) -> str:
    """The query for the violations of a constraint.

    :raises ValueError: if the file of the shapes uses a parameter that is not known here, or a query is not of the
        form that the file describes.
    """
    if isinstance(constraint.value, str):
        return _with_target(constraint.value, constraint.target)
    if constraint.path is None or constraint.parameter not in _PATTERNS:
        raise ValueError(f"{constraint.shape}: sh:{constraint.parameter} is not known")
    target = _instances("?this", constraint.target)
    return _PATTERNS[constraint.parameter](target, constraint.path, constraint.value)


def _with_target(query: str, target: str) -> str:
    """The query of a shape for all instances of its target class instead of for one node ($this)."""
    head, where, body = query.partition(" WHERE {")
    if not where or "SELECT $this" not in head:
        raise ValueError(f"no query of the expected form: {query}")
    return f"{head.replace('SELECT', 'SELECT DISTINCT')}{where} {_instances('$this', target)} {body}"


def _instances(variable: str, class_: str) -> str:
    kinds = with_narrower(class_)
    if len(kinds) == 1:
        return f"{variable} a <{class_}> ."
    return f"VALUES ?targetClass {{ {_iris(kinds)} }} {variable} a ?targetClass ."


def _iris(iris: tuple[str, ...]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _step(path: PropertyPath, value: str = "?value") -> str:
    return f"{value} <{path.property}> ?this ." if path.inverse else f"?this <{path.property}> {value} ."


def _rows(body: str, *, value: bool = True) -> str:
    return f"SELECT DISTINCT ?this {'?value ' if value else ''}WHERE {{ {body} }}"


def _min_count(target: str, path: PropertyPath, terms: _Terms) -> str:
    least = int(terms[0].value)
    if least == 1:
        return _rows(f"{target} FILTER NOT EXISTS {{ {_step(path)} }}", value=False)
    counted = f"{target} OPTIONAL {{ {_step(path)} }}"
    return f"SELECT ?this WHERE {{ {counted} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) < {least})"


def _max_count(target: str, path: PropertyPath, terms: _Terms) -> str:
    return (
        f"SELECT ?this WHERE {{ {target} {_step(path)} }} "
        f"GROUP BY ?this HAVING (COUNT(DISTINCT ?value) > {int(terms[0].value)})"
    )


def _class(target: str, path: PropertyPath, terms: _Terms) -> str:
    kinds = ", ".join(f"<{iri}>" for iri in with_narrower(terms[0].value))
    return _rows(f"{target} {_step(path)} FILTER NOT EXISTS {{ ?value a ?kind FILTER (?kind IN ({kinds})) }}")


def _datatype(target: str, path: PropertyPath, terms: _Terms) -> str:
    return _where_not(f"DATATYPE(?value) = {terms[0]}")(target, path, terms)


def _in(target: str, path: PropertyPath, terms: _Terms) -> str:
    return _where_not(f"?value IN ({', '.join(map(str, terms))})")(target, path, terms)


def _pattern(target: str, path: PropertyPath, terms: _Terms) -> str:
    return _where_not(f"REGEX(STR(?value), {terms[0]})")(target, path, terms)


def _min_length(target: str, path: PropertyPath, terms: _Terms) -> str:
    return _where_not(f"STRLEN(STR(?value)) >= {terms[0]}")(target, path, terms)


def _language_in(target: str, path: PropertyPath, terms: _Terms) -> str:
    condition = " || ".join(f"LANGMATCHES(LANG(?value), {term})" for term in terms)
    return _where_not(condition)(target, path, terms)


def _unique_lang(target: str, path: PropertyPath, terms: _Terms) -> str:
    pair = f"{_step(path)} {_step(path, '?other')}"
    same = 'LANG(?value) != "" && LANG(?value) = LANG(?other) && STR(?value) != STR(?other)'
    return _rows(f"{target} {pair} FILTER ({same})", value=False)


def _disjoint(target: str, path: PropertyPath, terms: _Terms) -> str:
    return _rows(f"{target} {_step(path)} ?this {terms[0]} ?value .")


def _compared(operator: str) -> Callable[[str, PropertyPath, _Terms], str]:
    """Values of the path against those of another property of the node."""

    def pattern(target: str, path: PropertyPath, terms: _Terms) -> str:
        pair = f"{_step(path)} ?this {terms[0]} ?other ."
        return _rows(f"{target} {pair} FILTER (!COALESCE(?value {operator} ?other, false))")

    return pattern


def _bounded(operator: str) -> Callable[[str, PropertyPath, _Terms], str]:
    """Values of the path against a constant."""

    def pattern(target: str, path: PropertyPath, terms: _Terms) -> str:
        return _where_not(f"?value {operator} {terms[0]}")(target, path, terms)

    return pattern


def _where_not(condition: str) -> Callable[[str, PropertyPath, _Terms], str]:
    """Values of the path for which the condition is false or an error."""

    def pattern(target: str, path: PropertyPath, terms: _Terms) -> str:
        del terms
        return _rows(f"{target} {_step(path)} FILTER (!COALESCE({condition}, false))")

    return pattern


_PATTERNS: Final[dict[str, Callable[[str, PropertyPath, _Terms], str]]] = {
    "class": _class,
    "datatype": _datatype,
    "disjoint": _disjoint,
    "in": _in,
    "languageIn": _language_in,
    "lessThan": _compared("<"),
    "lessThanOrEquals": _compared("<="),
    "maxCount": _max_count,
    "maxInclusive": _bounded("<="),
    "minCount": _min_count,
    "minExclusive": _bounded(">"),
    "minInclusive": _bounded(">="),
    "minLength": _min_length,
    "pattern": _pattern,
    "uniqueLang": _unique_lang,
}
