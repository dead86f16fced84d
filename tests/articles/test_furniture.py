from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.articles.furniture import remove_furniture
from builder.resources import read_table
from builder.text.normalize import normalize


@pytest.mark.parametrize(
    "line",
    [
        "time reading iconدقائق القراءة - 4",
        "دقائق القراءة - ٤",
        "4 دقائق للقراءة",
        "مدة القراءة: 3 دقائق",
        "تصنيفات",
        "قصص قد تهمك",
        "اقرأ أيضاً",
        "إقرأ أيضا: انفجار في العاصمة",
        "• اقرأ المزيد... انفجار في العاصمة",
        "شاهد أيضاً: انفجار في العاصمة",
        "شاهد.. لحظة الانفجار",
        "للمزيد - انفجار في العاصمة",
        "...المزيد",
        "شارك برأيك",
        "شارك",
        "Facebook Twitter WhatsApp",
        "تابعونا على فيسبوك",
        "© 2023 الشبكة. جميع الحقوق محفوظة",
        "جميع الحقوق محفوظة للوكالة",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على الموقع",
        "الوسوم: سوريا، العراق",
        "#سوريا #العراق_الآن",
        "ظهرت المقالة هجوم على قاعدة أولاً على الشبكة.",
        "The post هجوم على قاعدة appeared first on الشبكة.",
    ],
)
def test_removes_the_line_and_only_the_line(line: str) -> None:
    cleaned = remove_furniture(f"قال مصدر.\n{line}\n\n وأضاف آخر. ")
    assert cleaned.text == "قال مصدر.\n\n وأضاف آخر. "
    assert cleaned.removed == (line,)


@pytest.mark.parametrize(
    "line",
    [
        "دبي -الشرق",
        "هجوم جديد",
        "شارك مئات الأشخاص في تشييع ضحايا الهجوم الذي وقع أمس.",
        "شاهد عيان: رأيت الدخان يتصاعد من القاعدة",
        "شاهد من رويترز دخاناً يتصاعد من القاعدة",
        "المزيد من القوات تصل إلى القاعدة",
        "للمزيد من الأمن نشرت الشرطة قوات في المدينة",
        "استغرق الهجوم 4 دقائق",
        "نشر التنظيم صوراً للهجوم",
        "تابعت القوات تقدمها",
        "فيسبوك تحذف حسابات للتنظيم",
        "إعلان حالة الطوارئ",
        "كل الحقوق مكفولة",
        "وكتب على #تويتر أن الهجوم انتهى",
        "***",
    ],
)
def test_leaves_sentences_and_headings(line: str) -> None:
    text = f"قال مصدر.\n{line}\nوأضاف آخر."
    assert remove_furniture(text).text == text


def test_a_sentence_that_begins_like_furniture_but_is_long_survives() -> None:
    line = "اقرأ المزيد " + "كلمة " * 30
    assert remove_furniture(line).text == line


def test_headlines_after_related_stories_go_too() -> None:
    text = "قال مصدر.\nقصص قد تهمك\nمقتل ثلاثة في هجوم آخر\n\nانفجار في العاصمة"
    cleaned = remove_furniture(text)
    assert cleaned.text == "قال مصدر."
    assert cleaned.removed == ("قصص قد تهمك", "مقتل ثلاثة في هجوم آخر", "انفجار في العاصمة")


@pytest.mark.parametrize("rest", ["وقال مصدر إن الهجوم انتهى.", "\n".join(["عنوان"] * 16), "كلمة " * 21])
def test_a_text_that_goes_on_after_such_a_heading_stays(rest: str) -> None:
    assert remove_furniture(f"قال مصدر.\nتصنيفات\n{rest}").text == f"قال مصدر.\n{rest}"


@given(st.text(alphabet="ابتشاركدهقأ #.\n\r", max_size=200))
def test_what_stays_is_unchanged_and_in_order(text: str) -> None:
    cleaned = remove_furniture(text)
    lines = iter(text.split("\n"))
    assert all(line in lines for line in cleaned.text.split("\n") if cleaned.text)
    assert remove_furniture(cleaned.text).removed == ()


def test_patterns_are_written_as_normalised_text_is() -> None:
    for row in read_table("furniture.tsv"):
        letters = "".join(character for character in row["pattern"] if "\u0600" <= character <= "\u06ff")
        assert normalize(letters).text == letters
        assert row["kind"] in {"line", "tail"}
        assert row["source"]
