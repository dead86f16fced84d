"""Brings the merged graph up to date: which attacks the stored event mentions stand for.

What is merged depends only on the stored articles and on what a person decided (:mod:`builder.merging.rulings`): in
whatever order and in however many builds they came, the merged graph is the same. Only the neighbourhood of what
changed is looked at: mentions that are not merged yet, and all that a chain of likely pairs joins to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

import pyoxigraph as ox

from builder.graph.concepts import concept_quads
from builder.graph.iris import KEYS_GRAPH, MERGED_GRAPH
from builder.graph.merging import Decision, attack_quads
from builder.graph.terms import fact, in_graph, plain
from builder.merging.blocking import MERGED, keys_of, lookup_keys
from builder.merging.clusters import Pair, cluster, pair_of
from builder.merging.comparison import SAME, TOGETHER, Comparison, compare, is_told_twice
from builder.merging.profiles import Profile, ProfileReader
from builder.merging.rulings import read_rulings
from builder.store.store import Writer
from builder.store.upkeep import attack_statements
from builder.vocabulary import Concept, Property

_MERGED = ox.NamedNode(MERGED_GRAPH)
_KEYS = ox.NamedNode(KEYS_GRAPH)
_KEY = ox.NamedNode(Property.BLOCKING_KEY)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)
_REPORT_COUNT = ox.NamedNode(Property.REPORT_COUNT)
_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)


def merge(store: Writer, derive: Callable[[frozenset[str]], None]) -> None:
    """Merge the mentions that are stored and not merged yet, and have derived what follows from it.

    *derive* is called with the IRIs of the attacks that are new or changed, or that follow-up facts are told of though
    they are gone. Only then are the mentions marked as merged: a build that is interrupted before leaves them to the
    next call.

    :raises StoreError: if the disk refuses; what was not marked is merged again by the next call.
    """
    waiting = unmerged(store.rdf)
    gone = _gone(store.rdf)
    if not waiting and not gone:
        return
    neighbourhood = _Neighbourhood(store.rdf)
    keys = set(neighbourhood.add(waiting))
    mentions = neighbourhood.joined(waiting)
    attacks = {
        quad.subject
        for mention in mentions
        for quad in store.rdf.quads_for_pattern(None, _DESCRIBED_BY, ox.NamedNode(mention), _MERGED)
    }
    before = {quad for attack in attacks for quad in attack_statements(store.rdf, attack)}
    after = set(neighbourhood.attacks(mentions))
    store.change((after - before) | set(concept_quads(after)), before - after)
    touched = {quad.subject for quad in before ^ after if quad.predicate == _DESCRIBED_BY}
    touched |= {
        quad.subject
        for mention in waiting
        for quad in store.rdf.quads_for_pattern(None, _DESCRIBED_BY, ox.NamedNode(mention), _MERGED)
    }
    derive(gone | {attack.value for attack in touched if isinstance(attack, ox.NamedNode)})
    store.change(keys, ())


def _gone(rdf: ox.Store) -> frozenset[str]:
    """The attacks that the inferred graph tells of and that no mention stands for any more."""
    told = {quad.subject for quad in rdf.quads_for_pattern(None, _REPORT_COUNT, None, None)}
    stored = {quad.subject for quad in rdf.quads_for_pattern(None, _DESCRIBED_BY, None, _MERGED)}
    return frozenset(attack.value for attack in told - stored if isinstance(attack, ox.NamedNode))


def unmerged(rdf: ox.Store) -> dict[str, str]:
    """The event mentions that have no keys yet, each with its article."""
    keyed = {quad.subject for quad in rdf.quads_for_pattern(None, _KEY, plain(MERGED), _KEYS)}
    return {
        quad.subject.value: quad.object.value
        for quad in rdf.quads_for_pattern(None, _IN_ARTICLE, None, None)
        if quad.subject not in keyed
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    }


class _Neighbourhood:
    """The mentions around those that are to be merged, read as they are needed."""

    def __init__(self, rdf: ox.Store) -> None:
        self._rdf = rdf
        self._reader = ProfileReader(rdf)
        self._rulings = read_rulings(rdf)
        self._profiles: dict[str, Profile] = {}
        self._comparisons: dict[Pair, Comparison] = {}
        self._new: dict[str, list[str]] = {}  # mentions by key, of those whose keys are not stored yet

    def add(self, mentions: dict[str, str]) -> Iterator[ox.Quad]:
        """The keys of mentions that have none, as quads."""
        for article in sorted(set(mentions.values())):
            self._read(article)
        for mention in sorted(mentions):
            for key in sorted(keys_of(self._profiles[mention])):
                self._new.setdefault(key, []).append(mention)
                yield from in_graph([fact(ox.NamedNode(mention), Property.BLOCKING_KEY, plain(key))], KEYS_GRAPH)

    def joined(self, mentions: Iterable[str]) -> set[str]:
        """All mentions that a chain of likely pairs joins to *mentions*, with these."""
        found = set(mentions)
        waiting = sorted(found)
        while waiting:
            mention = waiting.pop()
            for other in self._likely(mention):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def attacks(self, mentions: Iterable[str]) -> Iterator[ox.Quad]:
        """The attacks that *mentions* stand for, which hold all that is likely the same as one of them."""
        members = set(mentions)
        likely = {
            pair: comparison.score
            for pair, comparison in self._comparisons.items()
            if comparison.score >= SAME and members.issuperset(pair)
        }
        articles = {mention: self._profiles[mention].article for mention in members}
        clusters = cluster(
            members,
            likely,
            articles,
            self._score,
            TOGETHER,
            self._are_told_twice,
            together=(pair for pair in sorted(self._rulings.same) if members.issuperset(pair)),
            apart=self._rulings.other,
        )
        for together in clusters:
            kinds = {mention: self._profile(mention).attack_class for mention in together}
            decisions = (
                {mention: self._decision(mention, together) for mention in together} if len(together) > 1 else {}
            )
            yield from attack_quads(kinds, min(together, key=self._age), decisions)

    def _likely(self, mention: str) -> list[str]:
        """The mentions of other articles that are compared with one and likely the same, and those decided to be."""
        profile = self._profile(mention)
        others: set[str] = set()
        for key in lookup_keys(profile):
            others.update(self._new.get(key, ()))
            stored = self._rdf.quads_for_pattern(None, _KEY, plain(key), _KEYS)
            others.update(quad.subject.value for quad in stored if isinstance(quad.subject, ox.NamedNode))
        near = (other for other in sorted(others) if self._profile(other).article != profile.article)
        likely = {other for other in near if self._compare(pair_of(mention, other)).score >= SAME}
        return sorted(likely | self._rulings.partners.get(mention, frozenset()))

    def _compare(self, pair: Pair) -> Comparison:
        if pair not in self._comparisons:
            self._comparisons[pair] = compare(*map(self._profile, pair))
        return self._comparisons[pair]

    def _score(self, pair: Pair) -> float:
        return self._compare(pair).score

    def _are_told_twice(self, pair: Pair) -> bool:
        return is_told_twice(*map(self._profile, pair))

    def _decision(self, mention: str, together: Sequence[str]) -> Decision:
        """Why a mention belongs to the others of its cluster: the mean score, and the reasons of all its pairs."""
        pairs = [self._compare(pair_of(mention, other)) for other in together if other != mention]
        reasons = {reason for pair in pairs for reason in pair.reasons}
        if not self._rulings.partners.get(mention, frozenset()).isdisjoint(together):
            reasons.add(Concept.DECIDED_BY_PERSON)
        return Decision(sum(sorted(pair.score for pair in pairs)) / len(pairs), tuple(sorted(reasons)))

    def _age(self, mention: str) -> tuple[date, str]:
        """By this the first mention of an attack names it: the day of publication, then the IRI."""
        return self._profile(mention).published or date.max, mention

    def _profile(self, mention: str) -> Profile:
        if mention not in self._profiles:
            (article,) = {
                quad.object.value
                for quad in self._rdf.quads_for_pattern(ox.NamedNode(mention), _IN_ARTICLE, None, None)
                if isinstance(quad.object, ox.NamedNode)
            }
            self._read(article)
        return self._profiles[mention]

    def _read(self, article: str) -> None:
        self._profiles.update((profile.iri, profile) for profile in self._reader.profiles(article))
