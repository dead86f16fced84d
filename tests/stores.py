"""A small published store with articles of each state and rejections, for tests that only need one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.articles.rejection import Rejection
from builder.assembly import assemble
from builder.graph.iris import article_iri
from builder.model import Article, EventKind, EventMention, Extraction, Mention, Span, Status
from builder.store.register import register
from builder.store.store import Store
from builder.store.upkeep import store_article

_EVENT = EventMention(
    "0", EventKind.ATTACK, "Attack", Status.OCCURRED, False, (Mention(Span(0, 3), "خبر", "test"),), (), (), 0.5
)


def make_store(path: Path, articles: int = 3) -> Path:
    """A store whose first article reports an attack, with two rejected inputs; more articles at each further call."""
    with Store.open_writer(path) as writer:
        for number in range(articles):
            extraction = Extraction(Article(f"a-{number}", "خبر", f"نص {number}"), (), () if number else (_EVENT,))
            store_article(writer, article_iri(f"a-{number}"), assemble(extraction).quads())
        register(writer, Rejection("in/bad.jsonl", 7, "no text"))
        register(writer, Rejection("in/خبر.txt", None, "empty file"))
        writer.publish()
    return path


def quads(store: Path) -> list[str]:
    """What readers of a store see, sorted."""
    with Store.open_reader(store) as reader:
        return sorted(map(str, reader.rdf))


_WRITER = """
import sys
from pathlib import Path
from builder.articles.rejection import Rejection
from builder.store.register import register
from builder.store.store import Store
with Store.open_writer(Path(sys.argv[1])) as writer:
    register(writer, Rejection("in/later.txt", None, "empty file"))
    print("written", flush=True)
    sys.stdin.read()
"""


@contextmanager
def being_written(store: Path) -> Iterator[int]:
    """A process that has written to the store, published nothing, and holds its lock: the process's id."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, os.fspath(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"written\n"
        yield process.pid
        process.communicate()
