"""Everything at once for an hour: an endpoint, an interface, clients, a reader with a browser, and a build a minute.

    python benchmarks/endurance.py ARTICLES.jsonl [--minutes 60] [--first 500] [--folder FOLDER]

``rasd serve`` and ``rasd ui`` show one store. Four clients send two requests a second each: named queries over HTTP
with random sample values, the same as SPARQL, and a simple query whose text is always another. One reader walks through
the pages of the interface in Chromium, in turn in Arabic and in English, each walk in a context of its own. Every
minute but the first there is a ``rasd build`` of twenty articles, six of which replace stored ones; each tenth is given
all articles but five, with ``--sync``, which withdraws those five. A file that is too short is read again, under other
identifiers and later dates.

Prints one JSON object. Times are milliseconds, by quarter of the run: of a request, of a page from its request to its
first content of use (and then until it has been drawn), of a build. Memory is the proportional set size of all
processes of a server, or the most of a build; ``a_hour`` is the growth by least squares over the last three quarters.
``descriptors`` are the open files of a server, ``deleted`` those of them that have no name any more. ``held`` says by
how many builds the oldest snapshot on the disk is behind the newest.

``errors`` must be empty. An error is: a request, a build, a page that fails, or an error of a script in one; a lock
that nobody needs; anything that a build leaves unfinished, or the commands leave in the folder for temporary files;
a snapshot that is held for more builds than a page or a query can last; readers who do not see the build that has
ended; a server that ends, warns, or leaves a process behind; a finding of ``rasd doctor`` or ``rasd validate`` at the
end; and a graph that differs from that of one build of the same articles into an empty store. On a machine that is busy
with other work a query may miss its deadline (503): ``load`` stands beside each error. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode
from urllib.request import urlopen

from build import repeated
from endpoint import SIMPLE
from load import Asked, Asker, Memory, free_port, given, sample_values, times, with_children
from playwright.async_api import Browser, BrowserContext, Page, Response, async_playwright
from playwright.async_api import Error as BrowserError
from reading import INNER, PAGES, shown, start_browser

from builder.endpoint.binding import bound_text
from builder.sparql.catalogue import catalogue
from builder.store.locks import lock_holder
from builder.store.snapshots import KEPT, SNAPSHOTS, UNFINISHED, current_snapshot
from builder.store.store import LIVE, Store, is_published
from tests.remote.servers import running
from tests.ui.browsing import SETTLED

CLIENTS = 4
REQUEST_SECONDS = 0.5  # between two requests of a client
PAGE_SECONDS = 2.0  # for which a reader looks at a page
BUILD_SECONDS = 60.0
LOOK_SECONDS = 5.0
ANSWER_SECONDS = 60.0  # after which a request counts as failed: twice the deadline of the endpoint
FOLLOW_SECONDS = 30.0  # in which readers must see a build that has ended
HELD_BUILDS = 6
NEW, REPLACED, WITHDRAWN = 14, 6, 5  # articles of a build
SYNC = 10
SHOWN_ERRORS = 100
DRAWN_MS = 60_000
MORE_PAGES = {
    "map": ("attacks?view=map", ".rasd-map"),
    "answer": ("sparql?query=articles&run=1", ".rasd-answer"),
}
NOTICE = ".rasd-notice"  # what a page of one thing shows that is no longer there
TEMPORARY_VARIABLE = "TMPDIR"
QUARTERS = 4
MEGA = 1e6

Article = dict[str, str]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Look:
    """What was there at a moment: megabytes, and numbers of things."""

    at: float  # seconds of the monotonic clock
    descriptors: dict[str, int]
    deleted: dict[str, int]
    disk: float
    snapshots: int
    held: int
    temporary: int
    load: float


@dataclass
class Run:
    """What happens, as the threads write it down; appending to a list needs no lock."""

    seconds: float
    started: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    asked: list[Asked] = field(default_factory=list)
    opened: list[Asked] = field(default_factory=list)
    drawn: list[Asked] = field(default_factory=list)
    built: list[Asked] = field(default_factory=list)
    build_memory: list[tuple[float, float]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    errors: list[dict[str, object]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def error(self, kind: str, said: str) -> None:
        """Write down what went wrong, and how busy the machine was."""
        at, load = round(time.monotonic() - self.started, 1), round(os.getloadavg()[0], 1)
        self.errors.append({"s": at, "load": load, "kind": kind, "said": said[:1000]})
        self.tell(f"ERROR {kind}: {said[:1000]}")

    def tell(self, said: str) -> None:
        """A line of the log."""
        print(f"{time.monotonic() - self.started:8.1f} s  {said}", file=sys.stderr, flush=True)

    def quarters(self, values: Sequence[Value], at: Callable[[Value], float]) -> list[list[Value]]:
        """The values of each quarter of the run; what came after its end belongs to the last."""
        parts: list[list[Value]] = [[] for _ in range(QUARTERS)]
        for value in values:
            parts[min(QUARTERS - 1, int(QUARTERS * (at(value) - self.started) / self.seconds))].append(value)
        return parts


class Feed:
    """Articles as an outlet's readers get them: most are new, some replace earlier ones, some are withdrawn."""

    def __init__(self, source: Path) -> None:
        self._coming = repeated(source)
        self._chance = random.Random(0)
        self.articles: dict[str, Article] = {}

    def first(self, count: int) -> list[Article]:
        """The articles that are there at the beginning."""
        return self._keep(islice(self._coming, count))

    def next(self) -> list[Article]:
        """New articles, and others with a paragraph more."""
        changed = []
        for identifier in self._chance.sample(sorted(self.articles), min(REPLACED, len(self.articles))):
            other = self._chance.choice(sorted(self.articles))
            more = self.articles[other]["text"].strip().rpartition("\n")[2]
            changed.append(self.articles[identifier] | {"text": f"{self.articles[identifier]['text']}\n{more}"})
        return self._keep(islice(self._coming, NEW)) + self._keep(changed)

    def withdraw(self) -> int:
        """Forget some articles; returns how many."""
        gone = self._chance.sample(sorted(self.articles), min(WITHDRAWN, len(self.articles) - 1))
        for identifier in gone:
            del self.articles[identifier]
        return len(gone)

    def _keep(self, articles: Iterator[Article] | list[Article]) -> list[Article]:
        found = list(articles)
        self.articles |= {article["id"]: article for article in found}
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where the run works."""

    folder: Path

    @property
    def store(self) -> Path:
        """The store."""
        return self.folder / "store"

    @property
    def temporary(self) -> Path:
        """Where the commands put temporary files."""
        return self.folder / "temporary"

    @property
    def variables(self) -> dict[str, str]:
        """The environment of the commands."""
        return {TEMPORARY_VARIABLE: str(self.temporary)}

    def command(self, *words: str | Path, store: Path | None = None) -> list[str]:
        """A command of rasd about the store, or another one."""
        return [sys.executable, "-m", "builder", *map(str, words), "--store", str(store or self.store)]

    def write(self, articles: Sequence[Article]) -> Path:
        """The file that the next build is to read."""
        path = self.folder / "articles.jsonl"
        lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
        path.write_text("".join(lines), encoding="utf-8")
        return path


def ask(run: Run, requests: Sequence[Callable[[Asker], Asked]], address: str, number: int) -> None:
    """One client until the end of the run."""
    chance, asker = random.Random(number), Asker(address, 0)
    due = time.monotonic() + number * REQUEST_SECONDS / CLIENTS
    while not run.stop.wait(max(0.0, due - time.monotonic())):
        due = max(due + REQUEST_SECONDS, time.monotonic())
        asker.end = time.monotonic() + ANSWER_SECONDS
        one = chance.choice(requests)(asker)
        run.asked.append(one)
        if one.status != HTTPStatus.OK:
            run.error("request", f"{one.name}: status {one.status} after {one.ms:.0f} ms")


def requests_of(store: Path) -> list[Callable[[Asker], Asked]]:
    """What clients ask: each named query in several ways, and as often a simple one."""
    with Store.open_reader(store) as reader:
        values = sample_values(reader)
    made: list[Callable[[Asker], Asked]] = []
    for query in catalogue():
        for pairs in given(query, values):
            words, text = urlencode(pairs), bound_text(query, pairs)
            for suffix in ("json", "csv"):
                path = f"/api/queries/{query.name}.{suffix}?{words}"
                made.append(partial(Asker.fetch, name="named", path=path))
            made += [partial(Asker.ask, name="sparql", text=text), _simple]
    return made


def _simple(asker: Asker) -> Asked:
    return asker.ask("simple", SIMPLE.format(limit=10, number=time.monotonic_ns()))


def browse(run: Run, address: str) -> None:
    """One reader until the end of the run."""

    async def walks() -> None:
        async with async_playwright() as playwright:
            browser = await start_browser(playwright)
            while not run.stop.is_set():
                await _walk(run, browser, address, ("ar", "en")[run.counts["walks"] % 2])
                run.counts["walks"] += 1
            await browser.close()

    asyncio.run(walks())


async def _walk(run: Run, browser: Browser, address: str, language: str) -> None:
    context = await browser.new_context()
    page = await _new_page(run, context)
    for name, (path, content) in (PAGES | MORE_PAGES).items():
        await _open(run, page, name, f"{address}{path}", content, language)
    for name, (path, link, content) in INNER.items():
        if await _open(run, page, f"list of {name}", f"{address}{path}", link, language):
            href = await page.locator(link).first.get_attribute("href") or ""
            await _open(run, page, name, f"{address}{href}", f"{content}, {NOTICE}", language)
    await context.close()


async def _new_page(run: Run, context: BrowserContext) -> Page:
    page = await context.new_page()

    def answered(response: Response) -> None:
        # Streamlit's script looks for its server at the address of the page before it does so at the root.
        if response.status >= HTTPStatus.BAD_REQUEST and "/_stcore/" not in response.url:
            run.error("page", f"{response.url}: status {response.status}")

    page.on("pageerror", lambda error: run.error("page", f"{page.url}: {error}"))
    page.on("crash", lambda _: run.error("page", f"{page.url}: crashed"))
    page.on("response", answered)
    return page


async def _open(run: Run, page: Page, name: str, address: str, content: str, language: str) -> bool:
    """Show a page, and say whether it came to have its content."""
    if run.stop.is_set():
        return False
    sent = time.monotonic()
    joined = "&" if "?" in address else "?"
    try:
        ms = await shown(page, f"{address}{joined}lang={language}", content)
        run.opened.append(Asked(name, sent, ms, HTTPStatus.OK, 0))
        await page.wait_for_function(SETTLED, timeout=DRAWN_MS)
        run.drawn.append(Asked(name, sent, 1000 * (time.monotonic() - sent), HTTPStatus.OK, 0))
        if failed := await page.locator("[data-testid=stException]").all_inner_texts():
            run.error("page", f"{name}: {failed[0]}")
        run.counts["gone"] += name in INNER and await page.locator(NOTICE).count()
    except BrowserError as error:
        run.opened.append(Asked(name, sent, 1000 * (time.monotonic() - sent), 0, 0))
        run.error("page", f"{name}: {error}")
        return False
    await asyncio.sleep(PAGE_SECONDS)
    return True


def build(run: Run, place: Place, articles: Sequence[Article], *options: str) -> None:
    """One build to its end, and what must be so afterwards."""
    sent = time.monotonic()
    command = place.command("build", place.write(articles), *options)
    with (
        (place.folder / "build.log").open("wb+") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | place.variables) as process,
    ):
        memory = Memory(process.pid)
        while process.poll() is None:
            memory.look()
            time.sleep(0.1)
        log.seek(0)
        said = log.read().decode("utf-8").strip()
    name = "sync" if "--sync" in options else "build"
    run.built.append(
        Asked(name, sent, 1000 * (time.monotonic() - sent), HTTPStatus.OK if not process.returncode else 0, 0)
    )
    run.build_memory.append((sent, max(seen["pss"] for _, seen in memory.seen)))
    run.tell(f"{name}: {said.splitlines()[-1] if said else said}")
    if process.returncode:
        run.error("build", f"ended with {process.returncode}: {said}")
    holder = lock_holder(place.store / LIVE)
    if holder is not None:
        run.error("lock", f"process {holder} holds the lock of the store when its build has ended")
    if not is_published(place.store):
        run.error("build", "ended without having published what it stored")
    for left in unfinished(place.store):
        run.error("leftover", str(left))


def unfinished(store: Path) -> list[Path]:
    """What a build should have removed or renamed."""
    return [*store.glob(f"*{UNFINISHED}"), *(store / SNAPSHOTS).glob(f"*{UNFINISHED}")]


def feed(run: Run, place: Place, coming: Feed, address: str) -> None:
    """Builds until the end of the run."""
    due = time.monotonic() + BUILD_SECONDS
    while not run.stop.wait(max(0.0, due - time.monotonic())):
        due = max(due + BUILD_SECONDS, time.monotonic())
        articles, options = coming.next(), list[str]()
        run.counts.update(new=NEW, replaced=len(articles) - NEW)
        if (len(run.built) + 1) % SYNC == 0:
            run.counts["withdrawn"] += coming.withdraw()
            articles, options = list(coming.articles.values()), ["--sync"]
        build(run, place, articles, *options)
        _followed(run, f"{address}/api/queries/articles.json", len(coming.articles))


def _followed(run: Run, address: str, wanted: int) -> None:
    """Whether readers come to see so many articles."""
    end = time.monotonic() + FOLLOW_SECONDS
    seen = -1
    while seen != wanted and time.monotonic() < end:
        try:
            with urlopen(address, timeout=ANSWER_SECONDS) as answer:
                seen = len(json.load(answer)["results"]["bindings"])
        except (OSError, ValueError) as error:
            run.error("request", f"{address}: {error}")
        time.sleep(0.2)
    if seen != wanted:
        run.error("follow", f"readers see {seen} articles and not {wanted}")


def look(place: Place, servers: dict[str, Memory]) -> Look:
    """What there is now."""
    opened: dict[str, list[str]] = {name: list(_opened(memory.server)) for name, memory in servers.items()}
    for memory in servers.values():
        memory.look()
    snapshots = [int(path.name) for path in (place.store / SNAPSHOTS).iterdir() if path.name.isdecimal()]
    current = current_snapshot(place.store)
    return Look(
        time.monotonic(),
        {name: len(files) for name, files in opened.items()},
        {name: sum(file.endswith(" (deleted)") for file in files) for name, files in opened.items()},
        disk_mb(place.store),
        len(snapshots),
        int(current.name) - min(snapshots) if current is not None else 0,
        sum(1 for _ in place.temporary.rglob("*")),
        os.getloadavg()[0],
    )


def _opened(server: int) -> Iterator[str]:
    """The names of the open files of a process and its children, one for each descriptor."""
    for process in with_children(server):
        try:
            descriptors = list(Path(f"/proc/{process}/fd").iterdir())
        except OSError:
            continue  # it has ended
        for descriptor in descriptors:
            try:
                yield str(descriptor.readlink())
            except OSError:
                continue  # it has been closed


def disk_mb(folder: Path) -> float:
    """What the files of a folder take, each once however many names it has."""
    sizes: dict[int, int] = {}
    for path in folder.rglob("*"):
        try:
            told = path.lstat()
        except FileNotFoundError:
            continue  # removed meanwhile
        sizes[told.st_ino] = 512 * told.st_blocks
    return round(sum(sizes.values()) / MEGA, 1)


def watch(run: Run, place: Place, servers: dict[str, Memory]) -> None:
    """Look at everything now and then until the end of the run."""
    told = set[str]()
    end = run.started + run.seconds
    for turn in range(sys.maxsize):
        now = look(place, servers)
        run.looks.append(now)
        if now.held > HELD_BUILDS and "held" not in told:
            run.error("snapshot", f"one is held that is {now.held} builds behind")
            told.add("held")
        if turn % round(BUILD_SECONDS / LOOK_SECONDS) == 0:
            memory = {name: round(server.seen[-1][1]["pss"]) for name, server in servers.items()}
            run.tell(f"{len(run.asked)} requests, {len(run.opened)} pages, {memory} MB, {now}")
        if run.stop.wait(min(LOOK_SECONDS, max(0.0, end - time.monotonic()))) or time.monotonic() >= end:
            run.stop.set()
            return


@contextmanager
def server(run: Run, place: Place, name: str, port: int) -> Iterator[Memory]:
    """A command that serves the store, and what must be so when it was told to end."""
    with (place.folder / f"{name}.log").open("wb+") as log:
        command = place.command(name, "--port", str(port))
        with running(command, port, log=log, variables=place.variables) as process:
            yield Memory(process.pid)
            if process.poll() is not None:
                run.error("server", f"{name} has ended with {process.returncode}")
            family = {one: _born(one) for one in with_children(process.pid)}
        if process.returncode:
            run.error("server", f"{name} ended with {process.returncode} when it was told to")
        time.sleep(1)
        if left := [one for one, born in family.items() if born and _born(one) == born]:
            run.error("server", f"{name} left the processes {left}")
        log.seek(0)
        lines = log.read().decode("utf-8", errors="replace").splitlines()
        if more := [line for line in lines if line.strip() and "stop with Ctrl-C" not in line]:
            run.error("server", f"{name} said in {len(more)} lines: " + "\n".join(more[:20]))


def _born(process: int) -> str:
    """When a process began, in ticks since the system did; empty where there is none, or only its status is left."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def check(run: Run, place: Place, coming: Feed) -> dict[str, object]:
    """What must be so at the end, when nobody reads any more and one more build has ended."""
    build(run, place, coming.next())
    snapshots = len(list((place.store / SNAPSHOTS).iterdir()))
    if snapshots > KEPT:
        run.error("snapshot", f"{snapshots} are there that nobody reads")
    temporary = [str(path.relative_to(place.temporary)) for path in place.temporary.rglob("*")]
    if temporary:
        run.error("leftover", f"temporary files: {temporary[:20]}")
    codes = {}
    for name in ("doctor", "validate"):
        done = subprocess.run(place.command(name), capture_output=True, text=True, env=os.environ | place.variables)
        codes[name] = done.returncode
        if done.returncode:
            run.error(name, f"ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-800:]}")
    fresh = place.folder / "fresh"
    articles = place.write(list(coming.articles.values()))
    subprocess.run(place.command("build", articles, store=fresh), check=True, capture_output=True)
    same = _digest(place.store) == _digest(fresh)
    if not same:
        run.error("graph", "differs from that of one build of the same articles into an empty store")
    return {"snapshots": snapshots, "temporary_files": len(temporary), **codes, "graph_of_a_fresh_build": same}


def _digest(store: Path) -> tuple[int, str]:
    """The number of quads and the SHA-256 of all in their order."""
    with Store.open_reader(store) as reader:
        lines = sorted(map(str, reader.rdf))
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def told(run: Run, servers: dict[str, Memory]) -> dict[str, object]:
    """The figures of the run."""
    requests = {name: [one for one in run.asked if one.name == name] for name in ("named", "sparql", "simple")}
    builds = {name: [one for one in run.built if one.name == name] for name in ("build", "sync")}
    memory = {name: [(at, seen["pss"]) for at, seen in server.seen] for name, server in servers.items()} | {
        "build": run.build_memory
    }
    held = run.quarters(run.looks, lambda one: one.at)
    return {
        "requests": {name: _times(run, asked) for name, asked in requests.items()},
        "pages": {
            "walks": run.counts["walks"],
            "gone": run.counts["gone"],
            "first_content": _times(run, run.opened),
            "drawn": _times(run, run.drawn),
        },
        "builds": {name: _times(run, asked) for name, asked in builds.items()},
        "memory_mb": {name: _grown(run, values) for name, values in memory.items()},
        "processes": {
            name: _most(run, [(at, seen["processes"]) for at, seen in server.seen]) for name, server in servers.items()
        },
        "descriptors": {name: _grown(run, [(one.at, one.descriptors[name]) for one in run.looks]) for name in servers},
        "deleted": {name: _most(run, [(one.at, one.deleted[name]) for one in run.looks]) for name in servers},
        "disk_mb": _grown(run, [(one.at, one.disk) for one in run.looks]),
        "snapshots": [max((one.snapshots for one in part), default=None) for part in held],
        "held": [max((one.held for one in part), default=None) for part in held],
        "temporary_files": [max((one.temporary for one in part), default=None) for part in held],
        "load": _grown(run, [(one.at, one.load) for one in run.looks]),
    }


def _times(run: Run, asked: Sequence[Asked]) -> dict[str, object]:
    quarters = run.quarters(asked, lambda one: one.sent)
    return {"all": times(asked), "quarters": [times(part) for part in quarters]}


def _most(run: Run, values: Sequence[tuple[float, float]]) -> list[float | None]:
    return [max((value for _, value in part), default=None) for part in run.quarters(values, lambda pair: pair[0])]


def _grown(run: Run, values: Sequence[tuple[float, float]]) -> dict[str, object]:
    """Medians of the quarters, the maximum, and the growth over the last three."""
    quarters = run.quarters(values, lambda pair: pair[0])
    late = [pair for part in quarters[1:] for pair in part]
    figures: dict[str, object] = {
        "quarters": [round(statistics.median(value for _, value in part), 1) if part else None for part in quarters],
        "maximum": round(max((value for _, value in values), default=0), 1),
    }
    if len(late) > 2:
        slope = statistics.linear_regression([at for at, _ in late], [value for _, value in late]).slope
        figures["a_hour"] = round(3600 * slope, 1)
    return figures


def endure(source: Path, place: Place, minutes: float, size: int) -> dict[str, object]:
    """The whole run."""
    run, coming = Run(60 * minutes), Feed(source)
    before = os.getloadavg()[0]
    build(run, place, coming.first(size))
    run.built.clear()
    run.build_memory.clear()
    first = len(coming.articles)
    with ExitStack() as stack:
        ports = {name: free_port() for name in ("serve", "ui")}
        servers = {name: stack.enter_context(server(run, place, name, port)) for name, port in ports.items()}
        requests = requests_of(place.store)
        run.started = time.monotonic()
        for number in (signal.SIGINT, signal.SIGTERM):  # end early, with the figures until then
            signal.signal(number, lambda *_: run.stop.set())
        endpoint, interface = (f"http://127.0.0.1:{port}" for port in ports.values())
        pool = stack.enter_context(ThreadPoolExecutor(CLIENTS + 2))
        work = [
            *(pool.submit(ask, run, requests, f"{endpoint}/sparql", number) for number in range(CLIENTS)),
            pool.submit(browse, run, f"{interface}/"),
            pool.submit(feed, run, place, coming, endpoint),
        ]
        for one in work:
            one.add_done_callback(lambda _: run.stop.set())  # who ends before all others has failed
        try:
            watch(run, place, servers)
        finally:
            run.stop.set()
        for one in work:
            if (failed := one.exception()) is not None:
                run.error("harness", "".join(traceback.format_exception(failed))[-1000:])
        lasted = time.monotonic() - run.started
        figures = told(run, servers)
    last = check(run, place, coming)
    return {
        "processors": os.cpu_count(),
        "load_before": round(before, 2),
        "minutes": round(lasted / 60, 1),
        "articles": {"first": first, "last": len(coming.articles)}
        | {name: run.counts[name] for name in ("new", "replaced", "withdrawn")},
        **figures,
        "end": last,
        "errors_by_kind": dict(Counter(str(error["kind"]) for error in run.errors)),
        "errors": run.errors[:SHOWN_ERRORS],
    }


def main() -> None:
    """Run and print; exit with 1 if there was an error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--first", type=int, default=500, help="articles of the store at the beginning")
    parser.add_argument("--folder", type=Path, help="where to work, and to leave all that there was; made anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder = (options.folder or Path(spare) / "endurance").resolve()
        if folder.exists():
            raise SystemExit(f"{folder} exists: give a folder that does not")
        place = Place(folder)
        place.temporary.mkdir(parents=True)
        figures = endure(options.articles, place, options.minutes, options.first)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    sys.exit(bool(figures["errors"]))


if __name__ == "__main__":
    main()
