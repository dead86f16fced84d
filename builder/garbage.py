"""How often Python looks for objects that are reachable only from each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MORE_OBJECTS = 50_000  # than at the last search; Python's own default is 700 or, from 3.12 on, 2,000


def collect_seldom() -> None:
    """Let this process look for such objects seldom, for good.

    Reading an article leaves hardly any, but the caches of words grow with each, so that Python thinks it is time to
    look through all tables again: eight times in the first 800 articles, a tenth of their time and more.
    """
    gc.set_threshold(_MORE_OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """The same for a while; usable as a decorator."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
