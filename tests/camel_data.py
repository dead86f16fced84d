"""A data folder of CAMeL Tools with a small morphology database of its own, in the format that the real ones have.

Sections and columns of the format: ``camel_tools.morphology.database``. The words are those of
``tests/extraction/data/morphology_words.tsv``; a word may take wa, fa, bi, li, ka, the article, sa, and pronouns.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

WORDS = Path(__file__).parent / "extraction" / "data" / "morphology_words.tsv"
DATASETS = {
    "MorphologyDB": ("calima-msa-r13", "morphology_db"),
    "DisambigMLE": ("calima-msa-r13", "disambig_mle"),
    "NamedEntityRecognition": ("arabert", "ner"),
}

_LETTERS = str.maketrans("إأآٱىة", "اااايه")  # as the analyser folds a word before it looks it up
_FEATURES = ("pos", "prc3", "prc2", "prc1", "prc0", "asp", "gen", "num", "enc0", "diac", "lex", "bw", "pos_lex_logprob")
_WHOLE = {"prc3": "0", "prc2": "0", "prc1": "0", "prc0": "0", "enc0": "0"}
_BEFORE = [("", ""), ("و", "wa_conj"), ("ف", "fa_conj")]
_PREPOSITIONS = [("", ""), ("ب", "bi_prep"), ("ك", "ka_prep"), ("ل", "li_prep")]
_PRONOUNS = [("", ""), ("ه", "3ms"), ("ها", "3fs"), ("هم", "3mp"), ("نا", "1p")]


def write_data(folder: Path, *, words: bool = True, names: bool = False, likelihood: bool = False) -> Path:
    """Fill *folder* as ``camel_data`` does: a catalogue, and what is asked for of the three data packages.

    The model of names is its configuration file alone.
    """
    components = {
        component: {"default": dataset, "datasets": {dataset: {"path": f"{parent}/{dataset}"}}}
        for component, (dataset, parent) in DATASETS.items()
    }
    catalogue = {"version": "1.6", "packages": {}, "components": components}
    _write(folder / "catalogue.json", json.dumps(catalogue))
    if words:
        _write(folder / "data/morphology_db/calima-msa-r13/morphology.db", "\n".join(database()) + "\n")
    if likelihood:
        model = {"قتل": {"lex": "قتل", "pos": "noun", "asp": "-", "diac": "قتل", "bw": "قتل", **_WHOLE}}
        _write(folder / "data/disambig_mle/calima-msa-r13/model.json", json.dumps(model))
    if names:
        _write(folder / "data/ner/arabert/config.json", json.dumps({"model_type": "bert"}))
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def database() -> Iterator[str]:
    """The lines of the database."""
    yield "###DEFINES###"
    yield from (f"DEFINE {feature} {feature}:*open*" for feature in _FEATURES)
    yield "###DEFAULTS###"
    yield from (f"DEFAULT pos:{pos} lex:* diac:*" for pos in ("verb", "noun", "digit", "punc"))
    yield from ("###ORDER###", f"ORDER {' '.join(_FEATURES)}")
    yield from ("###TOKENIZATIONS###", "TOKENIZATION diac", "###STEMBACKOFF###", "STEMBACKOFF NONE NONE")
    yield "###PREFIXES###"
    for (wa, conjunction), (letter, preposition), article in product(_BEFORE, _PREPOSITIONS, ("", "ال")):
        written = "لل" if letter == "ل" and article else letter + article
        feats = {"prc2": conjunction, "prc1": preposition, "prc0": "Al_det" if article else ""}
        yield _line(wa + written, "Article" if article else "Noun" if letter else "Any", feats)
    yield from (_line(wa + "س", "Future", {"prc2": name, "prc1": "sa_fut"}) for wa, name in _BEFORE)
    yield "###SUFFIXES###"
    for letters, person in _PRONOUNS:
        for kind in ("poss", "dobj") if person else ("",):
            yield _line(letters, kind or "None", {"enc0": f"{person}_{kind}" if person else ""})
    yield "###STEMS###"
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        for row in rows:
            feats = {key: row[key] for key in ("pos", "asp", "gen", "num")}
            spelling = {"diac": row["stem"], "lex": row["lemma"] + "_1", "bw": row["stem"]}
            category = "verb" if row["pos"] == "verb" else "noun"
            yield _line(row["stem"], category, {**_WHOLE, **feats, **spelling, "pos_lex_logprob": row["logprob"]})
    yield from ("###TABLE AB###", "Any verb", "Any noun", "Noun noun", "Article noun", "Future verb")
    yield from ("###TABLE BC###", "verb None", "noun None", "verb dobj", "noun poss")
    yield from ("###TABLE AC###", *(f"{before} None" for before in ("Any", "Noun", "Article", "Future")))
    yield from ("Any poss", "Any dobj", "Noun poss", "Future dobj")


def _line(written: str, category: str, feats: dict[str, str]) -> str:
    spelling = {} if "diac" in feats else {"diac": written}
    cells = " ".join(f"{key}:{value}" for key, value in {**feats, **spelling}.items() if value)
    return f"{written.translate(_LETTERS)}\t{category}\t{cells or 'diac:'}"
