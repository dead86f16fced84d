"""What runs on a worker of the cluster: one shard of articles read and written."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import pyoxigraph as ox

from builder.cluster.folder import Folder
from builder.cluster.shard import Summary, pack, summarize
from builder.errors import RunError
from builder.model import Article
from builder.pipeline import Extract, Failed, read_article, version_of
from builder.resources import PACKAGE, data_dir

_LOG = logging.getLogger(__name__)
_DIGITS = 12  # hexadecimal, of the digest of the code
_ONE = Lock()  # a worker may have several threads, which in one Python process would only get in each other's way


@dataclass(frozen=True, slots=True)
class Order:
    """A shard to be made.

    ``identity`` is that of the machine that orders it (:func:`identity`), with the optional ``steps``. With ``again``,
    a shard of that name that is there already does not count.
    """

    name: str
    articles: tuple[Article, ...]
    extract: Extract
    version: str
    steps: tuple[str, ...]
    identity: str
    folder: Folder
    again: bool


def make_shard(order: Order) -> Summary:
    """Make a shard, unless it is there and whole; done twice, it is written twice with the same content.

    :raises RunError: if this machine has another version of rasd than the one that ordered the shard.
    :raises OSError: if the shard cannot be written.
    """
    with _ONE:
        if (own := identity(order.steps)) != order.identity:
            raise RunError(f"a worker has {own}, and this machine {order.identity}: install the same on all")
        found = None if order.again else _finished(order)
        return found or _made(order)


def _finished(order: Order) -> Summary | None:
    """The shard that is there; None if it is none, is damaged, or has an article that is worth another try."""
    packed = order.folder.read(order.name)
    if packed is None:
        return None
    try:
        summary = summarize(order.name, packed)
    except RunError as error:
        _LOG.warning("%s", error)
        return None
    return None if summary.failed else summary


def _made(order: Order) -> Summary:
    results = [read_article(article, order.extract, order.version) for article in order.articles]
    for result in results:
        if isinstance(result, Failed) and result.trace:
            _LOG.debug("%s", result.trace)
    packed = pack(results)
    order.folder.write(order.name, packed)
    return summarize(order.name, packed)


@cache
def identity(steps: Sequence[str] = ()) -> str:
    """All that the quads of an article depend on: the versions of rasd and of the database, steps, code and tables.

    :raises StepError: if an optional step lacks a module or its data.
    """
    return f"rasd {version_of(steps)} (pyoxigraph {ox.__version__}, code {_code()[:_DIGITS]})"


def _code() -> str:
    """A digest of the package's code, its tables and the ontology, the same in a wheel and in a checkout."""
    digest = hashlib.sha256()
    for folder, pattern in ((PACKAGE, "*.py"), (data_dir("data"), "*"), (data_dir("ontology"), "*")):
        for path in sorted(folder.rglob(pattern), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file() and path.suffix != ".pyc":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()
