from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.permalinks import MOST_IN_ADDRESS, pack, unpack


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_text_comes_back(text: str) -> None:
    packed = pack(text)
    assert packed is not None
    assert len(packed) <= MOST_IN_ADDRESS
    assert unpack(packed) == text


def test_what_is_too_long_is_not_packed() -> None:
    assert pack("".join(chr(0x600 + number * 7919 % 5000) for number in range(4000))) is None
    assert pack("a" * 100_001) is None


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "packed",
    [
        "SELECT * { ?s ?p ?o }",
        "é",
        "A",
        _packed(b"no zlib"),
        _packed(zlib.compress(b"\xff\xfe")),
        _packed(zlib.compress(b"SELECT * {}")[:-3]),
        _packed(zlib.compress(b"a" * 1_000_000)),
        "A" * (MOST_IN_ADDRESS + 1),
    ],
)
def test_anything_else_is_no_text(packed: str) -> None:
    assert unpack(packed) is None


@given(st.text(max_size=50))
def test_no_address_breaks_it(packed: str) -> None:
    unpack(packed)
