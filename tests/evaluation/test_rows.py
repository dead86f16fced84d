from __future__ import annotations

from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.evaluation.rows import (
    evidence_for,
    evidence_of_extraction,
    evidence_of_store,
    rows_of_extraction,
    rows_of_store,
)
from builder.extraction.extractor import extract
from builder.pipeline import build
from builder.resources import data_dir
from builder.store.store import Store


def test_an_extraction_gives_the_rows_and_the_evidence_of_the_queries(tmp_path: Path) -> None:
    path = data_dir("examples") / "articles.jsonl"
    articles = [item for item in read_inputs([path]) if not isinstance(item, Rejection)]
    build(articles, tmp_path)
    with Store.open_reader(tmp_path) as reader:
        stored, evidences = rows_of_store(reader.rdf), evidence_of_store(reader.rdf)
    attacks: dict[str, list[str]] = {}  # a store names attacks, an extraction events
    for row in stored:
        attacks.setdefault(row.article, [])
        if row.attack not in attacks[row.article]:
            attacks[row.article].append(row.attack)
    direct = []
    for article in articles:
        extraction = extract(article)
        own, rests_on = rows_of_extraction(extraction), evidence_of_extraction(extraction)
        order = list(dict.fromkeys(row.attack for row in own))
        for row in own:
            renamed = (article.id, attacks[article.id][order.index(row.attack)], row.role, row.value, row.mention)
            direct.append((*renamed, row.kind, row.type, row.status, row.background, row.position))
            assert {e.sentence for e in evidence_for(row, rests_on)}
    assert {(*row.key, row.kind, row.type, row.status, row.background, row.position) for row in stored} == set(direct)
    assert len(stored) == len(direct)
    assert all(evidence_for(row, evidences) for row in stored)
