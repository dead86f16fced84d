"""Speed and memory of the interface over a store; prints one JSON object.

    python benchmarks/ui.py STORE [--runs 5] [--users 10]

Starts `rasd ui` and measures in Chromium, in milliseconds from the request until the first content that is of use
stands in the page: each page cold (the first request to a new server, one server for each page), and warm (another
reader, in a browser context of his own, after all caches are filled; the median of the runs). `filter_ms` is from a
changed filter on the page of attacks until another number of found attacks is shown. `pss_mb` is the memory of all
processes of the server after one reader has walked through all pages. With --users so many readers, each in a context
of one browser, walk through all pages at once, so that the browser competes with the server for the processors:
medians for each page, and how many pages failed. Figures compare only on one machine that does nothing else. Linux
only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, async_playwright
from playwright.async_api import Error as BrowserError
from reading import INNER, LONGEST_MS, PAGES, shown, start_browser

START_SECONDS = 60
FOUND = "document.querySelector('.rasd-found')?.textContent"


@dataclass(frozen=True, slots=True)
class Server:
    """A server at work."""

    address: str
    pid: int


@contextmanager
def server(store: Path) -> Iterator[Server]:
    """The interface in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = "import builder.cli; builder.cli.main()"
    command = [sys.executable, "-c", program, "ui", "--store", str(store), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_SECONDS
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("the interface did not start")
            time.sleep(0.05)
        yield Server(f"http://127.0.0.1:{port}/", process.pid)
    finally:
        process.terminate()
        process.wait()


def processes(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from processes(int(child))


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and its descendants, in MB of 1,000,000 bytes."""
    lines = (line for one in processes(pid) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines())
    return round(sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")) / 1e6, 1)


async def addresses(browser: Browser, address: str) -> dict[str, tuple[str, str]]:
    """All pages with their content, those of one thing too."""
    found = dict(PAGES)
    page = await browser.new_page()
    for name, (path, link, content) in INNER.items():
        await shown(page, address + path, link)
        href = await page.locator(link).first.get_attribute("href")
        found[name] = (href or "", content)
    await page.close()
    return found


async def walk(context: BrowserContext, address: str, pages: dict[str, tuple[str, str]]) -> dict[str, float | None]:
    """The times of all pages for one reader, None where one failed."""
    page = await context.new_page()
    times: dict[str, float | None] = {}
    for name, (path, content) in pages.items():
        try:
            times[name] = await shown(page, address + path, content)
        except BrowserError as error:
            print(name, error, file=sys.stderr)
            times[name] = None
    return times


async def filtered(browser: Browser, address: str, runs: int) -> list[float]:
    """Milliseconds from a changed filter until the page shows another number of attacks."""
    taken = []
    for _ in range(runs):
        page = await browser.new_page()
        await shown(page, f"{address}attacks?lang=en", "a.rasd-row")
        search = page.get_by_label("Search")
        await search.fill("العراق")
        before = await page.evaluate(FOUND)
        started = time.perf_counter()
        await search.press("Enter")
        await page.wait_for_function(f"before => {FOUND} !== before", arg=before, timeout=LONGEST_MS)
        taken.append(1000 * (time.perf_counter() - started))
        await page.close()
    return taken


def median(times: list[float | None]) -> float | None:
    """The median of those that did not fail, rounded."""
    known = [one for one in times if one is not None]
    return round(statistics.median(known)) if known else None


async def measure(store: Path, runs: int, users: int) -> dict[str, object]:
    """All figures of a store."""
    async with async_playwright() as playwright:
        browser = await start_browser(playwright)
        with server(store) as running:
            pages = await addresses(browser, running.address)
        cold = {}
        for name, (path_of, content) in pages.items():
            with server(store) as running:
                page = await browser.new_page()
                cold[name] = round(await shown(page, running.address + path_of, content))
                await page.close()
        with server(store) as running:
            await walk(await browser.new_context(), running.address, pages)
            memory = pss_mb(running.pid)
            warm: dict[str, list[float | None]] = defaultdict(list)
            for _ in range(runs):
                context = await browser.new_context()
                for name, taken in (await walk(context, running.address, pages)).items():
                    warm[name].append(taken)
                await context.close()
            filters = await filtered(browser, running.address, runs)
            contexts = [await browser.new_context() for _ in range(users)]
            walks = await asyncio.gather(*(walk(context, running.address, pages) for context in contexts))
            crowd = {name: [times[name] for times in walks] for name in pages}
            crowd_memory = pss_mb(running.pid)
        await browser.close()
    return {
        "runs": runs,
        "cold_ms": cold,
        "warm_ms": {name: median(times) for name, times in warm.items()},
        "filter_ms": round(statistics.median(filters)),
        "pss_mb": memory,
        "users": users,
        "users_ms": {name: median(times) for name, times in crowd.items()},
        "users_errors": sum(taken is None for times in crowd.values() for taken in times),
        "users_pss_mb": crowd_memory,
    }


def main() -> None:
    """Measure one store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--users", type=int, default=10)
    options = parser.parse_args()
    print(json.dumps(asyncio.run(measure(options.store, options.runs, options.users)), indent=1))


if __name__ == "__main__":
    main()
