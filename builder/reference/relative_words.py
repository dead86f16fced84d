"""The words of relative places, and small phrases of them: directions, distances, the place that they start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from builder.model import Entity, EntityClass
from builder.reference.entries import PLACE_CLASSES
from builder.reference.keys import ARTICLE, LI, match_key
from builder.resources import read_table
from builder.text.normalize import QUOTES
from builder.text.tokens import Token, TokenKind

_UPRIGHT = frozenset("ns")
_MOST_KIND_WORDS = 2  # centre of the town of X
_MOST_FILLERS = 4
_NUMBER_KINDS = frozenset(("unit", "ten", "hundred"))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a relative place starts from: tokens ``[first, last)``, and the entity where it is known.

    ``kind`` is the entity's class, or what the noun tells of a place that the text has named before.
    """

    first: int
    last: int
    entity: Entity | None
    kind: EntityClass


@cache
def _roles() -> Mapping[str, Mapping[str, str]]:
    roles: dict[str, dict[str, str]] = {}
    for row in read_table("place_relations.tsv"):
        roles.setdefault(row["role"], {})[match_key(row["word"])] = row["value"]
    return roles


@cache
def _directions(form: str) -> Mapping[str, str]:
    rows = read_table("directions.tsv")
    return {match_key(row["word"]): row["direction"] for row in rows if row["form"] == form}


@cache
def _kinds() -> frozenset[str]:
    return frozenset(match_key(row["word"]) for row in read_table("place_kinds.tsv"))


@cache
def _proclitics() -> tuple[str, ...]:
    return tuple(row["proclitic"] for row in read_table("name_proclitics.tsv"))


@cache
def _numbers() -> Mapping[str, int]:
    rows = read_table("number_words.tsv")
    return {match_key(row["form"]): int(row["value"]) for row in rows if row["kind"] in _NUMBER_KINDS}


@lru_cache(maxsize=65536)
def _bare_forms(norm: str) -> tuple[str, ...]:
    """A written word, and what is left of it without each proclitic that it may begin with."""
    stems = [norm[len(mark) :] for mark in _proclitics() if norm.startswith(mark)]
    stems.extend(
        ARTICLE + norm[len(lead) :] for lead in (LI + LI, f"و{LI}{LI}") if norm.startswith(lead)
    )  # the article after li has lost its alef
    return (norm, *stems)


@lru_cache(maxsize=65536)
def _values(norm: str) -> Mapping[str, str]:
    """The roles of a written word with their values; of several forms of one role the one with most letters counts."""
    found: dict[str, str] = {}
    for form in _bare_forms(norm):
        for role, words in _roles().items():
            if form in words:
                found.setdefault(role, words[form])
    return found


@lru_cache(maxsize=65536)
def can_begin(token_norm: str) -> bool:
    """Whether a word can be the first of a relative place: few can, and each is asked of every word of a text."""
    forms = _bare_forms(token_norm)
    return bool(_values(token_norm)) or any(
        form in words for form in forms for words in (*map(_directions, ("bare", "definite")), _numbers())
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a sentence, read by the tables; positions are indices of ``tokens``."""

    tokens: Sequence[Token]
    anchors: Mapping[int, tuple[int, Entity]]
    covered: frozenset[int]

    def role(self, at: int, role: str, *, whole: bool = False) -> str | None:
        """The value of a word in a role, None where it has none; *whole*: no proclitic may stand before it."""
        if not 0 <= at < len(self.tokens) or at in self.covered or self.tokens[at].kind is not TokenKind.WORD:
            return None
        norm = self.tokens[at].norm
        return _roles()[role].get(norm) if whole else _values(norm).get(role)

    def norm(self, at: int) -> str:
        """The normalised word at a position, nothing outside the sentence."""
        return self.tokens[at].norm if 0 <= at < len(self.tokens) else ""

    def written(self, first: int, last: int) -> str:
        """The words of a range as they are written, without proclitics before the first and with single spaces."""
        inside = self.tokens[first:last]
        norm = inside[0].norm
        bare = next((form for form in _bare_forms(norm) if form in _all_words()), norm)
        cut = len(norm) - len(bare)
        if bare.startswith(ARTICLE) or inside[0].surface[:cut] != norm[:cut]:  # بالقرب is one word; marks in between
            cut = norm.startswith("و") and bare != norm
        pieces = [inside[0].surface[cut:]]
        for before, token in pairwise(inside):
            pieces.append(" " * (before.end < token.start) + token.surface)
        return "".join(pieces)

    def skip_quotes(self, at: int) -> int:
        """The first position from *at* on that is no quotation mark."""
        while at < len(self.tokens) and self.tokens[at].surface in QUOTES:
            at += 1
        return at

    def skip(self, at: int, role: str, most: int = 1) -> int:
        """The position after at most *most* words of a role."""
        end = at + most
        while at < end and self.role(at, role, whole=True) is not None:
            at += 1
        return at

    def direction(self, at: int, form: str) -> tuple[str, int] | None:
        """A direction of one or two words that begins at a position, and the position after it."""
        if at >= len(self.tokens) or at in self.covered:
            return None
        table = _directions(form)
        first = next((table[word] for word in _bare_forms(self.norm(at)) if word in table), None)
        if first is None:
            return None
        seconds = table if form != "definite" else {**table, **_directions("adjective")}
        second = seconds.get(self.norm(at + 1).removeprefix("و")) if at + 1 not in self.covered else None
        if second is None or (second in _UPRIGHT) == (first in _UPRIGHT):
            return first, at + 1
        return (first + second if first in _UPRIGHT else second + first), at + 2

    def anchor(self, at: int, *, joined: bool = False) -> Anchor | None:
        """A known place at a position, after words of kind (مركز مدينة), or a definite noun for a place told before.

        *joined*: with the conjunction "and" before it; without, one that has it belongs to something else.
        """
        start = at = self.skip_quotes(at)
        if not joined and self.is_joined(at):
            return None
        for _ in range(_MOST_KIND_WORDS + 1):
            if at in self.anchors:
                last, entity = self.anchors[at]
                closing = self.skip_quotes(last) if at > 0 and self.tokens[at - 1].surface in QUOTES else last
                return Anchor(start, closing, entity, entity.entity_class)
            if not self.is_kind(at, article=True):
                break
            at = self.skip_quotes(at + 1)
        bare = self.role(start, "bare")
        return None if bare is None else Anchor(start, start + 1, None, PLACE_CLASSES[bare])

    def is_joined(self, at: int) -> bool:
        """Whether the word at a position begins with the conjunction "and", as far as it is in the tables."""
        norm = self.norm(at)
        if not norm.startswith("و"):
            return False
        if at in self.anchors:
            return not match_key(self.anchors[at][1].label_ar).startswith("و")
        return norm not in _kinds()

    def is_kind(self, at: int, *, article: bool) -> bool:
        """Whether a word tells the kind of a place; *article*: also with the article."""
        forms = _bare_forms(self.norm(at)) if at < len(self.tokens) else ()
        return any(form in _kinds() or (article and form.removeprefix(ARTICLE) in _kinds()) for form in forms)

    def number(self, at: int) -> tuple[float, int] | None:
        """A number in digits or in words below one thousand that begins at a position, and the position after it."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None:
            return None
        if token.kind is TokenKind.NUMBER:
            plain = token.norm.replace(",", "")
            return (float(plain), at + 1) if plain.replace(".", "", 1).isdigit() else None
        total = 0
        values = _numbers()
        while (value := values.get(self.norm(at).removeprefix("و") if total else self.norm(at))) is not None:
            total += value
            at += 1
        return (float(total), at) if total else None

    def distance(self, at: int) -> tuple[float | None, int] | None:
        """A distance in kilometres (None where left open: hundreds of metres), and the position after it."""
        at = self.skip(at, "about", _MOST_FILLERS)
        alone = self.role(at, "units", whole=True)
        if alone is not None:
            return float(alone), at + 1
        value, at = self.number(at) or (0.0, self.skip(at, "vague"))
        unit = self.role(at, "unit", whole=True)
        if unit is None:
            return None
        factor, at = float(unit), self.skip(at + 1, "tail")
        nautical = self.role(at, "nautical", whole=True)
        if nautical is not None:
            factor, at = factor * float(nautical), at + 1
        return (value * factor or None), self._after_brackets(at)

    def _after_brackets(self, at: int) -> int:
        """The position after the same distance in another unit: 167 kilometres (103 miles)."""
        if self.norm(at) != "(":
            return at
        end = next((i for i in range(at, min(at + 5, len(self.tokens))) if self.norm(i) == ")"), None)
        return at if end is None else end + 1


@cache
def _all_words() -> frozenset[str]:
    tables = (*_roles().values(), *map(_directions, ("bare", "definite", "adjective", "adverb")))
    return _kinds().union(*tables)
