"""The page in a real browser: first map, drag, release, memory."""

import os
import shutil
import statistics
import time
from collections.abc import Iterator

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Figure
from tests.browser.conftest import FLAGS, NAMES, WATCH, start_server
from tests.browser.test_page import Q, drag, map_of, settle

RELEASES = (-40, 30, -50, 60, -20, 35, -45)
# From the release of the thumb until the address has the date and the run has ended.
RELEASED = """() => {
  window.released = 0; window.right = 0;
  addEventListener("pointerup", () => { window.released = performance.now(); },
    {once: true, capture: true});
  const date = document.querySelector(".st-key-day [data-testid=stSliderThumbValue]").textContent;
  const look = () => {
    const address = new URLSearchParams(location.search).get("on");
    const state = document.querySelector("[data-testid=stApp]").dataset.testScriptState;
    if (window.released && address === date && state === "notRunning") {
      window.right = performance.now();
    } else requestAnimationFrame(look);
  };
  look();
}"""


def figures() -> Iterator[Figure]:
    """Measure the page, with a server and a browser of its own."""
    path = os.environ.get("DRAWDOWN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    server, address = start_server("")
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=path, args=FLAGS)
            yield from _first_map(browser, address)
            yield from _moves(browser, address)
            browser.close()
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        yield Figure("memory of the page's process", memory, "MB", 400)
    finally:
        server.terminate()
        server.wait(10)


def _first_map(browser: Browser, address: str) -> Iterator[Figure]:
    for name, limit in (("first map, first visitor", 2.5), ("first map, second visitor", 2.5)):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        page.goto(f"{address}{Q}")
        map_of(page)
        yield Figure(name, time.perf_counter() - start, "s", limit)
        page.close()


def _moves(browser: Browser, address: str) -> Iterator[Figure]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(WATCH)
    page.goto(f"{address}{Q}")
    map_of(page)
    settle(page)
    page.evaluate("window.heard = []")
    drag(page, -300, steps=60)
    page.mouse.up()
    settle(page)
    yield from _drag(page)
    waits = [_release(page, by) for by in RELEASES]
    yield Figure("release to the whole page right, median", statistics.median(waits), "ms", 150)


def _drag(page: Page) -> Iterator[Figure]:
    events = page.evaluate("window.heard")
    moves = {m["thumbed"]: m["time"] for m in events if "thumbed" in m}
    for key, name, limit in (
        ("showing", "drag step: marks restyled, p95", 16.0),
        ("painted", "drag step: painted, with the wait for the screen and the reply, p95", None),
    ):
        at = {m[key]: m["time"] for m in reversed(events) if key in m}
        lags = sorted(at[day] - then for day, then in moves.items() if day in at)
        yield Figure(f"{name} of {len(lags)}", lags[max(0, int(len(lags) * 0.95) - 1)], "ms", limit)


def _release(page: Page, by: int) -> float:
    drag(page, by, steps=6)
    page.evaluate(RELEASED)
    page.mouse.up()
    page.wait_for_function("window.right > 0")
    settle(page)
    waited: float = page.evaluate("window.right - window.released")
    return waited
