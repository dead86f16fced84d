from __future__ import annotations

import gc

import pytest

from builder.garbage import collecting_seldom


def test_garbage_is_looked_for_seldom_only_for_a_while() -> None:
    before = gc.get_threshold()
    with collecting_seldom():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_the_old_threshold_is_back_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), collecting_seldom():
        raise KeyError
    assert gc.get_threshold() == before
