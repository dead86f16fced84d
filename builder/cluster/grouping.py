"""Which articles go into one shard.

Where a shard ends is told by the articles themselves, not by their number: after an article whose digest is divisible
by the mean size. So a build that begins in the middle of what another one did, or finds new articles before, between or
after the others, cuts the rest at the same places, and finds the shards that are done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.articles.digest import article_digest
from builder.model import Article
from builder.pipeline import Reading, Task

MEAN = 500  # articles of a shard: some 15 s of work, which is what the death of a worker costs
_LONGEST = 2  # times the mean
_LARGEST = 2_000_000  # code points of text, up to 4 MB: it goes to the worker in one message
_WAITING = 20  # times the mean: results that need no work and wait for a shard


@dataclass(slots=True)
class Group:
    """Tasks that follow each other; ``readings`` are those of them that a worker has to do."""

    tasks: list[Task] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    @property
    def articles(self) -> list[Article]:
        """The articles to read."""
        return [reading.article for reading in self.readings]


def groups(tasks: Iterable[Task], mean: int = MEAN) -> Iterator[Group]:
    """The tasks in their order, in groups of one shard each; the last one may be of any size."""
    group, size = Group(), 0
    for task in tasks:
        group.tasks.append(task)
        if isinstance(task, Reading):
            group.readings.append(task)
            size += len(task.article.text)
            full = len(group.readings) >= _LONGEST * mean or size >= _LARGEST or _is_end(task.article, mean)
        else:
            full = len(group.tasks) >= _WAITING * mean
        if full:
            yield group
            group, size = Group(), 0
    if group.tasks:
        yield group


def _is_end(article: Article, mean: int) -> bool:
    return int(article_digest(article), 16) % mean == 0
