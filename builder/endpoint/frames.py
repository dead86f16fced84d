"""Messages between the endpoint and its workers: one letter, a length, and that many bytes."""

from __future__ import annotations

import json
import socket
import struct
from asyncio import StreamReader
from dataclasses import asdict
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a worker, which starts often, needs none of these
    from builder.endpoint.limits import Limits
    from builder.endpoint.negotiation import Choice
    from builder.endpoint.protocol import Question

HEADER = struct.Struct("!cI")


class Kind(Enum):
    """What a message is."""

    READY = b"R"  # of a worker that has opened its snapshot: what it reads
    ASK = b"A"  # to a worker: a question
    HEAD = b"H"  # the format of the answer that follows
    DATA = b"D"  # a part of the answer
    END = b"E"  # the answer is whole
    PROBLEM = b"P"  # there is no answer, or none that is whole


def packed(kind: Kind, payload: bytes = b"") -> bytes:
    """One message."""
    return HEADER.pack(kind.value, len(payload)) + payload


def packed_json(kind: Kind, content: dict[str, Any]) -> bytes:
    """One message with JSON in it."""
    return packed(kind, json.dumps(content).encode())


def packed_question(question: Question, choice: Choice, limits: Limits) -> bytes:
    """The message that asks a worker."""
    request = {
        "text": question.text,
        "default": question.default_graphs,
        "named": question.named_graphs,
        "base": question.base,
        "search": asdict(question.search) if question.search else None,
        "rows": choice.rows,
        "triples": choice.triples,
        "seconds": limits.timeout_seconds,
        "max_rows": limits.max_rows,
        "max_bytes": limits.max_bytes,
    }
    return packed_json(Kind.ASK, request)


def receive(connection: socket.socket) -> tuple[Kind, bytes]:
    """The next message.

    :raises EOFError: if the other side is gone.
    """
    letter, length = HEADER.unpack(_exactly(connection, HEADER.size))
    return Kind(letter), _exactly(connection, length)


async def read(reader: StreamReader) -> tuple[Kind, bytes]:
    """The next message.

    :raises asyncio.IncompleteReadError: if the other side is gone.
    """
    letter, length = HEADER.unpack(await reader.readexactly(HEADER.size))
    return Kind(letter), await reader.readexactly(length) if length else b""


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
