"""Make the pictures of the README: the page, and a plate.

Run by `make pictures`; needs a Chromium.
"""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import geo
from geo import plate
from tests.browser.chromium import FLAGS, find_chromium

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ADDRESS = "?on=2025-10-15&known=2025-10-25&site=ain-al-asad"


def draw_plate() -> None:
    """Draw the plate that the README shows: the plan, what happened, and what differs."""
    ledger, day = geo.load(), dt.date(2025, 10, 15)
    plan = geo.snapshot(ledger, day, dt.date(2024, 9, 7))
    actual = geo.snapshot(ledger, day, dt.date(2026, 11, 24))
    figure = plate.compare_figure(plan, actual)
    alt = plate.compare_alt(plan, actual)
    content = plate.to_bytes(figure, "png", 110, title="", alt=alt, digest=ledger.digest)
    plate.write_whole(PICTURES / "plate.png", content)


def photograph_page() -> None:
    """Take the picture of the page that the README opens with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("drawdown")),
        "app",
        "--no-browser",
        f"--port={port}",
    ]
    with subprocess.Popen(command, start_new_session=True) as server:
        try:
            _wait(f"http://localhost:{port}/_stcore/health")
            _shoot(f"http://localhost:{port}/{ADDRESS}", PICTURES / "page.png")
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)


def _shoot(address: str, target: Path) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(address)
        page.frame_locator("iframe").locator("svg, canvas").first.wait_for()
        page.wait_for_timeout(2000)
        page.screenshot(path=target)
        browser.close()
    # Few colours: a third of the bytes, and nobody sees the difference.
    Image.open(target).convert(
        "P", palette=Image.Palette.ADAPTIVE, colors=256, dither=Image.Dither.NONE
    ).save(target, optimize=True)


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    draw_plate()
    photograph_page()
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1024} kB")
