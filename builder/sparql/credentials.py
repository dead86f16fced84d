"""Who rasd is to an endpoint: taken from the environment, sent only where nobody can overhear it.

``RASD_ENDPOINT_USER`` and ``RASD_ENDPOINT_PASSWORD`` answer a challenge for Digest or Basic, ``RASD_ENDPOINT_TOKEN``
goes as Bearer. They are not options of the command line, which other users of a machine can read, and stand in no
message.

Basic and Bearer show the secret to whoever carries the message, so they go over https or to this machine only. Digest
does not, and goes over plain http too: Virtuoso offers it on its standard address without https.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from builder.errors import RunError
from builder.listening import is_loopback

USER = "RASD_ENDPOINT_USER"
PASSWORD = "RASD_ENDPOINT_PASSWORD"  # noqa: S105 (the name of a variable)
TOKEN = "RASD_ENDPOINT_TOKEN"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a token, or neither; the secrets are in no ``repr``."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Credentials:
        """What the variables say; an empty one counts as not set.

        :raises RunError: if both kinds are set, one half of a pair is missing, or a header cannot hold a value.
        """
        user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
        if token and (user or password):
            raise RunError(f"set either {TOKEN}, or {USER} and {PASSWORD}, not both")
        if bool(user) != bool(password):
            raise RunError(f"{USER} and {PASSWORD} go together: one of them is not set")
        if not (user.isascii() and user.isprintable() and token.isascii() and token.isprintable()):
            raise RunError(f"{USER} and {TOKEN} can hold printable characters of ASCII only")
        return cls(user, password, token)

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def at_first(self, url: str) -> AuthBase:
        """What a request carries before the server has asked for anything: the token, if there is one.

        :raises RunError: if the token would go over plain http to another machine.
        """
        if not self.token:
            return Anonymous()
        require_privacy(url)
        return _Bearer(self.token)

    def answer_to(self, challenge: str, url: str) -> AuthBase | None:
        """What answers the challenge (the value of ``WWW-Authenticate``); None where nothing does.

        :raises RunError: if the server wants the password over plain http from another machine.
        """
        if not self.user:
            return None
        if challenge.lower().startswith("digest"):
            return _Digest(self.user, self.password)
        if "basic" in challenge.lower():
            require_privacy(url)
            return HTTPBasicAuth(self.user.encode(), self.password.encode())
        return None


def require_privacy(url: str) -> None:
    """Refuse an address to which a secret would travel in the open.

    :raises RunError: if it is plain http to another machine.
    """
    address = urlsplit(url)
    if address.scheme != "https" and not is_loopback(address.hostname):
        raise RunError(
            f"credentials are not sent to {url} over plain http, where others can read them: use its https:// address, "
            "or a tunnel (ssh -L) and the address of this machine"
        )


class Anonymous(AuthBase):
    """No credentials, also none of a .netrc file, where requests looks if it is given nothing."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """The request as it is."""
        return request


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Digest(HTTPDigestAuth):
    def handle_401(self, r: Response, **kwargs: object) -> Response:
        """As the parent does, which would first read the refusal whole, however long it is."""
        if r.status_code == 401 and "digest" in r.headers.get("WWW-Authenticate", "").lower():
            r.close()
        return super().handle_401(r, **kwargs)
