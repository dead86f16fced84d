from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.inflection import Form, Number, adjective_forms, noun_forms, verb_forms
from builder.resources import read_table

DATA = Path(__file__).parent / "data"
VERB_SLOTS = {
    "past_fs": (Number.SINGULAR, "f", "past"),
    "past_mp": (Number.PLURAL, "m", "past"),
    "past_md": (Number.DUAL, "m", "past"),
    "past_fd": (Number.DUAL, "f", "past"),
    "past_fp": (Number.PLURAL, "f", "past"),
    "imperfect_fs": (Number.SINGULAR, "f", "imperfect"),
    "imperfect_mp": (Number.PLURAL, "m", "imperfect"),
    "imperfect_md": (Number.DUAL, "m", "imperfect"),
    "jussive": (Number.SINGULAR, "m", "imperfect"),
}
NOUN_SLOTS = {"singular": Number.SINGULAR, "dual": Number.DUAL, "plural": Number.PLURAL}
VERBS = [(row["lemma"], row["forms"]) for row in read_table("lexicon.tsv") if row["pos"] == "verb"]
VERBS += [(row["past"], row["imperfect"]) for row in read_table("verbs.tsv")]
NOUNS = [
    (row["lemma"], tuple(part for part in row["forms"].split("|") if part))
    for row in read_table("lexicon.tsv")
    if row["pos"] == "noun"
]
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
stems = st.text(alphabet=LETTERS, min_size=3, max_size=6)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [{key: value or "" for key, value in row.items()} for row in table]


def wanted(cell: str) -> set[str]:
    return {form for form in cell.split("|") if form}


def forms_of(row: dict[str, str]) -> list[Form]:
    plurals = tuple(part for part in row["forms"].split("|") if part)
    make = adjective_forms if row["pos"] == "adj" else noun_forms
    return list(make(row["lemma"], plurals))


@pytest.mark.parametrize("row", rows("paradigms_verbs.tsv"), ids=lambda row: row["past"])
def test_verb(row: dict[str, str]) -> None:
    forms = list(verb_forms(row["past"], row["imperfect"]))
    assert Form(row["past"], Number.SINGULAR, "m", "past") in forms
    assert Form(row["imperfect"], Number.SINGULAR, "m", "imperfect") in forms
    for slot, (number, gender, tense) in VERB_SLOTS.items():
        made = {f.written for f in forms if (f.number, f.gender, f.tense, f.bound) == (number, gender, tense, False)}
        assert wanted(row[slot]) <= made, slot
    assert wanted(row["bound"]) <= {form.written for form in forms if form.bound}


@pytest.mark.parametrize("row", rows("paradigms_nouns.tsv"), ids=lambda row: f"{row['pos']} {row['lemma']}")
def test_noun_or_adjective(row: dict[str, str]) -> None:
    forms = forms_of(row)
    for slot, number in NOUN_SLOTS.items():
        made = {form.written for form in forms if form.number is number and not form.free}
        assert wanted(row[slot]) <= made, slot
    assert wanted(row["free"]) <= {form.written for form in forms if form.free}
    assert wanted(row["not"]).isdisjoint(form.written for form in forms)
    assert not any(form.tense or form.bound for form in forms)


def test_gender_of_the_singular_and_of_sound_feminine_plurals() -> None:
    genders = {form.written: form.gender for form in noun_forms("غارة", ("ات",))}
    assert genders["غارة"] == genders["غارتين"] == genders["غارات"] == "f"
    assert {form.gender for form in noun_forms("مسلح", ("ون",))} == {"m"}
    assert {form.gender for form in adjective_forms("مسلح")} == {"m", "f"}


def test_masculine_duals_have_no_construct() -> None:
    """It would be written like the accusative or the relative adjective."""
    duals = {form.written for form in noun_forms("هجوم") if form.number is Number.DUAL}
    assert duals == {"هجومان", "هجومين"}


def test_empty_plurals_give_nothing() -> None:
    assert list(noun_forms("قصف", ("",))) == list(noun_forms("قصف"))


def test_each_verb_of_the_tables() -> None:
    for past, imperfect in VERBS:
        forms = list(verb_forms(past, imperfect))
        assert all(unicodedata.is_normalized("NFC", form.written) for form in forms), past
        assert {form.written[0] for form in forms if form.tense == "imperfect"} == {"ي", "ت"}, past
        free = [form for form in forms if not form.bound]
        assert {form.number for form in free} == set(Number), past
        assert {form.gender for form in free} == {"m", "f"}, past


def test_each_noun_of_the_lexicon() -> None:
    for lemma, plurals in NOUNS:
        forms = list(noun_forms(lemma, plurals))
        assert forms[0] == Form(lemma, Number.SINGULAR, forms[0].gender)
        assert any(form.number is Number.PLURAL for form in forms) is bool(plurals), lemma
        for form in forms:
            assert "ة" not in form.written[:-1], form  # it stands at the end of a word only
            assert not form.written.endswith(("اءا", "ىا", "ةا")), form


@given(stems, st.sampled_from(["ات", "ون", ""]))
def test_any_noun_keeps_its_stem(stem: str, plural: str) -> None:
    for form in noun_forms(stem, (plural,) if plural else ()):
        assert form.written.startswith(stem)
        assert len(form.written) <= len(stem) + 2


@given(stems, stems)
def test_any_verb_has_each_number_in_each_tense(past: str, body: str) -> None:
    forms = list(verb_forms(past, "ي" + body))
    for tense in ("past", "imperfect"):
        assert {form.number for form in forms if form.tense == tense} == set(Number)
    assert all(form.tense in ("past", "imperfect") and not form.free for form in forms)
