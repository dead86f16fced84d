"""How long work reports while it runs: a bar on a terminal, plain lines elsewhere, rejections at once on both."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from builder.errors import ArticleError
from builder.logs import current_layout
from builder.text.lines import printable

if TYPE_CHECKING:
    from builder.articles.rejection import Rejection
    from builder.pipeline import Outcome, Step

_LINE_EVERY = 10.0  # seconds


def describe(rejection: Rejection) -> str:
    """The input, its line where it has one, and the reason, in one line."""
    error = ArticleError(rejection.reason, source=rejection.source, line=rejection.line)
    return printable(str(error))


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A function that takes each step of a build and shows it on standard error, unless the log tells all of it."""
    if current_layout() is not None:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _Lines()


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A function that takes how much more is done of the total, and shows it on standard error."""
    if not sys.stderr.isatty():
        yield _Counts(what, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=20), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more: bar.advance(task, more)


class _Counts:
    """A line every ten seconds."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._shown = time.monotonic()

    def __call__(self, more: int) -> None:
        self._done += more
        if time.monotonic() - self._shown >= _LINE_EVERY:
            self._shown = time.monotonic()
            click.echo(f"{self._what}: {self._done:,} of {self._total:,}", err=True)


class _Lines:
    """A line for each rejection, and one every ten seconds to show that the work goes on."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._shown = time.monotonic()

    def __call__(self, step: Step) -> None:
        self._outcomes[step.outcome] += 1
        _show_rejection(step)
        if time.monotonic() - self._shown >= _LINE_EVERY:
            self._shown = time.monotonic()
            click.echo(_sum_up(self._outcomes), err=True)


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    """A bar without an end, for how many articles there are is not known before all are read."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    outcomes: Counter[Outcome] = Counter()
    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(step: Step) -> None:
            outcomes[step.outcome] += 1
            _show_rejection(step)
            bar.update(task, description=_sum_up(outcomes))

        yield show


def _show_rejection(step: Step) -> None:
    if step.rejection is not None:
        click.echo(f"rejected: {describe(step.rejection)}", err=True)


def _sum_up(outcomes: Counter[Outcome]) -> str:
    parts = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(outcomes.items()))
    return f"{outcomes.total():,} read: {parts}"
