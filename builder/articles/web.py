"""Pages on the web: fetched with bounds on size and time, from public addresses only."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from queue import Empty, SimpleQueue
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from builder.articles.addresses import display_name
from builder.errors import ArticleError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_LONGEST_URL = 2000  # characters; longer ones are no addresses of articles
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_IPV4_BITS = 0xFFFFFFFF
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_ACCEPTED = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one address may cost: bytes before and after decompression, seconds, and redirects.

    ``seconds`` is for everything from the look-up of the name to the last byte; ``wait`` for the connection and for
    each answer of the server.
    """

    size: int = 64 * 1024 * 1024
    seconds: float = 60
    wait: float = 15
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its address after redirects, media type in lower case (empty if not stated), charset, and bytes."""

    url: str
    media_type: str
    charset: str | None
    data: bytes


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also the IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & _IPV4_BITS)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def fetch(url: str, limits: Limits = LIMITS, *, reachable: Callable[[Address], bool] = is_public) -> Fetched:
    """What an http or https address answers, redirects followed.

    The name is looked up once for each hop; all its addresses must be *reachable*, and the connection goes to the first
    of them that answers, so that a name cannot change its address in between. Any port is allowed. Proxies of the
    environment, cookies and passwords are not used. The certificate of an https address must be valid, and it may not
    lead to an http address.

    :raises ArticleError: with the address as source, if it is no such address, is not reachable, does not answer with
        status 200, or costs more than the limits.
    """
    results: SimpleQueue[Fetched | Exception] = SimpleQueue()

    def work() -> None:
        try:
            results.put(_follow(url, limits, reachable))
        except Exception as error:  # raised again below, where the caller sees it
            results.put(error)

    # A look-up of a name and a handshake that trickles cannot be interrupted, only left behind.
    threading.Thread(target=work, daemon=True).start()
    try:
        result = results.get(timeout=limits.seconds)
    except Empty:
        result = _timed_out(url, limits)
    if isinstance(result, Exception):
        raise result
    return result


def _timed_out(url: str, limits: Limits) -> ArticleError:
    reason = f"timed out: {limits.wait:g} seconds without an answer, or {limits.seconds:g} in all"
    return ArticleError(reason, source=display_name(url))


def _follow(url: str, limits: Limits, reachable: Callable[[Address], bool]) -> Fetched:
    source, deadline = display_name(url), time.monotonic() + limits.seconds
    current = url
    for _ in range(limits.redirects + 1):
        try:
            parts = _parse(current)
            answer = _request(parts, limits, reachable, deadline)
        except ssl.SSLError as error:  # some of these are ValueErrors too
            reason = getattr(error, "verify_message", None) or error.reason or str(error)
            raise ArticleError(f"no secure connection: {reason}", source=source) from None
        except ValueError as error:
            reason = str(error) if current == url else f"{error} (redirected to {display_name(current):.200})"
            raise ArticleError(reason, source=source) from None
        except TimeoutError:
            raise _timed_out(url, limits) from None
        except (OSError, http.client.HTTPException, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ArticleError(f"cannot be fetched: {' '.join(reason.split()):.200}", source=source) from None
        if isinstance(answer, Fetched):
            return answer
        if parts.scheme == "https" and answer.lower().startswith("http:"):
            raise ArticleError("redirected from https to http", source=source)
        current = answer
    raise ArticleError(f"more than {limits.redirects} redirects", source=source)


def _parse(url: str) -> SplitResult:
    """The parts of an address, in ASCII.

    :raises ValueError: with the reason for which it is not fetched.
    """
    if len(url) > _LONGEST_URL:
        raise ValueError(f"address too long: more than {_LONGEST_URL:,} characters")
    if "\\" in url or any(character.isspace() or not character.isprintable() for character in url):
        raise ValueError("no valid address: it has white space, backslashes or control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        ascii_host = (host or "").encode("idna").decode("ascii")
    except ValueError:  # among them UnicodeError
        raise ValueError("no valid address") from None
    if parts.scheme not in _PORTS:
        raise ValueError("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise ValueError("addresses with a user name or password are not fetched")
    if not ascii_host or port == 0:
        raise ValueError("no valid address")
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = shown if port is None else f"{shown}:{port}"
    path, query = (quote(part, safe=_KEPT_IN_PATH + "?") for part in (parts.path or "/", parts.query))
    return SplitResult(parts.scheme, netloc, path, query, "")


def _addresses(parts: SplitResult, reachable: Callable[[Address], bool]) -> list[str]:
    """The numeric addresses of the host, in the order of the system.

    :raises ValueError: if one of them is not reachable.
    """
    port = parts.port or _PORTS[parts.scheme]
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in texts:
        if not reachable(ipaddress.ip_address(text)):
            raise ValueError(f"not fetched: {text} is no public address")
    return texts


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that are known already; the host's name serves for the request and the certificate."""

    def __init__(self, parts: SplitResult, addresses: list[str], wait: float) -> None:
        super().__init__(parts.hostname or "", parts.port or _PORTS[parts.scheme], timeout=wait)
        self._addresses = addresses
        self._wait = wait
        self._context = ssl.create_default_context() if parts.scheme == "https" else None

    def connect(self) -> None:
        """Connect to the first address that answers.

        :raises OSError: of the last address if none does.
        """
        sock = self._first_socket()
        try:
            self.sock = self._context.wrap_socket(sock, server_hostname=self.host) if self._context else sock
        except BaseException:
            sock.close()
            raise

    def _first_socket(self) -> socket.socket:
        for address in self._addresses[:-1]:
            try:
                return socket.create_connection((address, self.port), self._wait)
            except OSError:
                continue
        return socket.create_connection((self._addresses[-1], self.port), self._wait)


def _request(
    parts: SplitResult, limits: Limits, reachable: Callable[[Address], bool], deadline: float
) -> Fetched | str:
    """The answer, or the address that it leads to."""
    connection = _Connection(parts, _addresses(parts, reachable), limits.wait)
    try:
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        headers = {"Host": parts.netloc, "User-Agent": "rasd", "Accept": _ACCEPTED, "Accept-Encoding": "gzip"}
        connection.request("GET", target, headers={**headers, "Connection": "close"})
        with connection.getresponse() as response:
            return _answer(response, parts, limits, deadline)
    finally:
        connection.close()


def _answer(response: http.client.HTTPResponse, parts: SplitResult, limits: Limits, deadline: float) -> Fetched | str:
    location = response.getheader("Location")
    if response.status in _REDIRECTS and location:
        return urljoin(parts.geturl(), location.encode("latin-1").decode("utf-8", errors="replace").strip())
    if response.status != _OK:
        raise ValueError(f"answered with status {response.status}")
    data = _decoded(_body(response, limits, deadline), response.getheader("Content-Encoding", ""), limits)
    media_type, charset = _content_type(response.headers)
    return Fetched(parts.geturl(), media_type, charset, data)


def _content_type(headers: Message) -> tuple[str, str | None]:
    if "Content-Type" not in headers:
        return "", None
    charset = headers.get_param("charset")
    return headers.get_content_type(), charset if isinstance(charset, str) else None


def _body(response: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    data = bytearray()
    while piece := response.read1(_CHUNK):  # what has come; read() would wait for a server that trickles
        data += piece
        if len(data) > limits.size:
            raise ValueError(_too_large(limits))
        if time.monotonic() > deadline:
            raise TimeoutError
    if response.length:
        raise ValueError(f"cut off: {response.length:,} bytes are missing")
    return bytes(data)


def _decoded(data: bytes, coding: str, limits: Limits) -> bytes:
    if coding.lower() in ("", "identity"):
        return data
    if coding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"unknown content coding {coding:.20}")
    unpacked = bytearray()
    while data:  # one or more gzip members
        decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
        unpacked += decoder.decompress(data, limits.size + 1 - len(unpacked))
        if len(unpacked) > limits.size:
            raise ValueError(_too_large(limits))
        if not decoder.eof:
            raise ValueError("cut off: its compressed body does not end")
        data = decoder.unused_data
    return bytes(unpacked)


def _too_large(limits: Limits) -> str:
    return f"answer too large: more than {limits.size:,} bytes"
