"""Surface forms of a lemma in unvocalised news Arabic, without proclitics.

Covers sound and listed broken plurals, duals, the indefinite accusative, construct forms, and the past and imperfect
of sound, hollow, doubled and final-weak verbs as far as unvocalised writing shows them. Not covered: the imperative,
the energetic, first and second person. Written from the paradigms of any grammar of Modern Standard Arabic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Number(StrEnum):
    """Grammatical number; a verb's is its subject's as far as the form shows it."""

    SINGULAR = "sg"
    DUAL = "du"
    PLURAL = "pl"


@dataclass(frozen=True, slots=True)
class Form:
    """One written form, with what the writing shows of it.

    ``bound`` forms stand only before an enclitic pronoun (the تبنا of تبناها). ``tense`` is ``past``, ``imperfect``
    or empty for nouns. ``gender`` is ``m`` or ``f``. ``free`` forms take no pronoun (indefinite accusatives).
    """

    written: str
    number: Number
    gender: str = "m"
    tense: str = ""
    bound: bool = False
    free: bool = False


_FEMININE = "ة"
_WEAK_FINALS = ("ى", "ا")


def noun_forms(lemma: str, plurals: tuple[str, ...] = ()) -> Iterator[Form]:
    """Forms of a noun; *plurals* are broken plurals, or the endings ``ات`` and ``ون``."""
    feminine = lemma.endswith(_FEMININE)
    gender = "f" if feminine else "m"
    stem = lemma[:-1] if feminine else lemma
    yield Form(lemma, Number.SINGULAR, gender)
    if not feminine and not lemma.endswith(("اء", *_WEAK_FINALS)):
        yield Form(lemma + "ا", Number.SINGULAR, gender, free=True)
    dual_stem = stem + "ت" if feminine else (lemma[:-1] + "ي" if lemma.endswith("ى") else lemma)
    for ending in ("ان", "ين", "ا", "ي"):
        # The construct dual of a masculine noun is written like its accusative or its relative adjective: leave it out.
        if len(ending) == 2 or feminine:
            yield Form(dual_stem + ending, Number.DUAL, gender)
    for plural in plurals:
        if plural == "ات":
            yield Form(stem + "ات", Number.PLURAL, "f")
        elif plural == "ون":
            yield Form(lemma + "ون", Number.PLURAL)
            yield Form(lemma + "ين", Number.PLURAL)
            yield Form(lemma + "و", Number.PLURAL)
        elif plural:
            yield Form(plural, Number.PLURAL, gender)
            if not plural.endswith(("ا", "ى", "اء", "ات", _FEMININE)):
                yield Form(plural + "ا", Number.PLURAL, gender, free=True)


def adjective_forms(lemma: str, plurals: tuple[str, ...] = ()) -> Iterator[Form]:
    """Forms of an adjective or participle: both genders, dual, sound plurals, and listed broken ones."""
    yield from noun_forms(lemma, ("ون", *plurals))
    yield from noun_forms(lemma + _FEMININE, ("ات",))


def verb_forms(past: str, imperfect: str) -> Iterator[Form]:
    """Third-person forms from the past and imperfect of the masculine singular."""
    weak = past.endswith(_WEAK_FINALS)
    stem = past[:-1] if weak else past
    yield Form(past, Number.SINGULAR, "m", "past")
    if weak:
        yield Form(stem + "ا", Number.SINGULAR, "m", "past", bound=True)
    if past.endswith("ي"):  # لقي، بقي: the plural drops the ya
        yield Form(past[:-1] + "وا", Number.PLURAL, "m", "past")
    yield Form(stem + "ت", Number.SINGULAR, "f", "past")
    yield Form(stem + "وا", Number.PLURAL, "m", "past")
    yield Form(stem + "و", Number.PLURAL, "m", "past", bound=True)
    yield Form((stem + "ي" if weak else stem) + "ا", Number.DUAL, "m", "past")
    yield Form(stem + "تا", Number.DUAL, "f", "past")
    yield Form((stem + "ي" if weak else stem) + "ن", Number.PLURAL, "f", "past")
    body = imperfect[1:]
    final_weak = body.endswith(("ى", "ي", "و"))
    open_body = body[:-1] if final_weak else body
    for prefix, gender in (("ي", "m"), ("ت", "f")):
        yield Form(prefix + body, Number.SINGULAR, gender, "imperfect")
        if final_weak:
            yield Form(prefix + open_body, Number.SINGULAR, gender, "imperfect")  # jussive
            yield Form(prefix + open_body + "ا", Number.SINGULAR, gender, "imperfect", bound=True)
        yield Form(prefix + open_body + "ون", Number.PLURAL, gender, "imperfect")
        yield Form(prefix + open_body + "وا", Number.PLURAL, gender, "imperfect")
        yield Form(prefix + open_body + ("ي" + "ان" if final_weak else "ان"), Number.DUAL, gender, "imperfect")
