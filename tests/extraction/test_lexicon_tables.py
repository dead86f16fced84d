from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.weights import founding_weights, type_agreement, weights
from builder.model import EntityClass, Link, Outcome, Role
from builder.reference.entries import PLACE_CLASSES
from builder.reference.weapons import weapon_classes, weapon_iri
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import TokenKind, tokenize
from builder.vocabulary import RASD, Class

WORDS = list(read_table("lexicon.tsv"))
PHRASES = list(read_table("phrases.tsv"))
FUNCTIONS = list(read_table("function_words.tsv"))
VERBS = list(read_table("verbs.tsv"))
WEAPONS = list(read_table("weapons.tsv"))
COMPATIBILITY = list(read_table("type_compatibility.tsv"))
TABLES = {
    "lexicon": WORDS,
    "phrases": PHRASES,
    "function_words": FUNCTIONS,
    "verbs": VERBS,
    "weapons": WEAPONS,
    "type_compatibility": COMPATIBILITY,
    "coreference_weights": list(read_table("coreference_weights.tsv")),
    "argument_weights": list(read_table("argument_weights.tsv")),
    "founding_weights": list(read_table("founding_weights.tsv")),
    "incident_weights": list(read_table("incident_weights.tsv")),
    "source_weights": list(read_table("source_weights.tsv")),
}

ATTACK_TYPES = {
    value.removeprefix(RASD)
    for value in (
        Class.ATTACK,
        Class.AIR_STRIKE,
        Class.DRONE_STRIKE,
        Class.ROCKET_ATTACK,
        Class.SHELLING,
        Class.BOMBING,
        Class.CAR_BOMBING,
        Class.SUICIDE_BOMBING,
        Class.SHOOTING,
        Class.ARMED_CLASH,
        Class.ASSASSINATION,
        Class.ABDUCTION,
        Class.VEHICLE_RAMMING,
        Class.STABBING,
        Class.ARSON,
        Class.RAID,
        Class.EXECUTION,
        Class.CHEMICAL_ATTACK,
        Class.INTERCEPTION,
    )
}
ACTS = {"say", "announce", "confirm", "doubt", "admit", "responsibility", "attribution", "denial", "relay"}
CATEGORIES: Mapping[str, Collection[str]] = {
    "trigger": ATTACK_TYPES,
    "casualty": {Role.KILLED, Role.WOUNDED},
    "weapon": {row["id"] for row in WEAPONS},
    "light": {"agent", "patient", "place", "occur", "shake", "theme", "retaliation"},
    "speech": ACTS,
    "speech-more": ACTS,
    "speech-noun": ACTS,
    "claim": ACTS,
    "accuse": ACTS,
    "deny": ACTS,
    "relay": ACTS,
    "condemn": {"condemned"},
    "told": {"say"},
    "relay-noun": ACTS,
    "responsibility": ACTS,
    "foil": {"foiled"},
    "outcome": set(Outcome),
    "locution": {"by", "skip", "stop"},
    "place-head": set(PLACE_CLASSES.values()),
}
FURTHER_CATEGORIES = {
    "accident",
    "addition",
    "agent",
    "anniversary",
    "anonymity",
    "attempt",
    "backdrop",
    "cause",
    "court",
    "crime",
    "custody",
    "family",
    "force",
    "human",
    "injury",
    "involvement",
    "irrealis",
    "judicial",
    "medium",
    "mishap",
    "no-event",
    "object",
    "other",
    "outlet",
    "quality",
    "result",
    "retaliation",
    "segment",
    "self-name",
    "test",
    "series",
    "site",
    "source",
    "sport",
    "survive",
    "times",
    "treatment",
    "verb",
}
FRAMES = {"", "patient", "agent", "sides", "event", "subject", "transitive", "counted", "idiom", "named"}
NEEDS = {"", "armed", "charge", "death", "definite", "fight", "human", "missile", "party", "projectile", "raid"}
FUNCTION_KINDS = {
    "according",
    "adverb",
    "aux",
    "comp",
    "conj",
    "dem",
    "future",
    "hedge",
    "irrealis",
    "neg",
    "open",
    "prep",
    "pron",
    "rel",
    "sub",
    "subgroup",
}
ARABIC_COLUMNS = {
    "lexicon": ("lemma", "forms"),
    "phrases": ("phrase",),
    "function_words": ("word",),
    "verbs": ("past", "imperfect"),
    "weapons": ("name_ar",),
    "type_compatibility": (),
    "coreference_weights": (),
    "argument_weights": (),
    "founding_weights": (),
    "incident_weights": (),
    "source_weights": (),
}


def twice(keys: Iterable[object]) -> list[object]:
    return [key for key, count in Counter(keys).items() if count > 1]


@pytest.mark.parametrize("name", TABLES)
def test_each_row_names_its_source(name: str) -> None:
    assert TABLES[name]
    assert [row for row in TABLES[name] if not row["source"]] == []


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_composed_and_clean(name: str) -> None:
    for row in TABLES[name]:
        for column, cell in row.items():
            assert unicodedata.is_normalized("NFC", cell), row
            assert not any(unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cn") for letter in cell), row
            assert "  " not in cell, row
            if column in ARABIC_COLUMNS[name]:
                assert all("\u0621" <= letter <= "\u064a" or letter in " |*" for letter in cell), row
                assert "\u0640" not in cell, row


def test_no_sense_stands_twice() -> None:
    assert twice((r["lemma"], r["pos"], r["category"].removesuffix("-weak"), r["value"]) for r in WORDS) == []
    assert twice(normalize_key(row["phrase"]) for row in PHRASES) == []
    assert twice(row["past"] for row in VERBS) == []
    assert twice(row["id"] for row in WEAPONS) == []
    assert twice(frozenset((row["a"], row["b"])) for row in COMPATIBILITY) == []


def test_function_words_have_one_value_of_a_kind() -> None:
    """Hamza on alef is not told apart, so أن and إن may be one word, but then with one value."""
    values = {(normalize_key(row["word"]), row["kind"], row["value"]) for row in FUNCTIONS}
    assert twice((word, kind) for word, kind, _ in values) == []
    assert twice((row["word"], row["kind"]) for row in FUNCTIONS) == []


def test_verbs_without_function_are_no_verbs_with_one() -> None:
    functional = {row["lemma"] for row in WORDS if row["pos"] == "verb"}
    assert [row["past"] for row in VERBS if row["past"] in functional] == []


def test_parts_of_speech_and_their_forms() -> None:
    assert {row["pos"] for row in WORDS} <= {"noun", "adj", "verb", "word"}
    for row in WORDS:
        assert " " not in row["lemma"], row
        assert "*" not in row["lemma"] + row["forms"], row
        if row["pos"] == "verb":
            assert row["forms"].startswith("ي"), row
            assert "|" not in row["forms"], row
    assert [row for row in VERBS if not row["imperfect"].startswith("ي")] == []


@pytest.mark.parametrize("rows", [WORDS, PHRASES], ids=["lexicon", "phrases"])
def test_categories_and_values_are_known(rows: list[dict[str, str]]) -> None:
    for row in rows:
        category = row["category"].removesuffix("-weak")
        assert category in CATEGORIES.keys() | FURTHER_CATEGORIES, row
        assert row["value"] or category == "verb", row
        assert category in FURTHER_CATEGORIES or row["value"] in CATEGORIES[category], row


def test_frames_and_needs_belong_to_triggers_and_nouns_of_place() -> None:
    for row in WORDS:
        assert row["frame"] in FRAMES, row
        assert row["needs"] in NEEDS, row
        category = row["category"].removesuffix("-weak")
        assert bool(row["frame"]) <= (category in ("trigger", "casualty", "place-head", "object")), row
        assert (row["frame"] == "named") <= (category in ("place-head", "object")), row
        assert (row["frame"] in ("counted", "idiom")) <= (category == "casualty"), row
        if category == "trigger":
            assert row["frame"], row
            assert bool(row["needs"]) or not row["category"].endswith("-weak"), row


def test_each_category_of_weapons_is_a_class_of_weapons() -> None:
    used = {row["value"] for row in (*WORDS, *PHRASES) if row["category"].removesuffix("-weak") == "weapon"}
    wider = {broader for row in WEAPONS for broader in row["broader"].split("|")}
    assert used <= set(weapon_classes())
    assert set(weapon_classes()) - used <= wider, "a class without words only groups others"


def test_phrases_have_two_words_or_more_and_do_not_begin_or_end_with_a_gap() -> None:
    for row in PHRASES:
        words = row["phrase"].split()
        assert len(words) > 1, row
        assert "*" not in (words[0], words[-1]), row
        for word in words:
            assert word == "*" or word.isalpha(), row


def test_function_kinds_are_known() -> None:
    assert {row["kind"] for row in FUNCTIONS} == FUNCTION_KINDS
    assert [row for row in FUNCTIONS if not row["value"]] == []


def test_types_that_go_together_are_types() -> None:
    for row in COMPATIBILITY:
        assert {row["a"], row["b"]} <= ATTACK_TYPES, row
        assert row["a"] != row["b"]
    assert {row["attack_type"] for row in WEAPONS} - {""} <= ATTACK_TYPES


def test_weapon_classes_are_known_entities() -> None:
    classes = weapon_classes()
    assert set(classes) == {row["id"] for row in WEAPONS}
    for key, weapon in classes.items():
        assert weapon.id == key
        assert weapon.entity.iri == weapon_iri(key)
        assert weapon.entity.entity_class is EntityClass.WEAPON
        assert weapon.entity.link is Link.KNOWN
        assert weapon.entity.label_ar
        assert weapon.entity.label_en


def test_labels_of_weapons_tell_them_apart() -> None:
    assert twice(weapon.entity.label_ar for weapon in weapon_classes().values()) == []
    assert twice(weapon.entity.label_en for weapon in weapon_classes().values()) == []


@given(st.sampled_from(sorted(ATTACK_TYPES)), st.sampled_from(sorted(ATTACK_TYPES)))
def test_type_agreement_is_symmetric_and_prefers_the_same(first: str, second: str) -> None:
    assert type_agreement(first, second) == type_agreement(second, first)
    assert type_agreement(first, second) <= type_agreement(first, first)
    if first != "Attack":
        assert type_agreement(first, first) == 1.0


def test_weights_are_those_of_the_table() -> None:
    table = {row["name"]: float(row["value"]) for row in read_table("coreference_weights.tsv")}
    assert {name: getattr(weights(), name) for name in table} == table


def test_what_a_frame_tells_speaks_for_an_attack() -> None:
    w = founding_weights()
    assert [row["feature"] for row in read_table("founding_weights.tsv")] == sorted(w)
    assert w["casualties"] > 0 > w["no casualties"]
    assert max(w["weak head"], w["facts=0"]) < 0


def test_agreement_counts_for_and_disagreement_against() -> None:
    w = weights()
    assert min(w.same_place, w.same_day, w.same_target, w.same_weapon, w.same_toll, w.same_count) > 0
    assert max(w.other_place, w.other_day, w.other_period, w.other_target, w.other_perpetrator, w.new_topic) < 0
    assert w.other_place < w.other_local_place
    assert w.same_place > w.contained_place > w.contained_in_country


def test_words_of_the_tables_are_single_tokens() -> None:
    for row in WORDS:
        tokens = tokenize(row["lemma"])
        assert [token.kind for token in tokens] == [TokenKind.WORD], row
