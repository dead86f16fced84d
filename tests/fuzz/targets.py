"""The entry points that take input of strangers, each with what must hold for any input.

A check returns where the input was taken, or refused by one of the errors that the entry point documents; it raises
everything else.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

import pyoxigraph as ox

from builder.articles.assemble import MAX_CODE_POINTS, Defaults
from builder.articles.formats import Origin, read_stream
from builder.articles.inputs import read_address
from builder.articles.page_dates import day_in_text
from builder.articles.rejection import Rejection
from builder.articles.web import Fetched
from builder.assembly import assemble
from builder.derived.file import SCHEMA, SEARCH_KEY, SEARCH_SCHEMA
from builder.derived.finding import find
from builder.derived.kinds import SearchKind
from builder.derived.names import Names
from builder.derived.wanted import wanted
from builder.derived.write import put_names
from builder.endpoint.binding import bound_text, limited
from builder.endpoint.limits import Limits
from builder.endpoint.negotiation import choose
from builder.endpoint.problems import ProblemError
from builder.endpoint.protocol import Question, body_kind, read_direct, read_form, read_pairs, read_url
from builder.errors import ArticleError, QueryError
from builder.extraction.dates import find_dates
from builder.extraction.extractor import extract
from builder.extraction.numbers import find_numbers
from builder.graph.iris import article_iri, rejection_iri
from builder.model import Article, Span
from builder.sparql.catalogue import find_query, parse_query
from builder.sparql.lexical import changes_something, graphs_of_from, without_comments
from builder.sparql.parameters import fill_slots, place_before_filling, untyped_term, without_slots
from builder.sparql.refusals import refuse_service, refuse_untrusted
from builder.sparql.run import check_syntax
from builder.text.document import analyse
from builder.text.lines import printable
from builder.text.normalize import normalize, normalize_key, normalize_text
from builder.text.sentences import split_sentences
from builder.text.tokens import clitic_analyses, light_stem
from builder.text.transliterate import slug
from tests.extraction.checks import check as check_extraction
from tests.fuzz import inputs
from ui.filters import address_of, filter_of
from ui.permalinks import pack, unpack
from ui.query_text import as_own
from ui.selection_query import selection_query

ANCHORS = (None, date(2023, 10, 31), date(1800, 1, 1), date(2200, 12, 31))
LIMITS = Limits(workers=1, slow_workers=1)
_LONGEST_REASON = 2_000  # characters: a rejection is shown in one line
_EXECUTED = (
    2_000  # characters of a query that is also run; the library's parser is recursive, and longer ones may exhaust it
)


@dataclass(frozen=True)
class Target:
    """An entry point by its name, the inputs that it is fed, and the check of one input."""

    name: str
    inputs: Callable[[], inputs.Inputs]
    check: Callable[[bytes], None]


# --- readers ---------------------------------------------------------------------------------------------------------


def _reader(suffix: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        _check_outcomes(read_stream(suffix, io.BytesIO(data), Origin(f"in{suffix}", "in"), Defaults()))

    return check


def _check_answer(data: bytes) -> None:
    line, _, body = data.partition(b"\n")
    url, media_type, charset = json.loads(line)
    answer = Fetched(url, media_type, charset, body)
    _check_outcomes(read_address("http://news.example/asked", Defaults(), lambda _: answer))


def _check_outcomes(outcomes: Iterable[tuple[int | None, Article | Rejection]]) -> None:
    """Every input gives something, and what it gives can be stored and shown."""
    found = list(outcomes)
    assert found
    for line, outcome in found:
        assert line is None or line >= 1
        if isinstance(outcome, Rejection):
            assert outcome.reason == " ".join(outcome.reason.split()), outcome.reason
            assert 0 < len(outcome.reason) < _LONGEST_REASON
            assert outcome.kind
            ox.NamedNode(rejection_iri(outcome.source, outcome.line))
            _check_characters(outcome.source, outcome.reason)
        else:
            _check_article(outcome)


def _check_article(article: Article) -> None:
    assert article.id
    assert "\n" not in article.title
    assert 0 < len(article.text.strip()) <= MAX_CODE_POINTS + 1
    assert isinstance(article.published, date | None)
    ox.NamedNode(article_iri(article.id))
    _check_characters(article.id, article.title, article.body, article.outlet or "", article.url or "", article.lang)


def _check_characters(*texts: str) -> None:
    for text in texts:
        text.encode("utf-8")
        ox.Literal(text)


# --- text ------------------------------------------------------------------------------------------------------------


def _article(data: bytes) -> Article:
    title, _, body = data.decode("utf-8", "replace").partition("\n")
    return Article("fuzz", title, body, date(2023, 10, 31))


def _check_text(data: bytes) -> None:
    """Positions lead back to the letters that they came from."""
    article = _article(data)
    document = analyse(article)
    text = article.text
    assert [sentence.index for sentence in document.sentences] == list(range(len(document.sentences)))
    assert all(one.span.end <= other.span.start for one, other in pairwise(document.sentences))
    tokens = document.tokens
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    for sentence in document.sentences:
        assert sentence.tokens
        assert sentence.span == Span(sentence.tokens[0].start, sentence.tokens[-1].end)
        assert sentence.span.end <= len(article.title) or sentence.span.start >= len(article.title)
    for token in tokens:
        assert token.surface == text[token.start : token.end]
        assert token.norm.strip()
        assert clitic_analyses(token.norm)[0].stem == token.norm
        assert light_stem(token.norm)
    _check_normalized(text)
    assert slug(text).isascii()
    assert "\n" not in printable(text)
    day_in_text(text)


def _check_normalized(text: str) -> None:
    found = normalize(text)
    assert found.text == normalize_text(text)
    assert len(found.origin) == len(found.text) + 1
    assert found.origin[-1] == len(text)
    assert all(one <= other for one, other in pairwise(found.origin))
    for place, letter in enumerate(found.text):
        span = found.original_span(place, place + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert letter in normalize_text(span.of(text))
    key = normalize_key(text)
    assert normalize_key(key) == key


def _check_dates(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for sentence in split_sentences(text, 0):
        for anchor in ANCHORS:
            dates = find_dates(sentence, anchor)
            _check_order([found.span for found in dates], sentence.span)
            for found in dates:
                value = found.value
                assert 0 <= found.first < found.last <= len(sentence.tokens)
                assert value.earliest is None or value.latest is None or value.earliest <= value.latest, value
                assert value.resolution
                assert isinstance(value.to_text(), str)
            numbers = find_numbers(sentence, dates)
            _check_order([number.span for number in numbers], sentence.span)
            for number in numbers:
                low, high = number.value.low, number.value.high
                assert low is None or high is None or low <= high, number
                assert number.counted is None or 0 <= number.counted < len(sentence.tokens)


def _check_order(spans: list[Span], whole: Span) -> None:
    assert all(whole.contains(span) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def _check_extractor(data: bytes) -> None:
    """What is extracted are exact parts of the text, and the graph of it can be written and read."""
    article = _article(data)
    try:
        extraction = extract(article)
    except ArticleError:
        return
    check_extraction(extraction)
    quads = assemble(extraction).n_quads()
    assert any(True for _ in ox.parse(quads, format=ox.RdfFormat.N_QUADS))


# --- queries ---------------------------------------------------------------------------------------------------------


def _check_guard(data: bytes) -> None:
    """Whatever passes asks no other machine; refusing and looking at words takes time by the length only."""
    text = data.decode("utf-8", "replace")
    for read in (without_comments, without_slots, changes_something, graphs_of_from):
        read(text)
    _refused(lambda: parse_query("fuzz", text))
    if _refused(lambda: refuse_service(text)):
        return
    passes = not _refused(lambda: refuse_untrusted(text, LIMITS.query_depth))
    if len(text) > _EXECUTED or not passes:
        return
    _refused(lambda: check_syntax(text))
    try:
        answer = ox.Store().query(text)
        if isinstance(answer, ox.QuerySolutions | ox.QueryTriples):
            for _ in answer:
                pass
    except (SyntaxError, ValueError, RuntimeError):
        return  # OSError is what asking another machine ends in here


def _refused(work: Callable[[], object]) -> bool:
    try:
        work()
    except QueryError as error:
        assert str(error).strip()
        return True
    return False


def _check_parameters(data: bytes) -> None:
    """A value is one term of its type, or refused: it never becomes another part of the query."""
    name, _, encoded = data.decode("utf-8", "replace").partition("\n")
    try:
        query = find_query(name)
        pairs = read_pairs(encoded.encode())
    except (QueryError, ProblemError):
        return
    values = dict(pairs)
    _refused(lambda: untyped_term(encoded))
    _refused(lambda: check_syntax(as_own(query, values)))
    for parameter in query.parameters:
        try:
            term = parameter.term(values.get(parameter.name, ""))
        except QueryError:
            continue
        answer = ox.Store().query(f"SELECT * {{ VALUES ?v {{ {term} }} }}")
        assert isinstance(answer, ox.QuerySolutions)
        rows = [row["v"] for row in answer]
        assert len(rows) == 1
        assert str(rows[0]) == str(term) or isinstance(rows[0], ox.Literal)
        filled, rest = fill_slots(query.text, {parameter.name: term})
        assert not rest
        lines = filled.split("\n")
        assert place_before_filling(query.text, {parameter.name: term}, len(lines), 1)[0] <= len(lines)
    try:
        text = limited(bound_text(query, pairs), 10)
    except QueryError:
        return
    refuse_untrusted(text, LIMITS.query_depth)
    check_syntax(text)


def _check_requests(data: bytes) -> None:
    """A request becomes a question within its limits, or a problem with a status of its own."""
    parts = (data.split(b"\n", 3) + [b""] * 4)[:4]
    kind, accept = (part.decode("latin-1") for part in parts[:2])
    for work in (
        lambda: body_kind(kind, None),
        lambda: choose(accept),
        lambda: read_url(parts[2], LIMITS),
        lambda: read_form(parts[3], parts[2], LIMITS),
        lambda: read_direct(parts[3], parts[2], LIMITS),
    ):
        try:
            found = work()
        except ProblemError as problem:
            assert 400 <= problem.status < 500, problem
            continue
        if isinstance(found, Question):
            refuse_untrusted(found.text, LIMITS.query_depth)


@cache
def _index() -> sqlite3.Connection:
    """An index of some words as names, made as that of a snapshot is."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA + SEARCH_SCHEMA)
    connection.execute("INSERT INTO meta VALUES (?, 'fts5')", (SEARCH_KEY,))
    named = enumerate(inputs.words()[:200])
    names = (Names(f"https://example.org/{number}", SearchKind.ACTOR, name, "") for number, name in named)
    put_names(connection, names, can_search=True)
    return connection


def _check_searches(data: bytes) -> None:
    """What is looked for is no syntax: it finds things or none, at most as many as were asked for, the best first."""
    text = data.decode("utf-8", "replace")
    found = find(_index(), wanted(text, (), 5))
    assert len(found) <= 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def _check_links(data: bytes) -> None:
    """What an address holds is a filter whose query can be asked, or a text that packs again; else nothing."""
    pairs = [tuple(map(unquote, pair.partition("=")[::2])) for pair in data.decode("latin-1").split("&")]
    for name, value in pairs:
        text = unpack(value) if name == "packed" else None
        if text is not None:
            packed = pack(text)
            assert packed is None or unpack(packed) == text
            _refused(lambda text=text: parse_query("fuzz", text))  # type: ignore[misc]
    address: dict[str, list[str]] = {}
    for name, value in pairs:
        address.setdefault(name, []).append(value)
    chosen = filter_of(address)
    assert filter_of(address_of(chosen)) == chosen
    text = selection_query(chosen)
    refuse_service(text)
    check_syntax(text)


TARGETS = {
    target.name: target
    for target in (
        *(Target(f"reader{suffix}", make, _reader(suffix)) for suffix, make in inputs.READERS.items()),
        *(
            Target(f"reader{suffix}.gz", lambda make=make: inputs.packed(make()), _reader(f"{suffix}.gz"))  # type: ignore[misc]
            for suffix, make in inputs.READERS.items()
        ),
        Target("web-answer", inputs.answers, _check_answer),
        Target("text", inputs.article_texts, _check_text),
        Target("dates-numbers", inputs.date_texts, _check_dates),
        Target("extractor", inputs.article_texts, _check_extractor),
        Target("sparql-guard", inputs.sparql, _check_guard),
        Target("query-parameters", inputs.parameters, _check_parameters),
        Target("endpoint-requests", inputs.requests, _check_requests),
        Target("search", inputs.searches, _check_searches),
        Target("interface-links", inputs.links, _check_links),
    )
}
"""All entry points by name."""
