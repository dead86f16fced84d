"""Names of persons that no table has: a given name with names after it.

Given names are those of given_names.tsv, and what an analyser, where one is used, knows as a name only.
"""

from __future__ import annotations

from functools import cache

from builder.extraction.steps import NameKind, WordClass
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import EntityClass
from builder.reference.keys import match_key
from builder.resources import read_table
from builder.text.tokens import TokenKind

_FEWEST, _MOST = 2, 7  # words, بن and the parts of عبد الله counted; a given name alone could not be found again


@cache
def _given_names() -> frozenset[str]:
    return frozenset(match_key(row["name"]) for row in read_table("given_names.tsv"))


def is_person_name(view: View, words: Range) -> bool:
    """Whether a range of words is a person's full name and nothing else."""
    first, last = words
    if words in view.new_names(NameKind.PERSON):
        return True
    if not _FEWEST <= last - first <= _MOST:
        return False
    if view.tokens[first].norm not in _given_names() and not view.is_only(first, WordClass.NAME):
        return False
    return all(_is_name(view, index) for index in range(first + 1, last))


def _is_name(view: View, index: int) -> bool:
    """Whether a word can follow in a name: one that the lexicon lacks, or that is a given name itself."""
    token = view.tokens[index]
    if token.kind is not TokenKind.WORD or view.is_function(index) or view.number(index) or view.date(index):
        return False
    return token.norm in _given_names() or all(reading.is_verb for reading in view.readings[index])


def opens_with_given_name(view: View, index: int) -> bool:
    """Whether a word is a given name of the table."""
    return view.tokens[index].norm in _given_names()


def is_name_part(view: View, index: int) -> bool:
    """Whether a word can belong to a person's name: a known person, or a word that the tables lack."""
    name = view.entity(index)
    if name is not None:
        return name.entry.entity.entity_class is EntityClass.PERSON
    return _is_name(view, index) and not view.is_verb(index) and not view.proclitic(index)
