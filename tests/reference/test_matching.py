"""The matcher against the plainest one there is: every range of a text looked up among the names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.reference.entries import HitKind, reference_entries
from builder.reference.gazetteer import gazetteer
from builder.reference.keys import compact, compact_keys, flatten, match_key, match_keys
from builder.resources import read_table
from builder.text.normalize import normalize

Found = tuple[int, int, HitKind, str]  # start and end in the flat text, kind, proclitics
LONGEST = 80  # code points; no name of the tables is longer
GAPS = "\"'`´“”„‟«»‹›‘’‚‛_"
FILLERS = ("قال", "في", "مدينة", "إن", "الله", "لله", "لل", "للمرة", "2023", "x", "ü", "Ж", "漢", "ﷺ", "هـ", "(", "عَ")
PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "ال", "وال", "لل", "ولل", "س", "بو", "وكل", "للل")
SEPARATORS = ("", " ", " ", " ", "  ", "   ", "_", "-", "‐", "–", " «", "» ", ".", "، ", "\n", "\u00a0", "\u0640", "'")


@cache
def names() -> dict[str, frozenset[HitKind]]:
    """The kinds of every name of the tables, by match key."""
    found: dict[str, set[HitKind]] = {}
    for entry in reference_entries():
        own = {match_key(name) for name in entry.names}
        for key in own:
            found.setdefault(key, set()).add(entry.kind)
        for key in map(match_key, entry.demonyms):
            if key not in own or key.endswith("ه"):
                found.setdefault(key, set()).add(HitKind.DEMONYM)
    return {key: frozenset(kinds) for key, kinds in found.items()}


@cache
def proclitics() -> dict[str, int]:
    return {row["proclitic"]: int(row["least_letters"]) for row in read_table("name_proclitics.tsv")}


@cache
def stop_words() -> frozenset[str]:
    return frozenset(match_key(row["word"]) for row in read_table("place_stop.tsv"))


def matches(text: str) -> Iterator[Found]:
    """Every name at a word's beginning, with proclitics that may stand there, with no letter or digit behind it."""
    for start in range(len(text)):
        word = start
        while word and text[word - 1].isalnum():
            word -= 1
        before = text[word:start]
        for end in range(start + 1, min(len(text), start + LONGEST) + 1):
            key = text[start:end]
            if text[end : end + 1].isalnum() or text[word:end] in stop_words():
                continue
            allowed = not before or (
                before in proclitics() and (len(key) >= proclitics()[before] or key.startswith("ال"))
            )
            if allowed:
                yield from ((start, end, kind, before) for kind in names().get(key, ()))
            if before in ("", "و", "ف") and key.startswith("لل"):  # the article has lost its alef
                kinds = {kind for cut in (1, 2) for kind in names().get(f"ال{key[cut:]}", ())}
                yield from ((start, end, kind, f"{before}ل") for kind in kinds)


def expected(text: str) -> set[Found]:
    """The longest match of each kind, from left to right."""
    chosen: set[Found] = set()
    for kind in HitKind:
        last: Found | None = None
        for match in sorted((one for one in matches(text) if one[2] is kind), key=lambda one: (one[0], -one[1])):
            if last is None or match[0] >= last[1]:
                chosen.add(match)
                last = match
            elif match[1] - match[0] > last[1] - last[0]:
                chosen.remove(last)
                chosen.add(match)
                last = match
    return chosen


def flat_with_origins(text: str) -> tuple[str, list[int]]:
    """The text as names are compared with it, and for each character where it stood."""
    flat: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        joins = character in "-‐–" and text[position - 1 : position].isalnum() and text[position + 1 :][:1].isalnum()
        plain = " " if character in GAPS or joins else character
        if plain == " " and flat[-1:] == [" "]:
            continue
        flat.append(plain)
        origins.append(position)
    return "".join(flat), origins


def odd_names() -> list[str]:
    """Names with characters that are no Arabic letters, short ones, and some of all others."""
    spellings = sorted({name for entry in reference_entries() for name in (*entry.names, *entry.demonyms)})
    odd = [name for name in spellings if not name.replace(" ", "").isalpha() or not name.isprintable()]
    short = [name for name in spellings if len(name) <= 3]
    return [*odd[::3], *short[::5], *spellings[::101]]


NAMES = odd_names()
words = st.tuples(st.sampled_from(PROCLITICS), st.sampled_from((*NAMES, *FILLERS)), st.sampled_from(SEPARATORS))
texts = st.lists(words.map("".join), max_size=12).map("".join)


@settings(deadline=None)  # the first text waits for the tables
@given(texts)
@example("للعراق ولللبنان وللاذقية فلليبيا أللعراق")
@example("حزب.الله حزب الله حزبЖالله حزب الله\u0416")
@example("هيئة الإذاعة البريطانية (بي بي سي)26 (بي بي سي) هيئة الإذاعة البريطانية (بي بي سي)")
@example("Жبغداد بغدادü بغداد漢 ،بغداد، بغداد1")
@example("تل‐أبيب تل-أبيب تل–أبيب تل - أبيب «تل»  _ «أبيب»")
def test_finds_what_looking_up_every_range_finds(text: str) -> None:
    normalized = normalize(text)
    flat, origins = flat_with_origins(normalized.text)
    assert flatten(normalized.text).text == flat
    assert max(map(len, names())) <= LONGEST
    hits = {(hit.norm_start, hit.norm_end, hit.kind, hit.proclitics) for hit in gazetteer().find(normalized)}
    assert hits == {(origins[start], origins[end - 1] + 1, *rest) for start, end, *rest in expected(flat)}


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=12), max_size=8))
def test_folds_many_names_like_one(spellings: list[str]) -> None:
    assert match_keys(spellings) == {name: match_key(name) for name in spellings}


def test_refuses_a_name_of_two_lines() -> None:
    with pytest.raises(ValueError, match="argument"):
        match_keys(["بغداد\nدمشق"])


@given(st.text(max_size=40))
def test_compact_text_keeps_positions_and_arabic_letters(text: str) -> None:
    data = compact(text)
    assert len(data) == len(text)
    for code, character in zip(data, text, strict=True):
        assert (code == ord(" ")) <= (not character.isalnum() or not "ء" <= character <= "ي")
        assert character.isalnum() or code == ord(" ")


def test_compact_keys_are_the_compact_text_of_each_and_a_space() -> None:
    keys = ["بغداد", "m.e.e (1)", "تل ابيب", "ü"]
    assert list(compact_keys(keys)) == [compact(key) + b" " for key in keys]
