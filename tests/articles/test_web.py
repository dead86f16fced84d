from __future__ import annotations

import gzip
import ipaddress
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from builder.articles.assemble import Defaults
from builder.articles.inputs import read_address, read_inputs
from builder.articles.rejection import Rejection
from builder.articles.web import Address, Limits, fetch, is_public
from builder.errors import ArticleError
from builder.model import Article

PARAGRAPH = "قال مسؤول عسكري إن القاعدة الجوية تعرضت مساء أمس لهجوم بطائرتين مسيرتين من دون وقوع إصابات بين الجنود."
TITLE = "هجوم على قاعدة"
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    f"<p>{PARAGRAPH}</p></article></body></html>"
)
FEED = (
    "<rss version='2.0'><channel><title>الشبكة</title>"
    f"<item><link>/a</link><title>{TITLE}</title></item></channel></rss>"
)
HOME = "127.0.0.1"
QUICK = Limits(size=100_000, seconds=1.5, wait=1, redirects=3)


@dataclass
class Site:
    """A server on this machine; ``answers`` holds what each path does, ``asked`` the requests."""

    url: str
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def serve(self, path: str, data: bytes | str, **headers: str) -> str:
        body = data.encode() if isinstance(data, str) else data

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def redirect(self, path: str, location: str, status: int = 302) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", location)
            handler.end_headers()

        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers["Host"]))
            try:
                made.answers[self.path](self)
            except KeyError:
                self.send_error(404)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server((HOME, 0), Handler)
    made = Site(f"http://{HOME}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


def here(address: Address) -> bool:
    """Lets a test reach its own server, and nothing else on this machine."""
    return str(address) == HOME or is_public(address)


local = partial(fetch, limits=QUICK, reachable=here)


def reason(url: str, get: Callable[[str], object] = local) -> str:
    with pytest.raises(ArticleError) as caught:
        get(url)
    assert caught.value.line is None
    return caught.value.reason


def read(url: str) -> list[Article | Rejection]:
    return [outcome for _, outcome in read_address(url, Defaults(), local)]


def test_a_page_is_read_under_its_address(site: Site) -> None:
    url = site.serve("/a?q=1", PAGE, Content_Type="text/html; charset=utf-8")
    (article,) = read(url + "#part")
    assert article == Article(url, TITLE, PARAGRAPH, url=url)
    assert site.asked == [("/a?q=1", site.url.removeprefix("http://"))]


def test_arabic_letters_in_an_address_are_encoded(site: Site) -> None:
    site.serve("/%D8%AE%D8%A8%D8%B1", PAGE, Content_Type="text/html")
    (article,) = read(f"{site.url}/خبر")
    assert isinstance(article, Article)
    assert article.id == f"{site.url}/خبر"
    assert article.url == f"{site.url}/%D8%AE%D8%A8%D8%B1"


@pytest.mark.parametrize(
    ("path", "data", "media_type", "ids"),
    [
        ("/feed", FEED, "application/rss+xml", ["{}/a"]),
        ("/feed", FEED, "text/xml; charset=utf-8", ["{}/a"]),
        ("/feed", FEED, "text/html", ["{}/a"]),
        ("/page", PAGE, "application/xml", ["{}/page"]),
        ("/rows", f'{{"id": "x", "title": "{TITLE}"}}\n{{}}\n', "application/x-ndjson", ["x", "no text"]),
        ("/rows.jsonl", f'{{"title": "{TITLE}"}}', "text/plain", ["{}/rows.jsonl:1"]),
        ("/rows", f"id;title\nx;{TITLE}\n", "text/csv", ["x"]),
        ("/rows.tsv", f"id\ttitle\nx\t{TITLE}\n", "application/octet-stream", ["x"]),
        ("/rows.csv.gz", gzip.compress(f"id;title\nx;{TITLE}\n".encode()), "application/gzip", ["x"]),
        ("/text", f"{TITLE}\n{PARAGRAPH}", "text/plain", ["{}/text"]),
        ("/text", f"{TITLE}\n{PARAGRAPH}".encode("cp1256"), "text/plain; charset=windows-1256", ["{}/text"]),
        ("/a.pdf", b"%PDF", "application/pdf", ["unsupported: its media type is application/pdf"]),
        ("/a.html", b"\x89PNG", "image/png", ["unsupported: its media type is image/png"]),
        ("/bytes", b"x", "application/octet-stream", ["unsupported: its media type is application/octet-stream"]),
        ("/json", "{}", "application/json", ["unsupported: its media type is application/json"]),
        ("/empty", "", "text/html", ["no article found"]),
    ],
)
def test_the_media_type_decides(site: Site, path: str, data: bytes | str, media_type: str, ids: list[str]) -> None:
    outcomes = read(site.serve(path, data, Content_Type=media_type))
    told = [outcome.id if isinstance(outcome, Article) else outcome.reason for outcome in outcomes]
    assert [text.replace(site.url, "{}") for text in told] == ids


def test_links_of_a_feed_are_completed(site: Site) -> None:
    (article,) = read(site.serve("/feed/", FEED, Content_Type="application/rss+xml"))
    assert isinstance(article, Article)
    assert (article.url, article.outlet) == (f"{site.url}/a", "الشبكة")


def test_redirects_are_followed_and_the_id_is_the_address_as_given(site: Site) -> None:
    site.serve("/to?خ=1".replace("خ", "x"), PAGE, Content_Type="text/html")
    site.redirect("/b", "to?x=1", 301)
    (article,) = read(site.redirect("/a", f"{site.url}/b", 308))
    assert isinstance(article, Article)
    assert (article.id, article.url) == (f"{site.url}/a", f"{site.url}/to?x=1")


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.redirect("/b", "/a")
    assert reason(site.redirect("/a", "/b")) == "more than 3 redirects"
    assert len(site.asked) == 4


LOCAL_HOSTS = [
    "127.0.0.2",
    "127.1.2.3",
    "2130706434",
    "0177.0.0.2",
    "0x7f.0.0.2",
    "0x7f000002",
    "127.2",
    "0.0.0.0",
    "0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "2852039166",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.2]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.2]",
    "[64:ff9b::127.0.0.2]",
    "[2002:7f00:2::]",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems read fewer forms of addresses")
@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_no_redirect_and_no_address_leads_into_the_own_network(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    inside = f"http://{host}:{port}/secret"
    told = reason(site.redirect("/a", inside))
    assert "is no public address" in told or "cannot be fetched" in told
    assert "is no public address" in reason(inside) or "cannot be fetched" in reason(inside)
    assert [path for path, _ in site.asked] == ["/a"]


def test_the_own_machine_by_name_is_refused(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    assert "is no public address" in reason(f"http://localhost:{port}/", fetch)
    assert "is no public address" in reason(f"{site.url}/", fetch)
    assert site.asked == []


def test_inputs_of_the_command_line_never_reach_this_machine(site: Site) -> None:
    url = site.serve("/a", PAGE, Content_Type="text/html")
    (outcome,) = read_inputs([url])
    assert outcome == Rejection(url, None, f"not fetched: {HOME} is no public address")
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::", True),
        ("::ffff:8.8.8.8", True),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://example.org/", "only http and https addresses are fetched"),
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("http://user:secret@example.org/", "addresses with a user name or password are not fetched"),
        ("http://@example.org/", "addresses with a user name or password are not fetched"),
        ("http://", "no valid address"),
        ("http:///path", "no valid address"),
        ("http://[::1/", "no valid address"),
        ("http://example.org:99999/", "no valid address"),
        ("http://example.org:0/", "no valid address"),
        ("http://a..b/", "no valid address"),
        (f"http://{'a' * 70}.org/", "no valid address"),
        ("http://example.org\\@127.0.0.1/", "no valid address: it has white space, backslashes or control characters"),
        ("http://exa\nmple.org/", "no valid address: it has white space, backslashes or control characters"),
        ("http://example.org/ a", "no valid address: it has white space, backslashes or control characters"),
        ("http://example.org/" + "a" * 2000, "address too long: more than 2,000 characters"),
    ],
)
def test_an_address_that_is_not_fetched(url: str, expected: str) -> None:
    assert reason(url, fetch) == expected


def test_a_redirect_to_another_scheme_or_with_a_password_is_refused(site: Site) -> None:
    assert reason(site.redirect("/a", "file:///etc/passwd")).startswith("only http and https addresses are fetched (")
    told = reason(site.redirect("/b", site.url.replace("//", "//user:secret@")))
    assert told.startswith("addresses with a user name or password are not fetched (")
    assert "secret" not in told


def test_a_password_is_not_repeated_in_the_rejection() -> None:
    (outcome,) = read_inputs(["http://user:secret@example.org/a"])
    assert isinstance(outcome, Rejection)
    assert "secret" not in f"{outcome.source} {outcome.reason}"


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 10_000)


def trickling(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def trickling_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.1)


def going_on(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(1000):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"x")


def many_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 10_000)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\0\1\2\3\r\n\r\n")


def bad_chunks(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (endless, "answer too large: more than 100,000 bytes"),
        (trickling, "timed out"),
        (trickling_head, "timed out"),
        (going_on, "timed out"),
        (silent, "timed out"),
        (cut, "cut off: 999 bytes are missing"),
        (many_headers, "cannot be fetched: got more than 100 headers"),
        (nonsense, "cannot be fetched: "),
        (bad_chunks, "cannot be fetched: "),
    ],
)
def test_a_server_that_does_harm_costs_little(
    site: Site, answer: Callable[[BaseHTTPRequestHandler], None], expected: str
) -> None:
    site.answers["/"] = answer
    started = time.monotonic()
    assert reason(f"{site.url}/").startswith(expected)
    assert time.monotonic() - started < 4 * QUICK.seconds


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_answers_are_unpacked_within_the_bound(
    site: Site, coding: str, compress: Callable[[bytes], bytes]
) -> None:
    url = site.serve("/a", compress(PAGE.encode()), Content_Type="text/html", Content_Encoding=coding)
    assert local(url).data == PAGE.encode()
    bomb = site.serve("/b", compress(bytes(50_000_000)), Content_Encoding=coding)
    assert reason(bomb) == "answer too large: more than 100,000 bytes"
    assert reason(site.serve("/c", compress(PAGE.encode())[:-9], Content_Encoding=coding)).startswith("cut off")
    assert reason(site.serve("/d", b"<html>", Content_Encoding=coding)).startswith("cannot be fetched: ")
    assert reason(site.serve("/e", b"<html>", Content_Encoding="br")) == "unknown content coding br"


def test_a_bomb_within_a_file_is_bounded_too(site: Site) -> None:
    outcomes = read(site.serve("/a.jsonl.gz", gzip.compress(bytes(80_000_000)), Content_Type="application/gzip"))
    (outcome,) = outcomes
    assert isinstance(outcome, Rejection)
    assert outcome.reason.startswith("read only in part: unpacks to more than")


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 500, 503])
def test_other_answers_are_told_by_their_status(site: Site, status: int) -> None:
    site.answers["/"] = lambda handler: handler.send_error(status)
    assert reason(f"{site.url}/") == f"answered with status {status}"


def test_a_server_that_is_not_there_is_told(site: Site) -> None:
    site_port = int(site.url.rpartition(":")[2])
    assert reason(f"http://{HOME}:{site_port + 1 if site_port < 65535 else 1}/").startswith("cannot be fetched: ")
    assert reason("http://no-such-host.invalid/").startswith("cannot be fetched: ")


def test_https_needs_a_server_that_speaks_it(site: Site) -> None:
    assert reason(site.url.replace("http:", "https:")).startswith(("no secure connection: ", "cannot be fetched: "))


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url)
    assert reason("http://no-such-host.invalid/").startswith("cannot be fetched: ")
    assert "is no public address" in reason("http://127.0.0.9/")
    assert site.asked == []


def test_a_name_is_looked_up_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    asked: list[str] = []
    real = socket.getaddrinfo

    def first_here_then_elsewhere(host: str, *arguments: object, **more: object) -> object:
        asked.append(host)
        return real(HOME if len(asked) == 1 or host == HOME else "127.0.0.66", *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", first_here_then_elsewhere)
    port = site.url.rpartition(":")[2]
    site.serve("/a", PAGE, Content_Type="text/html")
    assert local(f"http://rebinding.example:{port}/a").data == PAGE.encode()
    assert asked.count("rebinding.example") == 1
    assert site.asked == [("/a", f"rebinding.example:{port}")]
