"""The Chromium that tests, benchmarks and the pictures of the README drive."""

import os
import shutil

# The shell is Chromium without windows: a visit takes two thirds of the processor's time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Give the path that ``DRAWDOWN_CHROMIUM`` names, or that of the first found on the PATH."""
    named = os.environ.get("DRAWDOWN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)
