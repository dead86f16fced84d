"""Which mentions go together, from how likely each two are the same.

Depends on nothing but the mentions and their comparisons: not on the order in which articles came.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from itertools import product

Pair = tuple[str, str]  # the IRIs of two mentions, the smaller first


def pair_of(one: str, other: str) -> Pair:
    """Two mentions in the order in which pairs are kept."""
    return (one, other) if one < other else (other, one)


def cluster(
    mentions: Iterable[str],
    likely: Mapping[Pair, float],
    articles: Mapping[str, str],
    score: Callable[[Pair], float],
    least: float,
    are_told_twice: Callable[[Pair], bool],
    *,
    together: Iterable[Pair] = (),
    apart: Container[Pair] = frozenset(),
) -> list[tuple[str, ...]]:
    """The clusters of *mentions*, each sorted, in the order of their first mentions.

    Greedy average linkage: the pairs of *likely* are taken from the likeliest down; the clusters of a pair are joined
    if the mean *score* of the pairs between them reaches *least*. An article keeps its own incidents apart: two
    mentions of one article come together only if *are_told_twice* says that it tells one twice.
    Before all this the pairs of *together* are joined, whatever their scores; no pair of *apart* comes together
    otherwise.
    """
    of: dict[str, set[str]] = {mention: {mention} for mention in mentions}
    for one, other in together:
        _join(of, one, other)
    for (one, other), _ in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        first, second = of[one], of[other]
        if first is second:
            continue
        pairs = [pair_of(a, b) for a, b in product(sorted(first), sorted(second))]
        if any(pair in apart for pair in pairs):
            continue
        if any(articles[a] == articles[b] and not are_told_twice((a, b)) for a, b in pairs):
            continue
        if sum(score(pair) for pair in pairs) / len(pairs) >= least:
            _join(of, one, other)
    return sorted({tuple(sorted(members)) for members in of.values()})


def _join(of: dict[str, set[str]], one: str, other: str) -> None:
    """Make the clusters of two mentions one."""
    joined = of[one] | of[other]
    for mention in joined:
        of[mention] = joined
