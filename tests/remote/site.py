from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from builder.push.addresses import Addresses, Way
from builder.push.check import Cell, normal_form
from builder.push.ledger import drop, read_ledger
from builder.sparql.credentials import PASSWORD, USER, Credentials
from builder.sparql.remote import ask, update
from builder.sparql.transport import Transport
from builder.store.store import Store


@dataclass(frozen=True)
class Site:
    """A running server: where it takes what, and who may write."""

    query: str
    update: str
    graphs: str
    way: Way
    credentials: Credentials = field(default_factory=Credentials)

    @classmethod
    def of_oxigraph(cls, address: str) -> Site:
        return cls(f"{address}/query", f"{address}/update", f"{address}/store", Way.QUADS)

    @classmethod
    def of_virtuoso(cls, address: str) -> Site:
        own = Credentials("dba", "dba")
        return cls(f"{address}/sparql", f"{address}/sparql-auth", f"{address}/sparql-graph-crud-auth", Way.GRAPHS, own)

    @property
    def addresses(self) -> Addresses:
        return Addresses(self.query, self.update, self.graphs, self.way)

    @property
    def by_update(self) -> Addresses:
        return Addresses(self.query, self.update, self.update, Way.UPDATE)

    @property
    def environment(self) -> dict[str, str]:
        own = self.credentials
        return {USER: own.user, PASSWORD: own.password}

    def transport(self) -> Transport:
        return Transport(self.credentials, timeout=120)

    def ask(self, text: str) -> bool:
        with self.transport() as transport:
            return bool(ask(transport, self.query, text))

    def graph(self, name: str) -> set[tuple[Cell, ...]]:
        """The triples of a graph; at most 10,000 come from Virtuoso."""
        with self.transport() as transport:
            answer = ask(transport, self.query, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        assert isinstance(answer, list)
        return meaning(answer)

    def forget_pushes(self) -> None:
        """Remove the graphs of all pushes."""
        with self.transport() as transport:
            for graph in read_ledger(transport, self.query):
                drop(transport, self.update, [graph])

    def change(self, text: str) -> None:
        with self.transport() as transport:
            update(transport, self.update, text)


def meaning(triples: Iterable[ox.Triple]) -> set[tuple[Cell, ...]]:
    """The triples, where it does not count how a store spells a value."""
    return {tuple(map(normal_form, triple)) for triple in triples}


def fill(folder: Path, quads: Iterable[ox.Quad]) -> None:
    """Make the store in the folder hold these quads and no others, and publish it."""
    wanted: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode)
        wanted.setdefault(quad.graph_name.value, []).append(quad)
    with Store.open_writer(folder) as writer:
        gone: dict[str, list[ox.Quad]] = {
            name.value: [] for name in writer.rdf.named_graphs() if isinstance(name, ox.NamedNode)
        }
        writer.replace_graphs({**gone, **wanted})
        writer.publish()
