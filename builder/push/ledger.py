"""What rasd has put into a remote store, kept there in a graph of its own: a digest for each graph.

Only graphs that stand here are ever removed. An empty digest marks a graph that is being written: it is noted before
the first statement is sent, so that an interrupted push leaves nothing that the next one would not know of. The digest
is what was sent, not what is there; so triples are counted, too, and a graph that somebody else changed is sent again
unless as many were added as removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from builder.errors import RunError
from builder.graph.iris import GRAPH
from builder.push.content import Content
from builder.sparql.remote import ask, update
from builder.sparql.results import records
from builder.sparql.transport import Transport
from builder.vocabulary import SCHEMA

LEDGER_GRAPH: Final = GRAPH + "pushed"

_DIGEST = SCHEMA + "sha256"
_PAGE = 1000  # graphs; Virtuoso cuts every answer off after 10,000 rows
_COUNT = f"SELECT (COUNT(*) AS ?graphs) {{ GRAPH <{LEDGER_GRAPH}> {{ ?graph <{_DIGEST}> ?digest }} }}"
_ENTRIES = f"""SELECT ?graph ?digest {{
  GRAPH <{LEDGER_GRAPH}> {{ ?graph <{_DIGEST}> ?digest }}
  FILTER (STR(?graph) > %s)
}} ORDER BY STR(?graph) LIMIT {_PAGE}"""
_TRIPLES = """SELECT ?graph (COUNT(*) AS ?triples) {
  VALUES ?graph { %s }
  GRAPH ?graph { ?s ?p ?o }
} GROUP BY ?graph"""
_IS_UNION = f"ASK {{ ?graph <{_DIGEST}> ?digest }}"


def read_ledger(transport: Transport, query: str) -> dict[str, Content]:
    """What the ledger says of each graph, with the triples that the graph has now.

    :raises RunError: if the endpoint does not answer, or not with the whole ledger.
    """
    digests = dict(_entries(transport, query))
    [row] = _rows(transport, query, _COUNT)
    if len(digests) != int(row["graphs"]):
        raise RunError(
            f"{query} lists {len(digests)} of the {row['graphs']} graphs that were pushed: raise its limit of rows"
        )
    triples = count_triples(transport, query, digests)
    return {graph: Content(digest, triples[graph]) for graph, digest in digests.items()}


def count_triples(transport: Transport, query: str, graphs: Iterable[str]) -> dict[str, int]:
    """How many triples each of the graphs has in the remote store."""
    counted = dict.fromkeys(graphs, 0)
    names = [str(NamedNode(graph)) for graph in counted]
    for start in range(0, len(names), _PAGE):
        for row in _rows(transport, query, _TRIPLES % " ".join(names[start : start + _PAGE])):
            counted[row["graph"]] = int(row["triples"])
    return counted


def note(transport: Transport, address: str, digests: Mapping[str, str]) -> None:
    """Write the digests of these graphs into the ledger, an empty one before the graph is written."""
    entries = " ".join(f"{NamedNode(graph)} <{_DIGEST}> {Literal(digest)} ." for graph, digest in digests.items())
    update(transport, address, f"{_forget(digests)} ; INSERT DATA {{ GRAPH <{LEDGER_GRAPH}> {{ {entries} }} }}")


def drop(transport: Transport, address: str, graphs: Iterable[str]) -> None:
    """Remove graphs, and their lines in the ledger after them."""
    names = list(graphs)
    dropped = " ; ".join(f"DROP SILENT GRAPH {NamedNode(graph)}" for graph in names)
    update(transport, address, f"{dropped} ; {_forget(names)}")


def default_graph_is_union(transport: Transport, query: str) -> bool:
    """Whether queries without FROM see what stands in the named graphs; the ledger must not be empty."""
    return bool(ask(transport, query, _IS_UNION))


def _forget(graphs: Iterable[str]) -> str:
    names = " ".join(str(NamedNode(graph)) for graph in graphs)
    return (
        f"DELETE {{ GRAPH <{LEDGER_GRAPH}> {{ ?graph <{_DIGEST}> ?digest }} }} "
        f"WHERE {{ VALUES ?graph {{ {names} }} GRAPH <{LEDGER_GRAPH}> {{ ?graph <{_DIGEST}> ?digest }} }}"
    )


def _entries(transport: Transport, query: str) -> Iterator[tuple[str, str]]:
    last = ""
    while True:
        rows = _rows(transport, query, _ENTRIES % Literal(last))
        yield from ((row["graph"], row["digest"]) for row in rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1]["graph"]


def _rows(transport: Transport, query: str, text: str) -> list[dict[str, str]]:
    answer = ask(transport, query, text)
    if not isinstance(answer, QuerySolutions):
        raise RunError(f"{query} does not answer with rows")
    return list(records(answer))
