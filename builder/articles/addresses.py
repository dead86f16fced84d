"""Which inputs are web addresses, and by what name they are told."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


def is_address(name: str) -> bool:
    """Whether an input is an http or https address rather than a path."""
    return _WEB.match(name) is not None


def display_name(url: str) -> str:
    """The address without user name, password and fragment: the source of its rejections, the id of its article."""
    clean = _UNPRINTABLE.sub("", url)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return clean.partition("#")[0].rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
