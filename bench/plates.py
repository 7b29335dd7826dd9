"""Plates: time of a plate, of a film, memory, and Folium's own export of the same map."""

import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

import geo
from bench.timing import Figure, median_ms, process_seconds
from geo import plate
from geo.snapshot import Snapshot
from geo.webmap import to_map
from tests.browser.chromium import FLAGS, find_chromium

ON, KNOWN = dt.date(2025, 10, 15), dt.date(2026, 11, 24)
FRAMES = 60
# Draws a plate and a film in a process of its own and prints its peak memory in kilobytes: that
# of its own memory (`ru_maxrss` would count what the process that started it had).
PEAK = """
import datetime as dt, pathlib, re, geo
from geo import plate
ledger = geo.load()
day = dt.date(2025, 10, 15)
plate.plate_bytes(geo.snapshot(ledger, day, day), "png", 300)
days = [dt.date(2024, 9, 1) + dt.timedelta(days=13 * n) for n in range(60)]
plate.film_bytes([geo.snapshot(ledger, d, dt.date(2026, 11, 24)) for d in days])
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


def figures() -> Iterator[Figure]:
    """Measure the plates."""
    ledger = geo.load()
    view = geo.snapshot(ledger, ON, KNOWN)
    plate.plate_bytes(view, "png", 200)  # the first one reads fonts and the basemap
    ours = median_ms(lambda: plate.plate_bytes(view, "png", 200), 5) / 1000
    yield Figure("plate, A4, 200 dpi, in a running process", ours, "s", 0.5)
    large = median_ms(lambda: plate.plate_bytes(view, "png", 300), 5) / 1000
    yield Figure("plate, A4, 300 dpi, in a running process", large, "s", 1.2)
    with tempfile.TemporaryDirectory() as folder:
        command = str(Path(sys.executable).with_name("drawdown"))
        target = str(Path(folder) / "plate.png")
        (whole,) = process_seconds([command, "plate", "--on", str(ON), "-o", target], times=3)
        yield Figure("drawdown plate, whole process", whole, "s", 3.0)
        days = [dt.date(2024, 9, 1) + dt.timedelta(days=13 * n) for n in range(FRAMES)]
        views = [geo.snapshot(ledger, day, KNOWN) for day in days]
        film = median_ms(lambda: plate.film_bytes(views), 3) / 1000
        yield Figure(f"film of {FRAMES} frames, 720p", film, "s", 4.0)
        done = subprocess.run([sys.executable, "-c", PEAK], check=True, capture_output=True)
        yield Figure("peak memory of a plate and a film", int(done.stdout) / 1000, "MB", 500)
        theirs = _folium_export(view)
        yield Figure("the same map by Folium's own export, with its wait of 3 s", theirs, "s")
        yield Figure("how many times longer that takes than a plate", theirs / ours, "x")
        theirs = _browser_export(view, Path(folder))
        yield Figure("the same without its wait, in a browser that tells when", theirs, "s")
        yield Figure("how many times longer that takes than a plate", theirs / ours, "x")


class _Driver:
    """What Folium's export asks of Selenium, done by Playwright."""

    def __init__(self, play: Playwright) -> None:
        self.browser = play.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        self.page = self.browser.new_page(viewport={"width": 1280, "height": 900})

    def fullscreen_window(self) -> None:
        """Leave the window as large as it is."""

    def get(self, address: str) -> None:
        """Open an address."""
        self.page.goto(address)

    def find_element(self, _by: str, name: str) -> "_Driver":
        """Choose the element of which a picture is taken."""
        self.found = self.page.locator(f".{name}").first
        return self

    @property
    def screenshot_as_png(self) -> bytes:
        """The picture."""
        return self.found.screenshot()

    def quit(self) -> None:
        """Close the browser."""
        self.browser.close()


def _folium_export(view: Snapshot) -> float:
    """Give the seconds that `folium.Map._to_png` takes, from snapshot to picture."""
    start = time.perf_counter()
    with sync_playwright() as play:
        to_map(view)._to_png(driver=_Driver(play))  # noqa: SLF001 - Folium has no public way
    return time.perf_counter() - start


def _browser_export(view: Snapshot, folder: Path) -> float:
    """Give the seconds that Folium's way takes: write the page, open it, wait, photograph it.

    Here the wait ends when the map is drawn, which is the best that this way can do.
    """
    start = time.perf_counter()
    file = folder / "map.html"
    to_map(view).save(str(file))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(file.as_uri())
        page.wait_for_selector(".site[aria-label]:not([hidden])")
        page.screenshot(path=folder / "map.png")
        browser.close()
    return time.perf_counter() - start
