"""The whole store as JSON-LD 1.1: an object for each graph, one for each subject in it, and a context of our prefixes.

It is written as it goes, a subject a line, in the order of TriG. Whole numbers and booleans are JSON's own; all other
literals keep their type or language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import BinaryIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from builder.errors import RunError
from builder.export.quads import quads_by_graph
from builder.sparql.results import shorten
from builder.vocabulary import PREFIXES, XSD, External

_Json = str | int | bool | Mapping[str, str]

_BOOLEANS = {"true": True, "false": False}
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")
_EXACT = 2**53  # the numbers of JavaScript are exact below it


def write_jsonld(rdf: Store, out: BinaryIO) -> None:
    """Every graph of the store; parsed again, it gives the same quads.

    :raises RunError: if the store holds a quoted triple, which JSON-LD 1.1 cannot say.
    """
    out.write(f'{{"@context": {_json(dict(sorted(PREFIXES.items())))},\n"@graph": ['.encode())
    comma = b""
    for graph, quads in groupby(quads_by_graph(rdf), key=lambda quad: quad.graph_name):
        nodes = (_node(list(group)) for _, group in groupby(quads, key=lambda quad: quad.subject))
        if isinstance(graph, NamedNode):
            out.write(comma + f'\n{{"@id": {_json(graph.value)}, "@graph": ['.encode())
            _write_nodes(nodes, out)
            out.write(b"\n]}")
        else:
            out.write(comma)
            _write_nodes(nodes, out)
        comma = b","
    out.write(b"\n]}\n")


def _write_nodes(nodes: Iterator[dict[str, object]], out: BinaryIO) -> None:
    for number, node in enumerate(nodes):
        out.write(f"{',' if number else ''}\n{_json(node)}".encode())


def _node(quads: list[Quad]) -> dict[str, object]:
    """One subject with all that one graph says of it."""
    node: dict[str, object] = {"@id": _identifier(quads[0].subject)}
    for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
        if predicate == External.RDF_TYPE:
            node["@type"] = [_identifier(quad.object) for quad in group]
        else:
            node[shorten(predicate)] = [_value(quad.object) for quad in group]
    return node


def _value(term: NamedNode | BlankNode | Literal | Triple) -> _Json:
    if not isinstance(term, Literal):
        return {"@id": _identifier(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == External.XSD_BOOLEAN and term.value in _BOOLEANS:
        return _BOOLEANS[term.value]
    if datatype == External.XSD_INTEGER and _is_native(term.value):
        return int(term.value)
    return term.value if datatype == XSD + "string" else {"@value": term.value, "@type": shorten(datatype)}


def _is_native(number: str) -> bool:
    """Whether JSON gives back this spelling of a whole number."""
    return _WHOLE.fullmatch(number) is not None and abs(int(number)) < _EXACT


def _identifier(term: NamedNode | BlankNode | Literal | Triple) -> str:
    if isinstance(term, NamedNode):
        return shorten(term.value)
    if isinstance(term, BlankNode):
        return str(term)
    raise RunError(f"JSON-LD cannot say {term}: export nquads or trig")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
