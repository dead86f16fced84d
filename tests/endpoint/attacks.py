"""Hostile requests: what is sent, and what may come back.

``TRAPURL`` stands for the address of a socket that nobody may connect to, ``TRAPFILE`` for the path of a file that
nobody may read; both are filled in before lengths are counted.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from builder.sparql.catalogue import Query, catalogue
from builder.sparql.parameters import Parameter, ParameterType
from tests.sparql.test_refusals import ASKING, ASKING_BY_THE_STANDARD, UPDATES

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
MISSING = 0
"""In place of a status: the connection ends, or stays open, without an answer."""
HELD = 40
"""How many connections a client keeps open that does not get on."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the placeholders stand for."""

    url: str
    file: str

    def fill(self, text: bytes) -> bytes:
        return text.replace(b"TRAPURL", self.url.encode()).replace(b"TRAPFILE", self.file.encode())


@dataclass(frozen=True, slots=True)
class Sent:
    """A request, well formed but for what its parts make of it. Without ``length`` its body has the true length."""

    method: str
    target: bytes
    headers: tuple[bytes, ...] = ()
    body: bytes = b""
    length: bool = True
    host: bytes = b"Host: 127.0.0.1"

    def render(self, place: Place) -> bytes:
        body = place.fill(self.body)
        lines = [self.method.encode() + b" " + place.fill(self.target) + b" HTTP/1.1", self.host, b"Connection: close"]
        lines += [place.fill(header) for header in self.headers]
        if body and self.length:
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join([*lines, b"", body])


@dataclass(frozen=True, slots=True)
class Attack:
    """``statuses`` are all that may come back; ``says`` must be in the answer, ``lacks`` must not.

    ``hangs_up`` ends the sending side, for who announces more than he sends. ``held`` connections send it, read nothing
    and stay open while others ask.
    """

    name: str
    request: Sent | bytes
    statuses: tuple[int, ...]
    says: bytes = b""
    lacks: bytes = b"\nX-Injected"
    hangs_up: bool = False
    held: int = 0

    def render(self, place: Place) -> bytes:
        return self.request.render(place) if isinstance(self.request, Sent) else place.fill(self.request)


def get(target: str, *headers: str) -> Sent:
    return Sent("GET", target.encode(), tuple(header.encode("latin-1") for header in headers))


def ask(text: str, **more: str) -> Sent:
    return get(f"/sparql?{urlencode({'query': text, **more})}")


def post(body: str | bytes, kind: str = DIRECT, target: str = "/sparql", *headers: str) -> Sent:
    sent = body.encode() if isinstance(body, str) else body
    return Sent("POST", target.encode(), (f"Content-Type: {kind}".encode(), *(one.encode() for one in headers)), sent)


def raw(*lines: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([*lines, b"", body])


def attacks() -> list[Attack]:
    """All of them, under different names."""
    groups = (
        service(),
        updates(),
        graphs(),
        named_queries(),
        encodings(),
        sizes(),
        lies(),
        slow_clients(),
        paths(),
        header_fields(),
        methods(),
        smuggling(),
        nesting(),
        no_http(),
    )
    found = [attack for group in groups for attack in group]
    assert len({attack.name for attack in found}) == len(found)
    return found


_ASK = "SERVICE <TRAPURL/> { ?s ?p ?o }"
_HIDDEN = (
    f"SELECT * {{ {{ SELECT * {{ {_ASK} }} }} }}",
    f"ASK {{ ?s ?p ?o FILTER EXISTS {{ {_ASK} }} }}",
    f"SELECT (EXISTS {{ {_ASK} }} AS ?x) {{ }}",
    f"SELECT * {{ ?a ?b ?c MINUS {{ {_ASK} }} }}",
    f"SELECT * {{ OPTIONAL {{ {_ASK} }} }}",
    f"SELECT * {{ {{ }} UNION {{ {_ASK} }} }}",
    f"SELECT * {{ GRAPH ?g {{ {_ASK} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_ASK} }}",
    f"DESCRIBE ?s WHERE {{ {_ASK} }}",
    "SELECT * { VALUES ?where { <TRAPURL/> } SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('TRAPURL/') AS ?where) SERVICE SILENT ?where { ?s ?p ?o } }",
    "SELECT * { #\rSERVICE <TRAPURL/> { ?s ?p ?o } }",
    "SELECT * { SERVICE# comment\n<TRAPURL/># comment\n{ ?s ?p ?o } }",
    "BASE <TRAPURL/> SELECT * { sErViCe<>{ ?s ?p ?o } }",
    "PREFIX service: <TRAPURL/> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "SELECT * { BIND('''''' AS ?x)SERVICE<TRAPURL/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a\\\\' . SERVICE <TRAPURL/> { ?s ?p ?o } FILTER('b' = 'b') }",
    "SELECT * { \u017fERVICE <TRAPURL/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <TRAPURL/?q=\\u003e> { ?s ?p ?o } }",
)


def service() -> Iterator[Attack]:
    """Making the server ask another machine."""
    known = [text.replace("http://127.0.0.1:9", "TRAPURL") for text in (*ASKING, *ASKING_BY_THE_STANDARD)]
    for number, text in enumerate((*known, *_HIDDEN)):
        yield Attack(f"service-{number}-get", ask(text), (400,), b"SERVICE")
        yield Attack(f"service-{number}-direct", post(text), (400,), b"SERVICE")
        yield Attack(f"service-{number}-form", post(urlencode({"query": text}), FORM), (400,), b"SERVICE")


_CHANGES = (
    *UPDATES,
    "LOAD <TRAPURL/> INTO GRAPH <a:a>",
    "LOAD SILENT <file://TRAPFILE>",
    "ASK {} ; CLEAR ALL",
    "PREFIX a: <a:> DROP SILENT GRAPH a:a",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <TRAPURL/> { ?s ?p ?o } }",
)


def updates() -> Iterator[Attack]:
    """Changing the store."""
    for number, change in enumerate(_CHANGES):
        text = change.replace("http://127.0.0.1:9", "TRAPURL")
        yield Attack(f"update-{number}-query", ask(text), (400,))
        yield Attack(f"update-{number}-get", get(f"/sparql?{urlencode({'update': text})}"), (403,))
        yield Attack(f"update-{number}-form", post(urlencode({"update": text}), FORM), (403,))
        yield Attack(f"update-{number}-direct", post(text), (400,))
        yield Attack(f"update-{number}-update", post(text, UPDATE), (403,))
    clear = urlencode({"update": "CLEAR ALL"})
    for name, sent, statuses in (
        ("query-and-update", get(f"/sparql?query=ASK%7B%7D&{clear}"), (403,)),
        ("update-in-address-of-form", post("query=ASK%7B%7D", FORM, f"/sparql?{clear}"), (403,)),
        ("update-in-address-of-query", post("ASK {}", DIRECT, f"/sparql?{clear}"), (400,)),
        ("two-queries", get(f"/sparql?query=ASK%7B%7D&query={quote('CLEAR ALL')}"), (400,)),
        ("a-query-in-both", post("query=ASK%7B%7D", FORM, f"/sparql?query={quote('CLEAR ALL')}"), (400,)),
        ("using", get("/sparql?query=ASK%7B%7D&using-graph-uri=a:a"), (400,)),
        ("escaped-name", get("/sparql?%75pdate=CLEAR%20ALL"), (403,)),
        ("capital-type", post("CLEAR ALL", "Application/SPARQL-Update; charset=utf-8"), (403,)),
        (
            "multipart",
            post(
                '--a\r\nContent-Disposition: form-data; name="update"\r\n\r\nCLEAR ALL\r\n--a--\r\n',
                "multipart/form-data; boundary=a",
            ),
            (415,),
        ),
        ("json", post('{"update": "CLEAR ALL"}', "application/json"), (415,)),
        ("quads", post("<a:a> <a:b> <a:c> <a:d> .", "application/n-quads"), (415,)),
        ("other-path", post(clear, FORM, "/update"), (404,)),
        ("named-query", post(clear, FORM, "/api/queries/claims"), (405,)),
    ):
        yield Attack(f"update-{name}", sent, statuses)


def graphs() -> Iterator[Attack]:
    """Reading a file of the server, or another machine, as a graph."""
    for name, iri in (
        ("file", "file://TRAPFILE"),
        ("file-host", "file://localhostTRAPFILE"),
        ("file-escape", "\\u0066ile://TRAPFILE"),
        ("http", "TRAPURL/data.nt"),
        ("http-credentials", "http://a:b@TRAPURL/data.nt".replace("@TRAPURL", "@127.0.0.1")),
        ("relative", "../../../..TRAPFILE"),
    ):
        yield Attack(f"from-{name}", ask(f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}"), (400,))
        yield Attack(f"from-named-{name}", post(f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"), (400,))
        nothing = b'"bindings":[]'
        yield Attack(f"graph-{name}", ask(f"SELECT * {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"), (200,), nothing)
        for parameter in ("default-graph-uri", "named-graph-uri"):
            yield Attack(f"{parameter}-{name}", ask("SELECT * { ?s ?p ?o }", **{parameter: iri}), (400,))
    for name, clause in (
        ("tight", "FROM:data.nt"),
        ("tight-named", "FROM NAMED:data.nt"),
        ("letters", "FROMa:data.nt"),
    ):
        prologue = "PREFIX : <TRAPURL/> PREFIX a: <file://TRAPFILE/>"
        yield Attack(f"from-{name}", ask(f"{prologue} SELECT * {clause} {{ ?s ?p ?o }}"), (400,))
    yield Attack("describe-file", ask("DESCRIBE <file://TRAPFILE>"), (200,))
    for path in ("/sparql?graph=file://TRAPFILE", "/sparql?default", "/rdf-graph-store?default"):
        yield Attack(f"graph-store-{path[1:8]}-{len(path)}", get(path), (400, 404))


_VALUES = {
    ParameterType.STRING: "zzz",
    ParameterType.IRI: "urn:zzz",
    ParameterType.INTEGER: "1",
    ParameterType.DECIMAL: "0.5",
    ParameterType.DATE: "2023-11-02",
    ParameterType.BOOLEAN: "true",
}
INJECTIONS = (
    'x" } } SERVICE <TRAPURL/> { ?a ?b ?c } #',
    "urn:x> } SERVICE <TRAPURL/> { ?a ?b ?c } #",
    "urn:x>\n} SERVICE <TRAPURL/> { ?a ?b ?c }\r\n#",
    "x' UNION { ?s ?p ?o } '''\\",
    "1 } UNDEF ) ; CLEAR ALL",
    '2023-11-02"^^<x:y> } FROM <file://TRAPFILE> #',
    "{{7*7}}${7*7}<%= 7*7 %>",
)


def named_queries() -> Iterator[Attack]:
    """Breaking out of the value of a parameter. An answer must be the one for a value that nothing has."""
    for query in catalogue():
        for parameter in query.parameters:
            for number, value in enumerate(INJECTIONS):
                text = parameter.type is ParameterType.STRING
                yield Attack(
                    f"named-{query.name}-{parameter.name}-{number}",
                    get(named(query, parameter, value)),
                    (200,) if text else (400,),
                )
    for name, target in (
        ("unknown", "/api/queries/claims.json?article=x&%22%7D%20SERVICE=1"),
        ("twice", "/api/queries/claims.json?article=x&article=y"),
        ("query", f"/api/queries/claims.json?query={quote('CLEAR ALL')}"),
        ("nul", "/api/queries/claims.json?article=%00"),
        ("long", f"/api/queries/claims.json?article={'x' * 5000}"),
    ):
        yield Attack(f"named-{name}", get(target), (200,) if name == "nul" else (400,))


def named(query: Query, parameter: Parameter, value: str) -> str:
    """The address of a named query with a value for one parameter, and harmless ones for those that it needs."""
    pairs = {one.name: _VALUES[one.type] for one in query.parameters if one.required}
    return f"/api/queries/{query.name}.json?{urlencode({**pairs, parameter.name: value})}"


def encodings() -> Iterator[Attack]:
    """Letters that others might read otherwise."""
    text = f"SELECT * {{ {_ASK} }}"
    for name, sent, statuses in (
        ("utf-7", post("+AFM-ERVICE <TRAPURL/> {}", f"{DIRECT}; charset=utf-7"), (415,)),
        ("utf-16", post(text.encode("utf-16"), f"{DIRECT}; charset=utf-16"), (415,)),
        ("utf-16-unsaid", post(text.encode("utf-16")), (400,)),
        ("utf-32-unsaid", post(text.encode("utf-32-le")), (400,)),
        ("utf-8-mark", post(b"\xef\xbb\xbfCLEAR ALL"), (400,)),
        ("overlong-slash", get("/id/..%c0%af..%c0%afetc/passwd"), (404,)),
        ("overlong-letter", get("/sparql?query=ASK%20%7B%7D%20%c1%93ERVICE"), (400,)),
        ("surrogate", get("/sparql?query=ASK%20%7B%7D%23%ed%a0%80"), (400,)),
        ("beyond", get("/sparql?query=ASK%20%7B%7D%23%f5%80%80%80"), (400,)),
        ("bad-percent", get("/sparql?query=ASK%20%7B%7D%zz"), (400,)),
        ("short-percent", get("/sparql?query=ASK%20%7B%7D%"), (400,)),
        ("percent-u", get("/sparql?query=%u0041SK%20%7B%7D"), (400,)),
        ("twice", get("/sparql?query=ASK%2520%257B%257D"), (400,)),
        ("nul", get("/sparql?query=ASK%20%7B%7D%00"), (400,)),
        ("nul-in-literal", get("/sparql?query=ASK%20%7B%20?s%20?p%20%22%00%22%7D"), (200,)),
        ("bidi", ask("ASK { \u202e?s ?p ?o }"), (400,)),
        ("bidi-in-literal", ask('ASK { ?s ?p "\u202e}{\u2066" }'), (200,)),
        ("full-width", ask("SELECT * { \uff33\uff25\uff32\uff36\uff29\uff23\uff25 <TRAPURL/> { ?s ?p ?o } }"), (400,)),
        ("escape-of-half-a-pair", ask('SELECT * { BIND("\\uD800" AS ?x) }'), (400,)),
        ("iri-with-line", ask("ASK { <urn:a\nb> ?p ?o }"), (400,)),
        ("iri-with-end", ask("ASK { <urn:a\\u003E> ?p ?o }"), (400,)),
    ):
        yield Attack(f"encoding-{name}", sent, statuses)


def sizes() -> Iterator[Attack]:
    """Much of everything."""
    big = b"#" * (2**20 + 1)
    for name, sent, statuses in (
        ("header", get("/sparql", "X-Big: " + "x" * 100_000), (400, 431)),
        ("headers", get("/sparql", *[f"X-{number}: x" for number in range(20_000)]), (400, 431)),
        ("address", get("/sparql?query=" + "%20" * 40_000), (400,)),
        ("path", get("/id/" + "x" * 30_000), (404,)),
        ("body", post(big), (413,)),
        ("form", post(b"query=" + big, FORM), (413,)),
        ("query", post("ASK {} #" + "x" * 100_000), (413,)),
        ("pairs", get("/sparql?" + "a&" * 30_000 + "query=ASK%7B%7D"), (200,)),
        ("default-graphs", get("/sparql?query=ASK%7B%7D" + "&default-graph-uri=a:a" * 2_000), (400,)),
        ("accept", get("/sparql?query=ASK%7B%7D", "Accept: " + ",".join(["a/b;q=0.1"] * 5_000)), (406,)),
        ("accept-items", get("/sparql?query=ASK%7B%7D", "Accept: " + ",".join(["*/*"] * 10_000)), (200,)),
        ("languages", get("/", "Accept: text/html", "Accept-Language: " + ",".join(["ar;q=0.5"] * 5_000)), (200,)),
        ("tags", get("/sparql?query=ASK%7B%7D", "If-None-Match: " + ",".join(['"x"'] * 10_000)), (200,)),
        ("number", ask("ASK { FILTER(" + "9" * 50_000 + " > 1) }"), (200,)),
        ("power", ask("SELECT (1e308 * 1e308 AS ?x) {}"), (200,)),
    ):
        yield Attack(f"size-{name}", sent, statuses)


def lies() -> Iterator[Attack]:
    """Bodies that are not what the header says."""
    head = (
        b"POST /sparql HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Connection: close",
        b"Content-Type: application/sparql-query",
    )
    chunked = (*head, b"Transfer-Encoding: chunked")
    ending = (400, MISSING)
    for name, request, statuses, hangs_up in (
        ("longer", raw(*head, b"Content-Length: 100", body=b"ASK {}"), ending, True),
        ("shorter", raw(*head, b"Content-Length: 6", body=b"ASK {}" + b"CLEAR ALL" * 9), (200,), False),
        ("negative", raw(*head, b"Content-Length: -6", body=b"ASK {}"), (400,), False),
        ("plus", raw(*head, b"Content-Length: +6", body=b"ASK {}"), (400,), False),
        ("hexadecimal", raw(*head, b"Content-Length: 0x6", body=b"ASK {}"), (400,), False),
        ("list", raw(*head, b"Content-Length: 6, 7", body=b"ASK {}"), (400,), False),
        ("huge", raw(*head, b"Content-Length: " + b"9" * 30, body=b"ASK {}"), ending, True),
        ("none", raw(*head), (400,), False),
        ("chunk-size", raw(*chunked, body=b"zz\r\nASK {}\r\n0\r\n\r\n"), (400,), False),
        ("chunk-negative", raw(*chunked, body=b"-6\r\nASK {}\r\n0\r\n\r\n"), (400,), False),
        ("chunk-huge", raw(*chunked, body=b"f" * 19 + b"\r\nASK {}\r\n0\r\n\r\n"), ending, True),
        ("chunk-longer", raw(*chunked, body=b"3\r\nASK {}\r\n0\r\n\r\n"), (400,), False),
        ("chunk-endless", raw(*chunked, body=b"6\r\nASK {}\r\n"), ending, True),
        ("chunk-extension", raw(*chunked, body=b"6;" + b"x" * 70_000 + b"\r\nASK {}\r\n0\r\n\r\n"), (200, 400), False),
        ("trailer", raw(*chunked, body=b"6\r\nASK {}\r\n0\r\nX-Injected: 1\r\n\r\n"), (200,), False),
        ("gzip", raw(*head, b"Content-Encoding: gzip", b"Content-Length: 5", body=b"\x1f\x8b\x08\0\0"), (415,), False),
        ("expect", raw(*head, b"Expect: 100-continue", b"Content-Length: 6", body=b"ASK {}"), (100, 200), False),
    ):
        yield Attack(f"lie-{name}", request, statuses, hangs_up=hangs_up)
    bomb = gzip.compress(b"#" * 10_000_000)
    yield Attack("lie-gzip-bomb", post(bomb, DIRECT, "/sparql", "Content-Encoding: gzip"), (415,))
    yield Attack("lie-deflate", post(b"x", DIRECT, "/sparql", "Content-Encoding: deflate, gzip"), (415,))


def slow_clients() -> Iterator[Attack]:
    """Clients that do not get on, and keep their connections."""
    head = (b"POST /sparql HTTP/1.1", b"Host: 127.0.0.1", b"Content-Type: application/sparql-query")
    large = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    for name, request in (
        ("says-nothing", b""),
        ("header", b"GET /sparql HTTP/1.1\r\nHost: 127"),
        ("body", raw(*head, b"Content-Length: 100", body=b"S")),
        ("chunk", raw(*head, b"Transfer-Encoding: chunked", body=b"5\r\nA")),
        ("reader", f"GET /sparql?query={large} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()),
        ("pipeline", b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 200),
    ):
        # A query with a large answer holds a place: as many as there are must be taken for others to wait.
        yield Attack(f"slow-{name}", request, (MISSING,), held=2 if name == "reader" else HELD)


def paths() -> Iterator[Attack]:
    """Files of the server behind its paths."""
    up = ("../" * 8, "%2e%2e/" * 8, "..%2f" * 8, "%252e%252e%252f" * 8, "..\\" * 8, "..%5c" * 8, "....//" * 8)
    for prefix in ("/static/", "/id/", "/api/queries/", "/ontology/", "/"):
        for number, dots in enumerate(up):
            yield Attack(f"path-{prefix.strip('/')}-{number}", get(f"{prefix}{dots}TRAPFILE"), (404,), lacks=b"root:")
        yield Attack(f"path-{prefix.strip('/')}-absolute", get(f"{prefix}/TRAPFILE"), (404,))
        yield Attack(f"path-{prefix.strip('/')}-nul", get(f"{prefix}endpoint.css%00.ttl"), (404,))
    for name, target in (
        ("file", "file://TRAPFILE"),
        ("proxy", "TRAPURL/"),
        ("class", "/static/..%2fpages.py"),
        ("templates", "/static/../templates/home.html"),
        ("folder", "/static/"),
        ("look-up", "/id/?iri=file://TRAPFILE"),
        ("look-up-elsewhere", "/id/?iri=TRAPURL/"),
        ("id-injection", "/id/x%3E%20%7D%20SERVICE%20%3CTRAPURL/%3E%20%7B%7D%20%23"),
        ("id-quote", '/id/x"}SERVICE<TRAPURL/>'),
        ("format", "/id/x?format=../../TRAPFILE"),
    ):
        yield Attack(f"path-{name}", get(target), (400, 404))
    yield Attack("path-redirect", get("/id/?iri=https://w3id.org/rasd/id/%0d%0aX-Injected:%201"), (303,))
    yield Attack(
        "path-redirect-host", get("/id/?iri=https://w3id.org/rasd/id//evil.example/"), (303,), b"\nlocation: /id/"
    )
    yield Attack("path-slashes", get("//evil.example/%2e%2e"), (404,))


def header_fields() -> Iterator[Attack]:
    """Fields of the header, sent or caused."""
    crlf = "%0d%0aX-Injected:%201"
    for name, sent, statuses in (
        ("crlf-query", get(f"/sparql?query=ASK%7B%7D{crlf}"), (400,)),
        ("crlf-name", get(f"/sparql?query=ASK%7B%7D&a{crlf}=1"), (200,)),
        ("crlf-parameter", get(f"/api/queries/claims.csv?article=x{crlf}"), (200,)),
        ("crlf-suffix", get(f"/api/queries/claims.csv{crlf}"), (404,)),
        ("crlf-language", get(f"/?lang=ar{crlf}", "Accept: text/html"), (200,)),
        ("crlf-format", get(f"/id/x?format=turtle{crlf}"), (400,)),
        ("crlf-docs", get(f"/docs?a={crlf}"), (308,)),
        ("accept-quality", get("/sparql?query=ASK%7B%7D", "Accept: */*;q=1e999, text/csv;q=nan"), (406,)),
        ("accept-controls", get("/sparql?query=ASK%7B%7D", "Accept: \x01\x02"), (406,)),
        ("accept-latin", get("/sparql?query=ASK%7B%7D", "Accept: \xff/\xfe"), (406,)),
        ("override", post("ASK {}", DIRECT, "/sparql", "X-HTTP-Method-Override: DELETE"), (200,)),
        ("override-form", post("_method=DELETE&query=ASK%7B%7D", FORM), (200,)),
        ("original-url", get("/health", "X-Original-URL: /sparql?update=CLEAR", "X-Rewrite-URL: /x"), (200,)),
        ("forwarded", get("/health", "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1"), (200,)),
        ("range", get("/static/endpoint.css", "Range: bytes=" + ",".join(["0-"] * 2_000)), (200,)),
        ("range-wrong", get("/static/endpoint.css", "Range: bytes=9-1"), (400,)),
        ("since", get("/static/endpoint.css", "If-Modified-Since: Thu, 99 Xxx 99999 99:99:99 GMT"), (200,)),
        ("tag", get("/sparql?query=ASK%7B%7D", 'If-None-Match: W/"' + "x" * 5_000), (200,)),
        (
            "websocket",
            get(
                "/sparql",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ),
            (200,),
        ),
        ("h2c", get("/sparql", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"), (200,)),
        ("authorization", get("/sparql?query=ASK%7B%7D", "Authorization: Bearer \xff\xfe"), (200,)),
        ("cookie", get("/health", "Cookie: " + "a=b; " * 5_000), (200,)),
    ):
        yield Attack(f"header-{name}", sent, statuses, lacks=b"\nx-injected:")
    hosts: Sequence[tuple[str, bytes]] = (
        ("other", b"Host: evil.example"),
        ("suffix", b"Host: 127.0.0.1.evil.example"),
        ("credentials", b"Host: 127.0.0.1@evil.example"),
        ("path", b"Host: 127.0.0.1/evil"),
        ("port", b"Host: evil.example:80"),
        ("empty", b"Host: "),
        ("twice", b"Host: 127.0.0.1\r\nHost: evil.example"),
        ("none", b"X-No: host"),
    )
    for name, host in hosts:
        yield Attack(f"host-{name}", Sent("GET", b"/sparql", host=host), (400,), lacks=b"evil.example/sparql")
    yield Attack(
        "host-port-of-letters", Sent("GET", b"/", host=b"Host: 127.0.0.1:x<script>"), (400,), lacks=b"<script>"
    )


def methods() -> Iterator[Attack]:
    """Methods that nobody offers."""
    for method in ("TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "UNKNOWN", "get", "G" * 1_000):
        for target in (b"/sparql?query=ASK%7B%7D", b"/id/x", b"/static/endpoint.css"):
            name = f"method-{method[:10]}-{target[1:4].decode()}"
            yield Attack(name, Sent(method, target, (b"X-Injected: 1",)), (405,))
    yield Attack("method-connect", Sent("CONNECT", b"127.0.0.1:22"), (404,))
    yield Attack("method-options-star", Sent("OPTIONS", b"*"), (404,))
    yield Attack("method-post-start", post("CLEAR ALL", UPDATE, "/"), (405,))
    yield Attack("method-head", Sent("HEAD", b"/sparql?query=CLEAR%20ALL"), (400,))


def smuggling() -> Iterator[Attack]:
    """Two requests where another server may see one. What follows must not be answered as a request."""
    head = (b"POST /sparql HTTP/1.1", b"Host: 127.0.0.1", b"Content-Type: application/sparql-query")
    hidden = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    body = b"6\r\nASK {}\r\n0\r\n\r\n" + hidden
    both = (b"Content-Length: 6", b"Transfer-Encoding: chunked")
    for name, request, statuses in (
        ("two-lengths", raw(*head, b"Content-Length: 6", b"Content-Length: 50", body=b"ASK {}" + hidden), (400,)),
        ("length-and-chunks", raw(*head, *both, body=body), (400,)),
        ("chunks-and-length", raw(*head, *both[::-1], body=body), (400,)),
        ("chunked-twice", raw(*head, both[1], both[1], body=body), (400,)),
        ("chunked-identity", raw(*head, b"Transfer-Encoding: identity, chunked", body=body), (400,)),
        ("chunked-unknown", raw(*head, b"Transfer-Encoding: xchunked", body=body), (400,)),
        ("chunked-blank", raw(*head, b"Transfer-Encoding : chunked", body=body), (400,)),
        ("chunked-folded", raw(*head, b"Connection: close", b"Transfer-Encoding:", b" chunked", body=body), (200,)),
        ("line-feeds", b"\n".join([*head, b"Content-Length: 6", b"Transfer-Encoding: chunked", b"", body]), (400,)),
        ("bare-return", raw(*head, b"X: a\rTransfer-Encoding: chunked", b"Content-Length: 6", body=b"ASK {}"), (400,)),
        (
            "get-with-body",
            raw(
                b"GET /sparql?query=ASK%7B%7D HTTP/1.1",
                b"Host: 127.0.0.1",
                b"Connection: close",
                b"Content-Length: 45",
                body=hidden,
            ),
            (200,),
        ),
        (
            "version",
            raw(b"POST /sparql HTTP/1.0", b"Host: 127.0.0.1", b"Transfer-Encoding: chunked", body=body),
            (415,),
        ),
    ):
        yield Attack(f"smuggling-{name}", request, statuses, lacks=b'"snapshot"')


def nesting() -> Iterator[Attack]:
    """What a recursive parser, or an evaluation, does not survive."""
    for name, text in (
        ("brackets", "SELECT * {" + "(" * 20_000),
        ("groups", "SELECT * " + "{" * 20_000 + "}" * 20_000),
        ("lists", "SELECT * { ?s ?p " + "(" * 20_000 + ")" * 20_000 + "}"),
        ("blank-nodes", "ASK { ?s ?p " + "[ ?p " * 10_000 + "]" * 10_000 + "}"),
        ("or", "SELECT * { FILTER(true" + "||true" * 15_000 + ") }"),
        ("not", "SELECT * { FILTER(" + "!" * 50_000 + "true) }"),
        ("minus", "SELECT (" + "-" * 50_000 + "1 AS ?x) {}"),
        ("path", "SELECT * { ?s " + "^" * 20_000 + "<a:a> ?o }"),
        ("path-stars", "SELECT * { ?s (<a:a>" + "/<a:a>" * 10_000 + ") ?o }"),
        ("unions", "SELECT * { {}" + "UNION{}" * 10_000 + "}"),
        ("optionals", "SELECT * {" + "OPTIONAL{}" * 9_000 + "}"),
        ("replace", 'SELECT (REPLACE("' + "a" * 5_000 + '", "(a*)*b", "") AS ?x) {}'),
        (
            "doubling",
            "SELECT * { BIND('a' AS ?x0)" + "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(60)) + "}",
        ),
    ):
        yield Attack(f"nesting-{name}", post(text), {"replace": (200,), "doubling": (503,)}.get(name, (400,)))


def no_http() -> Iterator[Attack]:
    """What is no HTTP/1.1."""
    for name, request, statuses in (
        ("version-0.9", b"GET /\r\n\r\n", (400,)),
        ("version-2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (505,)),
        ("version-9", b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", (505,)),
        ("tls", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100, (400,)),
        ("zeros", b"\0" * 1_000 + b"\r\n\r\n", (400,)),
        ("letters", b"A" * 200_000, (400,)),
        ("ssh", b"SSH-2.0-x\r\n\r\n", (400,)),
        ("redis", b"*1\r\n$8\r\nFLUSHALL\r\n\r\n", (400,)),
        ("no-colon", b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n", (400,)),
        ("nul-in-header", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\0b\r\n\r\n", (400,)),
        ("space-in-address", b"GET /a b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", (400,)),
        ("eight-bits", b"GET /\xd8\xb9 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", (400, 404)),
        ("script", b"GET /<script> HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", (400, 404)),
    ):
        yield Attack(f"no-http-{name}", request, statuses)
