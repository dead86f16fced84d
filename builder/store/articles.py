"""Articles put into the store, those that are new to it several at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import chain

import pyoxigraph as ox

from builder.graph.iris import REFERENCE_GRAPH
from builder.store.store import Writer
from builder.store.upkeep import store_article

_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
# Many small loads cost more than few large ones: each adds files, which the database merges with all that it has.
_LARGEST = 32 * 1024 * 1024  # bytes of N-Quads that wait; some hundreds of articles
LONGEST = 10.0  # seconds that an article waits, as far as others come after it


class ArticleWriter:
    """Stores articles one after the other; what :meth:`put` was given is stored when :meth:`flush` has returned.

    Articles that the store has nothing of wait for others, and are then stored together: all of them or none. The
    descriptions in the reference graph are written before them, and only where they are not what the same build wrote
    last; those of articles that a killed build did not store are swept out by the next one. After *longest* seconds
    none waits any longer, as soon as the next is put; with 0 each is stored when it is put.
    """

    def __init__(self, store: Writer, longest: float = LONGEST) -> None:
        self._store = store
        self._longest = longest
        self._waiting: dict[str, bytes] = {}
        self._size = 0
        self._since = 0.0
        self._described: dict[str, bytes] = {}  # what the store has, as far as it came from here
        self._undescribed: dict[str, bytes] = {}

    def put(self, article: str, own: bytes, shared: Mapping[str, bytes]) -> bool:
        """Replace all that the store has of an article, by its IRI; returns whether it had anything.

        *own* are the quads of its graph and of its attacks in the merged graph, *shared* those of the reference graph
        by the IRIs of what they describe; all are N-Quads.

        :raises StoreError: if the disk refuses; the article, and those that wait with it, then stay as they were.
        """
        if article in self._waiting or self._is_stored(article):
            self.flush()
            store_article(self._store, article, _parse(chain((own,), shared.values())))
            self._described.update(shared)
            return True
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting[article] = own
        self._size += len(own)
        for subject, quads in shared.items():
            if self._described.get(subject) != quads:
                self._described[subject] = self._undescribed[subject] = quads
        if self._size >= _LARGEST or time.monotonic() - self._since >= self._longest:
            self.flush()
        return False

    @property
    def waits(self) -> bool:
        """Whether articles are not stored yet."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Store the articles that wait.

        :raises StoreError: if the disk refuses; none of them is then stored, and all wait on.
        """
        if not self._waiting:
            return
        wanted = set(_parse(self._undescribed.values()))
        stored = {
            quad
            for subject in self._undescribed
            for quad in self._store.rdf.quads_for_pattern(ox.NamedNode(subject), None, None, _REFERENCE)
        }
        self._store.change(wanted - stored, stored - wanted)
        self._store.add(b"".join(self._waiting.values()), self._waiting)
        self._waiting, self._undescribed, self._size = {}, {}, 0

    def _is_stored(self, article: str) -> bool:
        quads = self._store.rdf.quads_for_pattern(None, None, None, ox.NamedNode(article))
        return next(quads, None) is not None


def _parse(parts: Iterable[bytes]) -> Iterable[ox.Quad]:
    return ox.parse(b"".join(parts), format=ox.RdfFormat.N_QUADS)
