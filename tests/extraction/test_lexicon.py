from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.inflection import Number
from builder.extraction.lexicon import Entry, Reading, has_article, lexicon
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import Clitics, tokenize

WORDS = list(read_table("lexicon.tsv"))
PHRASES = list(read_table("phrases.tsv"))
FUNCTIONS = list(read_table("function_words.tsv"))
FILLER = "كبير"  # stands in the gaps of phrases


def read(word: str) -> tuple[Reading, ...]:
    return lexicon().readings(normalize_key(word))


def sense(word: str) -> set[tuple[str, str, str, Clitics]]:
    return {(r.entry.lemma, r.entry.category, r.entry.value, r.clitics) for r in read(word)}


def lemmas(word: str, category: str) -> set[str]:
    return {r.entry.lemma for r in read(word) if r.entry.category == category}


def test_each_word_is_found_by_its_lemma() -> None:
    for row in WORDS:
        category, weak = row["category"].removesuffix("-weak"), row["category"].endswith("-weak")
        entry = Entry(row["lemma"], row["pos"], category, row["value"], not weak, row["frame"], row["needs"])
        whole = Clitics("", normalize_key(row["lemma"]), "")
        assert [r for r in read(row["lemma"]) if (r.entry, r.clitics) == (entry, whole)], row


def test_each_function_word_is_found_also_after_a_conjunction() -> None:
    whole_words = {normalize_key(row["word"]) for row in FUNCTIONS}
    for row in FUNCTIONS:
        word = normalize_key(row["word"])
        assert lexicon().functions(word)[row["kind"]] == row["value"], row
        for joined in ("و" + word, "ف" + word):
            assert lexicon().functions(joined).get(row["kind"]) == row["value"] or joined in whole_words, row


def test_each_phrase_is_found() -> None:
    """By itself or by a row above it that the same words match."""
    for row in PHRASES:
        words = [FILLER if word == "*" else normalize_key(word) for word in row["phrase"].split()]
        found = lexicon().phrase_at(words, 0)
        assert found is not None, row
        assert found[1] == len(words), row
        assert lexicon().phrase_at(["قال", "امس", *words, "في", "المدينه"], 2) is not None, row


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
