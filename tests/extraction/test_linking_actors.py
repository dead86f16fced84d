from __future__ import annotations

import pytest

from builder.extraction.extractor import view_document
from builder.extraction.linking import Linker
from builder.extraction.syntax import token_range
from builder.model import Article, Entity, EntityClass, Filler, Link, Role, Span
from builder.text.document import analyse


def linked(words: str, *sentences: str) -> Filler:
    """The perpetrator that the last occurrence of some words stands for."""
    article = Article("a", sentences[0], "\n".join(sentences[1:]))
    views = view_document(analyse(article))
    start = article.text.rindex(words)
    view = next(view for view in views if view.sentence.span.contains(Span(start, start + len(words))))
    tokens = token_range(view.tokens, Span(start, start + len(words)))
    assert tokens is not None
    return Linker(article, views).link(view, tokens, Role.PERPETRATOR, "test")


def actor(words: str, *sentences: str) -> Entity:
    return linked(words, *sentences).entity


@pytest.mark.parametrize(
    ("words", "sentences", "label"),
    [
        (
            "الجيش",
            ("قصف الجيش الإسرائيلي بلدة في لبنان.", "وقال شهود إن الجيش أطلق النار."),
            "Israel Defense Forces",
        ),
        ("قوات الأمن", ("هجوم في القاهرة بمصر.", "وفي الإسكندرية قتلت قوات الأمن مسلحا."), "Egyptian Police"),
        ("التنظيم المتطرف", ("تبنى تنظيم القاعدة هجوما.", "وكان التنظيم المتطرف قد هدد بذلك."), "Al-Qaeda"),
        ("الحركة", ("هاجم مقاتلو حركة طالبان مقرا قبل ظهور تنظيم داعش.", "وأعلنت الحركة مسؤوليتها."), "Taliban"),
        ("مقاتلي الحركة", ("هاجمت حركة الشباب فندقا.", "وقتل ثلاثة من مقاتلي الحركة."), "Al-Shabaab"),
        ("التحالف", ("قصف التحالف العربي مواقع.", "وشن التحالف غارات أخرى."), "Saudi-led coalition in Yemen"),
    ],
)
def test_takes_definite_words_for_the_actor_named_elsewhere(words: str, sentences: tuple[str, ...], label: str) -> None:
    assert actor(words, *sentences).label_en == label


def test_records_why_definite_words_were_so_read() -> None:
    rule = linked("التنظيم", "تبنى تنظيم القاعدة هجوما.", "وكان التنظيم قد هدد بذلك.").mention.rule
    assert rule == "test; group of such name named last"


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("الجيش", ("وقع هجوم.", "وقال شاهد إن الجيش أطلق النار.")),
        ("الحركة", ("اشتبك تنظيم القاعدة مع جبهة النصرة.", "وتوقفت بعد ذلك الحركة في المدينة.")),
        ("الجيش الأزرق", ("قصف الجيش الإسرائيلي بلدة.", "وقال شهود إن الجيش الأزرق أطلق النار.")),
    ],
)
def test_guesses_nothing_without_a_name_that_fits(words: str, sentences: tuple[str, ...]) -> None:
    assert actor(words, *sentences).link is Link.UNRESOLVED


@pytest.mark.parametrize("words", ["مسلحون", "مجهولون", "انتحاري", "طيران حربي", "قناص", "مهاجم"])
def test_leaves_generic_agents_unresolved(words: str) -> None:
    found = actor(words, f"هاجم {words} نقطة تفتيش تابعة لحركة طالبان")
    assert (found.entity_class, found.link) == (EntityClass.UNRESOLVED_ACTOR, Link.UNRESOLVED)


def test_makes_candidates_of_new_groups_and_persons() -> None:
    group = actor("كتائب الصاعدين", "تبنت كتائب الصاعدين الهجوم")
    assert (group.entity_class, group.link, group.label_ar) == (EntityClass.ARMED_GROUP, Link.NEW, "كتائب الصاعدين")
    person = actor("محمود الصنبري", "نفذ محمود الصنبري الهجوم")
    assert (person.entity_class, person.link) == (EntityClass.PERSON, Link.NEW)


def test_takes_definite_words_for_a_new_group_as_well() -> None:
    assert actor("الجماعة", "تبنت جماعة «رماح الليل» الهجوم.", "وكانت الجماعة قد هددت.").label_ar == "رماح الليل"
