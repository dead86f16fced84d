"""The processes that read what is to be added and put it into the graph, started by :mod:`ui.adding`.

They are processes of their own, for the same reasons as those that answer queries (:mod:`ui.asking`): what takes too
long or needs too much memory can be ended without the interface, and the locks of the database and the work of Python
stay out of the sessions that only look. They run the pipeline itself rather than ``rasd build``, which tells how each
input went in words for people, and knows no names of files but those on the disk.

Each writes one JSON object a line. Standard input is never written to: its end tells that nobody waits any more.
"""

from __future__ import annotations

import errno
import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from pyoxigraph import RdfFormat, serialize

from builder.articles.rejection import Rejection
from builder.endpoint.worker import limit_memory
from builder.errors import RasdError, StoreError, StoreLockedError
from builder.extraction.extractor import extract
from builder.graph.iris import article_iri
from builder.model import Article, Extraction
from builder.pipeline import BuildOptions, Extract, Failed, Step, build, read_article
from builder.store.snapshots import current_snapshot
from builder.store.stamps import rasd_version, stamp_of, stored_stamp
from builder.store.store import Store
from ui.staging import Limits, inputs_of, keep_items, kept_items, preview_file, read_staged

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_FULL_WORDS = ("No space left on device", "Disk quota exceeded")
_REFUSED_WORDS = ("Permission denied", "Read-only file system", "Operation not permitted")


class TooLongError(Exception):
    """The extraction of one article takes too long; the pipeline makes a rejection of it."""


class _StoppedError(Exception):
    """Nobody waits for the rest."""


def main(arguments: list[str]) -> None:
    """``read`` or ``add``, the staging folder, the store, and the limits as JSON."""
    task, folder, store, limits = arguments
    {"read": _read, "add": _add}[task](Path(folder), Path(store), Limits(**json.loads(limits)))


def _tell(**content: object) -> None:
    with suppress(BrokenPipeError):  # nobody listens; the end of standard input stops the work
        sys.stdout.write(json.dumps(content, ensure_ascii=True) + "\n")
        sys.stdout.flush()


def _end_of_input() -> threading.Event:
    """Set when the process that started this one closes its end, or is gone."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


def _within(seconds: float) -> Extract:
    """The extraction of rasd, which raises TooLongError; this process must be its only thread's."""

    def ring(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise TooLongError(f"more than {seconds:g} seconds")

    signal.signal(signal.SIGALRM, ring)

    def within(article: Article) -> Extraction:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            return extract(article)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    return within


# Reading, and the extraction that is shown before anything is stored


def _read(folder: Path, store: Path, limits: Limits) -> None:
    limit_memory(limits.memory_mb)
    articles = []
    for number, item in enumerate(keep_items(folder, _bounded(read_staged(folder), limits))):
        if isinstance(item, Rejection):
            _tell(rejection=asdict(item), number=number)
        else:
            articles.append(number)
            _tell(number=number, **_about(item))
    _tell(read=True)
    _compare(folder, store)
    extraction = _within(limits.article_seconds)
    for number, item in enumerate(kept_items(folder)):
        if isinstance(item, Article):
            _preview(number, item, folder, extraction)


def _bounded(items: Iterator[Article | Rejection], limits: Limits) -> Iterator[Article | Rejection]:
    """The items as far as they fit in; what is cut off is told."""
    characters = 0
    for number, item in enumerate(items):
        if isinstance(item, Article):
            characters += len(item.text)
        if number >= limits.articles:
            _tell(cut="articles", most=limits.articles)
            return
        if characters > limits.characters:
            _tell(cut="characters", most=limits.characters)
            return
        yield item


def _about(article: Article) -> dict[str, object]:
    published = article.published.isoformat() if article.published else ""
    return {"article": article.id, "title": article.title, "published": published}


def _compare(folder: Path, store: Path) -> None:
    """Tell which articles the store has, as they are or as others of the same id."""
    if current_snapshot(store) is None:
        return
    try:
        with Store.open_reader(store) as reader:
            for number, item in enumerate(kept_items(folder)):
                if isinstance(item, Article) and (stored := stored_stamp(reader, article_iri(item.id))):
                    same = stored == stamp_of(item, rasd_version())
                    _tell(number=number, stored="same" if same else "other")
    except StoreError as error:
        _tell(problem=str(error))


def _preview(number: int, article: Article, folder: Path, extraction: Extract) -> None:
    result = read_article(article, extraction, rasd_version())
    if isinstance(result, Failed):
        _tell(number=number, failed=result.rejection.reason)
        return
    with preview_file(folder, number).open("wb") as file:
        serialize(result.quads, file, format=RdfFormat.N_QUADS)
    _tell(number=number, events=result.events)


# Putting it into the graph


def _add(folder: Path, store: Path, limits: Limits) -> None:
    ended = _end_of_input()
    try:
        report = build(
            _until(ended, kept_items(folder)),
            store,
            BuildOptions(),
            inputs=inputs_of(folder),
            extract=_within(limits.article_seconds),
            progress=_tell_step,
        )
    except _StoppedError:
        _tell(ended="stopped")
    except (RasdError, OSError) as error:
        _tell(ended=_kind(error), detail=str(error))
    else:
        _tell(ended="done", seconds=report.seconds)


def _until(ended: threading.Event, items: Iterator[Article | Rejection]) -> Iterator[Article | Rejection]:
    """The items until nobody waits any more.

    The error goes through the pipeline, which then shows what is stored so far, as it does after Ctrl-C.
    """
    for item in items:
        if ended.is_set():
            raise _StoppedError
        yield item
    _tell(merging=True)


def _tell_step(step: Step) -> None:
    content = {"step": step.name, "outcome": step.outcome.value, "events": step.events, "replaced": step.replaced}
    _tell(**content, rejection=asdict(step.rejection) if step.rejection else None)


def _kind(error: BaseException) -> str:
    """What a user can do about an error of the store: a key of the labels ``add.ended``."""
    if isinstance(error, StoreLockedError):
        return "locked"
    cause: BaseException | None = error
    while cause is not None:
        number, text = getattr(cause, "errno", None), str(cause)
        if number in _FULL or any(words in text for words in _FULL_WORDS):
            return "full"
        if number in _REFUSED or any(words in text for words in _REFUSED_WORDS):
            return "read_only"
        cause = cause.__cause__
    return "store" if isinstance(error, StoreError) else "failed"


if __name__ == "__main__":
    main(sys.argv[1:])
