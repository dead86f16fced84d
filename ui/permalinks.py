"""Texts of queries in addresses: compressed, and bounded in both directions, since anybody can write an address."""

from __future__ import annotations

import base64
import binascii
import zlib

MOST_IN_ADDRESS = 2_000  # characters; some programs cut longer addresses off
_MOST_CHARACTERS = 100_000  # of a query, as the endpoint has it
_MOST_BYTES = 4 * _MOST_CHARACTERS


def pack(text: str) -> str | None:
    """The text for an address, None where it is too long for one."""
    if len(text) > _MOST_CHARACTERS:
        return None
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode().rstrip("=")
    return packed if len(packed) <= MOST_IN_ADDRESS else None


def unpack(packed: str) -> str | None:
    """The text that :func:`pack` has packed, None for anything else."""
    if len(packed) > MOST_IN_ADDRESS:
        return None
    decompressor = zlib.decompressobj()
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        text = decompressor.decompress(data, _MOST_BYTES).decode()
    except (binascii.Error, zlib.error, ValueError):
        return None
    return text if decompressor.eof and len(text) <= _MOST_CHARACTERS else None
