"""A film: one map whose marks change from date to date, as an animated GIF."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.errors import Fault, InputFault, printable
from geo.ledger import Ledger
from geo.plate.basemap import Basemap, basemap_under
from geo.plate.frames import Film, Frame
from geo.plate.gif import Palette, gif_bytes
from geo.plate.limits import FRAMES, check_frames
from geo.plate.press import drawing, write_whole
from geo.snapshot import COALITION_BASES, Selection, Snapshot
from geo.steps import changes


def film_days(
    ledger: Ledger,
    first: dt.date,
    last: dt.date,
    every: str = "change",
    known: dt.date | None = None,
    selection: Selection = COALITION_BASES,
) -> tuple[dt.date, ...]:
    """Give the days of a film: its two ends, and each change or each month between them.

    Parameters
    ----------
    ledger
        The ledger.
    first, last
        The ends.
    every
        ``change`` or ``month``.
    known
        The day of knowledge, or None for "as known on the day itself".
    selection
        Which sites are in view.

    Raises
    ------
    InputFault
        When the ends are the wrong way round, there is no such step, or there would be too
        many frames.
    """
    if first > last:
        raise InputFault([Fault("", "", "from", str(first), f"a day up to {last}")])
    if every == "change":
        days = {change.day for change in changes(ledger, first, last, known, selection)}
    elif every == "month":
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        days = {dt.date(month // 12, month % 12 + 1, 1) for month in months}
    else:
        raise InputFault([Fault("", "", "every", printable(every), "change, month")])
    found = tuple(sorted({first, last} | {day for day in days if first <= day <= last}))
    if len(found) > FRAMES:
        allowed = f"at most {FRAMES} frames; choose a shorter period or every month"
        raise InputFault([Fault("", "", "frames", str(len(found)), allowed)])
    return found


def film_frames(
    snapshots: Sequence[Snapshot],
    *,
    basemap: Basemap | None = None,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Iterator[Frame]:
    """Draw the frames of a film, 1280 by 720 dots.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    basemap
        What lies under the sites; the one that comes with the program when None.
    lang
        The language.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.

    Raises
    ------
    InputFault
        When there are none, or too many.
    """
    film = _film(snapshots, basemap, lang, title, today)
    with drawing():
        yield from film.frames()


def _film(
    snapshots: Sequence[Snapshot],
    basemap: Basemap | None,
    lang: str,
    title: str | None,
    today: dt.date | None,
) -> Film:
    check_frames(snapshots)
    with drawing():
        return Film(snapshots, basemap_under(snapshots[0], basemap), lang, title, today)


def film_bytes(
    snapshots: Sequence[Snapshot],
    *,
    basemap: Basemap | None = None,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> bytes:
    """Draw a film as the bytes of an animated GIF.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    basemap, lang, title, today
        As for `film_frames`.
    """
    film = _film(snapshots, basemap, lang, title, today)
    comment = f"Drawdown, data {snapshots[0].digest}"
    with drawing():
        # The ends show most of the colours; frames are made one at a time, to save memory.
        palette = Palette(film.picture(0), film.picture(len(snapshots) - 1))
        return gif_bytes(((f.picture, f.hold) for f in film.frames()), palette, comment)


def save_film(
    snapshots: Sequence[Snapshot],
    path: str | Path,
    *,
    basemap: Basemap | None = None,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Path:
    """Draw a film into a GIF file, which is written whole or not at all.

    Parameters
    ----------
    snapshots
        One for each frame, in the order of days.
    path
        The file, which ends in ``.gif``.
    basemap, lang, title, today
        As for `film_frames`.

    Raises
    ------
    InputFault
        When there are no frames or too many, or the file is to be anything but a GIF.
    CannotWrite
        When the file cannot be written; what was there before is untouched.
    """
    if Path(path).suffix.lower() != ".gif":
        raise InputFault([Fault("", "", "file format", printable(Path(path).suffix), "gif")])
    content = film_bytes(snapshots, basemap=basemap, lang=lang, title=title, today=today)
    return write_whole(path, content)
