"""The one place where the order of the steps stands: articles, extraction, quads, store.

What is stored does not depend on the order of the inputs, on the number of workers, or on how often a build was
interrupted and started again.
"""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from builder.articles.addresses import display_name, is_address
from builder.articles.rejection import Rejection
from builder.assembly import Assembled, assemble, load_reference
from builder.derived.write import publish
from builder.errors import ArticleError, RunError
from builder.garbage import collecting_seldom
from builder.graph.iris import article_iri
from builder.logs import tell
from builder.merging.merge import merge
from builder.model import Article, Extraction
from builder.rules.run import run_rules
from builder.store.articles import LONGEST, ArticleWriter
from builder.store.register import register, unregister
from builder.store.stamps import Stamp, stamp_of, stamps, version_with
from builder.store.store import Store, Writer
from builder.store.upkeep import store_article, sweep_reference
from builder.workers import Done, results_in_order

_LOG = logging.getLogger(__name__)

Extract = Callable[[Article], Extraction]


class OnError(StrEnum):
    """What to do when an input gives no article, or an article no extraction."""

    SKIP = "skip"
    STOP = "stop"


class Outcome(StrEnum):
    """What became of an input."""

    EXTRACTED = "extracted"
    NO_ATTACK = "no attack"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a build goes about it.

    ``workers`` is the number of processes that extract; 1 extracts in this one. With ``rebuild``, articles that have
    not changed are extracted again. ``steps`` names optional steps (:data:`builder.extraction.steps.STEP_NAMES`). With
    ``sync``, stored articles that are not among the items are withdrawn, unless the build stops before its end or a
    whole input was rejected, whose articles nobody can then name. With ``at_once`` no article waits for the next ones
    before it is stored: for items that may come seldom, and only once.
    """

    on_error: OnError = OnError.SKIP
    workers: int = 1
    rebuild: bool = False
    steps: tuple[str, ...] = ()
    sync: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One input is done: ``name`` is the article's id or the input's name, ``rejection`` is set if it was rejected.

    ``replaced`` is True where the store had an article of that id before.
    """

    name: str
    outcome: Outcome
    events: int = 0
    rejection: Rejection | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    ``read`` counts articles and rejections; ``stored`` the articles written, ``no_attack`` those of them that report
    no attack; ``events`` the event mentions of the articles written; ``withdrawn`` the articles that are stored no
    more. ``seconds`` is the time it took. Every input that was read is in one of four counts: ``read`` is the sum of
    ``with_attack``, ``no_attack``, ``unchanged`` and the number of ``rejected``.
    """

    read: int
    stored: int
    unchanged: int
    no_attack: int
    rejected: tuple[Rejection, ...]
    events: int
    seconds: float
    withdrawn: int = 0

    @property
    def with_attack(self) -> int:
        """The articles written that report an attack."""
        return self.stored - self.no_attack

    @property
    def reasons(self) -> dict[str, int]:
        """How many inputs were rejected for each kind of reason."""
        return dict(sorted(Counter(rejection.kind for rejection in self.rejected).items()))


@dataclass(frozen=True, slots=True)
class Read:
    """An article ready to be stored."""

    id: str
    assembled: Assembled
    events: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that is left as it is stored."""

    id: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that cannot be stored; ``trace`` is the traceback of an extraction that failed."""

    rejection: Rejection
    trace: str = ""


Result = Read | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class Reading:
    """An article that is still to be extracted; calling it does so (:func:`read_article`)."""

    article: Article
    extract: Extract
    version: str

    def __call__(self) -> Read | Failed:
        """The article as it is stored, or why it is not."""
        return read_article(self.article, self.extract, self.version)


Task = Done[Result] | Reading
Spread = Callable[[Iterable[Task]], AbstractContextManager[Iterator[Result]]]
"""Where tasks are carried out: gives their results in their order, and drops what is left when the context is left."""


@collecting_seldom()
def build(
    items: Iterable[Article | Rejection],
    path: Path,
    options: BuildOptions = BuildOptions(),
    *,
    inputs: Sequence[str] = (),
    extract: Extract | None = None,
    progress: Callable[[Step], None] | None = None,
    spread: Spread | None = None,
) -> BuildReport:
    """Extract what is new or changed among *items* into the store at *path*, then show it to readers.

    Articles are stored as soon as they are done, those that are new to the store together with others that were read
    within the same ten seconds (unless *options* say otherwise); *progress* is told of an article when it is stored. An
    article that is stored with the same digest by the same version of rasd with the same optional steps is left alone.
    Rejections are listed in the store; *inputs* names the inputs that *items* come from (see :func:`input_name`), whose
    earlier rejections are dropped at the end.
    An input that is rejected now and was stored before stays as it was stored. *extract* must be a function of a module
    if there are several workers; it replaces the extraction with its optional steps. *spread* extracts elsewhere than
    in processes of this machine (:mod:`builder.cluster`); the number of workers then does not count.

    :raises StepError: if an optional step lacks a module or its data.
    :raises StoreError: if the store cannot be written to, or another build is writing.
    :raises RunError: if a worker process dies. In both cases what was stored before stays.
    """
    started = time.perf_counter()
    withdrawn = 0
    version = version_of(options.steps)
    told = {"store": str(path), "inputs": list(inputs), "workers": options.workers, "version": version}
    with Store.open_writer(path) as store:
        tell(_LOG, logging.INFO, "build begun", **told)
        known = {} if options.rebuild else stamps(store)
        tasks = tasks_of(items, options.steps, version, known, extract)
        keeper = _Keeper(ArticleWriter(store, 0 if options.at_once else LONGEST), store, progress)
        try:
            with spread(tasks) if spread else results_in_order(tasks, options.workers) as results:
                for result in results:
                    step = keeper.take(result)
                    if step.rejection is not None and options.on_error is OnError.STOP:
                        break
                else:
                    keeper.flush()
                    _forget_rejections(store, keeper, inputs)
                    if options.sync and not keeper.is_incomplete:
                        withdrawn = _withdraw_others(store, set(map(article_iri, keeper.names)))
        finally:  # also after Ctrl-C: what was read is to be seen
            try:
                keeper.flush()
            finally:
                if store.unpublished:
                    tell(_LOG, logging.DEBUG, "merging", articles=keeper.read)
                    merge(store, partial(run_rules, store))
                    tell(_LOG, logging.DEBUG, "sweeping")
                    sweep_reference(store)
                tell(_LOG, logging.DEBUG, "publishing")
                publish(store)
                report = keeper.report(withdrawn, time.perf_counter() - started)
                _tell_end(report, path)
    return report


def _tell_end(report: BuildReport, path: Path) -> None:
    """The counts of a build, also of one that was stopped: of what it had read by then."""
    tell(
        _LOG,
        logging.INFO,
        "build ended",
        store=str(path),
        read=report.read,
        with_attack=report.with_attack,
        without_attack=report.no_attack,
        unchanged=report.unchanged,
        rejected=len(report.rejected),
        reasons=report.reasons,
        withdrawn=report.withdrawn,
        events=report.events,
        seconds=round(report.seconds, 3),
    )


def tasks_of(
    items: Iterable[Article | Rejection],
    steps: Sequence[str],
    version: str,
    known: Mapping[str, Stamp],
    extract: Extract | None = None,
) -> Iterator[Task]:
    """What is to be done for each item; nothing for a rejection, and for an article that is stored by *known*.

    *known* are stamps by the IRIs of articles, *version* is that of rasd with the optional *steps*.
    """
    by = extract or partial(_extract, steps=steps)
    for item in items:
        if isinstance(item, Rejection):
            yield Done(Failed(item))
        elif (stamp := known.get(article_iri(item.id))) is not None and stamp == stamp_of(item, version):
            yield Done(Unchanged(item.id))
        else:
            yield Reading(item, by, version)


class _Keeper:
    """Stores results in their order, tells *progress* of each when it is stored, and counts them.

    ``names`` are those of all that was read. Of an input no more is kept than its name or its rejection: a build may
    have millions.
    """

    def __init__(self, articles: ArticleWriter, store: Writer, progress: Callable[[Step], None] | None) -> None:
        self.names: set[str] = set()
        self.rejected: list[Rejection] = []
        self._counts: Counter[Outcome] = Counter()
        self._events = 0
        self._articles = articles
        self._store = store
        self._progress = progress
        self._untold: list[Step] = []  # what progress is to be told of when the articles that wait are stored

    @property
    def read(self) -> int:
        """How many inputs were taken."""
        return self._counts.total()

    @property
    def is_incomplete(self) -> bool:
        """Whether nothing was read, or an input as a whole was not."""
        return not self.read or any(rejection.line is None for rejection in self.rejected)

    def take(self, result: Result) -> Step:
        """Store a result, perhaps together with the next ones."""
        step = self._step(result)
        self.names.add(step.name)
        self._counts[step.outcome] += 1
        self._events += step.events
        if step.rejection is not None:
            self.rejected.append(step.rejection)
        if self._progress is not None:
            self._untold.append(step)
        if not self._articles.waits:
            self._tell()
        return step

    def flush(self) -> None:
        """Store all that was taken."""
        self._articles.flush()
        self._tell()

    def _step(self, result: Result) -> Step:
        if isinstance(result, Unchanged):
            return Step(result.id, Outcome.UNCHANGED)
        if isinstance(result, Failed):
            if result.trace:
                _LOG.debug("%s", result.trace)
            register(self._store, result.rejection)
            _tell_rejection(result)
            return Step(result.rejection.source, Outcome.REJECTED, rejection=result.rejection)
        made = result.assembled
        replaced = self._articles.put(article_iri(result.id), made.own, made.shared)
        outcome = Outcome.EXTRACTED if result.events else Outcome.NO_ATTACK
        return Step(result.id, outcome, result.events, replaced=replaced)

    def _tell(self) -> None:
        untold, self._untold = self._untold, []
        for step in untold:
            if self._progress is not None:
                self._progress(step)

    def report(self, withdrawn: int, seconds: float) -> BuildReport:
        """What was done so far."""
        counts = self._counts
        return BuildReport(
            read=self.read,
            stored=counts[Outcome.EXTRACTED] + counts[Outcome.NO_ATTACK],
            unchanged=counts[Outcome.UNCHANGED],
            no_attack=counts[Outcome.NO_ATTACK],
            rejected=tuple(self.rejected),
            events=self._events,
            seconds=seconds,
            withdrawn=withdrawn,
        )


def _tell_rejection(failed: Failed) -> None:
    """What an extraction raises may hold words of the article: the log has only what kind of error it was."""
    rejection = failed.rejection
    reason = ": ".join(rejection.reason.split(": ")[:2]) if failed.trace else rejection.reason
    tell(_LOG, logging.INFO, "article rejected", input=rejection.source, line=rejection.line, reason=reason)


def read_article(article: Article, extract: Extract, version: str) -> Read | Failed:
    """Extract one article, or say why that failed.

    What no article can be blamed for is raised: a table or module of the package that is missing or damaged.
    """
    load_reference()
    try:
        extraction = extract(article)
        return Read(article.id, assemble(extraction, version), len(extraction.events))
    except (ImportError, OSError, RunError):
        raise
    except ArticleError as error:
        return Failed(Rejection(article.id, None, error.reason))
    except Exception as error:  # A defect that one article in a million brings out must not cost the other articles:
        # it is listed as a rejection, in the store and for the user, and its traceback goes to the log.
        reason = f"extraction failed: {type(error).__name__}: {error}".strip(" :")
        return Failed(Rejection(article.id, None, " ".join(reason.split())), traceback.format_exc())


def version_of(steps: Sequence[str]) -> str:
    """The version of rasd with what the optional steps are, so that articles read with others are read again.

    :raises StepError: if an optional step lacks a module or its data.
    """
    if not steps:
        return version_with(())
    from builder.extraction.steps import step_identities

    return version_with(step_identities(steps))


def _extract(article: Article, steps: Sequence[str]) -> Extraction:
    """The extraction of rasd, loaded when the first article needs it: a build without news does not wait for it."""
    from builder.extraction.extractor import extract
    from builder.extraction.steps import load_steps

    return extract(article, load_steps(steps))


def _withdraw_others(store: Writer, kept: Container[str]) -> int:
    """Remove the stored articles that are not among *kept* (IRIs), each in one transaction; returns how many."""
    others = [article for article in sorted(stamps(store)) if article not in kept]
    for article in others:
        store_article(store, article, ())
    return len(others)


def _forget_rejections(store: Writer, keeper: _Keeper, inputs: Sequence[str]) -> None:
    """Drop the rejections of earlier builds of the same inputs, or of articles that are stored by now."""
    current, read = frozenset(keeper.rejected), keeper.names
    folders = tuple(f"{name}/" for name in inputs)
    unregister(
        store,
        lambda rejection: (
            rejection not in current
            and (rejection.source in read or rejection.source in inputs or rejection.source.startswith(folders))
        ),
    )


def input_name(name: str | Path) -> str:
    """By what name rejections refer to an input that the user named: its address, the last part of its path, ``stdin``.

    The rejections of a folder begin with its name and a slash (:func:`builder.articles.inputs.read_inputs`).
    """
    if is_address(str(name)):
        return display_name(str(name))
    return "stdin" if name == "-" else Path(os.path.abspath(name)).name  # noqa: PTH100 (does not follow links)
