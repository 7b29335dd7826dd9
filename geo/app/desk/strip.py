"""One day on four small maps: as known on four days of knowledge."""

import datetime as dt
import itertools
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import streamlit as st

from geo import answers, style
from geo.app.address import Choice
from geo.app.desk.handed import offer_caption
from geo.app.desk.smallmap import WIDE, ground_of, is_shown, places_of, small_map
from geo.app.rendering import render, show
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.revisions import Pairing, telling_days
from geo.snapshot import Row, Snapshot, snapshot

_COLOURS = {
    "land": style.LAND,
    "border": style.BORDER,
    "ink": style.INK,
    "paper": style.PAPER,
}


def show_strip(ledger: Ledger, choice: Choice, first: dt.date, last: dt.date) -> None:
    """Show the day as it was known from one day of knowledge to another, and offer it as a picture.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    first, last
        The two days of knowledge; `geo.revisions.telling_days` chooses those between.
    """
    days = telling_days(ledger, choice.on, first, last, choice.selection(ledger))
    views = [snapshot(ledger, choice.on, day, choice.selection(ledger)) for day in days]
    with st.container(key="strip"):
        title = choice.tongue.say("strip-title", day=choice.tongue.day(choice.on))
        maps = _maps(ledger, views, choice)
        show("strip.html", choice.tongue, title=title, maps=maps)
    name = f"drawdown-knowledge-{choice.on}"
    with st.container(horizontal=True, key="strip-files"):
        st.download_button(
            choice.tongue.say("changed-picture"),
            lambda: _picture(views, choice),
            f"{name}.png",
            "image/png",
            help=choice.tongue.say("changed-picture-help"),
            on_click="ignore",
        )
        offer_caption(lambda: _caption(views, choice), name, choice)


def _caption(views: Sequence[Snapshot], choice: Choice) -> str:
    from geo.plate import panels_caption  # noqa: PLC0415 - slow to import

    return panels_caption(views, choice.lang, today=choice.now)


def _maps(ledger: Ledger, views: Sequence[Snapshot], choice: Choice) -> list[dict[str, Any]]:
    steps = [(), *(_differing(one, other) for one, other in itertools.pairwise(views))]
    framed = [frozenset(row.site.id for row in rows) for rows in steps]
    shown = {row.site.id for view in views for row in view.rows if is_shown(row)}
    places = places_of(ledger, tuple(sorted(shown.union(*framed))))
    ground = ground_of(ledger)
    return [
        {
            "wide": WIDE,
            "high": ground.high,
            "drawing": _drawing(small_map(view, ground, places, ids), choice.tongue),
            **_words(view, rows, choice),
        }
        for view, rows, ids in zip(views, steps, framed, strict=True)
    ]


def _drawing(shapes: dict[str, Any], tongue: Tongue) -> str:
    """Give a drawing as an image holds it: there no script runs, and the page keeps its own ids."""
    text = render("smallmap.svg", tongue, colours=_COLOURS, **shapes)
    return b64encode(text.encode()).decode()


def _differing(before: Snapshot, after: Snapshot) -> list[Row]:
    """Give the rows that are other than on the map before, whether planned or reported."""
    both = zip(before.rows, after.rows, strict=True)
    pairs = [Pairing(one.site, one, other) for one, other in both]
    return [pair.actual for pair in pairs if pair.moved and pair.counted]


def _words(view: Snapshot, differing: Sequence[Row], choice: Choice) -> dict[str, str]:
    tongue = choice.tongue
    sites = tongue.listed([tongue.apart(tongue.name(row.site)) for row in differing])
    count = answers.count_text(view.count, choice.lang)
    return {
        "title": tongue.say("compare-map-known", day=tongue.day(view.known)),
        "count": count,
        "alt": answers.sentence(view, choice.now, choice.lang),
        "differing": tongue.say("strip-differing", sites=sites) if sites else "",
    }


def _picture(views: Sequence[Snapshot], choice: Choice) -> bytes:
    from geo.plate import panels_alt, panels_figure, to_bytes  # noqa: PLC0415 - slow to import

    figure = panels_figure(views, size="a4", lang=choice.lang, today=choice.now)
    alt = panels_alt(views, choice.lang)
    title = choice.tongue.say("tab-changed")
    return to_bytes(figure, "png", 200, title=title, alt=alt, digest=views[0].digest)
