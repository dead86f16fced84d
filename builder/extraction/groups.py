"""Names of groups that no table has, found by their pattern: كتائب and a name, جماعة and a quoted name, "calls itself".

Words of group_words.tsv. A name found here is a candidate: an entity of its article, never one of the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from builder.extraction.lexicon import ARTICLE, BI
from builder.extraction.steps import WordClass
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import EntityClass
from builder.reference.entries import HitKind
from builder.reference.keys import match_key
from builder.resources import read_table
from builder.text.tokens import TokenKind

_LONGEST_QUOTED = 6  # words between quotation marks that still are a name
_LONGEST = 4  # words of a name without quotation marks
_LETTERS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")  # written together with a word before a name
_BATTALION = match_key("كتيبة")
_ORGANISING = match_key("تنظيم")  # with the preposition bi it is the verbal noun
_NISBA = "يه"
_INSIDE = frozenset("-()")
_HEADS = frozenset({"strong", "weak", "kind", "party", "tribe"})
_WITH_HEAD = frozenset({"strong", "weak", "tribe"})  # the word of kind is part of the name
_BODIES = frozenset({"party", "tribe"})  # not armed as such
_INNER = frozenset({"name", "begin", "person", "link"})


@dataclass(frozen=True, slots=True)
class GroupName:
    """A group's name on the tokens ``[first, last)``, the word of kind before it included, a closing mark not.

    ``label`` is the name by itself: without quotation marks, and without a word of kind that is no part of it.
    """

    first: int
    last: int
    label: str
    entity_class: EntityClass


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in read_table("group_words.tsv"):
        kinds.setdefault(match_key(row["word"]), set()).add(row["kind"])
    return {word: frozenset(found) for word, found in kinds.items()}


def find_groups(view: View) -> tuple[GroupName, ...]:
    """The names of groups in a sentence that no table has, from left to right, without overlaps."""
    found: list[GroupName] = []
    for index in range(len(view.tokens)):
        if found and index < found[-1].last:
            continue
        name = (_self_named(view, index) if index in view.phrases else None) or _headed(view, index)
        if name is not None and not any(_is_known(view, at) for at in range(name.first, name.last)):
            found.append(name)
    return tuple(found)


def _self_named(view: View, index: int) -> GroupName | None:
    """The name after "that calls itself"."""
    phrase = view.phrase(index, "self-name")
    if phrase is None or phrase.last >= len(view.tokens):
        return None
    quoted = _quoted(view, phrase.last)
    return _headed(view, phrase.last) if quoted is None else _name(view, quoted, EntityClass.ARMED_GROUP)


def _headed(view: View, index: int) -> GroupName | None:
    """The name that a word of kind at *index* begins or announces."""
    head = _head(view, index)
    if head is None or index + 1 >= len(view.tokens):
        return None
    kind, letters = head
    entity_class = EntityClass.ORGANISATION if kind in _BODIES else EntityClass.ARMED_GROUP
    quoted = _quoted(view, index + 1)
    if quoted is not None:
        only = quoted[1] - quoted[0] == 1
        if _is_stopped(view, quoted[0]) or (only and _is_common(view, quoted[0])):
            return None
        words = quoted
    elif kind == "party" or not _begins_name(view, index, kind):
        return None
    else:
        words = (index + 1, _name_end(view, index + 1))
        if words[1] == index + 2 and not _stands_alone(view, index + 1, kind):
            return None
    if kind in _WITH_HEAD:
        return _name(view, words, entity_class, head=view.tokens[index].surface[len(letters) :], first=index)
    return _name(view, words, entity_class, first=index)


def _name(
    view: View, words: Range, entity_class: EntityClass, *, head: str = "", first: int | None = None
) -> GroupName:
    parts = [view.tokens[index].surface for index in range(*words)]
    label = " ".join([head, *parts] if head else parts)
    return GroupName(words[0] if first is None else first, words[1], label, entity_class)


def _head(view: View, index: int) -> tuple[str, str] | None:
    """The kind of an indefinite word before a name and the letters written together with it, None of other words."""
    return _head_of(view.tokens[index].norm)


@lru_cache(maxsize=65536)
def _head_of(norm: str) -> tuple[str, str] | None:
    for letters in _LETTERS:
        if norm.startswith(letters):
            found = _kinds().get(norm[len(letters) :], frozenset()) & _HEADS
            if found and not (letters == BI and norm.endswith(_ORGANISING)):
                return min(found), letters
    return None


def _quoted(view: View, index: int) -> Range | None:
    """The range of the words between quotation marks that begin at *index*, if they can be a name."""
    if not view.is_quote(index):
        return None
    for last in range(index + 1, min(len(view.tokens), index + _LONGEST_QUOTED + 2)):
        if view.is_quote(last):
            begins = last > index + 1 and not view.is_function(index + 1)
            return (index + 1, last) if begins and not view.names(index, last, HitKind.PLACE) else None
        if view.is_punct(last) and view.tokens[last].surface not in _INSIDE:
            return None
    return None


def _begins_name(view: View, head: int, kind: str) -> bool:
    """Whether the word after a word of kind begins a name without quotation marks."""
    index = head + 1
    if view.tokens[index].kind is not TokenKind.WORD or view.proclitic(index) or view.is_coordinated(index):
        return False
    if view.is_function(index) or _is_stopped(view, index) or view.entity(index) is not None:
        return False
    kinds = _kinds().get(view.tokens[index].norm, frozenset())
    if kinds & {"name", "begin"} or (kind == "tribe" and not view.readings[index]):
        return True
    if "person" in kinds and (kind == "strong" or view.tokens[head].norm.endswith(_BATTALION)):
        return True
    if kind == "strong" and view.is_only(index, WordClass.NAME):
        return True
    return kind == "strong" and view.has_article(index) and not _is_common(view, index)


def _stands_alone(view: View, index: int, kind: str) -> bool:
    """Whether one word after a word of kind is a name by itself."""
    norm = view.tokens[index].norm
    kinds = _kinds().get(norm, frozenset())
    return kind != "kind" and "person" not in kinds and "begin" not in kinds and not norm.endswith(_NISBA)


def _name_end(view: View, index: int) -> int:
    """The index after a name without quotation marks that begins at *index*."""
    at = index
    while at < len(view.tokens) and at - index < _LONGEST:
        if view.tokens[at].kind is not TokenKind.WORD or view.is_function(at):
            break
        if view.proclitic(at) or view.is_coordinated(at) or view.date(at) is not None or view.number(at) is not None:
            break
        before = _kinds().get(view.tokens[at - 1].norm, frozenset()) if at > index else frozenset()
        if at > index and not ("link" in before or (at == index + 1 and "begin" in before)):
            fits = view.has_article(at) or bool(_kinds().get(view.tokens[at].norm, frozenset()) & _INNER)
            if not fits or view.entity(at) is not None or _is_stopped(view, at) or _is_common(view, at):
                break
        at += 1
    return at


def _is_stopped(view: View, index: int) -> bool:
    norm = view.tokens[index].norm
    forms = (norm, norm.removeprefix(ARTICLE), ARTICLE + norm)
    return any("stop" in _kinds().get(form, ()) for form in forms)


def _is_known(view: View, index: int) -> bool:
    """Whether a token belongs to a name of the tables that is no place's."""
    return any(
        name.first <= index < name.last and name.hit.kind in (HitKind.ACTOR, HitKind.OUTLET) for name in view.entities
    )


def _is_common(view: View, index: int) -> bool:
    """Whether the lexicon has a noun or adjective of these letters: then it is no name by itself."""
    kinds = _kinds().get(view.tokens[index].norm, frozenset())
    return not kinds & _INNER and any(not reading.is_verb for reading in view.readings[index])
