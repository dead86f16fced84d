"""The words of the pages in Arabic and English, and which of the two a reader wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from builder.ontology import Language, term_labels
from builder.resources import read_table
from builder.sparql.results import shorten
from builder.vocabulary import RASD

LANGUAGES: tuple[Language, ...] = ("ar", "en")
DIRECTIONS: Mapping[Language, str] = {"ar": "rtl", "en": "ltr"}

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with ``{name}`` places filled.

        :raises KeyError: if the table has no such key.
        """
        text = _table()[key][self.language]
        return text.format_map(values) if values else text

    def label(self, parameter: str) -> str:
        """What a parameter of a named query is called, by its name; the name itself where the table has none."""
        return self.get(f"param.{parameter}") or parameter

    def role(self, name: str) -> str:
        """The label of a role, or of the act of a claim, as the named queries call them."""
        return self.term(RASD + name) or self.term(f"{RASD}{name.capitalize()}Claim") or name

    def get(self, key: str) -> str | None:
        """The words of a key, None where the table has none."""
        row = _table().get(key)
        return None if row is None else row[self.language]

    def term(self, iri: str) -> str | None:
        """The label of a term of the ontology, the vocabularies or another vocabulary that the graph uses."""
        labels = term_labels().get(iri, {})
        return labels.get(self.language) or next(iter(labels.values()), None) or self.get(f"term.{shorten(iri)}")


def preferred_language(asked: str | None, accept_language: str) -> Language:
    """The language that the address asks for, else the better one by ``Accept-Language``.

    Arabic if both are equal; English if the header names only others.
    """
    for language in LANGUAGES:
        if asked == language:
            return language
    weights: dict[str, float] = {}
    for part in accept_language.split(",")[:50]:
        if found := _RANGE.fullmatch(part):
            weights.setdefault(found[1].lower(), float(found[2] or 1))
    if weights.keys() and not weights.keys() & {*LANGUAGES, "*"}:
        return "en"
    return max(LANGUAGES, key=lambda language: weights.get(language, weights.get("*", 0.0)))


@cache
def _table() -> Mapping[str, Mapping[Language, str]]:
    return {row["id"]: {"ar": row["ar"], "en": row["en"]} for row in read_table("endpoint_words.tsv")}
