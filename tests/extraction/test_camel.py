from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from builder.errors import StepError
from builder.extraction.camel import DATA_VARIABLE, CamelAnalyser, load_analyser, load_tagger, spans_of
from builder.extraction.extractor import extract, view_document
from builder.extraction.groups import find_groups
from builder.extraction.inflection import Number
from builder.extraction.linking import local_entity
from builder.extraction.localities import find_localities
from builder.extraction.persons import is_person_name
from builder.extraction.steps import (
    NO_STEPS,
    UNKNOWN,
    NameKind,
    NameSpan,
    Steps,
    WordClass,
    lemma_key,
    load_steps,
    step_identities,
)
from builder.extraction.syntax import View
from builder.extraction.triggers import find_triggers
from builder.model import Article, Entity, EntityClass, Link, Role
from builder.text.document import analyse
from tests.camel_data import write_data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("camel"))


@pytest.fixture(scope="module")
def analyser(data: Path) -> CamelAnalyser:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(data))
        patch.setenv("HOME", str(data))  # where importing camel_tools.data makes a folder
        return load_analyser()


@pytest.fixture(scope="module")
def steps(analyser: CamelAnalyser) -> Steps:
    return Steps(analyser)


def view(text: str, steps: Steps) -> View:
    return view_document(analyse(Article("a", text, "")), steps)[0]


def test_an_analysis_tells_lemma_class_number_and_clitics(analyser: CamelAnalyser) -> None:
    (found,) = analyser.analyse(["وللأنظمة"])
    (reading,) = found.likely
    assert (reading.lemma, reading.word_class, reading.number, reading.gender) == ("نظام", WordClass.NOUN, "pl", "f")
    assert (reading.proclitics, reading.enclitic, reading.tense) == ("ولل", "", "")
    ((verb,),) = (one.likely for one in analyser.analyse(["سنستهدفهم"]))
    assert (verb.lemma, verb.word_class, verb.tense) == ("استهدف", WordClass.VERB, "imperfect")
    assert (verb.proclitics, verb.enclitic) == ("س", "هم")


def test_the_spelling_tells_readings_apart_and_marks_do_not(analyser: CamelAnalyser) -> None:
    noun, verb, careless = analyser.analyse(["وإصابَـة", "وأصابه", "واصابه"])
    assert {reading.word_class for reading in noun.readings} == {WordClass.NOUN}
    assert {reading.word_class for reading in verb.readings} == {WordClass.VERB}
    assert {reading.word_class for reading in careless.readings} == {WordClass.NOUN, WordClass.VERB}


def test_the_likelier_lemma_counts_and_with_a_model_of_words_what_that_says(
    analyser: CamelAnalyser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (by_lemma,) = analyser.analyse(["يعرب"])
    assert [reading.lemma for reading in by_lemma.likely] == ["أعرب"]
    assert len(by_lemma.readings) == 2
    monkeypatch.setenv(DATA_VARIABLE, str(write_data(tmp_path, likelihood=True)))
    (by_word,) = load_analyser().analyse(["قتل"])
    assert [reading.word_class for reading in by_word.likely] == [WordClass.NOUN]
    assert len(by_word.readings) == 2


@pytest.mark.parametrize("word", ["مجهول", "Reuters", "42", "،", "", "کابُل", "ـ", "ب" * 10_000])
def test_what_the_database_does_not_know_is_unknown(analyser: CamelAnalyser, word: str) -> None:
    assert analyser.analyse([word]) == (UNKNOWN,)


def test_a_lemma_keeps_its_hamza_and_loses_its_marks() -> None:
    assert lemma_key("ٱِسْتَهْدَف") == "استهدف"
    assert lemma_key("بَدَأ") != lemma_key("بَدا")


def test_an_inflected_form_that_the_tables_lack_is_read_by_its_lemma(steps: Steps) -> None:
    text = "انفجار في أحد المقاهي"
    assert view(text, NO_STEPS).readings[3] == ()
    (reading,) = view(text, steps).readings[3]
    assert (reading.entry.lemma, reading.entry.category) == ("مقهى", "object")
    assert (reading.form.number, reading.definite, reading.clitics.stem) == (Number.PLURAL, True, "مقاهي")


def test_an_adjective_does_not_become_the_noun_of_its_lemma(steps: Steps) -> None:
    assert view("عناصر متسللة", steps).readings[1] == view("عناصر متسللة", NO_STEPS).readings[1]


@pytest.mark.parametrize(
    ("text", "word", "alone", "with_step"),
    [
        ("وصل يورانيوم إلى الميناء", 1, True, False),  # has the shape of an imperfect
        ("حيث تضم القرية مدرسة", 1, False, True),  # too short for a shape
        ("في الأثناء اندحر المهاجمون", 2, False, True),
    ],
)
def test_an_unknown_word_is_a_verb_if_the_analyser_says_so(
    steps: Steps, text: str, word: int, alone: bool, with_step: bool
) -> None:
    assert view(text, NO_STEPS).is_verb(word) is alone
    assert view(text, steps).is_verb(word) is with_step


def test_a_word_of_verbs_and_nouns_is_left_to_its_neighbours(steps: Steps) -> None:
    for text in ("قتل ثلاثة جنود في هجوم", "عملية قتل في المدينة"):
        assert view(text, steps).verbs == view(text, NO_STEPS).verbs


def test_an_attack_is_found_by_a_form_that_the_tables_lack(steps: Steps) -> None:
    text = "قال المتحدث: نحن نستهدف قاعدة للمسلحين في بغداد."
    assert find_triggers(view(text, NO_STEPS)) == ()
    assert [trigger.lemma for trigger in find_triggers(view(text, steps))] == ["استهدف"]


def test_an_adjective_after_a_noun_of_place_is_no_name(steps: Steps) -> None:
    def new_places(text: str, steps: Steps) -> list[str]:
        found = find_localities([view(text, steps)], partial(local_entity, "a")).mentions
        return [m.entity.label_ar for m in found if m.entity.link is Link.NEW]

    assert new_places("هجوم على قرية خضراء", NO_STEPS) == ["قرية خضراء"]
    assert new_places("هجوم على قرية خضراء", steps) == []
    assert new_places("هجوم على قرية غرناطية", NO_STEPS) == []
    assert new_places("هجوم على قرية غرناطية", steps) == ["قرية غرناطية"], "a name by the analyser"


def test_names_of_persons_and_groups_by_the_analyser(steps: Steps) -> None:
    assert [is_person_name(view("شهلاء سيار", one), (0, 2)) for one in (NO_STEPS, steps)] == [False, True]
    groups = [[name.label for name in find_groups(view("تبنت كتائب سيار الهجوم", one))] for one in (NO_STEPS, steps)]
    assert groups == [[], ["كتائب سيار"]]


class _Tagger:
    """Finds one name wherever it stands."""

    def __init__(self, name: str, kind: NameKind) -> None:
        self._name, self._kind = tuple(name.split()), kind

    def tag(self, words: Sequence[str]) -> tuple[NameSpan, ...]:
        size = len(self._name)
        starts = [at for at in range(len(words)) if tuple(words[at : at + size]) == self._name]
        return tuple(NameSpan(at, at + size, self._kind) for at in starts)


def fillers(text: str, role: Role, name: str, kind: NameKind) -> list[Entity]:
    """The fillers of a role when a tagger finds a name."""
    events = extract(Article("a", text, ""), Steps(tagger=_Tagger(name, kind))).events
    found = [argument.filler for event in events for argument in event.arguments if argument.role is role]
    return [filler for filler in found if isinstance(filler, Entity)]


def test_a_tagged_organisation_attacks_and_is_a_new_entity() -> None:
    (actor,) = fillers("هاجمت زرقوط ميناء عدن أمس", Role.PERPETRATOR, "زرقوط", NameKind.ORGANISATION)
    assert (actor.label_ar, actor.entity_class, actor.link) == ("زرقوط", EntityClass.ORGANISATION, Link.NEW)


def test_a_tagged_person_is_a_person_whatever_the_given_name() -> None:
    one = view("هاجم زرقوط شنطوف الميناء", Steps(tagger=_Tagger("زرقوط شنطوف", NameKind.PERSON)))
    assert is_person_name(one, (1, 3))
    assert not is_person_name(one, (1, 4))


@pytest.mark.parametrize(("name", "link"), [("زرقوط", Link.NEW), ("بغداد", Link.KNOWN)])
def test_a_tagged_place_is_a_place_of_the_attack_unless_the_tables_have_it(name: str, link: Link) -> None:
    (place,) = fillers(f"قتل ثلاثة أشخاص في انفجار وقع أمس في {name}", Role.PLACE, name, NameKind.PLACE)
    assert (place.label_ar, place.link) == (name, link)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("O B-LOC I-LOC O", [(1, 3, NameKind.PLACE)]),
        ("B-PERS B-PERS I-PERS", [(0, 1, NameKind.PERSON), (1, 3, NameKind.PERSON)]),
        ("I-ORG I-ORG O", [(0, 2, NameKind.ORGANISATION)]),
        ("B-LOC I-ORG", [(0, 1, NameKind.PLACE), (1, 2, NameKind.ORGANISATION)]),
        ("B-MISC I-MISC O", []),
        ("", []),
    ],
)
def test_labels_of_words_make_names(labels: str, spans: list[tuple[int, int, NameKind]]) -> None:
    assert [(span.first, span.last, span.kind) for span in spans_of(labels.split())] == spans


def test_missing_data_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    for folder in (tmp_path, write_data(tmp_path, words=False)):  # without a catalogue, and with one
        assert folder == tmp_path
        for load in (load_analyser, partial(step_identities, ["camel-morphology"])):
            with pytest.raises(StepError, match=r"camel_data -i morphology-db-msa-r13"):
                load()


def test_a_damaged_database_or_catalogue_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(write_data(tmp_path)))
    database = tmp_path / "data/morphology_db/calima-msa-r13/morphology.db"
    database.write_text("no database\n", encoding="utf-8")
    with pytest.raises(StepError, match=r"cannot be loaded \(DatabaseParseError"):
        load_analyser()
    (tmp_path / "catalogue.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StepError, match="does not list calima-msa-r13: renew it with camel_data -u"):
        load_analyser()


def test_the_recogniser_of_names_is_loaded_or_what_it_lacks_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(write_data(tmp_path, names=True)))
    lean = importlib.util.find_spec("torch") is None or importlib.util.find_spec("transformers") is None
    message = "needs torch and transformers, .*pip install" if lean else "ner-arabert in .* cannot be loaded"
    with pytest.raises(StepError, match=message):
        load_tagger()


def test_the_identity_of_a_step_changes_with_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(write_data(tmp_path)))
    (first,) = step_identities(["camel-morphology"])
    assert step_identities(["camel-morphology"]) == (first,)
    assert first.startswith("camel-morphology.")
    write_data(tmp_path, likelihood=True)
    assert step_identities(["camel-morphology"]) != (first,)


def test_no_steps_load_nothing_and_others_must_have_a_name_that_is_known() -> None:
    assert load_steps([]) is NO_STEPS
    with pytest.raises(ValueError, match="no such step: farasa"):
        load_steps(["camel-ner", "farasa"])


def test_without_steps_nothing_of_their_packages_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from builder.extraction.extractor import extract;"
        "from builder.model import Article; assert extract(Article('a', 'قصف الجيش بلدة', '')).events;"
        "heavy = {'torch', 'transformers', 'scipy', 'camel_tools.data', 'camel_tools.morphology'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert list(tmp_path.iterdir()) == []
