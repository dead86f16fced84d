"""What is looked for by name: a text folded as the names are, in words that the search engine takes as they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from builder.derived.finding import Wanted
from builder.derived.kinds import SearchKind
from builder.text.readings import key_of, skeleton, telling_words, without_article

LONGEST: Final = 200
"""Characters of a text that is looked for."""
MOST: Final = 100
"""Results of one search."""
_MOST_WORDS = 12
_LEAST = 2  # letters from which a word may be the beginning of another


def wanted(text: str, kinds: Collection[SearchKind] = (), limit: int = 20) -> Wanted:
    """The search for the first :data:`LONGEST` characters of a text.

    The text is no syntax of any kind: its words are taken one by one, and quoted. All of them must stand in the names
    of a thing, each as the beginning of a word, or, in Latin letters, with the consonants of one.

    :raises ValueError: if *limit* is not from 1 to :data:`MOST`.
    """
    if not 1 <= limit <= MOST:
        raise ValueError(f"a search gives 1 to {MOST} results, not {limit}")
    words = tuple(dict.fromkeys(telling_words(text[:LONGEST])))[:_MOST_WORDS]
    ordered = tuple(sorted(kind.value for kind in set(kinds)))
    return Wanted(words, tuple(map(expression, words)), key_of(text[:LONGEST]), ordered, limit)


def expression(word: str) -> str:
    """The expression of FTS5 for one folded word."""
    bare = dict.fromkeys((word, without_article(word)))
    begins = " OR ".join(f'"{one}"*' if len(one) >= _LEAST else f'"{one}"' for one in bare)
    consonants = skeleton(word) if word.isascii() else ""
    sounds = f' OR skeleton : "{consonants}"' if consonants else ""
    return f"({{name more}} : ({begins}){sounds})"
