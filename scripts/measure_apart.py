"""Counts events that annotations keep apart inside one article and that a store has put together.

    python scripts/measure_apart.py STORE GOLD.jsonl ARTICLES.jsonl

STORE is a store that rasd has built from ARTICLES, and maybe others; GOLD holds their annotations in the format of
docs/evaluation.md. What merging across articles has put together and what grouping inside an article has are counted
apart (builder/evaluation/apart.py), each with its pairs of events. The articles are read again, to have what rasd finds
by event mention: the store must be of the same version. Prints the figures for all articles and, in a set in halves,
for each half; the pairs are listed without those of the half *check*, whose articles are not to be read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import NamedNode

from builder.articles.inputs import read_inputs
from builder.evaluation.annotations import Half, half_of, read_annotations
from builder.evaluation.apart import Apart
from builder.extraction.extractor import extract
from builder.model import Article
from builder.store.store import Store
from builder.vocabulary import Property


def main(store_path: str, gold_path: str, articles_path: str) -> None:
    """Print the figures and the pairs."""
    articles = {one.id: one for one in read_inputs([articles_path]) if isinstance(one, Article)}
    with Store.open_reader(Path(store_path)) as store:
        attacks = {
            quad.object.value: quad.subject.value
            for quad in store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None)
            if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode)
        }
    counted = {half: Apart() for half in Half}
    for annotated in read_annotations(Path(gold_path)):
        counted[half_of(annotated.id)].add(annotated, extract(articles[annotated.id]), attacks)
    for half, apart in counted.items():
        print(
            f"{half}: {apart.mentions} pairs with a mention each, {len(apart.merged)} merged; "
            f"{apart.triggers} pairs with triggers found, {len(apart.grouped)} in one mention"
        )
    for pair in counted[Half.LOOK].merged:
        print("merged", *pair)
    for pair in counted[Half.LOOK].grouped:
        print("grouped", *pair)


if __name__ == "__main__":
    main(*sys.argv[1:])
