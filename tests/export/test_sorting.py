from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.export.sorting import sorted_lines

LINES = st.lists(st.binary(max_size=6).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=60)


@given(LINES, st.integers(1, 70), st.integers(2, 5))
def test_any_size_of_chunks_gives_the_same(lines: list[bytes], chunk: int, fan_in: int) -> None:
    assert list(sorted_lines(lines, chunk, fan_in)) == sorted(lines)


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    halfway = sorted_lines([b"%d\n" % number for number in range(100)], chunk=7)
    next(halfway)
    halfway.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
