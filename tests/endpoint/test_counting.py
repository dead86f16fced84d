"""Rows are counted as a parser counts them, wherever the chunks are cut."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.endpoint.counting import RowCounter
from builder.endpoint.negotiation import ROWS, Media
from builder.endpoint.worker import ROW_FORMATS

VALUES = st.lists(st.text(alphabet="\"{},\n\r<result>\t'ب\\", max_size=12), max_size=8)


@pytest.mark.parametrize("media", ROWS)
@given(values=VALUES, cut=st.integers(1, 40))
def test_count(media: Media, values: list[str], cut: int) -> None:
    rows = " ".join(f"({ox.Literal(value)} {'UNDEF' if number % 2 else '1'})" for number, value in enumerate(values))
    answer = ox.Store().query(f"SELECT ?a ?b WHERE {{ VALUES (?a ?b) {{ {rows} }} }}")
    body = answer.serialize(format=ROW_FORMATS[media]) if isinstance(answer, ox.QuerySolutions) else None
    assert body is not None
    counter = RowCounter(media)
    counted = sum(counter.count(body[start : start + cut]) for start in range(0, len(body), cut))
    assert counted == max(len(values), 1 if media is Media.JSON else 0)
