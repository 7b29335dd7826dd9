"""The live maps as Streamlit components, in three mounts.

One carries the page and never changes with the date; Streamlit sends it once and then only
its hash. Another carries the date, the selected site and the change table: a few kilobytes.
The third is there while the tab that compares is open: it makes two more frames of the very
same page, which is not sent again, and brings a change table for each.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st

SLIDER = "day"  # the slider's key, whose thumb the map follows
STATE = "map-state"
SWITCHES = ("regions", "rivers", "towns", "others")  # what may be drawn beside the sites

_component, _wire = (
    st.components.v2.component(
        name,
        js=files("geo.app").joinpath(script).read_text(encoding="utf-8"),
        isolate_styles=False,
    )
    # Streamlit sends the script along with what it is told, so what is told often has its own.
    for name, script in (("drawdown_map", "livemap.js"), ("drawdown_wire", "livewire.js"))
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
    _wire(key=STATE, data=data, on_picked_change=picked)


def draw_pair(page: str, maps: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Put two maps beside each other, with one view; they follow the date of the map above.

    Parameters
    ----------
    page
        The page of the map above.
    maps
        What stands above each, and its change table.
    """
    pair = [
        {"title": title, "table": table, "tableHash": _hash(json.dumps(table))}
        for title, table in maps
    ]
    _component(key="map-pair", data={"pair": pair, "hash": _hash(page)})


def picked_site() -> str | None:
    """Give the site whose mark was clicked just now."""
    site = st.session_state[STATE].get("picked")
    return site if isinstance(site, str) else None


@lru_cache(maxsize=8)
def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
