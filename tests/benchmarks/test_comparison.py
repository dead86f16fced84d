"""Which figures of a result are compared with those of the release, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.comparison import COMPARED, Figure, Verdict, figures, of_release, table

OF = {"articles": 14, "sha256": "0"}


def part(name: str, told: dict[str, Any], of: dict[str, Any] = OF) -> dict[str, Any]:
    return {"part": name, "of": of, "load": 0.1, "work_ms": 30.0, "s": 1.0, "figures": told}


def result(*parts: dict[str, Any], quick: bool = False) -> dict[str, Any]:
    machine = {"processor": "x", "cores": 2, "memory_mib": 1024, "python": "3.11"}
    return {"commit": "c", "quick": quick, "machine": machine, "parts": list(parts)}


@pytest.mark.parametrize(
    ("name", "released", "now", "more", "verdict"),
    [
        ("cpu_ms", 100.0, 124.0, False, Verdict.SAME),
        ("cpu_ms", 100.0, 126.0, False, Verdict.WORSE),
        ("cpu_ms", 126.0, 100.0, False, Verdict.BETTER),
        ("cpu_ms", 1.0, 2.9, False, Verdict.SAME),  # too little to tell
        ("ratio", 1.0, 2.9, False, Verdict.WORSE),
        ("words_per_s", 100.0, 126.0, True, Verdict.BETTER),
        ("words_per_s", 126.0, 100.0, True, Verdict.WORSE),
        ("words_per_s", None, 100.0, True, Verdict.NEW),
        ("slowest.s", 0.0, 1.0, False, Verdict.WORSE),
    ],
)
def test_verdicts(name: str, released: float | None, now: float, more: bool, verdict: Verdict) -> None:
    assert Figure("run", name, now, released, more).verdict(0.25) is verdict


def test_the_figures_that_say_something_are_compared_in_their_direction() -> None:
    before = part(
        "build", {"14": {"cpu_ms": 10, "articles_per_s": 50.0, "articles": 14, "memory_mib": {"maximum": 300}}}
    )
    now = part("build", {"14": {"cpu_ms": 20, "articles_per_s": 25.0, "articles": 13, "memory_mib": {"maximum": 300}}})
    found = {figure.name: (figure.ratio, figure.verdict(0.25)) for figure in figures(now, before)}
    assert found == {
        "14.cpu_ms": (2, Verdict.WORSE),
        "14.articles_per_s": (0.5, Verdict.WORSE),
        "14.memory_mib.maximum": (1, Verdict.SAME),
    }


def test_a_part_is_compared_with_the_one_of_the_same_articles() -> None:
    one, other = part("corpus", {"words_per_s": 1}), part("corpus", {"words_per_s": 2}, {"articles": 15})
    failed = {"part": "queries", "of": OF, "error": "ended with 1"}
    released = result(other, failed, one)
    assert of_release(part("corpus", {}), released) == one
    assert of_release(part("run", {}), released) is None
    assert of_release(part("queries", {}), released) is None


def test_the_table() -> None:
    released = result(part("corpus", {"words_per_s": 4000}))
    now = result(
        part("corpus", {"words_per_s": 2000}), {"part": "queries", "of": {"store": "s"}, "error": "ended with 1"}
    )
    lines = table(now, released, 0.25).splitlines()
    assert "| words_per_s | 4,000 | 2,000 | 0.50 | worse |" in lines
    assert "## queries: store s" in lines
    assert "failed: ended with 1" in lines
    assert "quick" not in table(now, released, 0.25)
    released["parts"][0] |= {"load": None, "work_ms": None, "s": None}
    assert "released: load not noted." in table(now, released, 0.25)
    assert "quick" in table(result(quick=True), released, 0.25)
    assert "| words_per_s |  | 2,000 |  | new |" in table(now, {}, 0.25)


def test_every_pattern_is_of_a_part_with_a_direction() -> None:
    for less, more in COMPARED.values():
        assert less or more
        assert not {*less} & {*more}
