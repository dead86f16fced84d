"""Run a query on a store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import uuid4

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple, Variable

from builder.errors import QueryError
from builder.sparql.lexical import names_graphs
from builder.sparql.parameters import Term, fill_slots, place_before_filling

Answer = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]
"""Rows, yes or no, or triples. Rows and triples come as they are found and can be read once."""

_POSITION = re.compile(r"error at (\d+):(\d+): ")
_SENTENCE = re.compile(r"[A-Z][A-Za-z' ]+ [A-Za-z' ]+")  # what the parser says in words, among the letters it expected
_EXCERPT = 60


def run_query(store: Store, text: str, parameters: Mapping[str, Term] | None = None) -> Answer:
    """The answer of *store*; without FROM, the default graph is the union of all graphs.

    A parameter fills its slots (see :mod:`builder.sparql.parameters`). One without a slot is substituted for the
    variable of its name, which must then be in the SELECT clause. There is no limit of time here, and SERVICE is
    carried out: do not run queries of strangers with this.

    :raises QueryError: if the query is wrong or has neither a slot nor a variable for a parameter.
    """
    filled, rest = fill_slots(text, parameters or {})
    try:
        return store.query(
            filled,
            use_default_graph_as_union=not names_graphs(filled),  # it would overrule FROM
            substitutions={Variable(name): term for name, term in rest.items()},
        )
    except SyntaxError as error:
        raise explain_syntax(text, parameters or {}, str(error)) from error
    except (RuntimeError, ValueError) as error:
        if rest:
            raise QueryError(no_place_for(rest)) from error
        raise QueryError(f"the query cannot be answered: {error}") from error
    except OSError as error:
        raise QueryError(f"the store cannot be read: {error}") from error


def check_syntax(text: str, parameters: Mapping[str, Term] | None = None) -> None:
    """Parse a query without carrying it out.

    :raises QueryError: if it is wrong, with the place.
    """
    filled, _ = fill_slots(text, parameters or {})
    try:
        # The library has no parser for queries alone. It refuses to substitute a variable that no SELECT clause has,
        # before it begins to answer.
        Store().query(filled, substitutions={Variable(f"none_{uuid4().hex}"): Literal("")})
    except SyntaxError as error:
        raise explain_syntax(text, parameters or {}, str(error)) from error
    except (RuntimeError, ValueError):
        return


def no_place_for(terms: Mapping[str, Term]) -> str:
    """The message for parameters that a query has no slot for."""
    name = min(terms)
    return f"the query has no place for {name}: write VALUES ?{name} {{ UNDEF }} into it"


def explain_syntax(text: str, parameters: Mapping[str, Term], message: str) -> QueryError:
    """The error that says where a query is wrong, without the long list of letters that the parser would have taken."""
    found = _POSITION.search(message)
    if found is None:
        return QueryError(f"the query is wrong: {message}")
    line, column = place_before_filling(text, parameters, int(found[1]), int(found[2]))
    excerpt = text.split("\n")[line - 1].strip()[:_EXCERPT]
    there = f" ({excerpt})" if excerpt else ""
    words = [part for part in re.split(r", |expected (?:one of )?", message) if _SENTENCE.fullmatch(part)]
    said = f": {words[0]}" if words else ""
    return QueryError(f"the query is wrong at line {line}, column {column}{there}{said}", line=line, column=column)
