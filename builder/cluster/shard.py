"""A shard: what some hundred articles gave, as N-Quads that any store can load and a build can take apart again.

What belongs to which article, how many events it has, and which inputs were rejected stands in comments, JSON after
``# ``, which readers of N-Quads skip. A description that several articles share stands there once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.articles.digest import article_digest
from builder.articles.rejection import Rejection
from builder.assembly import Assembled
from builder.errors import RunError
from builder.model import Article
from builder.pipeline import Failed, Read

SUFFIX = ".nq.gz"
FORMAT = 1
_HEAD = b"# rasd shard %d\n" % FORMAT
_COMMENT = b"# "
_LEVEL = 6  # of gzip
_NAME_LENGTH = 32  # hexadecimal digits
_TRACE = "the traceback is in the log of the worker"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a shard holds, without its quads.

    ``articles`` counts those that were extracted, ``no_attack`` those of them that report none; ``rejected`` are the
    others. ``events`` and ``quads`` are sums, the latter without repetitions of descriptions. ``size`` are the bytes of
    the file; ``digest`` is the SHA-256 of what it holds unpacked, in hex. ``failed`` tells whether an extraction raised
    an error that a later one may not.
    """

    name: str
    articles: int
    no_attack: int
    rejected: tuple[Rejection, ...]
    failed: bool
    events: int
    quads: int
    size: int
    digest: str


def shard_name(articles: Sequence[Article], identity: str) -> str:
    """The file's name: equal articles in equal order, read by the same rasd (*identity*), have the same."""
    digest = hashlib.sha256(json.dumps([FORMAT, identity, *map(article_digest, articles)]).encode("ascii"))
    return f"shard-{digest.hexdigest()[:_NAME_LENGTH]}{SUFFIX}"


def pack(results: Iterable[Read | Failed]) -> bytes:
    """The file with the results; the same ones give the same bytes (with the same version of zlib)."""
    # No time in the header of gzip.
    return gzip.compress(b"".join(_written(results)), _LEVEL, mtime=0)


def unpack(name: str, packed: bytes, digest: str | None = None) -> bytes:
    """What the file *name* holds.

    :raises RunError: if it is no whole shard, or one with another *digest* than is given.
    """
    try:
        content = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise RunError(f"the shard {name} is damaged ({error}): remove it, and build again") from error
    if not content.startswith(_HEAD) or digest not in (None, digest_of(content)):
        raise RunError(f"the shard {name} is not what a worker wrote: remove it, and build again")
    return content


def digest_of(content: bytes) -> str:
    """The SHA-256 of a shard that was unpacked."""
    return hashlib.sha256(content).hexdigest()


def summarize(name: str, packed: bytes) -> Summary:
    """What the file *name* holds, in short.

    :raises RunError: if it is no whole shard.
    """
    content = unpack(name, packed)
    results = list(results_of(content))
    failures = [result for result in results if isinstance(result, Failed)]
    events = [result.events for result in results if isinstance(result, Read)]
    return Summary(
        name=name,
        articles=len(events),
        no_attack=events.count(0),
        rejected=tuple(failure.rejection for failure in failures),
        failed=any(failure.trace for failure in failures),
        events=sum(events),
        quads=content.count(b"\n") - len(results) - 1,  # a comment for each, and the head
        size=len(packed),
        digest=digest_of(content),
    )


def _written(results: Iterable[Read | Failed]) -> Iterator[bytes]:
    described: dict[tuple[str, bytes], int] = {}
    yield _HEAD
    for result in results:
        if isinstance(result, Failed):
            said = result.rejection
            yield _comment({"rejected": [said.source, said.line, said.reason], "failed": bool(result.trace)})
            continue
        made = result.assembled
        new = [item for item in made.shared.items() if item not in described]
        described.update((item, number) for number, item in enumerate(new, len(described)))
        yield _comment(
            {
                "article": result.id,
                "events": result.events,
                "own": len(made.own),
                "describes": [[subject, len(quads)] for subject, quads in new],
                "uses": [described[item] for item in made.shared.items()],
            }
        )
        yield made.own
        yield from (quads for _, quads in new)


def _comment(said: dict[str, object]) -> bytes:
    return _COMMENT + json.dumps(said).encode("ascii") + b"\n"


def results_of(content: bytes) -> Iterator[Read | Failed]:
    """The results that *content*, as :func:`unpack` gives it, holds, in the order of the articles.

    A traceback is not among them; in its place it says where it is.
    """
    described: list[tuple[str, bytes]] = []
    position = len(_HEAD)
    while position < len(content):
        end = content.index(b"\n", position)
        said = json.loads(content[position + len(_COMMENT) : end])
        position = end + 1
        if "rejected" in said:
            yield Failed(Rejection(*said["rejected"]), _TRACE if said["failed"] else "")
            continue
        own = content[position : position + said["own"]]
        position += said["own"]
        for subject, length in said["describes"]:
            described.append((subject, content[position : position + length]))
            position += length
        shared = dict(described[number] for number in said["uses"])
        yield Read(said["article"], Assembled(own, shared), said["events"])
