"""The optional steps of CAMeL Tools: morphological analysis, and recognition of names with a fine-tuned AraBERT.

Nothing here downloads. The modules of CAMeL Tools that read data fetch a catalogue from the web when they are imported
and find none; they are imported only after the catalogue and the data have been found on disk. The data is in the
folder that the environment variable ``CAMELTOOLS_DATA`` names, else in ``~/.camel_tools`` (on Windows
``~/AppData/Roaming/camel_tools``).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from builder.errors import StepError
from builder.extraction.steps import UNKNOWN, Analysis, NameKind, NameSpan, WordClass, WordReading, lemma_key
from builder.resources import read_table

DATA_VARIABLE = "CAMELTOOLS_DATA"
_MOST_ANALYSES = 100  # of one word; the largest known databases give some dozens
_TIE = 0.999  # of the best score, which is 1: what is rated so counts as rated best
_REMOVED = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u061c\u2066-\u2069\u202a-\u202e\ufeff]")
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]+")  # letters of Arabic; others are foreign to the databases
_SPELT_OTHERWISE = "spvar"  # the source of an analysis whose spelling is not that of the word
_NONE = frozenset({"", "0", "na", "-"})  # values of features that are not there
_CLITICS = ("prc3", "prc2", "prc1", "prc0", "enc1", "enc2")
_KINDS = {"PERS": NameKind.PERSON, "LOC": NameKind.PLACE, "ORG": NameKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Package:
    """A data package: its name for ``camel_data``, and where the catalogue has it; ``file`` shows that it is there."""

    name: str
    component: str
    dataset: str
    file: str


MORPHOLOGY = Package("morphology-db-msa-r13", "MorphologyDB", "calima-msa-r13", "morphology.db")
LIKELIHOOD = Package("disambig-mle-calima-msa-r13", "DisambigMLE", "calima-msa-r13", "model.json")
NAMES = Package("ner-arabert", "NamedEntityRecognition", "arabert", "config.json")
_STEPS = {"camel-morphology": MORPHOLOGY, "camel-ner": NAMES}
_MODULES = {"camel-morphology": ("cachetools", "editdistance"), "camel-ner": ("torch", "transformers")}


def camel_digest(step: str) -> str:
    """A digest of the data of a step, which must be installed with all that the step needs; loads nothing.

    :raises StepError: if a module or the data package of the step is missing.
    """
    _require_modules(step)
    digest = hashlib.sha256()
    package = _STEPS[step]
    folders = [_require(step, package)]
    likelihood = _find(LIKELIHOOD) if package is MORPHOLOGY else None
    if likelihood is not None:
        folders.append(likelihood)
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                with path.open("rb") as content:
                    digest.update(path.name.encode() + hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def load_analyser() -> CamelAnalyser:
    """The analyser with the database for Modern Standard Arabic, and with its likelihoods where they are installed.

    :raises StepError: if the database or a module is missing, or a file is damaged.
    """
    step = "camel-morphology"
    _require_modules(step)
    folder, likelihood = _require(step, MORPHOLOGY), _find(LIKELIHOOD)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of old packages that CAMeL Tools imports, when they are compiled
        from camel_tools.disambig.mle import MLEDisambiguator
        from camel_tools.morphology.analyzer import Analyzer
        from camel_tools.morphology.database import MorphologyDB

    model = None if likelihood is None else str(likelihood / LIKELIHOOD.file)
    try:
        analyser = Analyzer(MorphologyDB(str(folder / MORPHOLOGY.file)))
        rated = MLEDisambiguator(analyser, model, top=_MOST_ANALYSES, cache_size=0)
    except Exception as error:  # the reader of the format raises whatever a damaged line leads to
        raise StepError(_damaged(step, MORPHOLOGY if model is None else LIKELIHOOD, folder, error)) from error
    return CamelAnalyser(rated)


def load_tagger() -> CamelTagger:
    """The recogniser of names, on the CPU, so that every machine finds the same.

    :raises StepError: if the model or a module is missing, or the model cannot be loaded.
    """
    step = "camel-ner"
    _require_modules(step)
    folder = _require(step, NAMES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from camel_tools.ner import NERecognizer

    try:
        return CamelTagger(NERecognizer(str(folder), use_gpu=False))
    except Exception as error:  # what a damaged model leads to is up to three libraries
        raise StepError(_damaged(step, NAMES, folder, error)) from error


class CamelAnalyser:
    """A :class:`builder.extraction.steps.WordAnalyser`; *rated* is a ``Disambiguator`` of CAMeL Tools.

    It rates by the likelihood of words, or of lemmas where the database has them; of readings rated alike those are
    likely that take the fewest letters for clitics.
    """

    def __init__(self, rated: Any) -> None:
        self._rated = rated
        self._known: dict[str, Analysis] = {}

    def analyse(self, words: Sequence[str]) -> tuple[Analysis, ...]:
        """The analysis of each word as written, found once for each distinct word."""
        return tuple(map(self._analyse, words))

    def _analyse(self, word: str) -> Analysis:
        word = _REMOVED.sub("", word)
        if not _WORD.fullmatch(word):
            return UNKNOWN
        if word not in self._known:
            self._known[word] = self._made(word)
        return self._known[word]

    def _made(self, word: str) -> Analysis:
        rated = [(item.score, item.analysis) for item in self._rated.disambiguate_word([word], 0).analyses]
        exact = [item for item in rated if item[1].get("source") != _SPELT_OTHERWISE]
        readings = [(score, reading) for score, found in exact or rated if (reading := _reading(found)) is not None]
        if not readings:
            return UNKNOWN
        best = max(score for score, _ in readings)
        likely = [reading for score, reading in readings if score >= best * _TIE]
        fewest = min(map(_clitic_letters, likely))
        return Analysis(
            tuple(dict.fromkeys(reading for _, reading in readings)),
            tuple(dict.fromkeys(reading for reading in likely if _clitic_letters(reading) == fewest)),
        )


class CamelTagger:
    """A :class:`builder.extraction.steps.NameTagger`; *recogniser* is an ``NERecognizer`` of CAMeL Tools."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser

    def tag(self, words: Sequence[str]) -> tuple[NameSpan, ...]:
        """The names of persons, places and organisations; other names are left out."""
        return tuple(spans_of(self._recogniser.predict_sentence(list(words)))) if words else ()


def spans_of(labels: Sequence[str]) -> Iterator[NameSpan]:
    """The names that labels of words stand for, in the scheme IOB2; an ``I`` without its ``B`` begins a name."""
    first = 0
    open_kind = ""
    for index, label in enumerate((*labels, "O")):
        prefix, _, kind = label.partition("-")
        if open_kind and (prefix != "I" or kind != open_kind):
            if open_kind in _KINDS:
                yield NameSpan(first, index, _KINDS[open_kind])
            open_kind = ""
        if prefix != "O" and not open_kind:
            first, open_kind = index, kind


def _reading(analysis: Mapping[str, Any]) -> WordReading | None:
    """An analysis in the terms of the steps, None of one that Modern Standard Arabic in news does not have."""
    meanings = _meanings()
    letters: dict[str, str] = {}
    for feature in _CLITICS:
        value = str(analysis.get(feature, ""))
        if value not in _NONE:
            if (feature, value) not in meanings:
                return None
            letters[feature] = meanings[feature, value]
    pronoun = str(analysis.get("enc0", ""))
    if pronoun not in _NONE:
        person = ("enc0", pronoun.split("_")[0])
        if person not in meanings:
            return None
        letters["enc0"] = meanings[person]
    word_class = WordClass(meanings.get(("pos", str(analysis["pos"])), WordClass.OTHER))
    tense = meanings.get(("asp", str(analysis.get("asp", ""))), "")
    if word_class is WordClass.VERB and not tense:
        return None
    before, article = letters.get("prc2", "") + letters.get("prc1", ""), letters.get("prc0", "")
    if article and before.endswith(article[-1]):
        article = article[-1]  # l with the article is written with two lams
    return WordReading(
        lemma=lemma_key(str(analysis["lex"])),
        word_class=word_class,
        proclitics=before + article,
        enclitic=letters.get("enc0", ""),
        number=meanings.get(("num", str(analysis.get("num", ""))), "sg"),
        gender="f" if analysis.get("gen") == "f" else "m",
        tense=tense if word_class is WordClass.VERB else "",
    )


def _clitic_letters(reading: WordReading) -> int:
    return len(reading.proclitics) + len(reading.enclitic)


@cache
def _meanings() -> Mapping[tuple[str, str], str]:
    return {(row["feature"], row["value"]): row["meaning"] for row in read_table("camel_features.tsv")}


def _require_modules(step: str) -> None:
    missing = [name for name in _MODULES[step] if find_spec(name) is None]
    if missing:
        raise StepError(
            f"{step} needs {' and '.join(missing)}, which a lean installation leaves out: pip install "
            f"{' '.join(missing)} (in a checkout: uv --no-config pip install {' '.join(missing)})"
        )


def _require(step: str, package: Package) -> Path:
    """The folder of a data package.

    :raises StepError: if it is not installed.
    """
    folder = _find(package)
    if folder is None:
        raise StepError(
            f"{step} needs the data package {package.name}, which is not in {_data_folder()}: install it with "
            f"camel_data -i {package.name}, or let {DATA_VARIABLE} name the folder that has it"
        )
    return folder


def _find(package: Package) -> Path | None:
    """The folder of a data package by the catalogue on disk, None where the one or the other is missing."""
    root = _data_folder()
    try:
        catalogue = json.loads((root / "catalogue.json").read_text(encoding="utf-8"))
        path = catalogue["components"][package.component]["datasets"][package.dataset]["path"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise StepError(
            f"the catalogue of CAMeL Tools in {root} does not list {package.dataset}: renew it with camel_data -u"
        ) from None
    folder = root / "data" / str(path)
    return folder if (folder / package.file).is_file() else None


def _data_folder() -> Path:
    """Where CAMeL Tools keeps its data; its own module that tells would fetch the catalogue."""
    named = os.environ.get(DATA_VARIABLE)
    if named is not None:
        return Path(named).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def _damaged(step: str, package: Package, folder: Path, error: Exception) -> str:
    return (
        f"{step}: the data package {package.name} in {folder} cannot be loaded ({type(error).__name__}: {error}); "
        f"install it again with camel_data -i -f {package.name}"
    )
