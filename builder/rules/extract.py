"""The part of a store that rules need for some attacks, as a small store in memory.

All quads of an extract stand in its default graph: rules read the union of the graphs. Nothing of the inferred graph is
taken over unless it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from builder.graph.iris import INFERRED_GRAPH, MERGED_GRAPH
from builder.sparql.catalogue import Query
from builder.vocabulary import OA, RDFS, External, Property

INFERRED = ox.NamedNode(INFERRED_GRAPH)
_MERGED = ox.NamedNode(MERGED_GRAPH)
_DEFAULT = ox.DefaultGraph()
Node = ox.NamedNode | ox.BlankNode | ox.Triple


def _nodes(*iris: str) -> frozenset[ox.NamedNode]:
    return frozenset(map(ox.NamedNode, iris))


_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)
_ABOUT_EVENT = ox.NamedNode(Property.ABOUT_EVENT)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)
_ARGUMENT = ox.NamedNode(Property.ARGUMENT)
_HAS_SELECTOR = ox.NamedNode(OA + "hasSelector")
_EXACT = ox.NamedNode(OA + "exact")
_OF_MENTION = _nodes(External.RDF_TYPE, Property.IN_ARTICLE, Property.STATUS, Property.ARGUMENT)
_OF_ARGUMENT = _nodes(
    Property.ROLE,
    Property.FILLER,
    Property.MENTION,
    Property.BASIS,
    Property.PLACE_ROLE,
    Property.ACCORDING_TO,
    Property.EARLIEST,
    Property.LATEST,
    Property.LOW,
    Property.HIGH,
    Property.QUANTITY_KIND,
    Property.COUNTED_GROUP,
    Property.COUNTED_GROUP_KIND,
    Property.CASUALTY_KIND,
)
_OF_CLAIM = _nodes(
    External.RDF_TYPE,
    Property.ABOUT_EVENT,
    Property.CERTAINTY,
    Property.OUTCOME,
    Property.CLAIMER,
    Property.CLAIMER_MENTION,
    Property.CLAIMED_PERPETRATOR,
)
_OF_RELATION = _nodes(Property.RELATION_KIND, Property.FROM_EVENT, Property.TO_EVENT)
_OF_ARTICLE = _nodes(External.SCHEMA_DATE_PUBLISHED, External.SCHEMA_PUBLISHER)
_OF_ENTITY = _nodes(External.RDF_TYPE, Property.LINK_STATUS, Property.WITHIN, Property.MEMBER_OF)
_UPWARDS = _nodes(Property.WITHIN, Property.MEMBER_OF)
_ENTITIES = _nodes(Property.FILLER, Property.CLAIMER, Property.CLAIMED_PERPETRATOR)
_WORDS = _nodes(Property.MENTION, Property.CLAIMER_MENTION)
_ROLE = ox.NamedNode(Property.ROLE)
_NAMED_ROLES = _nodes(Property.PERPETRATOR, Property.TARGET)  # of whom queries/rules/20 takes the names
_OF_TERMS = _nodes(RDFS + "subClassOf", Property.INCOMPATIBLE_WITH)


class Extract:
    """Quads of *live*, which is left as it is, gathered around attacks and entities; ``store`` holds them."""

    def __init__(self, live: ox.Store) -> None:
        self.store = ox.Store()
        self._live = live
        self._seen: set[tuple[Node, frozenset[ox.NamedNode]]] = set()
        self._quads: list[ox.Quad] = []
        for predicate in _OF_TERMS:
            self._keep(live.quads_for_pattern(None, predicate, None, None))

    def add_attack(self, attack: ox.NamedNode) -> None:
        """An attack with its mentions, their arguments, claims and relations, and the entities and words of these."""
        self._keep(self._live.quads_for_pattern(attack, None, None, _MERGED))
        for described in self._live.quads_for_pattern(attack, _DESCRIBED_BY, None, _MERGED):
            if isinstance(described.object, ox.NamedNode):
                self._add_mention(described.object)

    def add_entity(self, entity: Node) -> None:
        """An entity with its classes, and all that contains it or that it belongs to."""
        waiting = [entity]
        while waiting:
            for quad in self._describe(waiting.pop(), _OF_ENTITY):
                if quad.predicate in _UPWARDS:
                    waiting.append(thing(quad))

    def add_facts(self, quads: Iterable[ox.Quad]) -> None:
        """Quads that earlier rules gave."""
        self._keep(quads)

    def facts(self) -> Iterator[ox.Quad]:
        """All that was gathered."""
        return iter(tuple(self._quads))

    def has(self, subject: Node) -> bool:
        """Whether something is said of *subject* in an extract that rules were run on."""
        return any(self.store.quads_for_pattern(subject, None, None, _DEFAULT))

    def infer(self, rules: Iterable[Query]) -> set[ox.Quad]:
        """What the rules give, as quads of the inferred graph; each rule also reads what those before it gave."""
        self.store.extend(self._quads)
        self._quads = []
        found: set[ox.Quad] = set()
        for rule in rules:
            self.store.update(rule.text)
            new = set(self.store.quads_for_pattern(None, None, None, INFERRED))
            self.store.clear_graph(INFERRED)
            self.store.extend(_in_default(new))
            found |= new
        return found

    def _add_mention(self, mention: ox.NamedNode) -> None:
        for quad in self._describe(mention, _OF_MENTION):
            if quad.predicate == _IN_ARTICLE:
                for predicate in _OF_ARTICLE:  # one by one: the other properties are long texts
                    self._say(thing(quad), predicate)
            elif quad.predicate == _ARGUMENT:
                self._add_parts(self._describe(thing(quad), _OF_ARGUMENT))
        for claim in self._live.quads_for_pattern(None, _ABOUT_EVENT, mention, None):
            self._add_parts(self._describe(claim.subject, _OF_CLAIM))
        for end in (Property.FROM_EVENT, Property.TO_EVENT):
            for relation in self._live.quads_for_pattern(None, ox.NamedNode(end), mention, None):
                self._add_relation(relation.subject)

    def _add_parts(self, quads: Sequence[ox.Quad]) -> None:
        """The entities and the words that an argument or a claim names."""
        is_named = not any(quad.predicate == _ROLE and quad.object not in _NAMED_ROLES for quad in quads)
        for quad in quads:
            if quad.predicate in _ENTITIES:
                self.add_entity(thing(quad))
            elif quad.predicate in _WORDS and is_named:
                self._add_words(thing(quad))

    def _add_words(self, words: Node) -> None:
        """The text of words that may be a name."""
        for chosen in self._say(words, _HAS_SELECTOR):
            self._say(thing(chosen), _EXACT)

    def _say(self, subject: Node, predicate: ox.NamedNode) -> list[ox.Quad]:
        """Keep what is said of a thing with one predicate."""
        quads = list(self._live.quads_for_pattern(subject, predicate, None, None))
        self._keep(quads)
        return quads

    def _add_relation(self, relation: Node) -> None:
        """A relation, and which attacks its two ends describe; the other attack is not gathered."""
        for quad in self._describe(relation, _OF_RELATION):
            self._keep(self._live.quads_for_pattern(None, _DESCRIBED_BY, quad.object, _MERGED))

    def _describe(self, subject: Node, predicates: frozenset[ox.NamedNode]) -> list[ox.Quad]:
        """Keep what is said of a thing with these predicates; nothing where that was done before."""
        if (subject, predicates) in self._seen:
            return []
        self._seen.add((subject, predicates))
        quads = [
            quad
            for quad in self._live.quads_for_pattern(subject, None, None, None)
            if quad.predicate in predicates and quad.graph_name != INFERRED
        ]
        self._keep(quads)
        return quads

    def _keep(self, quads: Iterable[ox.Quad]) -> None:
        self._quads += _in_default(quads)


def thing(quad: ox.Quad) -> Node:
    """The object of a quad whose predicate has things, not literals, as its values.

    :raises TypeError: if it is a literal.
    """
    if isinstance(quad.object, ox.Literal):
        raise TypeError(f"a literal where a thing is expected: {quad}")
    return quad.object


def _in_default(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
