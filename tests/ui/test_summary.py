"""What the overview counts: right, and the same from what a build keeps as from the queries."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from builder.pipeline import BuildOptions, build
from builder.store.seals import DERIVED
from builder.store.snapshots import current_snapshot
from tests.derived.test_derived import again, articles
from tests.ui.samples import attack, party, thing
from ui.choice import Choice
from ui.data import Data
from ui.quality import quality
from ui.records import Toll
from ui.summary import quality_of, summarise, summary_of
from ui.trends import Change, Period

OLD, NEW, GUNMEN = thing("old"), thing("new"), thing("gunmen", kind="UnresolvedActor")
LINES = (
    attack("e", earliest="2024-05-08", parties=(party(OLD), party(NEW), party(GUNMEN)), killed=Toll(2, None)),
    attack("d", earliest="2024-05-07", kind="series", killed=Toll(9, 9)),
    attack("c", published="2024-05-03", parties=(party(OLD),), wounded=Toll(3, 4), conflicts=2),
    attack("b", earliest="2024-04-30", parties=(party(OLD),), background=True, killed=Toll(5, 5)),
    attack("a", earliest="2024-04-28", parties=(party(OLD),), killed=Toll(4, 5)),
    attack("x"),
)


def test_a_period_against_the_one_before() -> None:
    found = summarise(LINES, 7)
    assert found is not None
    assert found.period == Period(date(2024, 5, 2), date(2024, 5, 8))
    assert dict(found.changes) == {
        "attacks": Change(2, 1),
        "killed": Change(2, 4),
        "wounded": Change(3, 0),
        "conflicts": Change(2, 0),
    }
    assert found.within == LINES[:3]
    assert found.disputed == (LINES[2],)
    assert found.active == ((OLD, 2), (NEW, 1))
    assert found.new == ((NEW, "2024-05-08"),)


def test_without_any_day_there_is_no_period() -> None:
    assert summarise(LINES[-1:], 7) is None
    assert summarise((), 7) is None


def data_of(store: Path) -> Data:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return Data(Choice(store, None), snapshot.name)


def test_it_is_what_the_queries_say_after_articles_came_changed_and_went(tmp_path: Path) -> None:
    store = tmp_path / "store"
    given = articles()
    retitled = [replace(article, title=f"{article.title} (محدّث)") for article in given[:2]]
    seen = set()
    for number, step in enumerate((given[:6], given, [*retitled, *given[2:]], given[3:])):
        build(step, store, BuildOptions(sync=True), extract=again)
        bare = tmp_path / f"bare-{number}"
        shutil.copytree(store, bare)
        (bare / "snapshots" / data_of(bare).version / DERIVED).unlink()
        kept, asked = data_of(store), data_of(bare)
        assert kept.figures() == asked.figures()
        assert kept.figures().articles == len(step)
        for days in (7, 365, 10_000):
            assert summary_of(kept, days) == summary_of(asked, days)
        assert quality_of(kept) == quality(asked.lines())
        seen.add((kept.figures(), summary_of(kept, 10_000)))
    assert len(seen) == 4, "each build changed something"
