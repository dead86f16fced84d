"""Take items in batches, and sort more lines than fit into memory."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, TypeVar

CHUNK_LINES = 250_000  # about 100 MB of N-Quads with what Python needs for each line
OPEN_FILES = 64
_Item = TypeVar("_Item")


def in_batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items in lists of this size; the last may be shorter."""
    waiting = iter(items)
    while batch := list(islice(waiting, size)):
        yield batch


def sorted_lines(lines: Iterable[bytes], chunk: int = CHUNK_LINES, fan_in: int = OPEN_FILES) -> Iterator[bytes]:
    """The lines by their bytes; each ends in a line feed and has no other.

    At most *chunk* lines are held at once; more go into sorted files of the temporary folder, of which never more than
    *fan_in* are open: then they are merged into one. The files have no names and vanish with the process.

    :raises OSError: if the temporary folder is full.
    """
    with ExitStack() as stack:
        runs: list[IO[bytes]] = []
        for block in in_batches(lines, chunk):
            block.sort()
            if not runs and len(block) < chunk:
                yield from block
                return
            if len(runs) == fan_in:
                merged = _run(heapq.merge(*runs), stack)
                for run in runs:
                    run.close()
                runs = [merged]
            runs.append(_run(block, stack))
        yield from heapq.merge(*runs)


def _run(lines: Iterable[bytes], stack: ExitStack) -> IO[bytes]:
    file = stack.enter_context(tempfile.TemporaryFile(prefix="rasd-export-"))  # noqa: SIM115 (the stack does)
    file.writelines(lines)
    file.seek(0)
    return file
