from __future__ import annotations

from collections.abc import Callable

import pytest

from builder.reference.entries import HitKind, place_iri
from builder.reference.gazetteer import Gazetteer
from builder.reference.places import containers

Meaning = Callable[[str], dict[str, str]]


def country(tables: Gazetteer, identifier: str) -> str:
    return tables.entry(HitKind.PLACE, identifier).entity.country


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("اشتباكات في طرابلس بين فصائل ليبية في ليبيا", "طرابلس", "LY"),
        ("اشتباكات في طرابلس شمال لبنان بين مسلحين والجيش اللبناني", "طرابلس", "LB"),
        ("قصف على رفح في قطاع غزة", "رفح", "PS"),
        ("هجوم على كمين في رفح بمحافظة شمال سيناء في مصر", "رفح", "EG"),
        ("غارة على المنصورة في ريف الرقة بسوريا", "المنصورة", "SY"),
        ("انفجار أمام مديرية أمن محافظة الدقهلية بمدينة المنصورة في مصر", "مدينة المنصورة", "EG"),
        ("معارك في البيضاء باليمن بين الحوثيين ورجال القبائل", "البيضاء", "YE"),
        ("انفجار في مدينة البيضاء شرق ليبيا", "مدينة البيضاء", "LY"),
    ],
)
def test_chooses_among_towns_of_one_name_by_what_stands_near(
    tables: Gazetteer, meaning: Meaning, text: str, name: str, code: str
) -> None:
    assert country(tables, meaning(text)[name]) == code


@pytest.mark.parametrize(
    ("text", "name", "identifier"),
    [
        ("اشتباكات في حي الخالدية في مدينة حمص وسط سوريا", "حي الخالدية", "khalidiya-homs"),
        ("اشتباكات على أطراف حي الخالدية شمال مدينة حلب في سوريا", "حي الخالدية", "khalidiya-aleppo"),
        ("انفجار عبوة في حي اليرموك غربي بغداد في العراق", "حي اليرموك", "yarmouk-baghdad"),
        ("تقدمت القوات العراقية في حي اليرموك غربي الموصل", "حي اليرموك", "yarmouk-mosul"),
    ],
)
def test_chooses_among_quarters_of_one_name_by_the_town(
    meaning: Meaning, text: str, name: str, identifier: str
) -> None:
    assert meaning(text)[name] == identifier


def test_takes_a_country_rather_than_its_capital_of_the_same_name(meaning: Meaning) -> None:
    assert meaning("قالت السلطات في تونس إن الهجوم وقع أمس وإن الأمن التونسي يحقق")["تونس"] == "tunisia"


def test_takes_a_capital_by_its_adjective(tables: Gazetteer, meaning: Meaning) -> None:
    found = meaning("تفجير في العاصمة الأفغانية كابل وآخر في العاصمة السورية")
    assert {country(tables, entry) for entry in found.values()} == {"AF", "SY"}


def test_takes_the_province_by_the_word_before(meaning: Meaning) -> None:
    assert meaning("في محافظة كركوك شمال العراق")["محافظة كركوك"] == "kirkuk-governorate"
    assert meaning("في ريف حلب في سوريا")["حلب"] == "aleppo-governorate"
    assert meaning("في مدينة حلب في سوريا")["حلب"].startswith("gn-")


def test_lists_containers_from_the_smallest(tables: Gazetteer) -> None:
    baghdad = tables.entry(HitKind.PLACE, "baghdad")
    assert containers(baghdad, tables) == (place_iri("baghdad-governorate"), place_iri("iraq"))
