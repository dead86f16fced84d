"""Measures on annotated pairs of articles which event mentions a store has put together.

    python scripts/measure_merging.py STORE annotations/same-incidents.jsonl
    python scripts/measure_merging.py STORE annotations/drawn-pairs.jsonl

STORE is a store that holds the articles named there, built by rasd. Prints for each part

- precision and recall over pairs of mentions of which it is known whether they are the same incident
  (builder/evaluation/incidents.py), and how many pairs of the same incident have a side that rasd has no mention of;
- precision and recall over pairs of articles: do the two share an attack; pairs in which all is unclear are left out;
  and the recall among those of which rasd has both sides of a common incident;
- where the annotated pairs of events end: a side is not found, one is told as a series and one as an attack, no key in
  common, compared but held unlikely, likely but in clusters of their own, together.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from builder.evaluation.incidents import ArticlePair, Mentions, judged_pairs, missed_pairs, read_article_pairs
from builder.graph.iris import article_iri
from builder.merging.blocking import keys_of, lookup_keys
from builder.merging.comparison import SAME, compare
from builder.merging.profiles import Profile, ProfileReader
from builder.store.store import Store
from builder.vocabulary import Property

STAGES = ("not found", "attack and series", "no key", "unlikely", "clusters", "together")
Attacks = Mapping[str, str]  # of each mention


def main(store_path: str, pairs_path: str) -> None:
    """Print the figures."""
    pairs = read_article_pairs(Path(pairs_path))
    with Store.open_reader(Path(store_path)) as store:
        mentions, reader = Mentions(store.rdf), ProfileReader(store.rdf)
        described = store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None)
        attacks = {q.object.value: str(q.subject) for q in described if isinstance(q.object, NamedNode)}
        names = sorted({name for pair in pairs for name in (pair.first, pair.second)})
        profiles = {p.iri: p for name in names for p in reader.profiles(article_iri(name))}
        for part in ("train", "test"):
            own = [pair for pair in pairs if pair.split == part]
            by_mention(part, own, mentions, attacks)
            by_article(part, own, mentions, attacks)
            ends = Counter(stage for pair in own for stage in stages(pair, mentions, profiles, attacks))
            print(f"{part}, pairs of events:", ", ".join(f"{stage} {ends[stage]}" for stage in STAGES))


def by_mention(part: str, pairs: Sequence[ArticlePair], mentions: Mentions, attacks: Attacks) -> None:
    """Print precision and recall over pairs of mentions."""
    judged = [(attacks[p.first] == attacks[p.second], p.same) for p in judged_pairs(pairs, mentions)]
    right = sum(together and same for together, same in judged)
    found, due = sum(together for together, _ in judged), sum(same for _, same in judged)
    missed = missed_pairs(pairs, mentions)
    print(
        f"{part}, mentions: {len(judged)} pairs, {due} the same, {missed} more with a side missed; "
        f"put together {found}, right {right}: P {right / max(1, found):.3f} R {right / max(1, due):.3f}"
    )


def by_article(part: str, pairs: Sequence[ArticlePair], mentions: Mentions, attacks: Attacks) -> None:
    """Print precision and recall over pairs of articles."""
    clear = [pair for pair in pairs if pair.same or not pair.unclear]
    shared = [bool(attacks_of(p.first, mentions, attacks) & attacks_of(p.second, mentions, attacks)) for p in clear]
    right = sum(found and bool(pair.same) for found, pair in zip(shared, clear, strict=True))
    due = sum(bool(pair.same) for pair in clear)
    both = [found for found, pair in zip(shared, clear, strict=True) if has_both_sides(pair, mentions)]
    print(
        f"{part}, articles: {len(clear)} pairs, {due} with a common incident; an attack in common {sum(shared)}, right "
        f"{right}: P {right / max(1, sum(shared)):.3f} R {right / max(1, due):.3f}; "
        f"with both sides found {len(both)}, an attack in common {sum(both)}: R {sum(both) / max(1, len(both)):.3f}"
    )


def attacks_of(article: str, mentions: Mentions, attacks: Attacks) -> set[str]:
    """The attacks that an article tells of."""
    return {attacks[mention] for mention in mentions.of(article)}


def has_both_sides(pair: ArticlePair, mentions: Mentions) -> bool:
    """Whether rasd has mentions of an incident that both articles tell."""
    return any(mentions.at(pair.first, a) and mentions.at(pair.second, b) for a, b in pair.same)


def stages(pair: ArticlePair, mentions: Mentions, profiles: Mapping[str, Profile], attacks: Attacks) -> Iterator[str]:
    """Where each pair of events of one incident ends."""
    for one, other in pair.same:
        first, second = mentions.at(pair.first, one), mentions.at(pair.second, other)
        if first is None or second is None:
            yield "not found"
        elif attacks[first] == attacks[second]:
            yield "together"
        elif profiles[first].series != profiles[second].series:
            yield "attack and series"
        elif not lookup_keys(profiles[first]) & keys_of(profiles[second]):
            yield "no key"
        else:
            yield "unlikely" if compare(profiles[first], profiles[second]).score < SAME else "clusters"


if __name__ == "__main__":
    main(*sys.argv[1:])
