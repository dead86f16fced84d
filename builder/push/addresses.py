"""Where a remote store takes updates and graphs: given by the user, or found by writing one statement and looking.

The statement goes into a graph of its own, which is dropped again. Only what was seen to work is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from secrets import token_hex
from urllib.parse import quote, urlsplit, urlunsplit

from builder.errors import QueryError, RunError
from builder.graph.iris import GRAPH
from builder.resources import read_table
from builder.sparql.remote import ask, update
from builder.sparql.transport import Message, Transport
from builder.vocabulary import External

TRIAL_GRAPH = GRAPH + "push-trial"
NQUADS = "application/n-quads"
NTRIPLES = "application/n-triples"


class Way(StrEnum):
    """How graphs are sent."""

    QUADS = "N-Quads by POST to"
    GRAPHS = "one graph after the other by PUT to"
    UPDATE = "SPARQL updates to"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What to use of a remote store; ``graphs`` is where graphs go, which for ``Way.UPDATE`` is ``update``."""

    query: str
    update: str
    graphs: str
    way: Way

    def __str__(self) -> str:
        return f"queries to {self.query}, updates to {self.update}, graphs as {self.way} {self.graphs}"


def find_addresses(
    transport: Transport, query: str, *, update_address: str | None = None, graph_store: str | None = None
) -> Addresses:
    """The addresses of the store whose queries go to *query*.

    An address that is given is used or refused; what is not given is looked for where stores usually have it.

    :raises RunError: if nothing takes updates, if *graph_store* takes no graphs, if the credentials are refused, or if
        what is written is not found at *query*.
    """
    trial = _Trial(transport, query)
    # Some stores, such as Blazegraph, take updates where they take queries.
    updates = (update_address,) if update_address else tuple(dict.fromkeys((*_candidates(query, "update"), query)))
    updater = _first(trial, updates, "takes updates", "--update", trial.update)
    try:
        way, graphs = _graph_store(trial, query, graph_store, updater)
    finally:
        update(transport, updater, f"DROP SILENT GRAPH <{TRIAL_GRAPH}>")
    return Addresses(query, updater, graphs, way)


def with_graph(url: str, graph: str) -> str:
    """The address of one graph of a graph store."""
    address = urlsplit(url)
    named = "&".join(filter(None, (address.query, f"graph={quote(graph, safe='')}")))
    return urlunsplit(address._replace(query=named))


def _graph_store(trial: _Trial, query: str, given: str | None, updater: str) -> tuple[Way, str]:
    """The quickest way to send graphs that works, and its address."""
    if given:
        if trial.works(trial.quads, given):
            return Way.QUADS, given
        return Way.GRAPHS, _first(trial, (given,), "takes graphs", "--graph-store", trial.graph)
    for url in _candidates(query, "graphs"):
        if url in _candidates(query, "graphs", quads=True) and trial.works(trial.quads, url):
            return Way.QUADS, url
        if trial.works(trial.graph, url):
            return Way.GRAPHS, url
    return Way.UPDATE, updater


def _first(trial: _Trial, urls: tuple[str, ...], need: str, option: str, write: Callable[[str, str], None]) -> str:
    """The first address at which writing works.

    :raises RunError: if none does; the message says what each answered.
    """
    failures = []
    for url in urls:
        try:
            trial.check(write, url)
        except RunError as error:
            failures.append(str(error))
        else:
            return url
    raise RunError(f"nothing {need} here, give the address with {option}: {'; '.join(failures)}")


class _Trial:
    """Writes a statement that was never there before, and asks for it."""

    def __init__(self, transport: Transport, query: str) -> None:
        self._transport = transport
        self._query = query

    def works(self, write: Callable[[str, str], None], url: str) -> bool:
        """Whether :meth:`check` finds nothing wrong."""
        try:
            self.check(write, url)
        except RunError:
            return False
        return True

    def check(self, write: Callable[[str, str], None], url: str) -> None:
        """Write by *write* at *url*.

        :raises RunError: if that is refused, or the statement is not to be seen afterwards.
        """
        statement = f'<{TRIAL_GRAPH}> <{External.SKOS_NOTE}> "{token_hex(8)}" .'
        write(url, statement)
        try:
            found = bool(ask(self._transport, self._query, f"ASK {{ GRAPH <{TRIAL_GRAPH}> {{ {statement} }} }}"))
        except QueryError as error:
            raise RunError(str(error)) from error
        if not found:
            raise RunError(f"what is written to {url} is not found by queries to {self._query}")

    def update(self, url: str, statement: str) -> None:
        """By SPARQL update."""
        update(self._transport, url, f"INSERT DATA {{ GRAPH <{TRIAL_GRAPH}> {{ {statement} }} }}")

    def quads(self, url: str, statement: str) -> None:
        """As N-Quads."""
        line = f"{statement.removesuffix('.')}<{TRIAL_GRAPH}> .\n".encode()
        self._transport.send(Message("POST", url, line, {"Content-Type": NQUADS}, writes=True))

    def graph(self, url: str, statement: str) -> None:
        """As the graph at its own address."""
        named = with_graph(url, TRIAL_GRAPH)
        self._transport.send(Message("PUT", named, f"{statement}\n".encode(), {"Content-Type": NTRIPLES}, writes=True))


def _candidates(query: str, column: str, *, quads: bool = False) -> tuple[str, ...]:
    """The addresses that stores with such a query address have, each once."""
    address = urlsplit(query)
    bare = urlunsplit(address._replace(query="", fragment=""))
    found = (
        row[column].format(match[1])
        for row in _table()
        if (match := re.fullmatch(row["pattern"], bare)) and (row["quads"] == "yes" or not quads)
    )
    return tuple(dict.fromkeys(found))


@cache
def _table() -> tuple[dict[str, str], ...]:
    return tuple(read_table("endpoints.tsv"))
