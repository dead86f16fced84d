from __future__ import annotations

import pytest

from builder.extraction.extractor import view_document
from builder.extraction.groups import find_groups
from builder.model import Article, EntityClass
from builder.text.document import analyse


def groups(text: str) -> list[str]:
    return [name.label for view in view_document(analyse(Article("a", text, ""))) for name in find_groups(view)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("تبنت كتائب الصاعدين الهجوم على القرية", ["كتائب الصاعدين"]),
        ("أعلنت سرايا شهداء الوادي مسؤوليتها عن التفجير", ["سرايا شهداء الوادي"]),
        ("هاجم مسلحون من حركة «أحفاد الوادي» المقر", ["حركة أحفاد الوادي"]),
        ('قصف فصيل "رماح الليل" القاعدة', ["رماح الليل"]),
        ('قالت جماعة تطلق على نفسها اسم "شعلة الوادي" إنها نفذت الهجوم', ["شعلة الوادي"]),
        ("قتل ثلاثة من مسلحي لواء أنصار الوادي في الاشتباك", ["لواء أنصار الوادي"]),
        ("نفذت الهجوم كتيبة عمر الصاعد", ["كتيبة عمر الصاعد"]),
        ("واتهم الجيش كتائب أبو رمح بقصف البلدة", ["كتائب أبو رمح"]),
        ("ودارت معارك مع حركة أبناء الوادي قرب النهر", ["حركة أبناء الوادي"]),
        ("هاجم رجال قبيلة آل غصن نقطة التفتيش", ["قبيلة آل غصن"]),
        ("اشتباكات مع قبيلة الشنافرة قرب الحقل", ["قبيلة الشنافرة"]),
        ("واشتبك لجماعة «رماح الليل» عدد من المسلحين", ["رماح الليل"]),
    ],
)
def test_finds_names_by_their_pattern(text: str, labels: list[str]) -> None:
    assert groups(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        "توقفت حركة المرور على الطريق بعد الانفجار",
        "تعطلت حركة الملاحة في المضيق",
        "انتشر لواء 15 على الحدود",
        "وصلت كتيبة المشاة إلى المنطقة",
        "قتل جنود من كتيبة مدرعات في الجيش",
        "خرجت جماعة من الناس إلى الشارع",
        "تعمل البلدية على تنظيم حفل في الساحة",
        'قامت الوزارة بتنظيم "أسبوع الكتاب" في المدينة',
        "قصف جيش النظام البلدة",
        "نشرت الحكومة قوات خاصة في العاصمة",
        'هاجم مسلحون من حركة "الشباب" الصومالية القاعدة',
        'تبنى تنظيم "داعش" الإرهابي الهجوم',
        "أعلنت كتائب القسام إطلاق صواريخ",
        "قتلت كتائب مسلحة عددا من السكان",
        'ينتمي إلى تنظيم "إرهابي" محظور',
        "نددت قبائل المحافظة بالهجوم",
        "دعت قبائل يمنية إلى الهدوء",
        'فاز فريق من ولاية "تكساس" بالجائزة',
    ],
)
def test_takes_no_common_word_and_no_known_name_for_a_new_group(text: str) -> None:
    assert groups(text) == []


def test_tells_parties_from_armed_groups() -> None:
    views = view_document(analyse(Article("a", 'قال حزب "فجر الوادي" إن كتائب الصاعدين هاجمت مقره', "")))
    found = [name for view in views for name in find_groups(view)]
    assert [name.entity_class for name in found] == [EntityClass.ORGANISATION, EntityClass.ARMED_GROUP]
