from __future__ import annotations

import gzip
import time
from datetime import date
from pathlib import Path

import pytest

from builder.articles.assemble import Defaults
from builder.articles.feeds import read_feed
from builder.articles.fragments import fragment_text
from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.model import Article

TITLE = "هجوم على قاعدة"
TEXT = "قال مسؤول إن القاعدة تعرضت لهجوم."
MORE = "وأضاف المسؤول أن الهجوم لم يوقع إصابات بين الجنود."
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>الشبكة</title><link>https://example.org/</link><language>en-us</language>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>الشبكة</title><id>f</id>{}</feed>"""
ITEM = f"<item><guid>{{}}</guid><title>{TITLE}</title><description>{TEXT}</description></item>"


def read(data: str | bytes, url: str | None = None) -> list[Article | Rejection]:
    packed = data.encode() if isinstance(data, str) else data
    return [outcome for _, outcome in read_feed(packed, Defaults(), stem="f", source="f.rss", url=url)]


def article(data: str, url: str | None = None) -> Article:
    (outcome,) = read(data, url)
    assert isinstance(outcome, Article)
    return outcome


def reasons(data: str | bytes) -> list[str]:
    return [outcome.reason for outcome in read(data) if isinstance(outcome, Rejection)]


def test_an_entry_of_rss_with_full_text() -> None:
    entry = f"""<item><guid isPermaLink="false">n-1</guid><link>https://example.org/a</link><title>{TITLE}</title>
        <pubDate>Tue, 31 Oct 2023 23:30:00 -0300</pubDate><description>{TEXT}</description>
        <content:encoded><![CDATA[<p>{TEXT}</p><script>x()</script><div>{MORE}<br>اقرأ أيضا: غيره</div>]]>
        </content:encoded>
        </item>"""
    assert article(RSS.format(entry)) == Article(
        "n-1", TITLE, f"{TEXT}\n{MORE}", date(2023, 10, 31), "الشبكة", "https://example.org/a", "ar"
    )


def test_an_entry_of_atom() -> None:
    entry = f"""<entry><id>tag:example.org,2023:1</id><link rel="alternate" href="/a"/>
        <title type="html">هجوم &lt;b&gt;على&lt;/b&gt;
        قاعدة</title><published>2023-10-31T23:30:00-03:00</published><updated>2023-11-02T00:00:00Z</updated>
        <summary>{TEXT}</summary><content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p><p>{MORE}</p></div>
        </content></entry>"""
    assert article(ATOM.format(entry), url="https://example.org/feed/x") == Article(
        "tag:example.org,2023:1", TITLE, f"{TEXT}\n{MORE}", date(2023, 10, 31), "الشبكة", "https://example.org/a", "ar"
    )


def test_an_entry_of_rss_1_with_the_date_of_dublin_core() -> None:
    data = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>الشبكة</title></channel><item rdf:about="https://example.org/a">
        <title>{TITLE}</title><link>https://example.org/a</link><description>{TEXT}</description>
        <dc:date>2023-10-31T22:30:00+03:00</dc:date></item></rdf:RDF>"""
    found = article(data)
    assert (found.id, found.published, found.outlet) == ("https://example.org/a", date(2023, 10, 31), "الشبكة")


def test_a_teaser_is_an_article_of_its_own_words() -> None:
    found = article(RSS.format(f"<item><title>{TITLE}</title><description>{TEXT[:20]}…</description></item>"))
    assert (found.id, found.body) == ("f:1", f"{TEXT[:20]}…")


@pytest.mark.parametrize(
    ("entry", "day"),
    [
        ("<pubDate>Tue, 31 Oct 2023 00:30:00 +0300</pubDate>", date(2023, 10, 31)),
        ("<pubDate>31 Oct 2023 23:59 GMT</pubDate>", date(2023, 10, 31)),
        ("<pubDate>الثلاثاء, 31 أكتوبر 2023 10:00 م</pubDate>", date(2023, 10, 31)),
        ("<pubDate>Tue Oct 31 10:00:00 2023</pubDate>", date(2023, 10, 31)),
        ("<pubDate>2023-10-31 10:00:00</pubDate>", date(2023, 10, 31)),
        ("<pubDate>yesterday</pubDate>", None),
        ("<pubDate>Tue, 99 Oct 2023 00:30:00 +0300</pubDate>", None),
        ("<pubDate/>", None),
        ("", None),
    ],
)
def test_published_is_the_day_as_stated(entry: str, day: date | None) -> None:
    assert article(RSS.format(f"<item><title>{TITLE}</title>{entry}</item>")).published == day


def test_id_and_outlet_and_address_fall_back() -> None:
    link = "<link>https://example.org/a</link>"
    found = article(
        RSS.format(f'<item><title>{TITLE}</title>{link}<source url="https://example.net">وكالة</source></item>')
    )
    assert (found.id, found.outlet, found.url) == ("https://example.org/a", "وكالة", "https://example.org/a")
    assert article(RSS.format(f"<item><title>{TITLE}</title><link>javascript:x()</link></item>")).url is None


def test_bad_entries_are_listed_and_the_others_count() -> None:
    entries = (
        ITEM.format("1")
        + "<item><guid>2</guid><title> </title></item><item><link>https://example.org/3</link><title>English</title></item>"
    )
    outcomes = read(RSS.format(entries + ITEM.format("4")))
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Article)] == ["1", "4"]
    assert [outcome.reason for outcome in outcomes if isinstance(outcome, Rejection)] == [
        "entry 2 (2): no text",
        "entry 3 (https://example.org/3): not Arabic (0% Arabic letters)",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256", "iso8859-6"])
def test_encodings(encoding: str) -> None:
    name = {"cp1256": "windows-1256", "iso8859-6": "ISO-8859-6"}.get(encoding, encoding)
    (found,) = read(RSS.format(ITEM.format("1")).replace('"utf-8"', f'"{name}"').encode(encoding))
    assert isinstance(found, Article)
    assert found.title == TITLE


def test_references_of_html_are_read_although_they_are_no_xml() -> None:
    assert article(RSS.format(ITEM.format("1").replace("هجوم على", "هجوم&nbsp;على"))).title == TITLE


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so() -> None:
    data = RSS.format(ITEM.format("1") + ITEM.format("2"))
    outcomes = read(data[: data.index("</title><description", data.index("<guid>2"))])
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Article)] == ["1", "2"]
    (fault,) = (outcome for outcome in outcomes if isinstance(outcome, Rejection))
    assert fault.reason.startswith("read only in part: no well-formed XML: ")
    assert fault.line is not None


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {"abcdefghij"[n]} "{"&" + "abcdefghij"[n - 1] + ";"}{"&a;" * 9}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "no feed: no XML"),
        ("نص", "no feed: no XML"),
        ("<html><body><p>نص</p></body></html>", "no feed: neither RSS nor Atom"),
        (RSS.format(""), "feed without entries"),
        (
            LAUGHS + "<rss><channel><item><title>&j;</title></item></channel></rss>",
            "entities of its own are not supported",
        ),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss/>', "entities of its own are not supported"),
        (RSS.format("<item/>" * 250_000), "feed too large"),
        (RSS.format("<item " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"), "feed too large"),
        (RSS.format("<item " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(5_000)) + "/>"), "feed too large"),
        (b"\xff\xff\xff", "unknown encoding: save it as UTF-8"),
        ('<rss xmlns:a="&#xD800;"><channel><title>x</channel></rss>', "broken character: half of a surrogate pair"),
    ],
    ids=[
        "empty",
        "text",
        "page",
        "no entries",
        "laughs",
        "outside",
        "many",
        "attributes",
        "namespaces",
        "bytes",
        "surrogate",
    ],
)
def test_what_is_no_feed_or_made_to_harm_is_rejected(data: str | bytes, reason: str) -> None:
    started = time.process_time()
    assert reasons(data) == [reason]
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "inner", ["<a>" * 300_000, "<![CDATA[" * 100_000, "<" * 500_000, "&" * 500_000, "<?" * 300_000]
)
def test_broken_and_deep_xml_is_told_in_bounded_time(inner: str) -> None:
    started = time.process_time()
    assert reasons(RSS.format(ITEM.format("1") + "<item>" + inner))[-1].startswith(
        "read only in part: no well-formed XML"
    )
    assert time.process_time() - started < 5


def test_deep_html_in_an_entry_is_read_in_bounded_time() -> None:
    deep = "<div>" * 200_000
    started = time.process_time()
    found = article(
        RSS.format(f"<item><title>{TITLE}</title><description><![CDATA[{TEXT}{deep}]]></description></item>")
    )
    assert found.body == TEXT
    assert time.process_time() - started < 5


def test_files_by_their_names_and_gzip(tmp_path: Path) -> None:
    for number, name in enumerate(("a.rss", "b.xml", "c.atom", "d.rss.gz")):
        data = (
            ATOM.format(f"<entry><id>{number}</id><title>{TITLE}</title></entry>")
            if name == "c.atom"
            else RSS.format(ITEM.format(number))
        ).encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert [found.id for found in read_inputs([tmp_path]) if isinstance(found, Article)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>أ <b>ب</b>\n ج</p><p> </p><ul><li>د<li>ه</ul>و<br/>ز", "أ ب ج\nد\nه\nو\nز"),
        ("<style>x</style><figure><img><figcaption>x</figcaption></figure><!-- x --><iframe>x</iframe>أ", "أ"),
        ("أ&nbsp;&amp;&#1576;", "أ &ب"),
        ("أ < ب", "أ < ب"),
        ("<title>x</title>أ", "أ"),
        ("", ""),
        ("<!-- -->", ""),
    ],
)
def test_text_of_a_fragment(html: str, text: str) -> None:
    assert fragment_text(html) == text
