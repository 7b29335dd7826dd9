"""The Chromium that tests, benchmarks and the pictures of the README drive."""

import os
import shutil

# Chromium without windows: a visit takes two thirds of the processor's time, a frame more.
SHELL = ("chromium-headless-shell",)
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(*, whole: bool = False) -> str | None:
    """Give the path that ``DRAWDOWN_CHROMIUM`` names, or that of the first found on the PATH.

    Parameters
    ----------
    whole
        True for the browser that readers have, where there is a choice: to measure its frames.
    """
    named = os.environ.get("DRAWDOWN_CHROMIUM")
    names = (*WHOLE, *SHELL) if whole else (*SHELL, *WHOLE)
    return named or next(filter(None, map(shutil.which, names)), None)
