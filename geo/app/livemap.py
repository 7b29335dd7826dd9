"""The map as a Streamlit component, in two mounts.

One carries the page and never changes with the date; Streamlit sends it once and then only
its hash. The other carries the date, the selected site and the change table: a few kilobytes.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st

SLIDER = "day"  # the slider's key, whose thumb the map follows
STATE = "map-state"
SWITCHES = ("regions", "rivers", "towns", "others")  # what may be drawn beside the sites

_component = st.components.v2.component(
    "drawdown_map",
    js=files("geo.app").joinpath("livemap.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw_page(page: str, title: str) -> None:
    """Put the frame with the map's page; the same page keeps the same frame.

    Parameters
    ----------
    page
        The page.
    title
        What the frame is called.
    """
    data = {"page": page, "hash": _hash(page), "title": title}
    _component(key="map-page", data=data)


def tell_state(
    *,
    date: str,
    site: str | None,
    show: tuple[str, ...],
    table: Mapping[str, Any],
    picked: Callable[[], None],
) -> None:
    """Tell the map what to show.

    Parameters
    ----------
    date
        The day, as an ISO date.
    site
        The selected site.
    show
        What of regions, rivers and towns is drawn.
    table
        The change table.
    picked
        Called when a mark was clicked; `picked_site` then gives which.
    """
    data = {
        "date": date,
        "site": site,
        "show": [key for key in SWITCHES if key in show],
        "switches": list(SWITCHES),
        "slider": SLIDER,
        "run": time.time_ns() // 1_000_000,
        "table": table,
        "tableHash": _hash(json.dumps(table)),
    }
    _component(key=STATE, data=data, on_picked_change=picked)


def picked_site() -> str | None:
    """Give the site whose mark was clicked just now."""
    site = st.session_state[STATE].get("picked")
    return site if isinstance(site, str) else None


@lru_cache(maxsize=8)
def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
