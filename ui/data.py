"""All that the interface reads from a store or an endpoint. No other module of ``ui`` asks for data.

What is read is kept as long as it stays true: for a store until a build publishes the next snapshot, for an endpoint,
which does not tell when it changes, for a minute. Records are frozen, so that one copy serves every session.
"""

from __future__ import annotations

import io
import logging
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import streamlit as st
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions
from pyoxigraph import Store as RdfStore

from builder.articles.rejection import Rejection
from builder.derived.answers import KEPT, kept_rows
from builder.derived.file import DerivedDataError, fts5_is_there, has_search, open_derived
from builder.derived.finding import Found, find
from builder.derived.wanted import wanted
from builder.errors import RasdError, RunError
from builder.export.sorting import in_batches
from builder.graph.entities import ACTORS
from builder.sparql.catalogue import Query, find_query, parse_query, read_query
from builder.sparql.parameters import Term, fill_slot
from builder.sparql.remote import query_endpoint
from builder.sparql.results import Format, records, write_answer
from builder.sparql.run import Answer, run_query
from builder.store.snapshots import current_snapshot, published_at
from builder.store.store import Store
from ui.actors import Actor, ActorPath, GroupLink, affiliations, group_links, identities, name_uses, thing_of
from ui.answers import Kind, Question, Shown, triple_rows
from ui.asking import answer_of, answered
from ui.choice import Choice
from ui.columns import Known
from ui.description import Description
from ui.lines import LineRows, Row, attack_lines, read_things
from ui.records import Attack, AttackLine, Conflict, Figures, Side, Thing, Unsummed
from ui.reports import read_merges, read_reports
from ui.sources import Source, source_uses, sources

_LOG = logging.getLogger(__name__)
QUERIES = Path(__file__).with_name("queries")
MOST_IN_GRAPH = 5_000  # attacks; each has some hundred triples
_ATTACKS_A_QUERY = 100
_ENDPOINT_SECONDS = 60
_ATTACKS_KEPT = 200
_ANSWERS_KEPT = 20
_OF_ACTORS = ("perpetrator", "responsibility")  # subjects of conflicts
_ACTORS_KEPT = 100
_ROWS_SHOWN = 2000  # a page of the browser stays quick with these; a download has all rows


class StoreMissingError(RasdError):
    """There is no finished build yet where the interface was told to look."""


@dataclass(frozen=True, slots=True)
class Data:
    """What one choice of store shows at one time; ``version`` changes when its contents may have.

    Every method that reads raises StoreMissingError where there is no finished build, and RunError where the store or
    endpoint cannot be read.
    """

    choice: Choice
    version: str

    @classmethod
    def from_environment(cls) -> Data:
        """The chosen store or endpoint as it is now."""
        choice = Choice.from_environment()
        if choice.store is None:
            return cls(choice, str(int(time.monotonic() // _ENDPOINT_SECONDS)))
        try:
            snapshot = current_snapshot(choice.store)
        except OSError:  # a file, or a folder that may not be read: no store either
            snapshot = None
        return cls(choice, "" if snapshot is None else snapshot.name)

    def figures(self) -> Figures:
        """The counts over the whole store."""
        return _figures(self)

    def lines(self) -> tuple[AttackLine, ...]:
        """All attacks, newest first."""
        return _lines(self)

    def attack(self, iri: str) -> Attack:
        """One attack with all reports of it; without any where there is no such attack."""
        return _attack(self, iri)

    def conflicts(self) -> tuple[Conflict, ...]:
        """All reports that cannot both hold."""
        return _conflicts(self)

    def attacks_in(self, articles: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The attacks that each of these articles, by their IRIs, tells of; an article without any is left out."""
        return _attacks_in(self, tuple(sorted(articles)))

    def unsummed(self) -> tuple[Unsummed, ...]:
        """All totals of series that their parts do not add up to."""
        return _all_unsummed(self)

    def rejections(self) -> tuple[Rejection, ...]:
        """All inputs that were left out, by reason."""
        return _rejections(self)

    def built(self) -> datetime | None:
        """When the build that is shown was finished, in local time; None of an endpoint, which does not tell."""
        if self.choice.store is None:
            return None
        return published_at(self.choice.store)

    def description_query(self, iri: str) -> str:
        """The query that gives all that is said of one attack.

        :raises ValueError: if *iri* is none.
        """
        return fill_slot(_own_query("attack-description").text, "attack", [NamedNode(iri)])

    def things(self) -> Mapping[str, Thing]:
        """All that has a name, by IRI."""
        return _things(self)

    def containers(self) -> Mapping[str, tuple[str, ...]]:
        """What each place lies directly in, by IRIs."""
        return _containers(self)

    def known(self) -> Known:
        """Attacks and named things, to recognise the values of an answer by."""
        return _known(self)

    def sources(self) -> tuple[Source, ...]:
        """All sources that are known beyond one article, those of most attacks first."""
        return _sources(self)

    def actor(self, iri: str) -> Actor | None:
        """What is known of an actor beside its attacks; None where the store has no such one."""
        return _actor(self, iri)

    def strongest_links(self) -> tuple[tuple[Thing, GroupLink], ...]:
        """The links of the greatest weight between two actors, each with the first of the two."""
        return _strongest_links(self)

    def paths(self, one: str, other: str) -> tuple[ActorPath, ...]:
        """How two actors, given by their Arabic names, are connected, the shortest first."""
        return _paths(self, one, other)

    def can_find(self) -> bool:
        """Whether names can be searched: not in an endpoint, nor in a store without an index of them."""
        return _can_find(self)

    def find(self, text: str, most: int) -> tuple[Found, ...]:
        """The *most* things that are called as a text says, the best first; nothing where names cannot be searched."""
        try:
            with closing(_derived(self)) as derived:
                return tuple(find(derived, wanted(text, limit=most)))
        except DerivedDataError as error:
            _LOG.warning("names cannot be searched: %s", error)
            return ()

    def ask(self, question: Question) -> Shown:
        """The answer to a query of the user, cut off after the rows that can be shown.

        :raises QueryError: if the query or a value is wrong, or it asks other machines.
        :raises RunError: as :func:`ui.asking.answered` and :func:`ui.asking.answer_of`.
        """
        return _ask(self, question)

    def exportable(self, attacks: Collection[str]) -> RdfStore:
        """A graph that holds all that the export of these attacks needs, and maybe more: the store itself.

        Of an endpoint it is :meth:`graph_of`.
        """
        if self.choice.store is not None and self.version:
            return _open(self.choice.store, self.version).rdf
        return self.graph_of(attacks, terms=True)

    def graph_of(self, attacks: Collection[str], *, terms: bool = False) -> RdfStore:
        """All that is said of these attacks, as a graph in memory; with the *terms* of the ontology where asked for.

        :raises RunError: if there are more than :data:`MOST_IN_GRAPH`.
        """
        if len(attacks) > MOST_IN_GRAPH:
            raise RunError(f"a graph in memory holds {MOST_IN_GRAPH:,} attacks at most: choose fewer")
        graph = RdfStore()
        query = _own_query("selection-graph")
        texts = [
            fill_slot(query.text, "attack", map(NamedNode, batch))
            for batch in in_batches(sorted(attacks), _ATTACKS_A_QUERY)
        ]
        for text in [*texts, _own_query("terms-graph").text] if terms else texts:
            answer = _answer(self, text, {})
            if not isinstance(answer, QuerySolutions | QueryBoolean):
                graph.bulk_extend(Quad(*triple) for triple in answer)
        return graph

    def download(self, question: Question, form: Format) -> bytes:
        """The whole answer to a query of the user.

        :raises QueryError: as :meth:`ask` does, or if its answer has no such form.
        """
        out = io.BytesIO()
        with _answer_user(self, question) as answer:
            write_answer(answer, form, out)
        return out.getvalue()


@st.cache_resource(max_entries=2, show_spinner=False, on_release=Store.close)
def _open(path: Path, version: str) -> Store:
    """One reader for all sessions; two are kept, for a session may still be at work on the snapshot before."""
    del version
    return Store.open_reader(path)


def _answer(data: Data, text: str, terms: Mapping[str, Term]) -> Answer:
    if data.choice.endpoint is not None:
        return query_endpoint(data.choice.endpoint, text, terms)
    if data.choice.store is None or not data.version:
        raise StoreMissingError(f"there is no finished build in {data.choice}")
    return run_query(_open(data.choice.store, data.version).rdf, text, terms)


@contextmanager
def _answer_user(data: Data, question: Question) -> Iterator[Answer]:
    """The answer as long as the context lives: a store is asked in another process, which has a limit of time."""
    terms = parse_query(question.name, question.text).bind(dict(question.values))
    if data.choice.endpoint is not None:
        yield answer_of(data.choice.endpoint, question.text, terms)
        return
    if data.choice.store is None or not data.version:
        raise StoreMissingError(f"there is no finished build in {data.choice}")
    with answered(data.choice.store, question.text, terms) as answer:
        yield answer


@st.cache_resource(max_entries=_ANSWERS_KEPT, show_spinner=False)
def _ask(data: Data, question: Question) -> Shown:
    started = time.perf_counter()
    columns: tuple[str, ...] = ()
    with _answer_user(data, question) as answer:
        if isinstance(answer, QueryBoolean):
            kind, rows = Kind.YES_OR_NO, [["true" if answer else "false"]]
        elif isinstance(answer, QuerySolutions):
            columns = tuple(variable.value for variable in answer.variables)
            found = islice(records(answer), _ROWS_SHOWN + 1)
            kind, rows = Kind.ROWS, [[row[column] for column in columns] for row in found]
        else:
            columns = ("subject", "predicate", "object")
            kind, rows = Kind.TRIPLES, triple_rows(answer, _ROWS_SHOWN + 1)
    shown = tuple(tuple(row) for row in rows[:_ROWS_SHOWN])
    return Shown(kind, columns, shown, len(rows) > _ROWS_SHOWN, time.perf_counter() - started)


@cache
def _own_query(name: str) -> Query:
    return read_query(QUERIES / f"{name}.rq")


def _derived(data: Data) -> sqlite3.Connection:
    """What is derived from the snapshot that is shown.

    :raises DerivedDataError: if there is none.
    """
    if data.choice.store is None or not data.version:
        raise DerivedDataError(f"{data.choice} is no store with a finished build")
    return open_derived(_open(data.choice.store, data.version).snapshot)


@st.cache_resource(max_entries=2, show_spinner=False)
def _can_find(data: Data) -> bool:
    try:
        with closing(_derived(data)) as derived:
            return fts5_is_there() and has_search(derived)
    except (DerivedDataError, sqlite3.Error):
        return False


def _kept(data: Data, name: str) -> Sequence[Row]:
    """The answer to a kept query: that which the build has left, else the query is asked."""
    try:
        with closing(_derived(data)) as derived:
            return kept_rows(derived, name)
    except (DerivedDataError, sqlite3.Error) as error:
        _LOG.info("%s is asked of the graph: %s", name, error)
    return _rows(data, KEPT[name].query)


def _rows(data: Data, query: Query, **values: str) -> list[Row]:
    answer = _answer(data, query.text, query.bind(values))
    return list(records(answer)) if isinstance(answer, QuerySolutions) else []


@st.cache_resource(max_entries=2, show_spinner=False)
def _figures(data: Data) -> Figures:
    row = _kept(data, "figures")[0]
    return Figures(
        articles=int(row["articles"]),
        attacks=int(row["attacks"]),
        series=int(row["series"]),
        claims=int(row["claims"]),
        conflicts=len(_conflicts(data)),
        without_attack=int(row["without"]),
        rejected=int(row["rejected"]),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _lines(data: Data) -> tuple[AttackLine, ...]:
    rows = LineRows(*(_kept(data, name) for name in LineRows.queries()))
    return attack_lines(rows, _things(data), _conflicts(data))


@st.cache_resource(max_entries=2, show_spinner=False)
def _attacks_in(data: Data, articles: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    query = _own_query("article-attacks")
    found: dict[str, tuple[str, ...]] = {}
    for batch in in_batches(articles, _ATTACKS_A_QUERY):
        answer = _answer(data, fill_slot(query.text, "article", map(NamedNode, batch)), {})
        for row in records(answer) if isinstance(answer, QuerySolutions) else ():
            found[row["article"]] = (*found.get(row["article"], ()), row["attack"])
    return MappingProxyType(found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _conflicts(data: Data) -> tuple[Conflict, ...]:
    # The named query has names where the pages have entities with a name in each language.
    lasting = [thing for thing in _things(data).values() if "#" not in thing.iri]  # others are of one article
    by_name = {thing.words.ar: thing for thing in sorted(lasting, key=_most_told)}

    def side(row: Row, end: str) -> Side:
        source, value = row[f"source_{end}"], row[f"value_{end}"]
        named = by_name.get(value) if row["subject"] in _OF_ACTORS else None
        return Side(source, value, row[f"quote_{end}"], by_name.get(source), named)

    return tuple(
        Conflict(row["attack"], row["article"], row["subject"], side(row, "a"), side(row, "b"))
        for row in _kept(data, "conflicting-reports")
    )


def _most_told(thing: Thing) -> tuple[bool, str]:
    """To sort by: of two of one name the one that counts comes last, an actor if there is one."""
    return thing.kind in ACTORS, thing.iri


@st.cache_resource(max_entries=2, show_spinner=False)
def _rejections(data: Data) -> tuple[Rejection, ...]:
    return tuple(
        Rejection(row["input"], int(row["line"]) if row["line"] else None, row["reason"])
        for row in _rows(data, _own_query("rejections"))
    )


def _unsummed(data: Data, **values: str) -> tuple[Unsummed, ...]:
    names = [field.name for field in fields(Unsummed)]
    return tuple(
        Unsummed(**{name: row[name] for name in names}) for row in _rows(data, find_query("unsummed-totals"), **values)
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _all_unsummed(data: Data) -> tuple[Unsummed, ...]:
    return _unsummed(data)


@st.cache_resource(max_entries=_ATTACKS_KEPT, show_spinner=False)
def _attack(data: Data, iri: str) -> Attack:
    query = _own_query("attack-description")
    answer = _answer(data, query.text, query.bind({"attack": iri}))
    found = Description(() if isinstance(answer, QuerySolutions | QueryBoolean) else answer)
    return Attack(
        iri=iri,
        reports=read_reports(iri, found),
        conflicts=tuple(conflict for conflict in _conflicts(data) if conflict.attack == iri),
        unsummed=_unsummed(data, series=iri),
        merges=read_merges(iri, found),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _things(data: Data) -> Mapping[str, Thing]:
    rows = (_kept(data, name) for name in ("entity-labels", "place-positions"))
    return MappingProxyType(read_things(*rows))


@st.cache_resource(max_entries=2, show_spinner=False)
def _known(data: Data) -> Known:
    return Known.of(_things(data), _lines(data))


@st.cache_resource(max_entries=_ACTORS_KEPT, show_spinner=False)
def _actor(data: Data, iri: str) -> Actor | None:
    things = _things(data)
    if iri not in things or things[iri].kind not in ACTORS:
        return None

    def rows(name: str) -> list[Row]:
        return _rows(data, _own_query(name), actor=iri)

    return Actor(
        thing=things[iri],
        names=name_uses(rows("actor-names"), things),
        affiliations=affiliations(rows("actor-affiliations"), things),
        identities=identities(rows("actor-identities"), things),
        links=group_links(rows("actor-links"), things),
        denied=tuple(row["attack"] for row in rows("actor-denials")),
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _strongest_links(data: Data) -> tuple[tuple[Thing, GroupLink], ...]:
    things = _things(data)
    rows = _rows(data, _own_query("strongest-links"))
    first = {row["link"]: row["one"] for row in rows}
    return tuple((thing_of(first[link.iri], things), link) for link in group_links(rows, things))


@st.cache_resource(max_entries=2, show_spinner=False)
def _containers(data: Data) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _kept(data, "place-containers"):
        found[row["place"]] = (*found.get(row["place"], ()), row["container"])
    return MappingProxyType(found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _sources(data: Data) -> tuple[Source, ...]:
    return sources(source_uses(_rows(data, _own_query("source-uses")), _things(data)), _conflicts(data))


@st.cache_resource(max_entries=_ACTORS_KEPT, show_spinner=False)
def _paths(data: Data, one: str, other: str) -> tuple[ActorPath, ...]:
    rows = _rows(data, find_query("path-between"), **{"from": one, "to": other})
    return tuple(
        ActorPath(int(row["steps"]), row["link"], row["via"], row["evidence_a"], row["evidence_b"]) for row in rows
    )
