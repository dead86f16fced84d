from __future__ import annotations

import base64
import gzip
import hashlib
import re

import pytest

from builder.errors import QueryError, RunError
from builder.sparql.credentials import PASSWORD, TOKEN, USER, Credentials, require_privacy
from builder.sparql.remote import ask, query_endpoint, update
from builder.sparql.transport import EndpointError, Transport, check_address
from tests.remote.misbehaving import YES, Answer, Asked, Server, serving

OWN = Credentials("amal", "سر:secret")
DIGEST = 'Digest realm="r", nonce="n1", qop="auth", opaque="o", algorithm="MD5"'


def asks(server: Server, credentials: Credentials | None = None, **options: float) -> bool:
    with Transport(credentials, **options) as transport:  # type: ignore[arg-type]
        return bool(ask(transport, server.address, "ASK { ?s ?p ?o }"))


def authorization(asked: Asked) -> str | None:
    return asked.headers.get("Authorization")


@pytest.mark.parametrize("busy", [Answer(503), Answer(429, {"Retry-After": "1"}), Answer(drop=True)])
def test_a_busy_server_is_asked_again(busy: Answer) -> None:
    with serving(busy, busy, Answer()) as server:
        assert asks(server)
    first, second, third = (one.when for one in server.asked)
    assert len({one.body for one in server.asked}) == 1
    if "Retry-After" in busy.headers:
        assert min(second - first, third - second) >= 1


def test_it_is_not_asked_for_ever() -> None:
    with serving(Answer(503, {"Retry-After": "0"}, b"later")) as server:
        with pytest.raises(EndpointError, match=r"is busy, also after 4 repetitions: try again later \(later\)"):
            asks(server)
        assert len(server.asked) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 413, 500, 502])
def test_other_errors_are_told_at_once(status: int) -> None:
    with serving(Answer(status, {"Content-Type": "text/plain"}, b"the\nreason\x1b[31m")) as server:
        with pytest.raises(RunError) as error:
            asks(server)
        assert len(server.asked) == 1
    assert isinstance(error.value, QueryError) == (status == 400)
    assert server.address in str(error.value)
    assert "the reason [31m" in str(error.value)


def test_a_server_that_takes_too_long_is_not_asked_again() -> None:
    for slow in (
        Answer(wait=3),
        Answer(pauses=0.3),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(YES), pauses=0.3),
    ):
        with serving(slow) as server:
            with pytest.raises(RunError, match=r"did not answer within 0\.5 seconds: give it more with --timeout"):
                asks(server, timeout=0.5)
            assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b" " * 2_000_000),
        Answer(body=gzip.compress(b" " * 2_000_000), headers={"Content-Encoding": "gzip"}),
        Answer(500, body=b" " * 2_000_000),
    ],
)
def test_an_answer_without_an_end_is_not_read(answer: Answer) -> None:
    with serving(answer) as server, pytest.raises(RunError, match="is larger than 1,000,000 bytes"):
        asks(server, largest=1_000_000)


def test_a_packed_answer() -> None:
    with serving(Answer(body=gzip.compress(YES), headers={"Content-Encoding": "gzip"})) as server:
        assert asks(server)
    broken = pytest.raises(RunError, match="broke off its answer")
    with serving(Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"})) as server, broken:
        asks(server)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_query_follows_to_another_address_as_it_is(status: int) -> None:
    with serving(Answer(status, {"Location": "/there"}), Answer()) as server:
        assert asks(server)
    here, there = server.asked
    assert (here.path, there.path) == ("/sparql", "/there")
    assert (here.method, here.body) == (there.method, there.body)


def test_no_credentials_go_to_another_host() -> None:
    bearer = Credentials(token="t0ken")
    with serving(Answer()) as other, serving(Answer(302, {"Location": other.address})) as server:
        assert asks(server, bearer)
        assert authorization(server.asked[0]) == "Bearer t0ken"
        assert authorization(other.asked[0]) is None
    challenge = Answer(401, {"WWW-Authenticate": "Basic"})
    with serving(challenge) as other, serving(Answer(302, {"Location": other.address})) as server:
        with pytest.raises(EndpointError):
            asks(server, OWN)
        assert [authorization(one) for one in other.asked] == [None]


def test_redirects_end() -> None:
    with serving(Answer(302, {"Location": "/round"})) as server:
        with pytest.raises(RunError, match="without an end"):
            asks(server)
        assert len(server.asked) == 6
    refused = pytest.raises(RunError, match="is no address of a SPARQL endpoint")
    with serving(Answer(302, {"Location": "file:///etc/passwd"})) as server, refused:
        asks(server)


def test_what_writes_is_not_redirected() -> None:
    with serving(Answer(307, {"Location": "http://127.0.0.1:9/elsewhere"})) as server, Transport() as transport:
        with pytest.raises(RunError, match=r"is at another address now: give http://127\.0\.0\.1:9/elsewhere"):
            update(transport, server.address, "INSERT DATA { <a:a> <a:b> 1 }")
        assert len(server.asked) == 1


def test_basic_is_sent_when_it_is_asked_for_and_remembered() -> None:
    with serving(Answer(401, {"WWW-Authenticate": 'Basic realm="r"'}), Answer()) as server, Transport(OWN) as transport:
        assert bool(ask(transport, server.address, "ASK {}"))
        assert bool(ask(transport, server.address, "ASK {}"))
    expected = "Basic " + base64.b64encode(b"amal:" + OWN.password.encode()).decode()
    assert [authorization(one) for one in server.asked] == [None, expected, expected]


def test_digest_is_calculated_as_the_standard_says() -> None:
    challenge = Answer(401, {"WWW-Authenticate": DIGEST})
    with serving(challenge, challenge, Answer()) as server, Transport(OWN) as transport:
        assert bool(ask(transport, server.address, "ASK {}"))
        assert bool(ask(transport, server.address, "ASK {}"))
    sent = [authorization(one) or "" for one in server.asked]
    assert sent[:2] == ["", ""]
    for count, header in enumerate(sent[2:], 1):
        parts = dict(re.findall(r'(\w+)="?([^",]+)"?', header))
        assert parts["nc"] == f"{count:08x}"
        first = hashlib.md5(f"amal:r:{OWN.password}".encode()).hexdigest()
        second = hashlib.md5(b"POST:/sparql").hexdigest()
        whole = f"{first}:n1:{parts['nc']}:{parts['cnonce']}:auth:{second}"
        assert parts["response"] == hashlib.md5(whole.encode()).hexdigest()


@pytest.mark.parametrize("challenge", ["Basic", DIGEST])
def test_credentials_that_are_not_accepted_stand_in_no_message(challenge: str) -> None:
    with serving(Answer(401, {"WWW-Authenticate": challenge})) as server:
        with pytest.raises(EndpointError, match=f"does not accept the credentials in {USER}, {PASSWORD}") as error:
            asks(server, OWN)
        assert len(server.asked) <= 3
    assert "secret" not in str(error.value)
    assert "secret" not in repr(OWN)


def test_where_secrets_may_go() -> None:
    for url in ("https://e.org/sparql", "http://localhost:1/", "http://127.0.0.3/", "http://[::1]:8080/x"):
        require_privacy(url)
        assert Credentials(token="t").at_first(url)
    for url in ("http://e.org/sparql", "http://10.0.0.1/", "http://localhost.e.org/", "http://[::2]/"):
        with pytest.raises(RunError, match=r"credentials are not sent to .* over plain http"):
            Credentials(token="t").at_first(url)
        with pytest.raises(RunError, match="over plain http"):
            OWN.answer_to('Basic realm="x"', url)
        assert OWN.answer_to(DIGEST, url) is not None
    assert Credentials(token="t").answer_to("Basic", "https://e.org/") is None


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({USER: "a"}, "go together"),
        ({PASSWORD: "b"}, "go together"),
        ({USER: "a", PASSWORD: "b", TOKEN: "c"}, "set either"),
        ({TOKEN: "a\r\nHost: x"}, "printable characters of ASCII only"),
        ({USER: "مستخدم", PASSWORD: "b"}, "printable characters of ASCII only"),
    ],
)
def test_an_environment_that_makes_no_sense(environment: dict[str, str], message: str) -> None:
    with pytest.raises(RunError, match=message):
        Credentials.from_environment(environment)


def test_the_environment() -> None:
    assert Credentials.from_environment({USER: "a", PASSWORD: "b"}) == Credentials("a", "b")
    assert Credentials.from_environment({TOKEN: "c"}) == Credentials(token="c")
    assert not Credentials.from_environment({})


def test_queries_take_credentials_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "t0ken")
    with serving(Answer()) as server:
        assert bool(query_endpoint(server.address, "ASK {}"))
    assert authorization(server.asked[0]) == "Bearer t0ken"


@pytest.mark.parametrize("url", ["", "ftp://e.org/", "http://", "http://[::1/", "e.org/sparql", "http:///x"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(RunError, match="is no address of a SPARQL endpoint"):
        check_address(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(RunError, match=f"set {USER} and {PASSWORD}") as error:
        check_address("https://amal:hidden@e.org/sparql")
    assert "hidden" not in str(error.value)
