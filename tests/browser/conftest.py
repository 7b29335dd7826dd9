"""A real Chromium and a real server for the tests of this folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from geo.ledger import Ledger
from geo.timepage import time_page
from tests.browser.chromium import FLAGS, find_chromium

ROOT = Path(__file__).parents[2]
EVIL_PAGE = Path(__file__).with_name("evil_page.py")  # for the texts that a .json file lists
# Notes each message of the frame and each new date on the slider's thumb, with its time.
WATCH = """
window.heard = [];
addEventListener("message", ({data}) => window.heard.push({...data, time: performance.now()}));
new MutationObserver(() => {
  const thumb = document.querySelector(".st-key-day [data-testid=stSliderThumbValue]");
  const thumbed = thumb && thumb.textContent;
  if (thumbed && thumbed !== window.thumbed) {
    window.thumbed = thumbed;
    window.heard.push({thumbed, time: performance.now()});
  }
}).observe(document, {subtree: true, childList: true, characterData: true});
"""
PATIENCE = 15_000  # milliseconds: what is right comes at once, but not on a busy machine
expect.set_options(timeout=PATIENCE)
Serve = Callable[..., str]
Opened = Callable[..., Page]
Shown = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        except Error as error:
            pytest.skip(
                f"NO BROWSER TEST WAS RUN: no Chromium; `make browser` ({error.message[:90]})"
            )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Start the page on a free port, with some data, and give its address."""
    running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}

    def start(data: str = "") -> str:
        if data not in running:
            running[data] = start_server(data)
        return running[data][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.wait(10)


def start_server(data: str) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = EVIL_PAGE if data.endswith(".json") else ROOT / "streamlit_app.py"
    options = ["--server.headless=true", "--server.fileWatcherType=none", f"--server.port={port}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "geo.app.serve", "run", str(page), *options],
        cwd=ROOT,
        env={**os.environ, "DRAWDOWN_DATA": data},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}/"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}_stcore/health", timeout=1).close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return process, address
    process.kill()
    pytest.fail("the page's server did not start")


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> BrowserContext:
    """One visitor, whose browser keeps Streamlit's scripts: a third of each visit is their way."""
    return browser.new_context()


@pytest.fixture
def opened(visitor: BrowserContext, serve: Serve) -> Iterator[Opened]:
    """Open the page; at the end no request may have left the machine, and no script failed."""
    trouble: list[str] = []
    pages = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "data:", "blob:", "about:")):
            trouble.append(f"asked for {request.url}")

    def open_page(
        query: str = "",
        data: str = "",
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        page = visitor.new_page()
        pages.append(page)
        page.set_viewport_size(ViewportSize(width=width, height=900))
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        page.on("request", note)
        page.on("dialog", lambda dialog: trouble.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: trouble.append(f"script error {error}"))
        page.goto(serve(data) + query)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not trouble


@pytest.fixture(scope="session")
def file(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "iraq.html"
    path.write_text(time_page(ledger), "utf-8")
    return path


@pytest.fixture
def shown(browser: Browser, file: Path) -> Iterator[Shown]:
    """Open the page; nothing may be asked for but the page itself, and no script may fail."""
    trouble: list[str] = []
    contexts = []

    def open_page(
        rest: str = "#on=2025-10-15&known=now",
        address: str | None = None,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        **more: Any,  # noqa: ANN401 - whatever a context takes
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: trouble.append(f"script error {error}"))
        page.on("console", lambda told: trouble.append(told.text) if told.type == "error" else None)
        url = address or file.as_uri()
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(url) else trouble.append(asked.url),
        )
        page.goto(url + rest)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble
