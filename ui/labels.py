"""The words of the interface in Arabic and English, read from ``labels.tsv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("labels.tsv")


class Language(StrEnum):
    """Languages of the interface; the values stand in permalinks."""

    ARABIC = "ar"
    ENGLISH = "en"

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self is Language.ARABIC else "ltr"

    @classmethod
    def from_text(cls, text: str | None) -> Language | None:
        """The language of a query parameter, None where there is none or it is another one."""
        return next((language for language in cls if language == text), None)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; English may be missing, then Arabic stands for it."""

    ar: str
    en: str = ""

    def get(self, language: Language) -> str:
        """The text in *language*, else in the other one."""
        first, second = (self.ar, self.en) if language is Language.ARABIC else (self.en, self.ar)
        return first or second


@dataclass(frozen=True, slots=True)
class Named(Words):
    """What an entity is called, with its IRI: two who share a name are still two."""

    iri: str = ""


@cache
def read_labels() -> dict[str, Words]:
    """All rows of ``labels.tsv`` by key."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if line.strip() and not line.startswith("#"))
        reader = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["key"]: Words(row["ar"].strip(), row["en"].strip()) for row in reader}


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The label of a key, with ``{name}`` places filled.

        :raises KeyError: if there is no such label.
        """
        return read_labels()[key].get(self.language).format(**values)

    def term(self, group: str, name: str) -> str:
        """The label of a term of the ontology (``type`` and ``AirStrike``), else its name as it is."""
        words = read_labels().get(f"{group}.{name}")
        return words.get(self.language) if words else name
