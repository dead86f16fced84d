"""HTTP to SPARQL endpoints: credentials, limits of time and size, retries, redirects, and one line for what goes wrong.

A server that is busy (429, 503) or that drops the connection is asked again, up to four times, after growing pauses
with a random part or after what its Retry-After says. All that rasd sends can be sent twice: it reads, or it writes
statements without blank nodes. A request that took too long is not repeated: the server may still be at work on it.

Only queries follow redirects, with their method and body; another host than the one that the user named gets no
credentials. What writes is not redirected, for the user has not named that place.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError as TransferError
from urllib3.exceptions import ReadTimeoutError
from urllib3.util.retry import Retry

from builder.errors import RunError, TooLargeError, TooSlowError
from builder.sparql.credentials import PASSWORD, TOKEN, USER, Anonymous, Credentials
from builder.text.lines import printable

DEFAULT_TIMEOUT: Final = 60.0
LARGEST_ANSWER: Final = 1 << 30  # bytes; an answer is held in memory

_CONNECT_SECONDS = 15.0
_ATTEMPTS = 4
_FIRST_PAUSE = 0.5  # seconds; doubled each time
_LONGEST_PAUSE = 30
_LONGEST_RETRY_AFTER = 60.0
_BUSY = (429, 503)
_REDIRECTS = (301, 302, 307, 308)
_MOST_REDIRECTS = 5
_PART = 1 << 16
_EXCERPT = 300


class EndpointError(RunError):
    """The endpoint answered, but with an error; ``status`` is that of HTTP, ``detail`` the start of what it said."""

    def __init__(self, message: str, status: int, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. ``writes`` tells whether it changes the remote store."""

    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    writes: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; the names of the headers may be written in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Connections that are kept open between messages; close it, or use it as a context manager.

    *timeout* is the number of seconds in which a server must begin its answer, and as many again to finish it.
    Credentials go to the host of each message's own address, and nowhere else. Not for several threads at once.
    """

    def __init__(
        self, credentials: Credentials | None = None, *, timeout: float = DEFAULT_TIMEOUT, largest: int = LARGEST_ANSWER
    ) -> None:
        self._credentials = credentials or Credentials()
        self._timeout = timeout
        self._largest = largest
        self._answers: dict[str, AuthBase] = {}  # to challenges, by the origin of the server
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "rasd"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=_retries()))

    def send(self, message: Message) -> Reply:
        """The reply of the server.

        :raises EndpointError: if its status is not one of success.
        :raises RunError: if it cannot be reached, is too slow, answers with too much, or if credentials would go over
            plain http to another machine.
        """
        check_address(message.url)
        url = message.url
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._carry(message, url, trusted=_origin(url) == _origin(message.url))
            with response:
                if response.status_code in _REDIRECTS and "Location" in response.headers:
                    url = _next_address(message, url, response.headers["Location"])
                    continue
                reply = self._read(url, response)
            self._refuse_errors(message.url, response, reply)
            return reply
        raise RunError(f"{message.url} sends from one address to the next without an end")

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _carry(self, message: Message, url: str, *, trusted: bool) -> requests.Response:
        """The answer, not read yet, after one challenge for credentials has been met if there was one."""
        if not trusted:
            return self._try(message, url, Anonymous())
        origin = _origin(url)
        response = self._try(message, url, self._answers.get(origin) or self._credentials.at_first(url))
        if response.status_code != 401 or origin in self._answers:
            return response
        answer = self._credentials.answer_to(response.headers.get("WWW-Authenticate", ""), url)
        if answer is None:
            return response
        response.close()
        self._answers[origin] = answer
        return self._try(message, url, answer)

    def _try(self, message: Message, url: str, auth: AuthBase) -> requests.Response:
        try:
            return self._session.request(
                message.method,
                url,
                data=message.body,
                headers=dict(message.headers),
                auth=auth,
                timeout=(min(_CONNECT_SECONDS, self._timeout), self._timeout),
                allow_redirects=False,
                stream=True,
            )
        except requests.ReadTimeout as error:
            raise self._too_slow(url) from error
        except (requests.RequestException, TransferError) as error:
            raise RunError(f"{url} cannot be reached: {_cause(error)}") from error

    def _read(self, url: str, response: requests.Response) -> Reply:
        """The body, in parts, so that neither an endless nor an endlessly slow one is waited for."""
        end = time.monotonic() + self._timeout
        body = bytearray()
        try:
            while part := response.raw.read1(_PART, decode_content=True):
                body += part
                if len(body) > self._largest:
                    raise TooLargeError(f"the answer of {url} is larger than {self._largest:,} bytes: ask it for less")
                if time.monotonic() > end:
                    raise self._too_slow(url)
        except (TransferError, OSError) as error:
            if isinstance(error, ReadTimeoutError | TimeoutError):
                raise self._too_slow(url) from error
            raise RunError(f"{url} broke off its answer: {_cause(error)}") from error
        return Reply(response.status_code, response.headers, bytes(body))

    def _refuse_errors(self, url: str, response: requests.Response, reply: Reply) -> None:
        status = reply.status
        if 200 <= status < 300:
            return
        detail = excerpt(reply.body)
        match status:
            case 401 if self._credentials:
                what = (
                    f"does not accept the credentials in {TOKEN if self._credentials.token else f'{USER}, {PASSWORD}'}"
                )
            case 401:
                what = f"wants credentials: set {USER} and {PASSWORD}, or {TOKEN}, in the environment"
            case 403:
                what = "forbids this"
                what += "" if self._credentials else f"; credentials can be set with {USER} and {PASSWORD}, or {TOKEN}"
            case 404:
                what = "does not exist: check the address"
            case 413:
                what = "refuses a message of this size"
            case 429 | 503:
                what = f"is busy, also after {_ATTEMPTS} repetitions: try again later"
            case _:
                what = f"answers with the error {status} {printable(response.reason or '')}".rstrip()
        raise EndpointError(f"{url} {what}{f' ({detail})' if detail else ''}", status, detail)

    def _too_slow(self, url: str) -> TooSlowError:
        return TooSlowError(f"{url} did not answer within {self._timeout:g} seconds: give it more with --timeout")


def check_address(url: str) -> None:
    """Refuse what is no address of an endpoint, and one that holds a password.

    :raises RunError: if it is one of these; the message does not repeat the password.
    """
    try:
        address = urlsplit(url)
        usable = address.scheme in ("http", "https") and bool(address.hostname)
        secret = address.username is not None or address.password is not None
    except ValueError:
        usable = secret = False
    if secret:
        raise RunError(f"an address must hold no user or password: set {USER} and {PASSWORD} in the environment")
    if not usable:
        raise RunError(f"{printable(url)} is no address of a SPARQL endpoint: it must begin with http:// or https://")


def excerpt(body: bytes) -> str:
    """The start of what a server said, in one line."""
    return printable(" ".join(body[: 4 * _EXCERPT].decode("utf-8", "replace").split()))[:_EXCERPT]


class _Retries(Retry):
    def increment(self, method: str | None = None, url: str | None = None, *rest: Any, **more: Any) -> Self:
        """As the parent does, but what took too long is not tried again."""
        error = more.get("error")
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, *rest, **more)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """What the server asks for, but no more than can be waited for."""
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, _LONGEST_RETRY_AFTER)


def _retries() -> Retry:
    return _Retries(
        total=_ATTEMPTS,
        connect=0,  # a server that is not there is told at once
        redirect=False,
        allowed_methods=None,  # all
        status_forcelist=_BUSY,
        backoff_factor=_FIRST_PAUSE,
        backoff_jitter=_FIRST_PAUSE,
        backoff_max=_LONGEST_PAUSE,
        raise_on_status=False,
    )


def _next_address(message: Message, url: str, location: str) -> str:
    target = urljoin(url, location)
    if message.writes:
        raise RunError(f"{url} is at another address now: give {printable(target)} if you trust it")
    check_address(target)
    return target


def _origin(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc.lower()}"


def _cause(error: BaseException) -> str:
    """The innermost words of an error, without the names of objects around them."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return printable(" ".join(str(error).split()))[:_EXCERPT] or type(error).__name__
