from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.inflection import Number
from builder.extraction.lexicon import Reading, has_article, lexicon
from builder.extraction.weights import type_agreement, weights
from builder.model import EntityClass, Link, Outcome, Role
from builder.reference.weapons import weapon_classes, weapon_iri
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import Clitics, TokenKind, tokenize
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
    "relay-noun": ACTS,
    "responsibility": ACTS,
    "foil": {"foiled"},
    "outcome": set(Outcome),
    "locution": {"by", "skip", "stop"},
}
FURTHER_CATEGORIES = {
    "accident",
    "agent",
    "anniversary",
    "anonymity",
    "attempt",
    "backdrop",
    "court",
    "family",
    "force",
    "human",
    "injury",
    "judicial",
    "medium",
    "no-event",
    "object",
    "other",
    "outlet",
    "place-head",
    "result",
    "retaliation",
    "segment",
    "self-name",
    "series",
    "site",
    "source",
    "sport",
    "survive",
    "times",
    "verb",
}
FRAMES = {"", "patient", "agent", "sides", "event", "subject", "transitive", "counted"}
NEEDS = {"", "projectile", "charge", "definite", "human", "party"}
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
}
FILLER = "كبير"  # stands in the gaps of phrases


def read(word: str) -> tuple[Reading, ...]:
    return lexicon().readings(normalize_key(word))


def sense(word: str) -> set[tuple[str, str, str, Clitics]]:
    return {(r.entry.lemma, r.entry.category, r.entry.value, r.clitics) for r in read(word)}


def lemmas(word: str, category: str) -> set[str]:
    return {r.entry.lemma for r in read(word) if r.entry.category == category}


def twice(keys: Iterable[object]) -> list[object]:
    return [key for key, count in Counter(keys).items() if count > 1]


# --- the tables ------------------------------------------------------------------------------------------------------


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


def test_frames_and_needs_belong_to_triggers() -> None:
    for row in WORDS:
        assert row["frame"] in FRAMES, row
        assert row["needs"] in NEEDS, row
        category = row["category"].removesuffix("-weak")
        assert bool(row["frame"]) <= (category in ("trigger", "casualty")), row
        assert (row["frame"] == "counted") <= (category == "casualty"), row
        if category == "trigger":
            assert row["frame"], row
            assert bool(row["needs"]) is row["category"].endswith("-weak"), row


def test_each_category_of_weapons_is_a_class_of_weapons() -> None:
    used = {row["value"] for row in (*WORDS, *PHRASES) if row["category"].removesuffix("-weak") == "weapon"}
    assert used == set(weapon_classes())


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


# --- weapons and weights ---------------------------------------------------------------------------------------------


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


def test_agreement_counts_for_and_disagreement_against() -> None:
    w = weights()
    assert min(w.same_place, w.same_day, w.same_target, w.same_weapon, w.same_toll, w.same_count) > 0
    assert max(w.other_place, w.other_day, w.other_period, w.other_target, w.other_perpetrator, w.new_topic) < 0
    assert w.other_place < w.other_local_place
    assert w.same_place > w.contained_place > w.contained_in_country


# --- looking words up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", WORDS, ids=lambda row: f"{row['lemma']} {row['category']}")
def test_each_word_is_found_by_its_lemma(row: dict[str, str]) -> None:
    category = row["category"].removesuffix("-weak")
    found = [r for r in read(row["lemma"]) if r.entry.lemma == row["lemma"] and r.entry.category == category]
    assert any(
        r.entry.pos == row["pos"]
        and r.entry.value == row["value"]
        and r.entry.strong is not row["category"].endswith("-weak")
        and (r.entry.frame, r.entry.needs) == (row["frame"], row["needs"])
        and r.clitics == Clitics("", normalize_key(row["lemma"]), "")
        for r in found
    )


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: f"{row['word']} {row['kind']}")
def test_each_function_word_is_found_also_after_a_conjunction(row: dict[str, str]) -> None:
    word = normalize_key(row["word"])
    assert lexicon().functions(word)[row["kind"]] == row["value"]
    with_wa = lexicon().functions("و" + word)
    assert with_wa.get(row["kind"]) == row["value"] or "و" + word in {normalize_key(r["word"]) for r in FUNCTIONS}


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["phrase"])
def test_each_phrase_is_found(row: dict[str, str]) -> None:
    """By itself or by a row above it that the same words match."""
    words = [FILLER if word == "*" else normalize_key(word) for word in row["phrase"].split()]
    found = lexicon().phrase_at(words, 0)
    assert found is not None
    assert found[1] == len(words)
    sentence = ["قال", "امس", *words, "في", "المدينه"]
    assert lexicon().phrase_at(sentence, 2) is not None


@pytest.mark.parametrize(
    ("word", "lemma", "category", "clitics"),
    [
        ("وتبناها", "تبنى", "claim", Clitics("و", "تبنا", "ها")),
        ("تبنتها", "تبنى", "claim", Clitics("", "تبنت", "ها")),
        ("تبنوه", "تبنى", "claim", Clitics("", "تبنو", "ه")),
        ("شنته", "شن", "light", Clitics("", "شنت", "ه")),
        ("نفذها", "نفذ", "light", Clitics("", "نفذ", "ها")),
        ("ينفونها", "نفى", "deny", Clitics("", "ينفون", "ها")),
        ("سيقصف", "قصف", "trigger", Clitics("س", "يقصف", "")),
        ("وسيهاجمون", "هاجم", "trigger", Clitics("وس", "يهاجمون", "")),
        ("ليستهدف", "استهدف", "trigger", Clitics("ل", "يستهدف", "")),
        ("فقتلوا", "قتل", "casualty", Clitics("ف", "قتلوا", "")),
        ("قتلتهم", "قتل", "casualty", Clitics("", "قتلت", "هم")),
        ("الهجوم", "هجوم", "trigger", Clitics("ال", "هجوم", "")),
        ("للهجوم", "هجوم", "trigger", Clitics("لل", "هجوم", "")),
        ("وبالهجوم", "هجوم", "trigger", Clitics("وبال", "هجوم", "")),
        ("هجومهم", "هجوم", "trigger", Clitics("", "هجوم", "هم")),
        ("بهجماتها", "هجوم", "trigger", Clitics("ب", "هجمات", "ها")),
        ("غارته", "غارة", "trigger", Clitics("", "غاره", "ه")),
        ("غارتين", "غارة", "trigger", Clitics("", "غارتين", "")),
        ("لغارات", "غارة", "trigger", Clitics("ل", "غارات", "")),
        ("مقتله", "مقتل", "casualty", Clitics("", "مقتل", "ه")),
        ("والصواريخ", "صاروخ", "weapon", Clitics("وال", "صواريخ", "")),
        ("بصاروخين", "صاروخ", "weapon", Clitics("ب", "صاروخين", "")),
        ("لمسلحين", "مسلح", "agent", Clitics("ل", "مسلحين", "")),
        ("مسؤوليتها", "مسؤولية", "responsibility", Clitics("", "مسؤوليه", "ها")),
        ("كالهجوم", "هجوم", "trigger", Clitics("كال", "هجوم", "")),
    ],
)
def test_clitics(word: str, lemma: str, category: str, clitics: Clitics) -> None:
    assert clitics in {c for found, kind, _, c in sense(word) if (found, kind) == (lemma, category)}


@pytest.mark.parametrize(
    ("word", "lemma", "category"),
    [
        ("الهجومهم", "هجوم", "trigger"),  # the article excludes a pronoun
        ("هجوماهم", "هجوم", "trigger"),  # so does the indefinite accusative
        ("سهجوم", "هجوم", "trigger"),  # the future letter stands before verbs only
        ("القصفت", "قصف", "trigger"),  # the article before nouns only
        ("بقصفت", "قصف", "trigger"),  # and so do prepositions
        ("تبنا", "تبنى", "claim"),  # a bound form without its pronoun
        ("هجومون", "هجوم", "trigger"),
        ("قنبلون", "قنبلة", "weapon"),
    ],
)
def test_what_is_no_form(word: str, lemma: str, category: str) -> None:
    assert lemma not in lemmas(word, category)


def test_spelling_marks_do_not_matter() -> None:
    assert sense("هُجومٌ") == sense("هجوم") == sense("هجـــوم")
    assert sense("إنتحاري") == sense("انتحاري")
    assert sense("أُصيبَ") == sense("اصيب")


def test_readings_tell_verb_noun_number_and_definiteness() -> None:
    assert {r.is_verb for r in read("قصف")} == {True, False}
    assert {r.is_verb for r in read("القصف")} == {False}
    assert all(r.definite and has_article(r.clitics) for r in read("القصف"))
    assert all(r.definite and not has_article(r.clitics) for r in read("هجومهم"))
    assert not any(r.definite for r in read("هجوم"))
    assert all(r.plural for r in read("صواريخ"))
    assert {r.form.number for r in read("غارتين")} == {Number.DUAL}
    assert not any(r.definite for r in read("قتلتهم") if r.is_verb)


def test_weak_senses_are_marked() -> None:
    strong = {r.entry.value: r.entry.strong for r in read("طعن") if r.entry.category == "trigger" and r.is_verb}
    weak = {r.entry.value: r.entry.strong for r in read("طعن") if r.entry.category == "trigger" and not r.is_verb}
    assert (strong, weak) == ({"Stabbing": True}, {"Stabbing": False})


@pytest.mark.parametrize(
    ("text", "category", "value"),
    [
        ("إطلاق النار على دورية", "trigger", "Shooting"),
        ("وأطلقوا النار على دورية", "trigger", "Shooting"),
        ("أطلق ثلاثة مسلحين النار على دورية", "trigger", "Shooting"),
        ("هجوماً صاروخياً استهدف قاعدة", "trigger", "RocketAttack"),
        ("بالهجمات الصاروخية على القاعدة", "trigger", "RocketAttack"),
        ("غارتين جويتين على قرية", "trigger", "AirStrike"),
        ("الطائرات المسيرة التي أطلقت", "weapon", "drone"),
        ("بطائرتين مسيرتين", "weapon", "drone"),
        ("بسيارة مفخخة", "weapon", "car-bomb"),
        ("وقذائف الهاون", "weapon", "mortar"),
        ("وقف إطلاق النار في المدينة", "no-event", "ceasefire"),
        ("بإطلاق سراح المعتقلين", "no-event", "release"),
        ("من قبل مسلحين", "locution", "by"),
        ("على أيدي مجهولين", "locution", "by"),
        ("يطلق على نفسه اسم سرايا", "self-name", "self-name"),
        ("من جهة أخرى قتل", "segment", "segment"),
        ("دون وقوع إصابات", "outcome", "noHarm"),
        ("لقوا حتفهم في الانفجار", "casualty", "killed"),
    ],
)
def test_phrases_in_their_forms(text: str, category: str, value: str) -> None:
    found = lexicon().phrase_at([token.norm for token in tokenize(text)], 0)
    assert found is not None
    assert (found[0].category, found[0].value) == (category, value)


@pytest.mark.parametrize(("skipped", "found"), [(0, True), (1, True), (3, True), (4, False)])
def test_a_gap_holds_up_to_three_words(skipped: int, found: bool) -> None:
    words = [normalize_key(word) for word in ("أطلق", *([FILLER] * skipped), "النار")]
    assert (lexicon().phrase_at(words, 0) is not None) is found


def test_a_phrase_does_not_reach_past_the_sentence() -> None:
    assert lexicon().phrase_at(["اطلق"], 0) is None
    assert lexicon().phrase_at(["من"], 0) is None


@given(st.text(alphabet="ابتسلمنويهوف", min_size=1, max_size=9))
def test_readings_put_the_word_together_again(word: str) -> None:
    for reading in lexicon().readings(word):
        clitics = reading.clitics
        assert word.startswith(clitics.proclitics)
        assert word.endswith(clitics.enclitic)
        assert normalize_key(reading.form.written) == clitics.stem
        assert not (reading.form.bound and not clitics.enclitic)
        assert not (reading.form.free and clitics.enclitic)
        assert not (has_article(clitics) and clitics.enclitic)


def test_words_of_the_tables_are_single_tokens() -> None:
    for row in WORDS:
        tokens = tokenize(row["lemma"])
        assert [token.kind for token in tokens] == [TokenKind.WORD], row
