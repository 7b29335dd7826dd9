"""The timeline as a figure for a report: SVG, PDF or PNG, with the same bytes each time.

Time runs from left to right in every language, in ISO dates; names and texts stand at the side
at which the language begins.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from geo import words
from geo.errors import Fault, InputFault
from geo.plate.ink import Sheet
from geo.plate.press import check_format, to_bytes, write_whole
from geo.snapshot import Snapshot
from geo.timeline.chart import Chart, Flag
from geo.timeline.legend import Legend
from geo.timeline.maps import MOST, MapRow
from geo.timeline.prose import MARGIN, TEXT, WIDTH, alt_text, finding, footing, heading
from geo.timeline.rows import TimelineRow, left_of, shown_of


def timeline_figure(  # noqa: PLR0913 - all that one may choose, by name
    rows: Iterable[TimelineRow],
    view: Snapshot,
    *,
    first: dt.date,
    last: dt.date,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
    maps: Sequence[Snapshot] = (),
    then: bool = False,
) -> Figure:
    """Draw a timeline.

    Parameters
    ----------
    rows
        What `geo.timeline.timeline_rows` gives for the period.
    view
        The snapshot of the date to be marked, with the same knowledge.
    first, last
        The period, inclusive.
    lang
        ``en``, ``ar`` or ``ckb``.
    title
        The title; one from the catalogue when None.
    today
        The present day, when "as known today" may be said.
    maps
        Snapshots that are drawn as maps above the chart, at most 4; their days are marked on it
        instead of the date.
    then
        True when each day is shown as it was known on that day, not by the view's knowledge.

    Raises
    ------
    InputFault
        When there are too many maps.
    """
    if len(maps) > MOST:
        raise InputFault([Fault("", "", "maps", str(len(maps)), f"up to {MOST}")])
    rows = tuple(rows)
    shown = shown_of(rows)
    known = dt.date.max if then else view.known
    chart = Chart(view, shown, first, last, lang, _flags(view, maps, last, known), known)
    head = heading(
        title or words.say("timeline-title", lang), finding(view, maps, lang, today), lang
    )
    above = MapRow(maps, lang) if maps else None
    until = last if then else None
    foot = footing(view, left_of(rows), lang, today, maps=maps, empty=not shown, until=until)
    legend = Legend(shown, lang, WIDTH - 2 * MARGIN, TEXT)
    row = above.height if above else 0.0
    high = head.used + row + chart.height + legend.height + 20 + foot.used + 2 * MARGIN
    sheet = Sheet(WIDTH, high)
    top = high - MARGIN
    head.column(top).draw(sheet)
    if above:
        above.draw(sheet, top - head.used)
    chart.draw(sheet, top - head.used - row)
    legend.draw(sheet, MARGIN, chart.area.y - 10)
    foot.column(MARGIN + foot.used).draw(sheet)
    return sheet.figure


def _flags(view: Snapshot, maps: Sequence[Snapshot], last: dt.date, known: dt.date) -> list[Flag]:
    """Give the days to be marked: the date or those of the maps, and the day of knowledge."""
    days = [shown.on for shown in maps] or [view.on]
    flags = [Flag(day) for day in dict.fromkeys(days)]
    return [*flags, Flag(known, known=True)] if known not in {last, *days} else flags


def timeline_bytes(  # noqa: PLR0913 - all that one may choose, by name
    rows: Sequence[TimelineRow],
    view: Snapshot,
    fmt: str = "png",
    dpi: float = 200,
    *,
    first: dt.date,
    last: dt.date,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
    maps: Sequence[Snapshot] = (),
    then: bool = False,
) -> bytes:
    """Draw a timeline and give it as the bytes of a file, with alt text and data hash inside.

    Parameters
    ----------
    rows, view
        As for `timeline_figure`.
    fmt
        ``png``, ``svg``, ``pdf`` or ``webp``.
    dpi
        Dots per inch of a picture made of dots.
    first, last, lang, title, today, maps, then
        As for `timeline_figure`.

    Raises
    ------
    InputFault
        When there is no such format, or the picture would be too large.
    """
    fmt = check_format(fmt)
    figure = timeline_figure(
        rows,
        view,
        first=first,
        last=last,
        lang=lang,
        title=title,
        today=today,
        maps=maps,
        then=then,
    )
    name = title or words.say("timeline-title", lang)
    alt = alt_text(rows, view, first=first, last=last, lang=lang, maps=maps)
    return to_bytes(figure, fmt, dpi, title=name, alt=alt, digest=view.digest)


def save_timeline(  # noqa: PLR0913 - all that one may choose, by name
    rows: Sequence[TimelineRow],
    view: Snapshot,
    path: Path,
    *,
    first: dt.date,
    last: dt.date,
    lang: str = "en",
    title: str | None = None,
    dpi: float = 200,
    today: dt.date | None = None,
    maps: Sequence[Snapshot] = (),
    then: bool = False,
) -> Path:
    """Draw a timeline into a file, which is written whole or not at all.

    Parameters
    ----------
    path
        The file; its ending gives the format.
    rows, view, first, last, lang, title, dpi, today, maps, then
        As for `timeline_bytes`.

    Raises
    ------
    InputFault
        When there is no such format, or the picture would be too large.
    CannotWrite
        When the file cannot be written; what was there before is untouched.
    """
    content = timeline_bytes(
        rows,
        view,
        path.suffix,
        dpi,
        first=first,
        last=last,
        lang=lang,
        title=title,
        today=today,
        maps=maps,
        then=then,
    )
    return write_whole(path, content)
