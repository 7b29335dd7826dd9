"""The timeline as a figure for a report: SVG, PDF or PNG, with the same bytes each time.

Time runs from left to right in every language, in ISO dates; names and texts stand at the side
at which the language begins.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matplotlib.figure import Figure

from geo import style, words
from geo.plate import lettering
from geo.plate.ink import Line, Sheet
from geo.plate.lettering import Style
from geo.plate.paper import Rect
from geo.plate.press import check_format, to_bytes, write_whole
from geo.snapshot import Snapshot
from geo.timeline.bars import draw_bar, draw_mile
from geo.timeline.legend import Legend
from geo.timeline.prose import MARGIN, QUIET, TEXT, WIDTH, alt_text, footing, heading
from geo.timeline.rows import Mile, Strength, TimelineRow

_NAMES = 152.0  # the width of the names' column
_BAR = 9.5
_ROW, _ROW_TOLD, _HEAD = 23.5, 30.5, 24.0
_MILE, _ABOVE = 8.0, 2.6
_AXIS = 34.0
_TIER = 11.0
_FLAGS = 120.0  # nearer flags stand one above the other
_YEARS_IN_MONTHS = 4  # up to so many years the axis names months
_AHEAD = "#f3f1ea"
_SMALL = Style(TEXT * 0.8, "regular", style.INK, style.PAPER)
_MISSED = Style(TEXT * 0.8, "bold", style.OVERDUE, style.PAPER)


@dataclass
class Chart:
    """A timeline being drawn.

    Attributes
    ----------
    view
        The snapshot of the date that is marked; it also says whose knowledge is used.
    rows
        What is drawn, layer by layer.
    left
        The rows that are withdrawn all the time and are only named.
    first, last
        The period.
    """

    view: Snapshot
    rows: Sequence[TimelineRow]
    left: Sequence[TimelineRow]
    first: dt.date
    last: dt.date
    lang: str
    title: str
    sheet: Sheet = field(init=False)
    area: Rect = field(init=False)

    @property
    def mirrored(self) -> bool:
        """True when names stand at the right."""
        return self.lang in words.RIGHT_TO_LEFT

    @property
    def crowded(self) -> bool:
        """True when the flags of date and knowledge must stand one above the other."""
        on, known = self.view.on, self.view.known
        if on == known or not (self.first <= on <= self.last and self.first <= known <= self.last):
            return False
        per_day = (WIDTH - 2 * MARGIN - _NAMES) / ((self.last - self.first).days + 1)
        return abs((on - known).days) * per_day < _FLAGS

    def x(self, day: dt.date) -> float:
        """Give where a day begins."""
        share = (day - self.first).days / max(1, (self.last - self.first).days + 1)
        return self.area.x + self.area.w * share

    def name_line(self, y: float, text: str, setting: Style, indent: float = 0.0) -> Line:
        """Give a name at its side of the sheet, cut where it is too long."""
        shown = lettering.shortened(
            lettering.clean(text, setting.face), setting, _NAMES - 8 - indent
        )
        x = WIDTH - MARGIN - indent if self.mirrored else MARGIN + indent
        return Line(x, y, lettering.directed(shown, self.lang), setting, lettering.start(self.lang))


def timeline_figure(
    rows: Iterable[TimelineRow],
    view: Snapshot,
    *,
    first: dt.date,
    last: dt.date,
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
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
    """
    told = [row for row in rows if not row.silent]
    shown = [row for row in told if not row.left]
    chart = Chart(
        view,
        shown,
        [row for row in told if row.left and row.counted],
        first,
        last,
        lang,
        title or words.say("timeline-title", lang),
    )
    head = heading(chart.title, view, lang, today)
    foot = footing(view, chart.left, lang, today, empty=not shown)
    axis = _AXIS + (_TIER if chart.crowded else 0.0)
    legend = Legend(shown, lang, WIDTH - 2 * MARGIN, TEXT)
    body = axis + sum(_height(row) for row in shown) + _HEAD * len({r.site.layer for r in shown})
    parts = (head.used, body or _HEAD, legend.height + 20, foot.used)
    high = sum(parts) + 2 * MARGIN
    chart.sheet = Sheet(WIDTH, high)
    top = high - MARGIN - head.used
    start = MARGIN if chart.mirrored else MARGIN + _NAMES
    chart.area = Rect(start, top - body, WIDTH - 2 * MARGIN - _NAMES, body - axis)
    head.column(high - MARGIN).draw(chart.sheet)
    if shown:
        _draw_chart(chart)
    legend.draw(chart.sheet, MARGIN, chart.area.y - 10)
    foot.column(MARGIN + foot.used).draw(chart.sheet)
    return chart.sheet.figure


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
    first, last, lang, title, today
        As for `timeline_figure`.

    Raises
    ------
    InputFault
        When there is no such format, or the picture would be too large.
    """
    fmt = check_format(fmt)
    figure = timeline_figure(
        rows, view, first=first, last=last, lang=lang, title=title, today=today
    )
    name = title or words.say("timeline-title", lang)
    alt = alt_text(rows, view, first=first, last=last, lang=lang)
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
) -> Path:
    """Draw a timeline into a file, which is written whole or not at all.

    Parameters
    ----------
    path
        The file; its ending gives the format.
    rows, view, first, last, lang, title, dpi, today
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
    )
    return write_whole(path, content)


# --- the chart ----------------------------------------------------------------------------


def _height(row: TimelineRow) -> float:
    return _ROW_TOLD if any(one.short for one in row.strengths) else _ROW


def _draw_chart(chart: Chart) -> None:
    _draw_ground(chart)
    y = chart.area.top
    layer = ""
    for row in chart.rows:
        if row.site.layer != layer:
            layer = row.site.layer
            y -= _HEAD
            _draw_layer(chart, layer, y)
        y -= _height(row)
        _draw_row(chart, row, y + _height(row))
    _draw_rule(chart)


def _draw_ground(chart: Chart) -> None:
    sheet, area = chart.sheet, chart.area
    known = chart.view.known
    if chart.first <= known < chart.last:
        x = chart.x(known + dt.timedelta(1))
        sheet.rect(Rect(x, area.y, area.right - x, area.h), face=_AHEAD)
    for day, label in _ticks(chart.first, chart.last):
        x = chart.x(day)
        colour = style.BORDER_AROUND if label else style.LAND_AROUND
        sheet.segment((x, area.y, x, area.top), colour, 0.45)
        if label and x < area.right - 12:
            sheet.text(Line(x, area.top + 5, label, QUIET, "center"))
    sheet.segment((area.x, area.top, area.right, area.top), style.BORDER, 0.7)


def _ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Give the days of the axis; the small ones have no label."""
    years = last.year - first.year + 1
    found = []
    for year in range(first.year, last.year + 2):
        months = (1, 4, 7, 10) if years <= _YEARS_IN_MONTHS else (1,)
        for month in months:
            day = dt.date(year, month, 1)
            if first <= day <= last:
                named = f"{day:%Y-%m}" if years <= _YEARS_IN_MONTHS else f"{day:%Y}"
                found.append((day, named if month in {1, 7} else ""))
    return found


def _draw_layer(chart: Chart, layer: str, y: float) -> None:
    region = next((r for r in chart.view.regions if r.id == layer), None)
    name = words.name_of(region, chart.lang) if region else layer
    bold = Style(TEXT * 1.02, "bold", style.REGION_TEXT)
    area = chart.area
    left = MARGIN if not chart.mirrored else area.x
    right = area.right if not chart.mirrored else WIDTH - MARGIN
    chart.sheet.segment((left, y + 1.5, right, y + 1.5), style.LAND_AROUND, 0.8)
    chart.sheet.text(chart.name_line(y + 5.5, name, bold))


def _draw_row(chart: Chart, row: TimelineRow, top: float) -> None:
    sheet = chart.sheet
    bar = Rect(0, top - _MILE - _ABOVE - 1.5 - _BAR, 0, _BAR)
    for one in row.bars:
        x = chart.x(one.first)
        right = chart.x(one.last + dt.timedelta(1))
        draw_bar(sheet, one.mark, Rect(x, bar.y, right - x, bar.h))
    text = Style(TEXT, "regular", style.INK if row.counted else style.QUIET_TEXT)
    name = words.name_of(row.site, chart.lang)
    sheet.text(chart.name_line(bar.y + 1.8, name, text, indent=8))
    for mark in row.deadlines:
        x = chart.x(mark.day + dt.timedelta(1))
        draw_mile(sheet, mark.mile, x, bar.top + _ABOVE, _MILE)
        if mark.mile is Mile.MISSED and mark.days is not None:
            number = words.digits(mark.days, chart.lang)
            end = x + 8 + lettering.width(number, _MISSED) + _MILE / 2
            later = [chart.x(other.day) for other in row.deadlines if other.day > mark.day]
            if not later or end < min(later):
                sheet.text(Line(x + 5.5, bar.top + _ABOVE + 1.4, number, _MISSED))
    _draw_strengths(chart, row.strengths, bar)


def _draw_strengths(chart: Chart, strengths: Sequence[Strength], bar: Rect) -> None:
    """Set the numbers below the bar, those that have room."""
    free = 0.0
    for one in strengths:
        x = chart.x(one.day)
        text = _digits(one.short, chart.lang)
        if not text or x < free:
            continue
        chart.sheet.segment((x, bar.y - 0.5, x, bar.y - 7), style.INK, 0.7)
        chart.sheet.text(Line(x + 2, bar.y - 7.2, text, _SMALL))
        free = x + lettering.width(text, _SMALL) + 8


def _digits(text: str, lang: str) -> str:
    shown = text.translate(str.maketrans("0123456789", words.say("digits", lang)))
    return shown.replace(",", "٬") if lang in words.RIGHT_TO_LEFT else shown


def _draw_rule(chart: Chart) -> None:
    """Draw the date as a line through all bars, and the day of knowledge where it is another."""
    sheet, area, on, known = chart.sheet, chart.area, chart.view.on, chart.view.known
    if chart.first <= on <= chart.last:
        x = chart.x(on + dt.timedelta(1))
        sheet.segment((x, area.y - 2, x, area.top + 15), style.INK, 1.1)
        _flag(chart, x, area.top + 18, on.isoformat(), "bold")
    if chart.first <= known < chart.last and known != on:
        x = chart.x(known + dt.timedelta(1))
        sheet.segment((x, area.y - 2, x, area.top + 14), style.INK, 0.8, dashes=(3, 2))
        # A mark of direction keeps the date in the order of ISO after Arabic letters.
        text = words.say("timeline-known", chart.lang, day=f"\u200e{known.isoformat()}\u200e")
        _flag(chart, x, area.top + (18 + _TIER if chart.crowded else 18), text, "regular")


def _flag(chart: Chart, x: float, y: float, text: str, face: str) -> None:
    setting = Style(TEXT * 0.92, face, style.INK, style.PAPER)
    half = lettering.width(text, setting) / 2
    x = min(max(x, chart.area.x + half), chart.area.right - half)
    chart.sheet.text(Line(x, y, lettering.directed(text, chart.lang), setting, "center"))
