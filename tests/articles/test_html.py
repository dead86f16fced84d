from __future__ import annotations

from datetime import date

import pytest

from builder.articles.assemble import Defaults
from builder.articles.html import read_html
from builder.errors import ArticleError
from builder.model import Article
from builder.resources import data_dir

PARAGRAPHS = [
    "قال مسؤول عسكري إن القاعدة الجوية تعرضت مساء أمس لهجوم بطائرتين مسيرتين من دون وقوع إصابات بين الجنود.",
    "وأضاف المسؤول أن الدفاعات الجوية أسقطت إحدى الطائرتين قبل وصولها، وأن الثانية سقطت بعيداً عن القاعدة.",
    "ولم تعلن أي جهة مسؤوليتها عن الهجوم الذي يعد الثالث من نوعه خلال أقل من شهر بحسب الوزارة.",
]
PAGE = """<!doctype html><html lang="ar"><head><title>هجوم على قاعدة | الشبكة</title>{head}</head><body>
<nav><a href="/">الرئيسية</a> <a href="/economy">اقتصاد</a></nav>
<article><h1>هجوم على قاعدة</h1>{top}{text}</article>
<footer>جميع الحقوق محفوظة 2026</footer></body></html>"""


def page(head: str = "", top: str = "") -> str:
    return PAGE.format(head=head, top=top, text="".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))


def read(html: str, defaults: Defaults | None = None) -> Article:
    return read_html(html, defaults or Defaults(), identifier="page", source="page.html")


def test_takes_the_article_and_leaves_the_page() -> None:
    article = read(
        page(
            '<meta property="og:title" content="هجوم على قاعدة"><meta property="og:site_name" content="الشبكة">'
            '<meta property="article:published_time" content="2023-10-31T22:30:00Z">'
            '<link rel="canonical" href="https://example.org/a">'
        )
    )
    assert article.id == "page"
    assert article.title == "هجوم على قاعدة"
    assert article.body == "\n".join(PARAGRAPHS)
    assert (article.outlet, article.url) == ("الشبكة", "https://example.org/a")
    assert article.published == date(2023, 10, 31)


@pytest.mark.parametrize(
    ("head", "top", "day"),
    [
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2023-10-30"}]}</script>', "", 30),
        ('<script type="application/ld+json">[{"datePublished":"2023-10-29T01:00:00+03:00"}]</script>', "", 29),
        ('<script type="application/ld+json">{broken</script><meta name="DC.date" content="2023-10-28">', "", 28),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", "", None),
        ('<meta itemprop="datePublished" content="2023-10-27">', "", 27),
        ("", '<time datetime="2023-10-26T10:00">الخميس</time>', 26),
        ("", '<time datetime="2023-10-26">أ</time><time datetime="2023-10-25">ب</time>', None),
        ("", '<time datetime="2023-10-26">أ</time><span>نشر في 25 أكتوبر 2023</span>', 26),
        ("", "<p>٢٤ تشرين الأول ٢٠٢٣</p>", 24),
        ("", '<span class="date">23/10/2023</span>', 23),
        ("", '<span class="date">11/10/2023</span>', None),
        ("", "<span>نُشر في:</span> <b>الأحد 22 أكتوبر 2023</b><p>آخر تحديث 24 أكتوبر 2023</p>", 22),
        ("", "<p>آخر تحديث: 24 أكتوبر 2023</p>", None),
        ("", "<p>21 أكتوبر 2023</p><p>20 أكتوبر 2023</p>", None),
        ("", "<p>وقع الهجوم في 21 أكتوبر 2023</p>", None),
        ("", "<aside>21 أكتوبر 2023</aside><script>var x = '21 أكتوبر 2023'</script>", None),
        ("", "", None),
    ],
)
def test_date_is_taken_only_where_it_is_stated_as_one(head: str, top: str, day: int | None) -> None:
    assert read(page(head, top)).published == (date(2023, 10, day) if day else None)


def test_the_date_of_today_above_the_headline_does_not_count() -> None:
    today = page().replace("<nav>", "<p>الثلاثاء 31 أكتوبر 2023</p><nav>")
    assert read(today).published is None
    assert read(today.replace("</h1>", "</h1><p>30 أكتوبر 2023</p>")).published == date(2023, 10, 30)
    assert read(today.replace("<p>الثلاثاء", "<p>نشر بتاريخ الثلاثاء")).published == date(2023, 10, 31)


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta name="application-name" content="الشبكة"><meta property="og:site_name" content="الجريدة">', "الجريدة"),
        ('<meta name="application-name" content=" الشبكة ">', "الشبكة"),
        ('<script type="application/ld+json">{"publisher": {"name": "الشبكة"}}</script>', "الشبكة"),
        ('<script type="application/ld+json">{"publisher": "https://example.org/"}</script>', None),
        ("", None),
    ],
)
def test_outlet_is_what_the_page_names_as_its_site_or_publisher(head: str, outlet: str | None) -> None:
    assert read(page(head)).outlet == outlet


def test_where_the_page_was_found_counts_if_it_does_not_say() -> None:
    html = page()
    article = read_html(html, Defaults(), identifier="x", source="x", url="https://example.org/found")
    assert article.url == "https://example.org/found"


def test_options_count_where_the_page_does_not_say() -> None:
    article = read(page(), Defaults(date(2023, 1, 1), "وكالة"))
    assert (article.published, article.outlet) == (date(2023, 1, 1), "وكالة")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\0" * 1000,
        "نص بلا وسوم",
        "<html></html>",
        "<html><body><nav><a href='/'>الرئيسية</a></nav><footer>جميع الحقوق محفوظة</footer></body></html>",
        "<div>" * 50_000 + "نص" + "</div>" * 50_000,
    ],
    ids=["empty", "zeros", "text", "no body", "menu", "deep"],
)
def test_a_page_without_an_article_is_rejected(html: str) -> None:
    with pytest.raises(ArticleError, match="no article found"):
        read(html)


def test_a_page_of_too_many_elements_is_rejected() -> None:
    with pytest.raises(ArticleError, match="page too large"):
        read("<html><body>" + "<i>ا</i>" * 60_000)


def test_the_example_page() -> None:
    html = (data_dir("examples") / "rockets-kormor.html").read_text(encoding="utf-8")
    article = read(html)
    assert article.published == date(2025, 6, 12)
    assert article.outlet
    assert "اقرأ أيضا" not in article.body
