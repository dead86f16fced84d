"""The part of a store that rules need for some attacks, as a small store in memory.

All quads of an extract stand in its default graph: rules read the union of the graphs. Nothing of the inferred graph is
taken over unless it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from builder.graph.iris import INFERRED_GRAPH, MERGED_GRAPH
from builder.sparql.catalogue import Query
from builder.vocabulary import OA, RASD, RDFS, External, Property

INFERRED = ox.NamedNode(INFERRED_GRAPH)
_MERGED = ox.NamedNode(MERGED_GRAPH)
_DEFAULT = ox.DefaultGraph()
Node = ox.NamedNode | ox.BlankNode | ox.Triple


def _nodes(*iris: str) -> frozenset[ox.NamedNode]:
    return frozenset(map(ox.NamedNode, iris))


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
_ROLE = ox.NamedNode(Property.ROLE)
_NAMED_ROLES = _nodes(Property.PERPETRATOR, Property.TARGET)  # of whom queries/rules/20 takes the names
_MENTION = ox.NamedNode(Property.MENTION)
_CLAIMER_MENTION = ox.NamedNode(Property.CLAIMER_MENTION)
_OF_TERMS = _nodes(RDFS + "subClassOf", Property.INCOMPATIBLE_WITH)


def _construct(part: str, where: str, predicates: frozenset[ox.NamedNode]) -> str:
    """A query for what is said, with these predicates, of what a pattern calls *part*."""
    listed = ", ".join(sorted(map(str, predicates)))
    return f"""PREFIX rasd: <{RASD}>
    CONSTRUCT {{ ?{part} ?property ?value }}
    WHERE {{
      CHOSEN
      GRAPH {_MERGED} {{ ?attack rasd:describedBy ?mention }}
      {where}
      ?{part} ?property ?value .
      FILTER (?property IN ({listed}))
    }}"""


_QUERIES = (
    _construct("attack", "", _nodes(Property.DESCRIBED_BY)),
    f"""PREFIX rasd: <{RASD}>
    CONSTRUCT {{ ?attack a ?type }}
    WHERE {{ CHOSEN GRAPH {_MERGED} {{ ?attack rasd:describedBy ?mention ; a ?type }} }}""",
    _construct("mention", "", _OF_MENTION),
    _construct("article", "?mention rasd:inArticle ?article .", _OF_ARTICLE),
    _construct("part", "?mention rasd:argument ?part .", _OF_ARGUMENT),
    _construct("part", "?part rasd:aboutEvent ?mention .", _OF_CLAIM),
    _construct("part", "?part rasd:fromEvent|rasd:toEvent ?mention .", _OF_RELATION),
    _construct(
        "other",
        "?part rasd:fromEvent|rasd:toEvent ?mention , ?end . ?other rasd:describedBy ?end .",
        _nodes(Property.DESCRIBED_BY),
    ),
)


class Extract:
    """Quads of *live*, which is left as it is, gathered around attacks and entities; ``store`` holds them."""

    def __init__(self, live: ox.Store) -> None:
        self.store = ox.Store()
        self._live = live
        self._seen: set[tuple[Node, frozenset[ox.NamedNode]]] = set()
        self._quads: list[ox.Quad] = []
        for predicate in _OF_TERMS:
            self._keep(live.quads_for_pattern(None, predicate, None, None))

    def add_attacks(self, attacks: Iterable[Node] | None) -> None:
        """Attacks (None: all) with their mentions, the arguments, claims and relations of these, entities and words."""
        chosen = "" if attacks is None else f"VALUES ?attack {{ {' '.join(map(str, attacks))} }}"
        for text in _QUERIES:
            answer = self._live.query(text.replace("CHOSEN", chosen), use_default_graph_as_union=True)
            if isinstance(answer, ox.QueryTriples):  # as text, from store to store: no objects are made in between
                self.store.load(answer.serialize(format=ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.N_TRIPLES)
        for predicate in _ENTITIES:
            for entity in {thing(quad) for quad in self.store.quads_for_pattern(None, predicate, None, None)}:
                self.add_entity(entity)
        words = {thing(quad) for quad in self.store.quads_for_pattern(None, _CLAIMER_MENTION, None, None)}
        for role in _NAMED_ROLES:
            for argument in self.store.quads_for_pattern(None, _ROLE, role, None):
                words.update(map(thing, self.store.quads_for_pattern(argument.subject, _MENTION, None, None)))
        for one in words:
            for selector in self._say(one, _HAS_SELECTOR):
                self._say(thing(selector), _EXACT)

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
        yield from self._quads
        yield from self.store.quads_for_pattern(None, None, None, _DEFAULT)

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

    def _say(self, subject: Node, predicate: ox.NamedNode) -> list[ox.Quad]:
        """Keep what is said of a thing with one predicate."""
        quads = list(self._live.quads_for_pattern(subject, predicate, None, None))
        self._keep(quads)
        return quads

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
