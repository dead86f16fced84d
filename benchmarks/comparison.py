"""Figures of the benchmarks beside those of the last release: which got better, which worse.

A result is what ``suite.py`` writes. A part is compared with the released one of the same name that was measured of the
same articles, or of a store of the same name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

Result = Mapping[str, Any]
LEAST_MS = 2.0  # a difference that is smaller says nothing


class Verdict(StrEnum):
    """What a ratio means."""

    BETTER = "better"
    WORSE = "worse"
    SAME = ""
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a part, by the names that lead to it, with what it was in the release."""

    part: str
    name: str
    now: float
    released: float | None
    more_is_better: bool

    @property
    def ratio(self) -> float | None:
        """Now for each one of the release; None where there is none."""
        return self.now / self.released if self.released else None

    def verdict(self, tolerance: float) -> Verdict:
        """Whether it differs by more than a share, in which direction."""
        if self.released is None:
            return Verdict.NEW
        if self.name.endswith("ms") and abs(self.now - self.released) < LEAST_MS:
            return Verdict.SAME
        low, high = sorted((self.now, self.released))
        if high <= low * (1 + tolerance):
            return Verdict.SAME
        return Verdict.BETTER if (self.now > self.released) is self.more_is_better else Verdict.WORSE


# By part: patterns of figures of which less is better, and of which more is. What is not here is not compared.
COMPARED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "run": (
        ("build.*_s", "reference.*.load_s", "reference.*.memory_mib", "peak_memory_mib"),
        ("reference.match_mb_per_s.*", "extraction.words_per_s"),
    ),
    "corpus": (("slowest.s",), ("articles_per_s", "words_per_s")),
    "build": (("*.cpu_ms", "*.memory_mib.maximum"), ("*.articles_per_s",)),
    "queries": (("queries.*.cpu_ms",), ()),
    "remote": (("queries.*.ratio", "push_s.*"), ()),
    "endpoint": (("median_ms", "p95_ms"), ()),
    "load": (
        ("rasd*.probe.*.median_ms", "rasd*.probe.*.p99_ms", "rasd*.named.median_ms", "rasd*.memory_mb.pss.maximum"),
        ("rasd*.named.a_second",),
    ),
    "ui": (("cold_ms.*", "warm_ms.*", "filter_ms", "users_ms.*", "pss_mb", "users_pss_mb"), ()),
}


def figures(part: Result, released: Result | None) -> Iterator[Figure]:
    """The figures of a part that are compared, in their order."""
    less, more = COMPARED[part["part"]]
    before = dict(_leaves(released["figures"])) if released else {}
    for name, now in _leaves(part["figures"]):
        better = any(fnmatchcase(name, pattern) for pattern in more)
        if better or any(fnmatchcase(name, pattern) for pattern in less):
            yield Figure(part["part"], name, now, before.get(name), better)


def _leaves(tree: object, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(tree, Mapping):
        for name, branch in tree.items():
            yield from _leaves(branch, f"{path}.{name}" if path else name)
    elif isinstance(tree, int | float) and not isinstance(tree, bool):
        yield path, tree


def of_release(part: Result, released: Result) -> Result | None:
    """The part of the release to compare with."""
    for other in released.get("parts", ()):
        if (other["part"], other["of"]) == (part["part"], part["of"]) and "figures" in other:
            return dict(other)
    return None


def table(result: Result, released: Result, tolerance: float) -> str:
    """Both in Markdown: the machines, and a table for each part."""
    lines = [f"Now: {_machine(result)}.", f"Released: {_machine(released)}." if released else "Nothing is released."]
    if released and result["quick"] != released["quick"]:
        lines.append("One of them was quick: the ratios say little.")
    for part in result["parts"]:
        lines += ["", f"## {part['part']}: {_of(part['of'])}", ""]
        if "error" in part:
            lines.append(f"failed: {part['error']}")
            continue
        other = of_release(part, released)
        lines.append(f"{_state(part)}; released: {_state(other) if other else 'not measured of this'}.")
        lines += ["", "| figure | released | now | ratio | |", "|---|---|---|---|---|"]
        lines += [_row(figure, tolerance) for figure in figures(part, other)]
    return "\n".join(lines)


def _row(figure: Figure, tolerance: float) -> str:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    before = "" if figure.released is None else f"{figure.released:,}"
    return f"| {figure.name} | {before} | {figure.now:,} | {ratio} | {figure.verdict(tolerance)} |"


def _state(part: Result) -> str:
    told = {"load {}": part["load"], "the same piece of Python {} ms": part["work_ms"], "{} s in all": part["s"]}
    return ", ".join(words.format(value) for words, value in told.items() if value is not None) or "load not noted"


def _machine(result: Result) -> str:
    machine = result["machine"]
    told = (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_mib']:,} MiB, Python {machine['python']}"
    )
    return f"{told}, commit {result['commit']}"


def _of(given: Result) -> str:
    if "store" in given:
        return f"store {given['store']}"
    sizes = json.dumps(given["built"]).strip("[]") if "built" in given else ""
    made = f" ({given['made_of']})" if "made_of" in given else ""
    return f"{f'{sizes} of ' if sizes else ''}{given['articles']:,} articles{made}"
