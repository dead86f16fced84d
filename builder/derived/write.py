"""Makes the derived data of a snapshot: from that of the snapshot before where little has changed, else anew."""

from __future__ import annotations

import logging
import math
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from builder.derived.answers import KEPT, OF_ATTACKS, OF_ENTITIES, OF_THE_STORE, Kept, Row, put_rows
from builder.derived.extract import Extract, extract
from builder.derived.file import (
    FORMAT,
    FORMAT_KEY,
    SCHEMA,
    SEAL_KEY,
    SEARCH_KEY,
    SEARCH_SCHEMA,
    DerivedDataError,
    fts5_is_there,
    has_search,
    is_derived,
    open_derived,
    seal_digest,
)
from builder.derived.kinds import SearchKind
from builder.derived.names import Entity, Names, article_names, attack_names, entity_names, read_entities
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.store.changes import Changes
from builder.store.seals import DERIVED
from builder.store.store import Writer
from builder.text.readings import key_of, skeleton, without_article, words_of
from builder.vocabulary import External, Property

_LOG = logging.getLogger(__name__)
_HEADLINE = ox.NamedNode(External.SCHEMA_HEADLINE)
_NAME_OF = ox.NamedNode(Property.NAME_OF)
_NAME = ox.NamedNode(Property.NAME)


class Derived:
    """Makes what is derived from the snapshots of a store (:class:`builder.store.store.Deriving`)."""

    def is_made(self, snapshot: Path) -> bool:
        """Whether a snapshot has it."""
        return is_derived(snapshot)

    def make(self, rdf: ox.Store, changes: Changes, snapshot: Path, before: Path | None) -> None:
        """Make it in the folder of a snapshot; :class:`builder.store.store.Deriving` says what of.

        :raises OSError: if the disk refuses.
        """
        path = snapshot / DERIVED
        can_search = fts5_is_there()
        if before is not None and not changes.whole and _is_like(before, can_search=can_search):
            shutil.copyfile(before / DERIVED, path)
            try:
                _write(path, rdf, changes, seal_digest(snapshot), can_search=can_search)
            except sqlite3.Error as error:
                _LOG.warning("the search index of snapshot %s is damaged, a new one is made: %s", before.name, error)
                path.unlink()
        try:
            if not path.exists():
                _write(path, rdf, None, seal_digest(snapshot), can_search=can_search)
        except sqlite3.OperationalError as error:  # the disk: is full, fails
            raise OSError(f"{path.name}: {error}") from error
        with path.open("rb") as file:
            os.fsync(file.fileno())


def publish(store: Writer) -> bool:
    """Show readers what is written (:meth:`builder.store.store.Writer.publish`), with what is derived from it."""
    return store.publish(Derived())


def _is_like(before: Path, *, can_search: bool) -> bool:
    """Whether the data of a snapshot can be carried on."""
    try:
        with closing(open_derived(before)) as connection:
            return has_search(connection) == can_search
    except DerivedDataError:
        return False


def _write(path: Path, rdf: ox.Store, changes: Changes | None, seal: str, *, can_search: bool) -> None:
    """Bring a file up to date with changes; without them, make it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # A file that is not finished is thrown away with its folder: nothing needs to be undone.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        if changes is None:
            for statement in (SCHEMA + (SEARCH_SCHEMA if can_search else "")).split(";\n"):
                connection.execute(statement)
        writer = _File(connection, rdf, can_search=can_search)
        if changes is None:
            writer.make()
        else:
            writer.update(extract(rdf, changes), changes)
        told = {FORMAT_KEY: str(FORMAT), SEAL_KEY: seal, SEARCH_KEY: "fts5" if can_search else ""}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", told.items())
        connection.execute("COMMIT")


class _File:
    """The file while it is written; ``rdf`` is the whole store."""

    def __init__(self, connection: sqlite3.Connection, rdf: ox.Store, *, can_search: bool) -> None:
        self._connection = connection
        self._rdf = rdf
        self._can_search = can_search
        connection.create_function("weight", 1, _weight, deterministic=True)

    def make(self) -> None:
        """Fill an empty file from the whole store."""
        rows = {kept.name: self._answer(kept, self._rdf) for kept in KEPT.values()}
        entities = read_entities(rows[OF_ENTITIES.name])
        titles = _headlines(self._rdf.quads_for_pattern(None, _HEADLINE, None, None))
        self._put_names(entity_names(entities, self._used(None)))
        self._put_names(article_names(titles))
        self._put_attacks(rows, entities)
        self._count()
        if self._can_search:
            self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")

    def update(self, changed: Extract, changes: Changes) -> None:
        """Replace what is about the attacks, entities and articles that changed."""
        articles = changes.articles

        def is_new(entity: str) -> bool:
            return entity in changed.subjects or entity.partition("#")[0] in articles

        self._delete([kept.name for kept in OF_ATTACKS], changed.subjects)
        self._delete([OF_ENTITIES.name], changed.subjects)
        self._execute_many("DELETE FROM named WHERE attack = ?", changed.subjects)
        self._forget_names((*changed.subjects, *articles))
        for article in articles:  # all between the number sign and the character after it
            bounds = (f"{article}#", f"{article}$")
            self._connection.execute(
                "DELETE FROM answer WHERE query = ? AND key >= ? AND key < ?", (OF_ENTITIES.name, *bounds)
            )
            inner = self._connection.execute("SELECT iri FROM thing WHERE iri >= ? AND iri < ?", bounds)
            self._forget_names([row[0] for row in inner.fetchall()])
        rows = {
            kept.name: self._answer(kept, changed.rdf, lambda row: row["attack"] in changed.subjects)
            for kept in OF_ATTACKS
        }
        labels = self._answer(OF_ENTITIES, changed.rdf, keep=lambda row: is_new(row["entity"]), all_rows=True)
        for kept in OF_THE_STORE:
            self._connection.execute("DELETE FROM answer WHERE query = ?", (kept.name,))
            self._answer(kept, self._rdf)
        entities = read_entities(labels)
        new = {iri: entity for iri, entity in entities.items() if is_new(iri)}
        titles: dict[str, str] = {}
        for article in articles:
            titles |= _headlines(changed.rdf.quads_for_pattern(ox.NamedNode(article), _HEADLINE, None, None))
        self._put_names(entity_names(new, self._used(new)))
        self._put_names(article_names(titles))
        self._put_attacks(rows, entities)
        self._count()

    def _answer(
        self, kept: Kept, rdf: ox.Store, keep: Callable[[Row], bool] | None = None, *, all_rows: bool = False
    ) -> list[Row]:
        """Ask a query, keep its rows, or those that *keep* says, and return these, or with *all_rows* all."""
        answer = run_query(rdf, kept.query.text, kept.query.bind({}))
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError(f"{kept.name} gives no rows")
        columns = [variable.value for variable in answer.variables]
        rows = list(records(answer))
        some = rows if keep is None else [row for row in rows if keep(row)]
        put_rows(self._connection, kept, columns, some)
        return rows if all_rows else some

    def _put_attacks(self, rows: Mapping[str, list[Row]], entities: Mapping[str, Entity]) -> None:
        lines, fillers = rows["attack-lines"], rows["attack-fillers"]
        self._put_names(attack_names(lines, fillers, rows["attack-dates"], entities))
        pairs = [(row["attack"], row["filler"]) for row in fillers]
        pairs += [(row["attack"], row["source"]) for row in rows["attack-sources"]]
        self._connection.executemany("INSERT OR IGNORE INTO named VALUES (?, ?)", pairs)

    def _put_names(self, names: Iterable[Names]) -> None:
        put_names(self._connection, names, can_search=self._can_search)

    def _forget_names(self, iris: Iterable[str]) -> None:
        for iri in iris:
            found = self._connection.execute("DELETE FROM thing WHERE iri = ? RETURNING id", (iri,)).fetchall()
            if self._can_search:
                self._connection.executemany("DELETE FROM words WHERE rowid = ?", found)

    def _delete(self, queries: Iterable[str], keys: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM answer WHERE query = ? AND key = ?", [(query, key) for key in keys for query in queries]
        )

    def _execute_many(self, statement: str, values: Iterable[str]) -> None:
        self._connection.executemany(statement, [(value,) for value in values])

    def _count(self) -> None:
        """Bring up to date in how many attacks each entity is named."""
        self._connection.execute(
            "UPDATE thing SET reports = one.number, weight = weight(one.number) FROM "
            "(SELECT id, (SELECT COUNT(*) FROM named WHERE named.thing = thing.iri) AS number FROM thing "
            "WHERE kind NOT IN (?, ?)) AS one WHERE one.id = thing.id AND one.number != thing.reports",
            (SearchKind.ATTACK.value, SearchKind.ARTICLE.value),
        )

    def _used(self, entities: Iterable[str] | None) -> dict[str, set[str]]:
        """The names that articles use for entities, or for all of them, by IRIs."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        asked: Iterable[ox.NamedNode | None] = [None] if entities is None else map(ox.NamedNode, entities)
        for entity in asked:
            for use in self._rdf.quads_for_pattern(None, _NAME_OF, entity, None):
                for quad in self._rdf.quads_for_pattern(use.subject, _NAME, None, None):
                    if isinstance(use.object, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                        found[use.object.value].add(quad.object.value)
        return found


def put_names(connection: sqlite3.Connection, names: Iterable[Names], *, can_search: bool) -> None:
    """Add things by their names to tables that have none of them yet; with *can_search* to the index too."""
    for one in names:
        labels = dict.fromkeys(filter(None, (one.ar, one.en)))
        keys = dict.fromkeys(map(key_of, (*labels, *one.aliases)))
        weight = _weight(one.reports)
        put = connection.execute(
            "INSERT INTO thing (iri, kind, ar, en, keys, reports, weight) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.iri, one.kind.value, one.ar, one.en, "\n".join(("", *keys, "")), one.reports, weight),
        )
        if can_search:
            own, more = (list(dict.fromkeys(_readings(texts))) for texts in (labels, (*one.aliases, *one.more)))
            skeletons = dict.fromkeys(filter(None, map(skeleton, (*own, *more))))
            connection.execute(
                "INSERT INTO words (rowid, name, more, skeleton) VALUES (?, ?, ?, ?)",
                (put.lastrowid, " ".join(own), " ".join(more), " ".join(skeletons)),
            )


def _weight(reports: int) -> float:
    return math.log2(1 + reports)


def _readings(texts: Iterable[str]) -> Iterator[str]:
    """The words of texts, those with an article also without it."""
    for text in texts:
        for word in words_of(text):
            yield word
            yield without_article(word)


def _headlines(quads: Iterable[ox.Quad]) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
