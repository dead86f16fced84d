"""What the entry points are fed: seeds of the examples with edits, and texts made of the words that readers look for.

Every input is a sequence of bytes, so that one that was found can be kept as a file.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import strategies as st

from builder.resources import read_table
from builder.sparql.catalogue import catalogue

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LONGEST = 20_000  # bytes; the bounds above it have tests of their own (tests/faults)
_MOST_EDITS = 6
_MOST_TIMES = 2_000

Inputs = st.SearchStrategy[bytes]

_CONTROLS = (
    *"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u0640",
    *"\u0610\u064b\u064e\u0651\u0654\u0670\u06d6\u0300\u20dd",
    *"\0\x01\x0b\x0c\x1b\x1c\x1e\x7f\x85\xa0\u2028\u2029\t\r\n",
    *"\ufdfa\ufdf2\ufefb\ufc5e\u1d7ce\U0001f4a5\U0001d7ce\U000e0041\u3000\u0130\u1e9e\ud7ff\uffff",
)
_MARKS = (*".,:;!?()[]{}<>\"'«»“”‘’-–—/\\|%#*…", "،", "؛", "؟", "٪", "٫", "٬", "..", "...", "\n", "\n\n", " - ")
_DIGITS = ("0", "1", "7", "12", "300", "1,000", "2.5", "٣٥", "۱۲", "٢٠٢٣", "2023", "1445", "99999999999999999999")
_DAYS = ("2023-10-07", "31/12/2023", "0/0/0", "29/2/2023", "10:30", "7-10", "٧/١٠", "2023-13-45", "00-00-0000")
_FILLERS = (
    *("بغداد", "حلب", "غزة", "مأرب", "داعش", "تنظيم الدولة", "الجيش السوري", "رويترز", "قال", "إن", "في", "من"),
    *("مسلحون", "مجهولون", "ثلاثة", "قتلى", "جريحاً", "أمس", "الثلاثاء", "الماضي", "منذ", "حتى", "بين", "و", "لـ"),
)
_TABLES = {
    "lexicon.tsv": "lemma",
    "function_words.tsv": "word",
    "months.tsv": "form",
    "date_words.tsv": "form",
    "number_words.tsv": "form",
}


@cache
def words() -> tuple[str, ...]:
    """Words with a function in reports, in dates and in numbers."""
    found = {row[column] for table, column in _TABLES.items() for row in read_table(table)}
    return (*sorted(found), *_FILLERS)


def _pieces(kinds: Sequence[Sequence[str]]) -> st.SearchStrategy[str]:
    """Text of some dozens of pieces, mostly with a blank between them."""
    piece = st.one_of([st.sampled_from(kind) for kind in kinds])
    return st.lists(st.tuples(piece, st.sampled_from((" ", " ", " ", "", "  "))), max_size=60).map(
        lambda pairs: "".join(text + blank for text, blank in pairs)
    )


def news() -> st.SearchStrategy[str]:
    """Words of reports with numerals, marks and controls in between; sometimes any text at all."""
    return st.one_of(
        _pieces((words(), words(), _FILLERS, _DIGITS, _MARKS)),
        _pieces((words(), _FILLERS, _DIGITS, _DAYS, _MARKS, _CONTROLS)),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    )


def counted() -> st.SearchStrategy[str]:
    """Words of dates and numbers, close together."""
    found = [row[column] for table, column in list(_TABLES.items())[2:] for row in read_table(table)]
    return _pieces(
        (sorted(set(found)), _DIGITS, _DAYS, ("من", "إلى", "و", "عام", "سنة", "يوم", "-", "/", "،", "قتيلاً"))
    )


def edited(seeds: Sequence[bytes], tokens: Sequence[bytes]) -> Inputs:
    """One of *seeds* with a few edits: *tokens* and bytes put in, ranges removed, moved, doubled and repeated."""
    place = st.integers(0, LONGEST)
    edit = st.tuples(
        st.sampled_from(("insert", "insert", "delete", "repeat", "copy", "byte", "cut", "splice")),
        place,
        st.one_of(st.integers(0, 12), place),
        st.one_of(st.sampled_from(tokens), st.binary(max_size=4)),
        st.integers(0, 255),
    )

    def build(drawn: tuple[bytes, bytes, list[tuple[str, int, int, bytes, int]]]) -> bytes:
        data, other, edits = drawn
        for kind, first, second, token, value in edits:
            data = _edit(data, kind, first, second, token, value, other)[:LONGEST]
        return data

    seed = st.sampled_from(list(seeds))
    return st.tuples(seed, seed, st.lists(edit, max_size=_MOST_EDITS)).map(build)


def _edit(data: bytes, kind: str, first: int, second: int, token: bytes, value: int, other: bytes) -> bytes:
    at = first % (len(data) + 1)
    end = min(len(data), at + second)
    match kind:
        case "insert":
            return data[:at] + token + data[at:]
        case "delete":
            return data[:at] + data[end:]
        case "repeat":
            piece = token or data[at:end]
            times = min(1 + value * _MOST_TIMES // 255, LONGEST // max(1, len(piece)))
            return data[:at] + piece * times + data[at:]
        case "copy":
            to = second % (len(data) + 1)
            return data[:to] + data[at : at + 400] + data[to:]
        case "byte":
            return data[:at] + bytes((value,)) + data[at + 1 :]
        case "cut":
            return data[:at]
    return data[:at] + other[second % (len(other) + 1) :]


def _encoded(texts: st.SearchStrategy[str]) -> Inputs:
    encoding = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "cp1256", "utf-8-sig"))
    return st.tuples(texts, encoding).map(lambda pair: pair[0].encode(pair[1], "replace"))


def _tokens(*texts: str) -> tuple[bytes, ...]:
    own = [text.encode() for text in (*texts, *_CONTROLS, *_MARKS, *_FILLERS[:6])]
    return (*own, b"\xff", b"\xfe\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf")


# --- articles --------------------------------------------------------------------------------------------------------


@cache
def texts() -> tuple[bytes, ...]:
    """The example articles as plain text."""
    return tuple(path.read_bytes() for path in sorted(EXAMPLES.glob("*.txt")))


@cache
def _articles() -> tuple[dict[str, str], ...]:
    lines = (EXAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


def article_texts() -> Inputs:
    """Title, line feed, text: in UTF-8."""
    return st.one_of(edited(texts(), _tokens("\n")), _encoded_plain(news()))


def _encoded_plain(made: st.SearchStrategy[str]) -> Inputs:
    return made.map(str.encode)


def date_texts() -> Inputs:
    """Dates and numbers in UTF-8."""
    return st.one_of(_encoded_plain(counted()), _encoded_plain(news()), edited(texts(), _tokens(*_DAYS)))


def _txt() -> Inputs:
    return st.one_of(edited(texts(), _tokens("\r\n", "#خبر")), _encoded(news()))


def _html() -> Inputs:
    page = (EXAMPLES / "rockets-kormor.html").read_bytes()
    tags = (
        "<p>",
        "</p>",
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<script>",
        "<!--",
        "<![CDATA[",
        "<svg>",
        "&#0;",
        "&#xd800;",
    )
    dated = (
        '<meta property="article:published_time" content="2023-10-07">',
        '<meta charset="utf-7">',
        '<time datetime="2023-10-07T99:99">',
        '<script type="application/ld+json">{"@graph":[[{"datePublished":1,"publisher":{"name":{}}}]]}</script>',
        "نشر في: 31/12/2023",
        '<link rel="canonical" href="http://[">',
        '<base href="//">',
    )
    wrapped = news().map(lambda text: f"<html><body><h1>خبر</h1><article><p>{text}</p></article></body></html>")
    escaped = news().map(lambda text: f"<article><h1>خبر</h1><p>{escape(text)} {escape(text)}</p></article>")
    return st.one_of(edited((page,), _tokens(*tags, *dated)), _encoded(wrapped), _encoded(escaped))


_KEYS = ("id", "title", "text", "published", "outlet", "url", "lang", "other")


def _values() -> st.SearchStrategy[object]:
    known = st.sampled_from(
        ("2023-10-07", "0001-01-01", "ar", "http://[", "2023-10-07T00:00:00Z", " ", "\ud800", "a" * 400)
    )
    scalar = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), news(), known)
    return st.recursive(
        scalar,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(news(), inner, max_size=2)),
        max_leaves=4,
    )


def _jsonl() -> Inputs:
    line = st.one_of(
        st.fixed_dictionaries(
            {"title": news(), "text": news()}, optional={key: _values() for key in _KEYS[:1] + _KEYS[3:]}
        ),
        st.dictionaries(st.sampled_from(_KEYS), _values(), max_size=5),
    )
    lines = st.lists(line.map(json.dumps), min_size=1, max_size=4).map(lambda found: "\n".join(found).encode())
    tokens = ('"', "{", "}", "[", "\\ud83d", "\\u0000", "1e999", "NaN", '{"text":', "9" * 5000, "\n", "\r")
    return st.one_of(lines, edited(((EXAMPLES / "articles.jsonl").read_bytes()[:6000],), _tokens(*tokens)))


def _table(delimiter: str) -> Inputs:
    @cache
    def seeds() -> tuple[bytes, ...]:
        rows = [delimiter.join(_KEYS[:6])]
        for article in _articles()[:3]:
            rows.append(delimiter.join(f'"{article.get(key, "")[:300]}"'.replace("\n", " ") for key in _KEYS[:6]))
        arabic = (
            delimiter.join(("العنوان", "النص", "التاريخ"))
            + "\n"
            + delimiter.join(("خبر", "هجوم في بغداد", "7 أكتوبر 2023"))
        )
        return ("\n".join(rows).encode(), arabic.encode(), f"sep={delimiter}\n{arabic}".encode())

    row = st.lists(news(), min_size=1, max_size=4).map(lambda cells: delimiter.join(f'"{cell}"' for cell in cells))
    made = st.lists(row, min_size=1, max_size=4).map(
        lambda rows: "\n".join(("id" + delimiter + "title" + delimiter + "text", *rows))
    )
    return st.one_of(edited(seeds(), _tokens('"', '""', ",", ";", "\t", "\r", "\r\n", "sep=,", "\0")), _encoded(made))


@cache
def _feeds() -> tuple[bytes, ...]:
    text = escape(_articles()[0]["text"][:600])
    rss = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>صحيفة</title>'
        f"<item><title>خبر</title><guid>g-1</guid><link>/1</link><pubDate>Sat, 07 Oct 2023 10:00:00 +0300</pubDate>"
        f"<description><![CDATA[<p>{text}</p>]]></description></item></channel></rss>"
    )
    atom = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة</title><entry><title>خبر</title>'
        f"<id>urn:1</id><updated>2023-10-07T10:00:00Z</updated><content type='html'>{text}</content></entry></feed>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<item><title>خبر</title><link>http://news.example/1</link><description>{text}</description></item></rdf:RDF>"
    )
    return rss.encode(), atom.encode(), rdf.encode()


def _feed() -> Inputs:
    tokens = (
        *(
            "<item>",
            "</item>",
            "<entry>",
            "<![CDATA[",
            "]]>",
            "&nbsp;",
            "&#xD800;",
            "&x;",
            "<!ENTITY x 'y'>",
            "<!DOCTYPE a>",
        ),
        *("<georss:point>1 2</georss:point>", "<pubDate>99 99 99</pubDate>", "<pubDate>0</pubDate>", "xmlns:a='b'"),
        *("<itunes:image/>", "<media:content url='http://['/>", "<link href='http://['/>", "<content src='x'/>"),
        *("<pubDate>2023-10-07T25:61:61+99:99</pubDate>", "<updated>٧ أكتوبر ٢٠٢٣</updated>", "xml:base='http://['"),
    )
    return edited(_feeds(), _tokens(*tokens))


def warc(pages: Sequence[bytes], coding: str = "") -> bytes:
    """An archive of responses, one to each page."""
    out = io.BytesIO()
    for number, page in enumerate(pages):
        body = gzip.compress(page, mtime=0) if coding == "gzip" else page
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n\r\n"
        record = WarcRecord()
        record.init_headers(
            record_type=WarcRecordType.response, record_urn=b"<urn:uuid:00000000-0000-0000-0000-000000000000>"
        )
        record.headers["WARC-Target-URI"] = f"http://news.example/{number}"
        record.headers["WARC-Date"] = "2023-10-07T00:00:00Z"
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(head.encode() + body)
        record.write(out)
    return out.getvalue()


@cache
def _warcs() -> tuple[bytes, ...]:
    page = (EXAMPLES / "rockets-kormor.html").read_bytes()
    return warc((page, page[:900])), warc((page,), "gzip"), warc((page,)).replace(b"utf-8", b"utf-7")


def _warc() -> Inputs:
    heads = (
        *(
            "\r\n",
            "\r\n\r\n",
            "WARC/1.0\r\n",
            "WARC/1.1\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 99999999999\r\n",
        ),
        *(
            "Content-Length: -1\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: br\r\n",
            "WARC-Type: response\r\n",
        ),
        *(
            "Content-Encoding: deflate\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 \r\n",
            "WARC-Truncated: length\r\n",
            "0\r\n",
        ),
        *("WARC-Target-URI: <http://[>\r\n", "WARC-Target-URI: \r\n", "Content-Type: text/html; charset=\r\n"),
    )
    return edited(_warcs(), _tokens(*heads))


READERS: dict[str, Callable[[], Inputs]] = {
    ".txt": _txt,
    ".html": _html,
    ".jsonl": _jsonl,
    ".csv": lambda: _table(","),
    ".tsv": lambda: _table("\t"),
    ".xml": _feed,
    ".warc": _warc,
}
"""The inputs of each reader by the suffix of its files."""


def packed(inner: Inputs) -> Inputs:
    """The same as gzip files, of one or more members, some of them damaged."""
    whole = inner.map(lambda data: gzip.compress(data, 1, mtime=0))
    several = st.lists(inner, min_size=2, max_size=3).map(
        lambda parts: b"".join(gzip.compress(part, 1, mtime=0) for part in parts)
    )
    damage = st.lists(st.tuples(st.integers(0, LONGEST), st.integers(0, 255), st.booleans()), min_size=1, max_size=4)

    def damaged(pair: tuple[bytes, list[tuple[int, int, bool]]]) -> bytes:
        data = bytearray(pair[0])
        for place, value, cuts in pair[1]:
            at = place % (len(data) + 1)
            data[at : at if cuts else at + 1] = bytes((value,))
        return bytes(data)

    return st.one_of(whole, several, st.tuples(whole, damage).map(damaged))


def answers() -> Inputs:
    """What a web server may answer: a line with address, media type and charset, and a body."""
    types = (
        *("text/html", "application/rss+xml", "text/plain", "", "application/jsonl", "text/csv", "application/warc"),
        *("application/gzip", "application/octet-stream", "image/png", "text/xml"),
    )
    addresses = ("http://news.example/1", "http://news.example/a.csv.gz", "http://[::1]:8/?x", "https://a/%25zz")
    charset = st.sampled_from(
        (None, "utf-8", "windows-1256", "utf-16", "utf-7", "idna", "punycode", "x", "iso-8859-1", "\0")
    )
    line = st.tuples(st.sampled_from(addresses), st.sampled_from(types), charset)
    body = st.one_of([make() for make in READERS.values()])
    return st.tuples(line, body).map(lambda pair: json.dumps(pair[0]).encode() + b"\n" + pair[1])


# --- queries ---------------------------------------------------------------------------------------------------------

_SPARQL = (
    *("SELECT", "*", "WHERE", "{", "}", "(", ")", "?s", "?p", "$o", ".", ";", ",", "a", "ASK", "CONSTRUCT", "DESCRIBE"),
    *("SERVICE", "SERVICE SILENT", "service", "SeRvIcE", "\\u0053ERVICE", "SERV\\u0049CE", "<urn:a>", "<", ">", "<2)"),
    *("BASE <http://a/>", "PREFIX : <urn:x:>", "PREFIX a.b: <urn:>", ":", ":a", "a:b", "a:b.c", ":a\\.b", "\\", "\\'"),
    *('"', "'", '"""', "'''", '"a"', "'a'", '"\\""', "#", "#\n", "\n", "\r", "\t", "@en", "^^", "_:b", "[]", "[", "]"),
    *(
        "FILTER",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "GRAPH ?g",
        "VALUES",
        "UNDEF",
        "BIND",
        "AS",
        "NOT EXISTS",
        "IN",
        "1",
        "1.5",
    ),
    *(
        "FROM",
        "FROM NAMED",
        "LIMIT 1",
        "ORDER BY",
        "GROUP BY",
        "HAVING",
        "INSERT DATA",
        "DELETE WHERE",
        "LOAD",
        "CLEAR ALL",
    ),
    *(
        "<http://127.0.0.1:9/>",
        "1<2",
        "<<",
        ">>",
        "{|",
        "|}",
        "^",
        "/",
        "|",
        "+",
        "!",
        "&&",
        "||",
        "=",
        "<=",
        "regex(?s,'a')",
    ),
    *("\u0640", "\u2028", "\ufeff", "é", "\U0001f4a5", "%20", "\0", "ß", "ſ", "SERVıCE", "ＳＥＲＶＩＣＥ"),
)
_SERVICES = (
    "SELECT * { SERVICE <urn:a> { ?s ?p ?o } }",
    "PREFIX : <urn:x:> SELECT * { :a :b 'c' . SERVICE :d { } }",
    "ASK { { SERVICE ?s { ?s ?p ?o } } UNION { BIND(1<2 AS ?a) } }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "SELECT * FROM <urn:g> FROM NAMED <urn:h> { GRAPH ?g { ?s ?p '''a''' } } # SERVICE",
)


# What stands in a group without emptying it, and may mislead whoever looks for keywords by letters.
_BESIDE = (
    *(
        "FILTER(1<2)",
        "FILTER(1<2||3>2)",
        "FILTER(?x<2&&3>?y)",
        'BIND("a" AS ?x)',
        r"BIND('\'' AS ?x)",
        r'BIND("\"" AS ?x)',
    ),
    *('BIND("""a"b""" AS ?x)', "BIND('#' AS ?x)", "BIND(<urn:#a> AS ?x)", 'BIND("\'" AS ?x)', "BIND('''\n''' AS ?x)"),
    *(
        r"OPTIONAL { ?s :a\.b 'c'@en }",
        r"OPTIONAL { ?s :a.b :c\# . }",
        r"OPTIONAL { ?s a:b\' ?o }",
        "VALUES ?v { UNDEF }",
    ),
    *('# "\n', "# '\n", "#\n", "{}", "BIND(:a AS ?x)", "BIND('a'^^:b AS ?x)", "OPTIONAL { ?s ?p 1.5, true; a [] }"),
    *("FILTER(?x<:a)", "FILTER(1<2)#>\n", "BIND(<urn:'> AS ?x)", 'BIND("SERVICE" AS ?x)', "BIND(?service AS ?x)"),
)
_CALLS = ("SERVICE", "service", "SeRvIcE", "SERVICE SILENT", "SERVICE#\n", "SERVICE\t", r"\u0053ERVICE", "SERVICE\r\n")
_CALLED = ("<urn:a>", ":", ":a", "a:", "a:b", "<>", "<#>", "service:x", "<urn:b>#\n", r":a\.b")
_PROLOGUES = ("", "BASE <urn:x:>", "PREFIX service: <urn:s:>", "# c\n", "#'\n", "PREFIX:<urn:y:>")
_NEEDED = "PREFIX : <urn:y:> PREFIX a: <urn:z:>"
_FRAMES = (
    "SELECT * { %s }",
    "SELECT * WHERE { { %s } }",
    "ASK { { %s } UNION { } }",
    "SELECT ?x { { SELECT * { %s } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { %s }",
    "SELECT * FROM <urn:g> { GRAPH ?g { } %s }",
    "SELECT * { FILTER(1<2) FILTER EXISTS { %s } }",
)


def calls() -> Inputs:
    """Queries that are mostly right, and ask another machine in some spelling between things that may hide it."""
    gap = st.sampled_from(("", "", " ", "\n"))
    beside = st.lists(st.sampled_from(_BESIDE), max_size=2).map(" ".join)
    call = st.tuples(
        st.sampled_from(_CALLS), gap, st.sampled_from(_CALLED), gap, st.sampled_from(("{}", "{ ?s ?p ?o }"))
    )
    group = st.tuples(beside, gap, call.map("".join), gap, beside).map("".join)
    prologue = st.lists(st.sampled_from(_PROLOGUES), max_size=2).map(" ".join)
    return st.tuples(prologue, st.sampled_from(_FRAMES), group).map(
        lambda parts: f"{_NEEDED} {parts[0]} {parts[1].replace('%s', parts[2])}".encode()
    )


def sparql() -> Inputs:
    """Queries: those of the catalogue and a few others with edits, and keywords, names and marks in any order."""
    seeds = [query.text.encode() for query in catalogue()] + [text.encode() for text in _SERVICES] * 6
    tokens = [token.encode() for token in _SPARQL]
    blank = st.sampled_from(("", " ", " ", "\n"))
    mixed = st.lists(st.tuples(st.sampled_from(_SPARQL), blank), max_size=25).map(
        lambda pairs: "".join(token + space for token, space in pairs).encode()
    )
    clause = mixed.map(lambda inner: b"SELECT * { " + inner + b" SERVICE<urn:a>{} }")
    few = edited([text.encode() for text in _SERVICES], tokens)
    return st.one_of(edited(seeds, tokens), few, mixed, clause, calls(), calls())


_PARAMETER_VALUES = (
    *(
        "2023-10-07",
        "20231007",
        "2023-W40",
        "0001-01-01",
        "٢٠٢٣-١٠-٠٧",
        "12",
        "-0",
        "+1",
        "1_000",
        "٣",
        "9" * 5000,
        "1e5",
    ),
    *(
        ".5",
        "1.",
        "²",
        "true",
        "TRUE",
        "http://a/b",
        "<http://a>",
        "<<http://a>>",
        "urn:a",
        "urn:a> . ?s",
        "http://[",
        "a:",
    ),
    *(
        '"',
        "'",
        "\\",
        "\n",
        "\r",
        "}",
        "} SERVICE <urn:a> {",
        "UNDEF",
        "?x",
        "\0",
        "\ud7ff",
        "\uffff",
        "<",
        "<>",
        " ",
        "",
    ),
)


def parameters() -> Inputs:
    """The name of a query, a line feed, and the names and values of an address."""
    queries = catalogue()
    names = sorted({parameter.name for query in queries for parameter in query.parameters})
    value = st.one_of(st.sampled_from(_PARAMETER_VALUES), news(), st.text(max_size=20))
    pair = st.tuples(st.one_of(st.sampled_from(names), st.sampled_from(("format", "", "lang", "x"))), value)
    plain = st.tuples(st.sampled_from(queries), st.lists(pair, max_size=4)).map(
        lambda drawn: _address(drawn[0].name, drawn[1])
    )

    def own(drawn: tuple[int, list[str]]) -> bytes:
        query = queries[drawn[0] % len(queries)]
        pairs = [(parameter.name, value) for parameter, value in zip(query.parameters, drawn[1], strict=False)]
        return _address(query.name, pairs)

    fitting = st.tuples(st.integers(0, len(queries) - 1), st.lists(value, max_size=8)).map(own)
    seeds = (b"claims\narticle=a%20b&since=2023-10-07", b"attack-roles\narticle=%D8%A7")
    return st.one_of(plain, fitting, edited(seeds, (b"&", b"=", b"%", b"%00", b"%ff", b"+", b"\n", b"%ED%A0%80")))


def _address(name: str, pairs: list[tuple[str, str]]) -> bytes:
    return f"{name}\n".encode() + _form(pairs)


def _form(pairs: Sequence[tuple[str, str]]) -> bytes:
    from urllib.parse import quote

    return "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'replace'))}" for name, value in pairs).encode()


def requests() -> Inputs:
    """Three lines: content type, Accept header, parameters of an address; the rest is a body."""
    types = (
        *(
            "application/sparql-query",
            "application/x-www-form-urlencoded",
            "application/sparql-update",
            "",
            "a/b; charset=x",
        ),
        *("application/sparql-query; charset=UTF-8", "application/sparql-query;;=;charset", "TEXT/PLAIN"),
    )
    accepts = (
        "*/*",
        "text/csv;q=0",
        "text/*;q=0.5,*/*;q=0.1",
        ";;;,,",
        "a/b;q=9",
        "application/json;q=٠",
        "text/html",
        "q=1",
    )
    names = ("query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "x", "lang")
    text = sparql().map(lambda data: data.decode("utf-8", "replace"))
    value = st.one_of(text, st.sampled_from(_PARAMETER_VALUES))
    form = st.lists(st.tuples(st.sampled_from(names), value), max_size=3).map(_form)
    wild = edited((b"query=ASK%7B%7D&default-graph-uri=urn:a",), (b"&", b"=", b"%", b"%00", b"%ff", b"+", b"%ED%A0%80"))
    line = st.one_of(form, wild).map(lambda data: data.replace(b"\n", b"%0A"))
    body = st.one_of(sparql(), form, wild)
    header = st.tuples(st.sampled_from(types), st.sampled_from(accepts)).map(lambda pair: "\n".join(pair).encode())
    return st.tuples(header, line, body).map(b"\n".join)


def searches() -> Inputs:
    """Names and parts of them between what is syntax in the engine that searches, in any order."""
    marks = ('"', '""', "*", "^", ":", "(", ")", "{", "}", "+", "-", ",", "'", "\\", "\0")
    syntax = (*marks, "AND", "OR", "NOT", "NEAR(a b, 2)", "name :")
    given = st.one_of(_pieces((words(), _FILLERS, syntax, _CONTROLS, _MARKS)), news())
    return _encoded_plain(given)


def links() -> Inputs:
    """Parameters of the interface's addresses: filters with their values, and packed texts of queries."""
    names = (
        *("text", "since", "until", "type", "status", "kind", "place", "actor", "target", "weapon", "source", "basis"),
        *("background", "conflicts", "confidence"),
    )
    values = (
        *(
            "AirStrike",
            "occurred",
            "claimed",
            "yes",
            "no",
            "0.5",
            "nan",
            "inf",
            "place/baghdad",
            "urn:a",
            "a b",
            "{}",
            ":",
        ),
        *("attack", "series", 'group/x"> } SERVICE', "0001-01-01", "9999-12-31", "2023-10-07", *_PARAMETER_VALUES),
    )
    value = st.one_of(st.sampled_from(values), news(), st.text(max_size=12))
    filters = st.lists(st.tuples(st.sampled_from(names), value), max_size=6).map(_form)
    zipped = st.one_of(sparql(), st.just(b"a" * 500_000)).map(lambda data: zlib.compress(data, 9))
    cut = st.tuples(zipped, st.integers(0, 60)).map(lambda pair: pair[0][: max(0, len(pair[0]) - pair[1])])
    letters = st.one_of(zipped, cut, st.binary(max_size=60)).map(
        lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")
    )
    wild = edited((b"eJwLdvVxdQ5RMFSoVqgtBgAWgAPq",), (b"=", b"-", b"_", b"+", b"/", "é".encode(), b"\xff"))
    packed_text = st.one_of(letters, wild).map(lambda data: b"text=" + data)
    return st.one_of(filters, packed_text.map(lambda data: data.replace(b"text=", b"packed=")), filters)
