"""A reader of the interface: the pages that there are, and when what is of use in one is seen."""

from __future__ import annotations

import shutil
import time

from playwright.async_api import Browser, Page, Playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LONGEST_MS = 120_000
# Each page with what is of use in it.
PAGES = {
    "overview": ("", ".rasd-figures"),
    "attacks": ("attacks", "a.rasd-row"),
    "timeline": ("attacks?view=timeline", ".rasd-legend"),
    "groups": ("groups", ".rasd-of-facts"),
    "places": ("places", ".rasd-of-facts"),
    "sources": ("sources", ".rasd-of-facts"),
    "disagreements": ("disagreements", ".rasd-dispute"),
    "connections": ("connections", "[data-testid=stSelectbox]"),
    "sparql": ("sparql", "textarea, .cm-content"),
}
# Pages of one thing: the first link of the list that leads to one.
INNER = {
    "attack": ("attacks", "a.rasd-row", ".rasd-article"),
    "group": ("groups", ".rasd-of-facts a", ".rasd-counted"),
    "place": ("places", ".rasd-of-facts a", ".rasd-counted"),
    "source": ("sources", ".rasd-of-facts a", ".rasd-counted"),
}


async def start_browser(playwright: Playwright) -> Browser:
    """Chromium without a window.

    :raises SystemExit: if there is none.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("no Chromium on the PATH")
    return await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


async def shown(page: Page, address: str, content: str) -> float:
    """Milliseconds from the request of a page until its content is seen."""
    started = time.perf_counter()
    await page.goto(address, wait_until="commit", timeout=LONGEST_MS)
    await page.locator(content).first.wait_for(timeout=LONGEST_MS)
    return 1000 * (time.perf_counter() - started)
