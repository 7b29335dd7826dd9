"""The time page in a headless Chromium: how fast it opens and scrubs, and what others need.

Side by side in one run, with the same sites and the same days: the page, Folium's
`TimestampedGeoJson`, and a Folium map made anew for each date.
"""

import datetime as dt
import re
import statistics
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium
from folium.plugins import TimestampedGeoJson
from playwright.sync_api import Error, Page, Route, sync_playwright

import geo
from bench.ledgers import NOW, START, scattered
from bench.timing import Figure, p95
from geo import style
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, snapshot
from geo.steps import runs
from geo.timepage import time_page
from tests.browser.chromium import FLAGS, find_chromium

_MOVES = 120
_TWO_FRAMES = "() => new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))"
# What each step costs the page's only thread: the step itself, and then all of the frame that shows
# it (style, layout, drawing). A step begins when the frame before it is made, as a drag's does.
_STEPS = """async ({moves, prepare}) => {
  const take = new Function("moves", prepare)(moves);
  const after = () => new Promise((done) => {
    const port = new MessageChannel();
    port.port1.onmessage = done;
    port.port2.postMessage(0);
  });
  const found = [];
  for (let n = 0; n < moves; n += 1) {
    await new Promise(requestAnimationFrame);
    await after();
    const start = performance.now();
    take(n);
    const told = performance.now() - start;
    const begun = await new Promise((done) => requestAnimationFrame(() => done(performance.now())));
    await after();
    found.push([told + performance.now() - begun, performance.now() - start]);
  }
  return found;
}"""
_SLIDER = """
  const slider = document.getElementById("slider");
  const [low, high] = [+slider.min, +slider.max];
  return (n) => {
    slider.value = Math.round(low + ((high - low) * n) / moves);
    slider.dispatchEvent(new Event("input"));
  };"""
_STAMPED = """
  const time = Object.values(window).find((value) => value instanceof L.Map).timeDimension;
  const days = time.getAvailableTimes();
  return (n) => time.setCurrentTime(days[Math.floor((days.length * n) / moves)]);"""
# What Folium's pages ask a CDN for, by what its address contains: an npm package, a file in it.
_LIBRARIES = {
    "jquery-3.7.1": ("jquery@3.7.1", "dist/jquery.min.js"),
    "iso8601": ("iso8601-js-period@0.2.1", "iso8601.js"),
    "timedimension.min.js": ("leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.min.js"),
    "timedimension.control.css": (
        "leaflet-timedimension@1.1.1", "dist/leaflet.timedimension.control.css",
    ),
    "moment": ("moment@2.18.1", "min/moment.min.js"),
    "leaflet.js": ("leaflet@1.9.4", "dist/leaflet.js"),
    "leaflet.css": ("leaflet@1.9.4", "dist/leaflet.css"),
}  # fmt: skip


def figures() -> Iterator[Figure]:
    """Measure the page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
        bench = _Bench(Path(folder), browser)
        ledger = geo.load()
        start = time.perf_counter()
        text = time_page(ledger)
        yield Figure(
            "page, Iraq ledger, all knowledge: making it", time.perf_counter() - start, "s"
        )
        yield Figure("page, Iraq ledger, all knowledge: size", len(text.encode()) / 1000, "kB", 650)
        yield from bench.page("Iraq ledger", text, 1.0, 16)
        many = scattered(1000, 5)
        yield from bench.page("1,000 sites", time_page(many, NOW, selection=EVERYTHING), None, 16)
        yield from bench.others("1,000 sites", many, 5, 40)
        most = scattered(10_000, 5)
        start = time.perf_counter()
        text = time_page(most, NOW, selection=EVERYTHING)
        yield Figure("page, 10,000 sites: making it", time.perf_counter() - start, "s")
        yield Figure("page, 10,000 sites: size", len(text.encode()) / 1000, "kB")
        yield from bench.page("10,000 sites", text, 3.0, 33)
        yield from bench.others("10,000 sites", most, 3, 12)
        browser.close()


class _Bench:
    def __init__(self, folder: Path, browser: Any) -> None:  # noqa: ANN401 - playwright's
        self.folder, self.browser = folder, browser
        self.libraries = _fetched(folder)

    def open(self, text: str) -> tuple[Page, float]:
        """Open a page and give the seconds until its first map was painted."""
        path = self.folder / "page.html"
        path.write_text(text, "utf-8")
        page: Page = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector(".leaflet-container .site:not([hidden]), canvas.crowd")
        page.evaluate(_TWO_FRAMES)
        return page, time.perf_counter() - start

    def page(self, name: str, text: str, opens: float | None, step: float) -> Iterator[Figure]:
        """Measure opening and scrubbing."""
        seconds = []
        for _ in range(3):
            page, took = self.open(text)
            seconds.append(took)
            if len(seconds) < 3:  # noqa: PLR2004 - the last is kept for scrubbing
                page.context.close()
        yield Figure(f"page, {name}: open to first map", statistics.median(seconds), "s", opens)
        _steps(page, _SLIDER, 20)
        yield from _scrubbed(f"page, {name}", _steps(page, _SLIDER, _MOVES), step)
        page.context.close()

    def others(self, name: str, ledger: Ledger, dates: int, moves: int) -> Iterator[Figure]:
        """Measure a Folium map made anew for each date, and TimestampedGeoJson."""
        days = [START + dt.timedelta(days=90 * n) for n in range(dates)]
        steps, text = [], ""
        for day in days:
            start = time.perf_counter()
            text = _plain_map(ledger, day)
            made = time.perf_counter() - start
            page, took = self.open_folium(text)
            steps.append((made, took))
            page.context.close()
        title = f"plain Folium map per date, {name}"
        yield Figure(f"{title}: size of one date", len(text) / 1000, "kB")
        yield Figure(f"{title}: making one", statistics.median(m for m, _ in steps), "s")
        if all(took for _, took in steps):
            step = statistics.median(made + took for made, took in steps)
            yield Figure(f"{title}: step (making and opening one)", step, "s")
        text = _stamped_map(ledger)
        title = f"TimestampedGeoJson, {name}"
        yield Figure(f"{title}: size, without its libraries", len(text) / 1000, "kB")
        page, took = self.open_folium(text)
        if took:
            yield Figure(f"{title}: opening", took, "s")
            _steps(page, _STAMPED, 3)
            yield from _scrubbed(title, _steps(page, _STAMPED, moves), None)
        page.context.close()

    def open_folium(self, text: str) -> tuple[Page, float]:
        """Open a Folium page with its libraries at hand; 0 seconds where they are not."""
        path = self.folder / "folium.html"
        path.write_text(text, "utf-8")
        page: Page = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.route(re.compile("^https?://"), self.answer)
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        if not self.libraries:
            return page, 0.0
        try:  # a mark out of sight has no size, so none need be visible
            drawn = ".leaflet-container path.leaflet-interactive"
            page.wait_for_selector(drawn, state="attached", timeout=15_000)
        except Error:
            return page, 0.0
        page.evaluate(_TWO_FRAMES)
        return page, time.perf_counter() - start

    def answer(self, route: Route) -> None:
        """Answer what Folium asks a CDN for."""
        for part, path in self.libraries.items():
            if part in route.request.url:
                route.fulfill(path=path)
                return
        route.fulfill(body="")


def _fetched(folder: Path) -> dict[str, Path]:
    """Give the libraries of Folium's pages, from npm; none where it cannot be asked."""
    found: dict[str, Path] = {}
    for part, (package, name) in _LIBRARIES.items():
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        if packed.returncode:
            return {}
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                return {}
            path = folder / f"{len(found)}-{Path(name).name}"
            path.write_bytes(member.read())
        found[part] = path
    return found


def _steps(page: Page, prepare: str, moves: int) -> list[list[float]]:
    found: list[list[float]] = page.evaluate(_STEPS, {"moves": moves, "prepare": prepare})
    return found


def _scrubbed(name: str, found: list[list[float]], limit: float | None) -> Iterator[Figure]:
    busy, painted = zip(*found, strict=True)
    yield Figure(f"{name}: scrub step, work, p95", p95(busy), "ms", limit)
    yield Figure(f"{name}: scrub step, work, median", statistics.median(busy), "ms")
    yield Figure(f"{name}: scrub step to painted frame, p95", p95(painted), "ms")


def _plain_map(ledger: Ledger, day: dt.date) -> str:
    """Make a Folium map of one date as one would without this program's plugin."""
    made = folium.Map(location=(33, 44), zoom_start=6, tiles=None)
    for row in snapshot(ledger, day, NOW, EVERYTHING).rows:
        colour = style.COLOURS[row.status.possible[0]]
        at = (row.site.lat or 0, row.site.lon or 0)
        folium.CircleMarker(at, 6, color=colour, fill=True, tooltip=row.site.name).add_to(made)
    text: str = made.get_root().render()
    return text


def _stamped_map(ledger: Ledger) -> str:
    """Give the same sites to TimestampedGeoJson: a feature for each site and change point."""
    made = folium.Map(location=(33, 44), zoom_start=6, tiles=None)
    last = START + dt.timedelta(days=700)
    features = []
    for site in ledger.sites.values():
        for status in runs(ledger, site.id, START, last, NOW):
            colour = style.COLOURS[status.possible[0]]
            icon = {"radius": 6, "color": colour, "fillColor": colour, "fillOpacity": 0.8}
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [site.lon, site.lat]},
                    "properties": {
                        "times": [status.on.isoformat()], "icon": "circle", "iconstyle": icon,
                    },
                }
            )  # fmt: skip
    data = {"type": "FeatureCollection", "features": features}
    TimestampedGeoJson(data, period="P1D", auto_play=False).add_to(made)  # type: ignore[no-untyped-call]
    text: str = made.get_root().render()
    return text
