"""Make a remote store hold the graph of a store: what is new or changed is sent, what is gone is removed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from builder.export.sorting import in_batches
from builder.push.addresses import Addresses
from builder.push.content import Content, contents, lines_of
from builder.push.ledger import count_triples, default_graph_is_union, drop, note, read_ledger
from builder.push.writers import send_graphs
from builder.sparql.transport import Transport

_BATCH_GRAPHS = 100
_BATCH_TRIPLES = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push will do: graphs to send with their content, graphs to remove, and how many stay as they are."""

    sent: Mapping[str, Content]
    removed: tuple[str, ...]
    unchanged: int

    @property
    def triples(self) -> int:
        """How many triples will be sent."""
        return sum(content.triples for content in self.sent.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """A graph that does not have as many triples in the remote store as were sent."""

    graph: str
    sent: int
    found: int

    def __str__(self) -> str:
        return f"{self.graph}: {self.sent:,} triples were sent, {self.found:,} are there"


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did. ``union`` tells whether queries without FROM see the named graphs there."""

    plan: Plan
    differences: tuple[Difference, ...]
    union: bool
    seconds: float


def make_plan(rdf: ox.Store, transport: Transport, query: str, *, everything: bool = False) -> Plan:
    """Compare the store with what was pushed to the endpoint at *query* before.

    With *everything*, graphs that seem unchanged are sent too.

    :raises RunError: if the endpoint does not answer, or the store holds what cannot be pushed.
    """
    local, remote = contents(rdf), read_ledger(transport, query)
    sent = {graph: content for graph, content in local.items() if everything or remote.get(graph) != content}
    return Plan(sent, tuple(sorted(remote.keys() - local.keys())), len(local) - len(sent))


def push(
    rdf: ox.Store, transport: Transport, addresses: Addresses, plan: Plan, sent: Callable[[int], None] = lambda _: None
) -> PushReport:
    """Carry out the plan, and count afterwards what is there; *sent* is told the triples of each batch.

    A push that is interrupted is completed by the next one: graphs that were not finished are sent again. Readers see
    the graphs change one batch after the other. Two pushes to one remote store at the same time are not supported.

    :raises RunError: if the endpoint refuses or cannot be reached.
    """
    started = time.monotonic()
    for batch in _batches(plan.sent):
        note(transport, addresses.update, dict.fromkeys(batch, ""))
        send_graphs(transport, addresses, {graph: lines_of(rdf, graph) for graph in batch})
        note(transport, addresses.update, {graph: content.digest for graph, content in batch.items()})
        sent(sum(content.triples for content in batch.values()))
    for gone in in_batches(plan.removed, _BATCH_GRAPHS):
        drop(transport, addresses.update, gone)
    found = count_triples(transport, addresses.query, plan.sent)
    differences = tuple(
        Difference(graph, content.triples, found[graph])
        for graph, content in plan.sent.items()
        if found[graph] != content.triples
    )
    union = default_graph_is_union(transport, addresses.query) if plan.sent or plan.unchanged else True
    return PushReport(plan, differences, union, time.monotonic() - started)


def _batches(graphs: Mapping[str, Content]) -> Iterator[dict[str, Content]]:
    """Graphs together until they are many or large; a larger one alone."""
    batch: dict[str, Content] = {}
    triples = 0
    for graph, content in graphs.items():
        if batch and (len(batch) == _BATCH_GRAPHS or triples + content.triples > _BATCH_TRIPLES):
            yield batch
            batch, triples = {}, 0
        batch[graph] = content
        triples += content.triples
    if batch:
        yield batch
