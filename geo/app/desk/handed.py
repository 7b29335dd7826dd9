"""The export: a link, figures for a report, and files for other programs."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from geo import table
from geo.app.address import Choice
from geo.app.tongue import OWN_NAMES
from geo.ledger import Ledger
from geo.snapshot import Snapshot

_FORMULA = ("=", "+", "-", "@")
_NUMBERS = {"lon", "lat", "uncertainty_km", "overdue_days"}
_PICTURES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "webp": "image/webp",
}
_SIZES = ("a4", "16x9", "square")
_FILES = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show_export(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Offer the link, the figure and the files.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    say = choice.tongue.say
    st.text(say("export-link"), help=say("export-link-help"))
    st.code(_origin() + choice.link(ledger), language=None, wrap_lines=True)
    _offer_figure(view, choice)
    name = f"drawdown-{view.on}-known-{view.known}"
    st.text(say("export-files"), help=say("export-files-help"))
    with st.container(horizontal=True, key="export-files"):
        st.download_button(
            say("export-csv"), csv_text(view), f"{name}.csv", "text/csv", on_click="ignore"
        )
        for ending, kind in _FILES.items():
            st.download_button(
                say(f"file-{ending}"),
                partial(file_bytes, view, ending),
                f"{name}.{ending}",
                kind,
                on_click="ignore",
                key=f"file-{ending}",
            )


def _offer_figure(view: Snapshot, choice: Choice) -> None:
    say = choice.tongue.say
    with st.container(horizontal=True, vertical_alignment="bottom", key="figure-row"):
        lang = st.selectbox(
            say("language"),
            list(OWN_NAMES),
            index=list(OWN_NAMES).index(choice.lang),
            format_func=OWN_NAMES.__getitem__,
            key=f"figure-lang-{choice.lang}",
            width=140,
        )
        size = st.selectbox(
            say("figure-size"),
            _SIZES,
            format_func=lambda size: say(f"size-{size}"),
            key="figure-size",
            width=140,
        )
        fmt = st.selectbox(
            say("figure-format"), list(_PICTURES), format_func=str.upper, key="figure-format",
            width=110,
        )  # fmt: skip
        st.download_button(
            say("export-picture", form=fmt.upper()),
            lambda: picture(view, fmt, size=size, lang=lang),
            f"drawdown-{view.on}-known-{view.known}-{size}-{lang}.{fmt}",
            _PICTURES[fmt],
            help=say("export-picture-help"),
            on_click="ignore",
        )
        name = f"drawdown-{view.on}-known-{view.known}-{lang}"
        offer_caption(lambda: _caption(view, lang, choice.now), name, choice)


def _caption(view: Snapshot, lang: str, today: dt.date) -> str:
    from geo.plate import caption  # noqa: PLC0415 - matplotlib is slow to import

    return caption(view, lang, today=today)


def offer_caption(written: Callable[[], str], name: str, choice: Choice) -> None:
    """Offer the caption of a picture: its words and all its sources.

    Parameters
    ----------
    written
        Gives the caption, when it is asked for.
    name
        The file's name, without its ending.
    choice
        What was asked.
    """
    st.download_button(
        choice.tongue.say("export-caption"),
        written,
        f"{name}.txt",
        "text/plain",
        help=choice.tongue.say("export-caption-help"),
        on_click="ignore",
    )


def _origin() -> str:
    """Give the page's own address without its query, ending in a slash."""
    return (st.context.url or "").partition("?")[0].rstrip("/") + "/"


def picture(view: Snapshot, fmt: str = "png", *, size: str = "a4", lang: str = "en") -> bytes:
    """Give the plate of what is shown.

    Parameters
    ----------
    view
        The snapshot.
    fmt
        ``png``, ``svg``, ``pdf`` or ``webp``.
    size
        ``a4``, ``16x9`` or ``square``.
    lang
        The language.
    """
    from geo.plate import plate_bytes  # noqa: PLC0415 - matplotlib is slow to import

    return plate_bytes(view, fmt, size=size, lang=lang)


def file_bytes(view: Snapshot, ending: str) -> bytes:
    """Give the states of the view as a file for another program.

    Parameters
    ----------
    view
        The snapshot.
    ending
        The ending of the file's name, which says its format.
    """
    from geo import outgoing  # noqa: PLC0415 - geopandas is slow to import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"drawdown.{ending}"
        outgoing.save(outgoing.of_snapshot(view), path)
        return path.read_bytes()


def csv_text(view: Snapshot) -> str:
    """Give the table as CSV in which no cell can be taken for a formula.

    Parameters
    ----------
    view
        The snapshot.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, table.COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table.rows(view):
        writer.writerow({key: _harmless(key, text) for key, text in row.items()})
    return file.getvalue()


def _harmless(key: str, text: str) -> str:
    return f"'{text}" if key not in _NUMBERS and text.startswith(_FORMULA) else text
