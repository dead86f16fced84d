from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDFS, SKOS

import ui
from builder.model import (
    Act,
    Basis,
    Certainty,
    DatePrecision,
    EntityClass,
    EventKind,
    Link,
    Outcome,
    PlaceRole,
    QuantityKind,
    Role,
    Status,
)
from builder.resources import data_dir
from builder.vocabulary import RASD
from ui.labels import TABLE, Labels, Language, Words, read_labels

FOLDER = Path(ui.__file__).parent
TERMS = {
    "act": Act,
    "basis": Basis,
    "certainty": Certainty,
    "precision": DatePrecision,
    "class": EntityClass,
    "kind": EventKind,
    "link": Link,
    "outcome": Outcome,
    "place_role": PlaceRole,
    "quantity": QuantityKind,
    "role": Role,
    "status": Status,
}


@pytest.mark.parametrize("key", sorted(read_labels()))
def test_every_label_has_both_languages_with_the_same_places(key: str) -> None:
    words = read_labels()[key]
    assert words.ar and words.en
    places = [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in (words.ar, words.en)]
    assert places[0] == places[1]


def test_no_key_stands_twice() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    keys = [line.partition("\t")[0] for line in lines if not line.startswith("#")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("group", sorted(TERMS))
def test_every_term_of_the_model_has_a_label(group: str) -> None:
    assert {f"{group}.{term.value}" for term in TERMS[group]} <= read_labels().keys()


@pytest.mark.parametrize("group", ["type", "status", "class", "certainty", "place_role", "quantity"])
def test_labels_of_terms_are_those_of_the_ontology(group: str) -> None:
    ontology = rdflib.Graph().parse(data_dir("ontology") / "rasd.ttl")
    for key, words in read_labels().items():
        found, _, name = key.partition(".")
        if found != group:
            continue
        term = rdflib.URIRef(RASD + name)
        labels = [label for property in (RDFS.label, SKOS.prefLabel) for label in ontology.objects(term, property)]
        given = {label.language: str(label) for label in labels if isinstance(label, rdflib.Literal)}
        assert words.ar == given["ar"]
        assert words.en.casefold() == given["en"].casefold()


def test_every_label_that_is_asked_for_exists() -> None:
    asked: set[object] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "labels":
                asked.update(arg.value for arg in node.args if isinstance(arg, ast.Constant))
    for path in (FOLDER / "templates").glob("*.html"):
        asked.update(re.findall(r"\bt\('([^']*)'[,)]", path.read_text(encoding="utf-8")))
    assert asked
    assert asked <= read_labels().keys()


def test_words_stand_in_for_each_other() -> None:
    assert Words("بيان").get(Language.ENGLISH) == "بيان"
    assert Words("", "statement").get(Language.ARABIC) == "statement"
    assert Words("بيان", "statement").get(Language.ENGLISH) == "statement"


def test_an_unknown_term_is_shown_by_its_name() -> None:
    assert Labels(Language.ARABIC).term("type", "NewKindOfAttack") == "NewKindOfAttack"


@pytest.mark.parametrize(
    ("text", "language"), [("ar", Language.ARABIC), ("en", Language.ENGLISH), ("fr", None), (None, None)]
)
def test_language_of_an_address(text: str | None, language: Language | None) -> None:
    assert Language.from_text(text) is language
