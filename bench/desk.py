"""The desk on the page: what a rerun costs with each tab, memory, many visitors at once."""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

import psutil
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from bench.page import RELEASED
from bench.timing import Figure, p95
from geo.app.address import TABS
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.conftest import ROOT, WATCH, start_server
from tests.browser.pages import Q, drag, map_of, settle

VISITORS = 20
TURNS = 5
CHANGES = 500
_WARM = 50


def figures() -> Iterator[Figure]:
    """Measure reruns in this process, then visitors with a server and a browser."""
    os.environ.pop("DRAWDOWN_DATA", None)
    for tab in TABS:
        yield _reruns(tab)
    yield _memory()
    yield from _visitors()


def _reruns(tab: str) -> Figure:
    """Give what a rerun on the server costs when the date changes."""
    page = _open(tab)
    waits = []
    for step in range(1, 21):
        page.date_input(key="on").set_value(date(2025, 3, 1) + timedelta(9 * step))
        start = time.perf_counter()
        page.run()
        waits.append(time.perf_counter() - start)
    slow = sorted(waits[2:])[-2] * 1000
    return Figure(f"rerun with the tab {tab}, p95 (AppTest, with its own cost)", slow, "ms", 60)


def _open(tab: str) -> AppTest:
    page = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    page.query_params.update({"on": "2025-03-01", "tab": tab, "site": "ain-al-asad"})
    return page.run()


def _memory() -> Figure:
    """Give by how much memory grows over many date changes, after the first ones."""
    page, process = _open("timeline"), psutil.Process()
    before = 0.0
    for step in range(CHANGES + _WARM):
        if step == _WARM:
            gc.collect()
            before = process.memory_info().rss / 1e6
        page.date_input(key="on").set_value(date(2024, 1, 1) + timedelta(step % 900))
        page.run()
    gc.collect()
    grown = process.memory_info().rss / 1e6 - before
    return Figure(f"memory that {CHANGES} date changes leave behind", grown, "MB", 20)


def _visitors() -> Iterator[Figure]:
    server, address = start_server("")
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
            yield from _among_others(browser, address)
            yield from _crowd(browser, address)
            browser.close()
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        yield Figure("memory of the server after all visitors", memory, "MB", None)
    finally:
        server.terminate()
        server.wait(10)


def _among_others(browser: Browser, address: str) -> Iterator[Figure]:
    """Let a reader at a screen and others without one let go at the same moment, some times."""
    others = subprocess.Popen(
        [sys.executable, "-m", "bench.visitors", address, str(VISITORS - 1)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    page = _visit(browser, address)
    waits: list[float] = []
    drawn, strays = [], 0
    with others:
        if not (others.stdin and others.stdout and others.stdout.readline()):
            return
        for turn in range(TURNS):
            drag(page, -30 if turn % 2 else 20, steps=3)
            page.evaluate(RELEASED)
            print("go", file=others.stdin, flush=True)
            page.mouse.up()
            page.wait_for_function("window.right > 0")
            drawn.append(page.evaluate("window.right - window.released"))
            found, wrong = json.loads(others.stdout.readline())
            waits, strays = waits + found, strays + wrong
            settle(page)
        others.stdin.close()
    page.context.close()
    name = f"{VISITORS} visitors release at once"
    waits += drawn
    yield Figure(f"{name}: page right, median", statistics.median(waits), "ms", None)
    yield Figure(f"{name}: page right, p95", p95(waits), "ms", 1000)
    yield Figure(f"{name}: the one in Chromium, worst of {TURNS}", max(drawn), "ms", 1000)
    yield Figure("visitors who were shown another one's date", strays, "", 0)


def _crowd(browser: Browser, address: str) -> Iterator[Figure]:
    """Draw all pages in one Chromium on this machine, which a server need not do."""
    pages = [_visit(browser, address) for _ in range(VISITORS)]
    waits, strays = [], 0
    for number, page in enumerate(pages):
        drag(page, -20 * (number % 8 + 1), steps=3)
        page.evaluate(RELEASED)
    for page in pages:
        page.mouse.up()
    for page in pages:
        page.wait_for_function("window.right > 0")
        waits.append(page.evaluate("window.right - window.released"))
    for page in pages:
        settle(page)
        day = page.locator(".st-key-day [data-testid=stSliderThumbValue]").inner_text()
        strays += f"on={day}" not in page.url
    name = f"{VISITORS} pages drawn by one Chromium: page right"
    yield Figure(f"{name}, median", statistics.median(waits), "ms", None)
    yield Figure(f"{name}, p95", p95(waits), "ms", None)
    yield Figure("pages that show another one's date", strays, "", 0)


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1000, "height": 800}).new_page()
    page.set_default_timeout(30_000)
    page.add_init_script(WATCH)
    page.goto(f"{address}{Q}")
    map_of(page)
    settle(page)
    return page
