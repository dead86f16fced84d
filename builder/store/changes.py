"""What a writer has changed since readers last saw it, for what is derived from the store."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from builder.graph.iris import GRAPH, REFERENCE_GRAPH
from builder.vocabulary import External, Property

_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_LABEL = ox.NamedNode(External.SKOS_PREF_LABEL)
_NAME_OF = ox.NamedNode(Property.NAME_OF)
_MOST = 1_000  # articles: what is read of more of them would take hundreds of megabytes


class Changes:
    """The articles and the subjects in shared graphs that differ, by IRIs, or that too much differs (``whole``).

    Among the subjects are the entities that a use of a name belongs to, and those that an article describes.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self.whole = whole
        self.articles: set[str] = set()
        self.subjects: set[str] = set()

    def note_articles(self, articles: Iterable[str]) -> None:
        """Articles are new, with attacks of their own."""
        if not self.whole:
            self.articles.update(articles)
            self._bound()

    def note(self, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> None:
        """Quads were added and removed in one step."""
        if self.whole:
            return
        described = {quad.subject for quad in removed if quad.graph_name == _REFERENCE}
        for quad in added:
            if quad.graph_name == _REFERENCE and quad.subject in described:
                self._give_up()  # an entity is described in another way: anything that names it may read otherwise
                return
            self._note(quad)
        for quad in removed:
            self._note(quad)
        self._bound()

    def _note(self, quad: ox.Quad) -> None:
        graph = quad.graph_name
        if not isinstance(graph, ox.NamedNode) or not isinstance(quad.subject, ox.NamedNode):
            return
        if not graph.value.startswith(GRAPH):
            self.articles.add(graph.value)
            if quad.predicate == _LABEL:
                self.subjects.add(quad.subject.value)
            return
        self.subjects.add(quad.subject.value)
        if quad.predicate == _NAME_OF and isinstance(quad.object, ox.NamedNode):
            self.subjects.add(quad.object.value)

    def _bound(self) -> None:
        if len(self.articles) > _MOST:
            self._give_up()

    def _give_up(self) -> None:
        self.whole = True
        self.articles.clear()
        self.subjects.clear()
