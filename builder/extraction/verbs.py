"""Whether a written word is a finite verb: by its readings, by its neighbours, else by its shape.

Unvocalised قتل is a verb as well as a noun; what stands before and after decides. A word that no table knows counts
as a verb if it looks like a feminine past or a masculine imperfect. An analyser, where one is used, decides before the
neighbours if its readings are all verbs or none, and before the shape if its likely ones are.
"""

from __future__ import annotations

from collections.abc import Sequence

from camel_tools.utils.dediac import dediac_ar

from builder.extraction.lexicon import BI, CONJUNCTIONS, LI
from builder.extraction.steps import WordClass, WordReading
from builder.extraction.words import Words
from builder.text.tokens import TokenKind

_NEVER_VERBS = frozenset({"prep", "comp", "rel", "subgroup", "pron", "dem", "according", "neg"})
_BEFORE_VERBS = frozenset({"rel", "comp", "aux", "neg"})
_TOLD_OF = frozenset({"light", "claim", "trigger"})  # verbs that say more of an attack
_BEFORE_NOUNS = frozenset({"prep", "sub", "dem", "according", "irrealis"})
# The shape of a word shows its class only from four letters on, a conjunction not counted.
_SHORTEST_SHAPE = 4
_FEMININE_PAST = "ت"
_FEMININE_PLURAL = "ات"
_IMPERFECT = "ي"
_TATWEEL = "\u0640"
_NOUN_LETTER = "ة"  # no verb ends in it, though the same word in a folded spelling may (امرأة)
_NOUN_ENDINGS = ("ه", _FEMININE_PLURAL, "يه")


def reads_as_verb(words: Words, index: int) -> bool:
    """Whether a word is most likely a finite verb where it stands."""
    token = words.tokens[index]
    functions = words.functions[index]
    if token.kind is not TokenKind.WORD or (functions and not _NEVER_VERBS.isdisjoint(functions)):
        return "aux" in functions
    if words.entity(index) is not None or words.date(index) is not None:
        return False
    readings = words.readings[index]
    classes = [reading.is_verb for reading in readings]
    verbal, nominal = True in classes, False in classes
    analysis = words.analysis(index)
    if nominal and _ends_as_noun(token.surface):
        return False
    if verbal and nominal:
        known = _all_verbs(analysis.readings)
        return _stands_as_verb(words, index) if known is None else known
    if verbal:
        return True
    if nominal or functions or words.has_article(index):
        return False
    known = _all_verbs(analysis.likely)
    return _looks_like_verb(token.norm) if known is None else known


def _ends_as_noun(surface: str) -> bool:
    if _NOUN_LETTER not in surface:
        return False
    return str(dediac_ar(surface)).rstrip(_TATWEEL).endswith(_NOUN_LETTER)


def _all_verbs(readings: Sequence[WordReading]) -> bool | None:
    """Whether readings are verbs, None where there are none or some are and some not."""
    classes = {reading.word_class is WordClass.VERB for reading in readings}
    return classes.pop() if len(classes) == 1 else None


def _looks_like_verb(norm: str) -> bool:
    bare = norm[1:] if norm.startswith(CONJUNCTIONS) and len(norm) > _SHORTEST_SHAPE else norm
    if len(bare) < _SHORTEST_SHAPE:
        return False
    past = bare.endswith(_FEMININE_PAST) and not bare.endswith(_FEMININE_PLURAL) and not bare.startswith((BI, LI))
    return past or (bare.startswith(_IMPERFECT) and not bare.endswith(_NOUN_ENDINGS))


def _stands_as_verb(words: Words, index: int) -> bool:
    """Decide for a word that is written alike as verb and as noun."""
    if index > 0:
        previous = words.functions[index - 1].keys()
        if previous & _BEFORE_VERBS or words.function(index - 1, "sub") == "what":
            return True
        if previous & _BEFORE_NOUNS:
            return False
        if _is_relative_clause(words, index):
            return True
        if words.is_quote(index - 1):
            return False  # a name or a noun opens a quotation more often than a verb
        if not words.is_punct(index - 1) and words.readings[index - 1]:
            return False  # the second word of a noun phrase, or the object of a verb
    if index == 0 or words.is_punct(index - 1) or words.is_coordinated(index):
        readings = words.readings[index]
        if all(r.clitics.enclitic for r in readings if r.is_verb) and any(
            not r.is_verb and not r.clitics.enclitic for r in readings
        ):
            return False  # وإصابة before a number is no وأصابه
        return _opens_as_verb(words, index + 1)
    following = index + 1
    if following >= len(words.tokens) or words.is_punct(following):
        return False
    if any(r.is_verb and r.form.gender == "f" for r in words.readings[index]):
        return True
    number = words.number(following)
    if words.has_article(following) or (number is not None and number.unit == "count"):
        return True
    return any(
        r.entry.category in ("agent", "force", "human") and not r.clitics.proclitics for r in words.readings[following]
    )


def _is_relative_clause(words: Words, index: int) -> bool:
    """Whether a verb with a pronoun follows an indefinite noun that it says more of (هجوم شنه مسلحون)."""
    if not any(r.is_verb and r.clitics.enclitic and r.entry.category in _TOLD_OF for r in words.readings[index]):
        return False
    nouns = [r for r in words.readings[index - 1] if not r.is_verb]
    return bool(nouns) and not any(r.definite for r in nouns) and not words.has_article(index - 1)


def _opens_as_verb(words: Words, following: int) -> bool:
    """Whether a clause opens with a verb: then a noun follows, no adjective and no preposition."""
    if following >= len(words.tokens) or words.is_punct(following) or words.functions[following]:
        return False
    name = words.entity(following)
    if name is not None and name.first == following:
        return name.hit.kind in ("actor", "outlet")
    if words.number(following) is not None or words.date(following) is not None or words.has_article(following):
        return True
    if words.proclitic(following):
        return False
    readings = words.readings[following]
    return bool(readings) and not readings[0].is_verb and readings[0].entry.category != "trigger"
