from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.articles.rejection import Rejection
from builder.assembly import assemble
from builder.cluster.grouping import groups
from builder.cluster.shard import digest_of, pack, results_of, shard_name, summarize, unpack
from builder.errors import RunError
from builder.model import Article
from builder.pipeline import Failed, Read, Reading, Task, Unchanged
from builder.workers import Done
from tests import invented
from tests.small_extractor import extract

RESULTS: tuple[Read | Failed, ...] = (
    *(Read(made.article.id, assemble(made), len(made.events)) for made in (*invented.extractions(), invented.retold())),
    Failed(Rejection('a "quoted"\nsource\ud800', 3, "لا نص")),
    Failed(Rejection("b", None, "extraction failed: LookupError"), "Traceback ..."),
)
PACKED = pack(RESULTS)


def test_a_shard_gives_back_what_was_put_in() -> None:
    found = list(results_of(unpack("s", PACKED)))
    assert found[:-1] == list(RESULTS[:-1])
    failed = found[-1]
    assert isinstance(failed, Failed)
    assert (failed.rejection, bool(failed.trace)) == (RESULTS[-1].rejection, True)  # type: ignore[union-attr]
    assert pack(RESULTS) == PACKED


def test_a_shard_is_n_quads_in_which_shared_descriptions_stand_once() -> None:
    content = unpack("s", PACKED)
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    wanted = {quad for result in RESULTS if isinstance(result, Read) for quad in result.assembled.quads()}
    assert set(quads) == wanted
    assert sum(len(result.assembled.n_quads()) for result in RESULTS if isinstance(result, Read)) > len(content)


def test_a_summary_counts() -> None:
    summary = summarize("s", PACKED)
    content = unpack("s", PACKED)
    assert (summary.articles, len(summary.rejected), summary.failed) == (4, 2, True)
    assert summary.events == sum(result.events for result in RESULTS if isinstance(result, Read))
    assert summary.quads == sum(1 for _ in ox.parse(content, format=ox.RdfFormat.N_QUADS))
    assert (summary.size, summary.digest) == (len(PACKED), digest_of(content))


@given(st.integers(0, len(PACKED) - 1))
def test_a_part_of_a_shard_is_none(length: int) -> None:
    with pytest.raises(RunError, match=r"^the shard s is "):
        unpack("s", PACKED[:length])


def test_another_shard_is_not_taken_for_the_one_that_was_ordered() -> None:
    with pytest.raises(RunError, match="is not what a worker wrote"):
        unpack("s", PACKED, digest_of(b""))


def test_a_name_tells_articles_and_versions_apart() -> None:
    one, two = invented.FIRST, invented.SECOND
    names = [
        shard_name([one, two], "1"),
        shard_name([two, one], "1"),
        shard_name([one], "1"),
        shard_name([replace(one, title="عنوان"), two], "1"),
        shard_name([one, two], "2"),
    ]
    assert len(set(names)) == len(names)
    assert shard_name((one, two), "1") == names[0]


def reading(number: int, length: int = 20) -> Reading:
    return Reading(Article(f"a-{number}", "عنوان", "ن" * length), extract, "1")


def cut(tasks: list[Task], mean: int = 10) -> list[tuple[str, ...]]:
    return [tuple(article.id for article in group.articles) for group in groups(tasks, mean)]


@given(st.lists(st.booleans(), max_size=300))
def test_groups_hold_all_tasks_in_their_order(kinds: list[bool]) -> None:
    tasks: list[Task] = [reading(n) if kind else Done(Unchanged(f"a-{n}")) for n, kind in enumerate(kinds)]
    found = list(groups(tasks, 10))
    assert [task for group in found for task in group.tasks] == tasks
    for group in found:
        assert group.readings == [task for task in group.tasks if isinstance(task, Reading)]
        assert 0 < len(group.readings) <= 20 or not any(isinstance(task, Reading) for task in group.tasks)


@given(st.integers(0, 400), st.integers(0, 400))
def test_what_is_stored_or_new_moves_the_shards_of_few_others(first: int, new: int) -> None:
    """All but a few shards are the same: about one at each of two changes, more where one was cut for its size."""
    tasks: list[Task] = [reading(number) for number in range(500)]
    whole = set(cut(tasks))
    changed: list[Task] = [Done(Unchanged(f"a-{n}")) if n < first else task for n, task in enumerate(tasks)]
    changed.insert(new, reading(1000 + new))
    assert len(set(cut(changed)) - whole) <= 12


def test_long_articles_make_small_shards() -> None:
    tasks: list[Task] = [reading(number, 400_000) for number in range(20)]
    assert max(map(len, cut(tasks, 1000))) == 5


def test_many_unchanged_articles_do_not_wait_for_one_that_is_new() -> None:
    tasks: list[Task] = [reading(1)]
    tasks += [Done(Unchanged(f"a-{number}")) for number in range(1000)]
    assert max(len(group.tasks) for group in groups(tasks, 10)) == 200
