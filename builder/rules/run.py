"""Run the rules: all that follows from the stored articles, or what changes with some attacks.

Rules are SPARQL updates (:mod:`builder.rules.catalogue`). They are run on an extract of the store in memory: the
attacks in question with all that the rules read of them. What comes out replaces what the inferred graph had of the
same things, in one transaction, and only the difference is written. So a run for the attacks that changed leaves the
same graph as a run for all of them.

What is recomputed with an attack: its own derived properties and the conflicts among its claims and figures; the uses
of the names in its telling; what contains the places where it occurred; the links of its perpetrators. Candidate
identities are recomputed from all uses of names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from builder.graph.concepts import concept_quads
from builder.graph.iris import CURATION_GRAPH, MERGED_GRAPH, REFERENCE_GRAPH
from builder.rules.catalogue import Stage, rules
from builder.rules.extract import INFERRED, Extract, Node, thing
from builder.rules.identities import identity_quads
from builder.store.store import Writer
from builder.vocabulary import Class, Concept, External, Property

_MERGED = ox.NamedNode(MERGED_GRAPH)
_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_CURATION = ox.NamedNode(CURATION_GRAPH)
_TYPE = ox.NamedNode(External.RDF_TYPE)
_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)
_ABOUT_EVENT = ox.NamedNode(Property.ABOUT_EVENT)
_ROLE = ox.NamedNode(Property.ROLE)
_CONFLICTS_WITH = ox.NamedNode(Property.CONFLICTS_WITH)
_OCCURRED_AT = ox.NamedNode(Property.OCCURRED_AT)
_TARGET = ox.NamedNode(Property.TARGET)
_WITHIN = ox.NamedNode(Property.WITHIN)
_MEMBER_OF = ox.NamedNode(Property.MEMBER_OF)
_LINKED_ACTOR = ox.NamedNode(Property.LINKED_ACTOR)
_DERIVED_FROM = ox.NamedNode(External.PROV_WAS_DERIVED_FROM)
_RETALIATIONS = (ox.NamedNode(Property.IN_RETALIATION_FOR), ox.NamedNode(Property.RETALIATED_BY))
_PERPETRATORS = (ox.NamedNode(Property.CLAIMED_BY), ox.NamedNode(Property.ATTRIBUTED_TO))
_LINKING = frozenset({*_PERPETRATORS, _OCCURRED_AT, _TARGET})
_NAME = ox.NamedNode(Property.NAME)
_NAME_OF = ox.NamedNode(Property.NAME_OF)
_LINK_STATUS = ox.NamedNode(Property.LINK_STATUS)
_NEW = ox.NamedNode(Concept.NEW)
_IDENTITY_STATUS = ox.NamedNode(Property.IDENTITY_STATUS)
# Too wide to link two actors (queries/rules/41 and 42): what shares only such a thing need not be looked at.
_WIDE_PLACES = tuple(map(ox.NamedNode, (Class.COUNTRY, Class.GOVERNORATE, Class.REGION)))
_WIDE_TARGETS = (*_WIDE_PLACES, ox.NamedNode(Class.SETTLEMENT))
_CANDIDATE_IDENTITY = ox.NamedNode(Class.CANDIDATE_IDENTITY)


def run_rules(store: Writer, attacks: Iterable[str] | None = None) -> None:
    """Bring the inferred graph up to date with all attacks, or with those of *attacks*.

    *attacks* are the IRIs of attacks and series that are new, whose mentions are not the same or do not say the same as
    in the last run, or that are gone; None recomputes all. Everything else of the inferred graph is then taken to be up
    to date. The concepts that the results name are described in the reference graph. Call this before
    :func:`builder.store.upkeep.sweep_reference`.

    :raises StoreError: if the disk refuses; nothing of the call is then stored.
    """
    run = _Run(store.rdf, None if attacks is None else {ox.NamedNode(attack) for attack in attacks})
    run.infer()
    store.change([*run.new, *concept_quads(run.new)], run.old - run.new)


class _Run:
    """One run: ``old`` are the quads that it replaces, ``new`` what it puts in their place."""

    def __init__(self, live: ox.Store, attacks: set[ox.NamedNode] | None) -> None:
        self.live = live
        self.whole = attacks is None
        self.attacks = _all_attacks(live) if attacks is None else attacks
        self.old: set[ox.Quad] = set(live.quads_for_pattern(None, None, None, INFERRED)) if self.whole else set()
        self.new: set[ox.Quad] = set()
        self._derived = ox.Store()  # the same as new, indexed

    def infer(self) -> None:
        extract = Extract(self.live)
        extract.add_attacks(None if self.whole else self.attacks)
        self._attacks(extract)
        self._names(extract)
        self._places()
        self._links()
        self._identities()

    def facts(self, subject: Node | None, predicate: ox.NamedNode | None, value: Node | None) -> Iterator[ox.Quad]:
        """What the inferred graph will hold as far as it is known by now."""
        if not self.whole:
            for quad in self.live.quads_for_pattern(subject, predicate, value, INFERRED):
                if quad not in self.old:
                    yield quad
        yield from self._derived.quads_for_pattern(subject, predicate, value, INFERRED)

    def _replace(self, old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> None:
        given = set(new)
        self.old.update(old)
        self.new |= given
        self._derived.extend(given)

    def _inferred(self, subject: Node | None, predicate: ox.NamedNode | None, value: Node | None) -> Iterator[ox.Quad]:
        """What the last run left in the inferred graph."""
        return self.live.quads_for_pattern(subject, predicate, value, INFERRED)

    def _attacks(self, extract: Extract) -> None:
        found = extract.infer((*rules()[Stage.ATTACKS_FIRST], *rules()[Stage.ATTACKS]))
        if not self.whole:  # of the attacks at the other ends of relations only these relations are known
            found = {quad for quad in found if self._is_about(quad)}
        self._replace(self._of_attacks(extract), found)

    def _is_about(self, quad: ox.Quad) -> bool:
        if quad.predicate in _RETALIATIONS:
            return quad.subject in self.attacks or quad.object in self.attacks
        return quad.predicate == _CONFLICTS_WITH or quad.subject in self.attacks

    def _of_attacks(self, extract: Extract) -> Iterator[ox.Quad]:
        """What the last run derived of the attacks, of their claims and figures, and of such as are gone."""
        for attack in self.attacks:
            yield from self._inferred(attack, None, None)
            for predicate in _RETALIATIONS:
                yield from self._inferred(None, predicate, attack)
        for quad in () if self.whole else self._inferred(None, _CONFLICTS_WITH, None):
            if any(extract.has(end) or not self._is_stored(end) for end in (quad.subject, thing(quad))):
                yield quad

    def _is_stored(self, part: Node) -> bool:
        """Whether an article still has this claim or this argument."""
        found = (self.live.quads_for_pattern(part, predicate, None, None) for predicate in (_ABOUT_EVENT, _ROLE))
        return any(next(quads, None) is not None for quads in found)

    def _names(self, extract: Extract) -> None:
        found = extract.infer(rules()[Stage.NAMES])
        if self.whole:
            self._replace((), found)
            return
        uses = {quad.subject for attack in self.attacks for quad in self._inferred(None, _DERIVED_FROM, attack)}
        uses |= {quad.subject for quad in found}
        old = [quad for use in uses for quad in self._inferred(use, None, None)]
        others = {thing(quad) for quad in old if quad.predicate == _DERIVED_FROM} - self.attacks
        if others:
            extract = Extract(self.live)
            extract.add_attacks({*self.attacks, *others})
            found = extract.infer(rules()[Stage.NAMES])
        self._replace(old, (quad for quad in found if quad.subject in uses))

    def _places(self) -> None:
        places = {thing(quad) for quad in (*self.old, *self.new) if quad.predicate == _OCCURRED_AT}
        extract = Extract(self.live)
        for place in places:
            extract.add_facts(list(self.facts(None, _OCCURRED_AT, place))[:1])
            extract.add_entity(place)
        old = [quad for place in places for quad in self._inferred(place, _WITHIN, None)]
        self._replace(old, extract.infer(rules()[Stage.PLACES]))

    def _links(self) -> None:
        actors = {thing(quad) for quad in (*self.old, *self.new) if quad.predicate in _PERPETRATORS}
        extract = Extract(self.live)
        for attack in self._linkable(actors):
            extract.add_facts(self.facts(attack, None, None))
            extract.add_facts(self.live.quads_for_pattern(attack, _TYPE, None, _MERGED))
        for actor in actors | self._relatives(actors):
            for predicate in _PERPETRATORS:
                for quad in self.facts(None, predicate, actor):
                    extract.add_facts([quad])
                    break
        for linking in {thing(quad) for quad in extract.facts() if quad.predicate in _LINKING}:
            extract.add_entity(linking)
        found = extract.infer(rules()[Stage.LINKS])
        old = {quad.subject for actor in actors for quad in self._inferred(None, _LINKED_ACTOR, actor)}
        links = {quad.subject for quad in found if quad.predicate == _LINKED_ACTOR and quad.object in actors}
        self._replace(
            (quad for link in old for quad in self._inferred(link, None, None)),
            (quad for quad in found if quad.subject in links),
        )

    def _linkable(self, actors: Iterable[Node]) -> set[ox.NamedNode] | set[Node]:
        """The attacks of the actors, and all that can stand beside one of them in a link."""
        if self.whole:
            return self.attacks
        own = {quad.subject for actor in actors for name in _PERPETRATORS for quad in self.facts(None, name, actor)}
        found: set[Node] = set(own)
        for predicate, wide in ((_OCCURRED_AT, _WIDE_PLACES), (_TARGET, _WIDE_TARGETS)):
            shared = {thing(quad) for attack in own for quad in self.facts(attack, predicate, None)}
            for one in shared:
                if not any(ox.Quad(one, _TYPE, kind, _REFERENCE) in self.live for kind in wide):
                    found.update(quad.subject for quad in self.facts(None, predicate, one))
        for attack in own:
            for predicate in _RETALIATIONS:
                found.update(thing(quad) for quad in self.facts(attack, predicate, None))
        return found

    def _relatives(self, actors: Iterable[Node]) -> set[Node]:
        """Whom the actors belong to, and all others that belong to one of these or to one of the actors."""
        wholes = self._closure(actors, lambda actor: self._said(actor, None))
        return self._closure(wholes, lambda whole: self._said(None, whole))

    def _closure(self, start: Iterable[Node], step: Callable[[Node], Iterable[Node]]) -> set[Node]:
        found = set(start)
        waiting = list(found)
        while waiting:
            new = set(step(waiting.pop())) - found
            found |= new
            waiting += new
        return found

    def _said(self, member: Node | None, whole: Node | None) -> Iterator[Node]:
        """The wider actors of a member, or the members of a wider one."""
        for quad in self.live.quads_for_pattern(member, _MEMBER_OF, whole, None):
            yield thing(quad) if whole is None else quad.subject

    def _identities(self) -> None:
        names: dict[Node, set[str]] = defaultdict(set)
        for quad in self.facts(None, _NAME, None):
            if isinstance(quad.object, ox.Literal):
                for named in self.facts(quad.subject, _NAME_OF, None):
                    names[thing(named)].add(quad.object.value)
        new = {entity for entity in names if any(self.live.quads_for_pattern(entity, _LINK_STATUS, _NEW, None))}
        decided = {quad.subject for quad in self.live.quads_for_pattern(None, _IDENTITY_STATUS, None, _CURATION)}
        self._replace(
            (
                quad
                for identity in self._inferred(None, _TYPE, _CANDIDATE_IDENTITY)
                for quad in self._inferred(identity.subject, None, None)
            ),
            identity_quads(names, new, decided),
        )


def _all_attacks(live: ox.Store) -> set[ox.NamedNode]:
    described = live.quads_for_pattern(None, _DESCRIBED_BY, None, _MERGED)
    return {quad.subject for quad in described if isinstance(quad.subject, ox.NamedNode)}
