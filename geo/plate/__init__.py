"""Plates: static maps of a snapshot, drawn without a browser.

>>> import datetime as dt, geo
>>> from geo import plate
>>> day = dt.date(2025, 10, 15)
>>> figure = plate.to_figure(geo.snapshot(geo.load(), day, day), size="16x9")
"""

import datetime as dt
from pathlib import Path

from matplotlib.figure import Figure

from geo import words
from geo.errors import Fault, InputFault, printable
from geo.plate.basemap import Basemap, read_basemap
from geo.plate.captions import caption, compare_caption, film_alt, film_caption, panels_caption
from geo.plate.film import film_bytes, film_days, film_frames, save_film
from geo.plate.panels import compare_alt, compare_figure, differences, panels_alt, panels_figure
from geo.plate.paper import FORMATS as SIZES
from geo.plate.press import FORMATS, check_format, to_bytes, write_whole
from geo.plate.prose import alt_text, printed
from geo.plate.remarks import heading
from geo.plate.single import draw_plate, lay_out_plate
from geo.snapshot import Snapshot

__all__ = [
    "FORMATS",
    "SIZES",
    "Basemap",
    "alt_text",
    "caption",
    "compare_alt",
    "compare_caption",
    "compare_figure",
    "differences",
    "film_alt",
    "film_bytes",
    "film_caption",
    "film_days",
    "film_frames",
    "panels_alt",
    "panels_caption",
    "panels_figure",
    "plate_bytes",
    "read_basemap",
    "save_film",
    "save_plate",
    "to_bytes",
    "to_figure",
    "write_whole",
]


def to_figure(
    snapshot: Snapshot,
    *,
    basemap: Basemap | None = None,
    size: str = "a4",
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Figure:
    """Draw a plate.

    Parameters
    ----------
    snapshot
        What is shown.
    basemap
        What lies under the sites; the one that comes with the program when None.
    size
        ``a4``, ``16x9`` or ``square``.
    lang
        ``en``, ``ar`` or ``ckb``.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.

    Raises
    ------
    InputFault
        When there is no such size or language.
    """
    _check_language(lang)
    plate = lay_out_plate(snapshot, basemap=basemap, size=size, lang=lang, title=title, today=today)
    return draw_plate(plate)


def plate_bytes(
    snapshot: Snapshot,
    fmt: str = "png",
    dpi: float = 200,
    *,
    basemap: Basemap | None = None,
    size: str = "a4",
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> bytes:
    """Draw a plate and give it as the bytes of a file, with alt text and data hash inside.

    Parameters
    ----------
    snapshot
        What is shown.
    fmt
        ``png``, ``svg``, ``pdf`` or ``webp``.
    dpi
        Dots per inch of a picture made of dots.
    basemap, size, lang, title, today
        As for `to_figure`.

    Raises
    ------
    InputFault
        When there is no such format, size or language, or the picture would be too large.
    """
    fmt = check_format(fmt)
    figure = to_figure(snapshot, basemap=basemap, size=size, lang=lang, title=title, today=today)
    alt = alt_text(snapshot, lang, today)
    return to_bytes(
        figure,
        fmt,
        dpi,
        title=printed(heading(snapshot, lang, title)),
        alt=alt,
        digest=snapshot.digest,
    )


def save_plate(  # noqa: PLR0913 - all that one may choose about a plate, by name
    snapshot: Snapshot,
    path: str | Path,
    *,
    fmt: str | None = None,
    dpi: float = 200,
    basemap: Basemap | None = None,
    size: str = "a4",
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Path:
    """Draw a plate into a file, which is written whole or not at all.

    Parameters
    ----------
    snapshot
        What is shown.
    path
        The file.
    fmt
        Its format; what the path ends in when None.
    dpi, basemap, size, lang, title, today
        As for `plate_bytes`.

    Raises
    ------
    InputFault
        When there is no such format, size or language, or the picture would be too large.
    CannotWrite
        When the file cannot be written; what was there before is untouched.
    """
    fmt = check_format(fmt or Path(path).suffix)
    content = plate_bytes(
        snapshot, fmt, dpi, basemap=basemap, size=size, lang=lang, title=title, today=today
    )
    return write_whole(path, content)


def _check_language(lang: str) -> None:
    if lang not in words.LANGUAGES:
        raise InputFault([Fault("", "", "language", printable(lang), ", ".join(words.LANGUAGES))])
