"""The page without a browser, for the tests of the app."""

import datetime as dt
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "streamlit_app.py"
NOW = dt.date(2026, 11, 24)
ASAD = {"on": "2025-10-15", "known": "now", "site": "ain-al-asad"}


def open_page(**query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=30)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def sentence(page: AppTest) -> str:
    return shown_html(page, "drawdown-sentence")


def panel(page: AppTest) -> str:
    return shown_html(page, "dd-panel")


def shown_html(page: AppTest, part: str) -> str:
    return next(text for h in page.get("html") if part in (text := str(getattr(h, "value", ""))))


def shown_day(page: AppTest) -> dt.date:
    day = page.date_input(key="on").value
    assert isinstance(day, dt.date)
    return day


def desk(page: AppTest) -> str:
    """Give the text of the tabs below the map."""
    parts = [str(getattr(part, "value", "")) for part in page.get("html")]
    told = " ".join(part for part in parts if "dd-desk" in part and "<style>" not in part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))
