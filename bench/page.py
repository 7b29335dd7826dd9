"""The page in a real browser: first map, drag, release, memory."""

import statistics
from collections.abc import Iterator

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from bench.timing import Figure, p95
from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.conftest import WATCH, start_server
from tests.browser.pages import Q, drag, map_of, settle

# Without a limit of frames a second: what a step takes, whatever screen will show it.
UNTHROTTLED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
# When a date was painted, in the page on the slider's thumb and in the map's frame on the map, by
# the clock that all frames share. A message to oneself is handled after the paint that follows.
PAINTS = """
window.clock = () => performance.timeOrigin + performance.now();
window.paints = [];
const note = (date) => requestAnimationFrame(() => {
  const port = new MessageChannel();
  port.port1.onmessage = () => window.paints.push([date, window.clock()]);
  port.port2.postMessage(0);
});
if (parent !== window) {
  addEventListener("message", ({data}) => { if (data && data.date) note(data.date); }, true);
} else {
  let last;
  new MutationObserver(() => {
    const thumb = document.querySelector(".st-key-day [data-testid=stSliderThumbValue]");
    if (!thumb || thumb.textContent === last) return;
    last = thumb.textContent;
    note(last);
  }).observe(document, {subtree: true, childList: true, characterData: true});
}
"""
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
    server, address = start_server("")
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_chromium(whole=True), args=FLAGS)
            yield from _first_map(browser, address)
            yield from _moves(browser, address)
            browser.close()
            browser = play.chromium.launch(
                executable_path=find_chromium(whole=True), args=[*FLAGS, *UNTHROTTLED]
            )
            yield _drag(_open(browser, address), "no screen", 16)[0]
            browser.close()
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
        yield Figure("memory of the page's process", memory, "MB", 400)
    finally:
        server.terminate()
        server.wait(10)


def _first_map(browser: Browser, address: str) -> Iterator[Figure]:
    """Give what passes from asking for the page to the map's first paint, by the page's clock."""
    for name, limit in (("first map, first visitor", 2.5), ("first map, second visitor", 2.5)):
        page = _open(browser, address)
        first = page.evaluate("window.heard.find((note) => 'painted' in note).time")
        yield Figure(name, first / 1000, "s", limit)
        page.close()


def _moves(browser: Browser, address: str) -> Iterator[Figure]:
    page = _open(browser, address)
    lag, behind = _drag(page, "60 Hz screen", None)
    yield lag
    yield behind
    waits = [_release(page, by) for by in RELEASES]
    yield Figure("release to the whole page right, median", statistics.median(waits), "ms", 150)


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(WATCH)
    page.add_init_script(PAINTS)
    page.goto(f"{address}{Q}")
    map_of(page)
    settle(page)
    return page


def _drag(page: Page, name: str, limit: float | None) -> tuple[Figure, Figure]:
    """Drag, and give what passes until the map shows a new date.

    First from the date's being set on the thumb, then from its being painted there.
    """
    page.evaluate("window.heard = []; window.paints = []")
    drag(page, -300, steps=60)
    page.mouse.up()
    settle(page)
    start = page.evaluate("performance.timeOrigin")
    heard = page.evaluate("window.heard.filter((note) => 'thumbed' in note)")
    moves = {note["thumbed"]: note["time"] + start for note in heard}
    thumbs, paints = (
        dict(reversed(frame.evaluate("window.paints"))) for frame in (page, map_of(page))
    )
    lags = [paints[day] - then for day, then in moves.items() if day in paints]
    behind = [paints[day] - then for day, then in thumbs.items() if day in paints]
    told = f"drag, {len(lags)} of {len(moves)} steps:"
    return (
        Figure(f"{told} thumb to paint, {name}, p95", p95(lags), "ms", limit),
        Figure(f"{told} thumb's paint to map's, {name}, p95", p95(behind), "ms", 16),
    )


def _release(page: Page, by: int) -> float:
    drag(page, by, steps=6)
    page.evaluate(RELEASED)
    page.mouse.up()
    page.wait_for_function("window.right > 0")
    settle(page)
    waited: float = page.evaluate("window.right - window.released")
    return waited
