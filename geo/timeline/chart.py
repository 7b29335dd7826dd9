"""The chart of a timeline: a bar for each site, deadlines above it, numbers below it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from geo import style, words
from geo.plate import lettering
from geo.plate.ink import Line, Sheet
from geo.plate.lettering import Style
from geo.plate.paper import Rect
from geo.snapshot import Snapshot
from geo.timeline.bars import draw_bar, draw_mile
from geo.timeline.prose import MARGIN, QUIET, TEXT, WIDTH
from geo.timeline.rows import Mile, Strength, TimelineRow

_NAMES = 152.0  # the width of the names' column
_BAR = 9.5
_ROW, _ROW_TOLD, _HEAD = 23.5, 30.5, 24.0
_MILE, _ABOVE = 8.0, 2.6
_BESIDE = 5.5  # from the middle of a deadline's mark to the number beside it
_AXIS = 34.0
_TIER = 11.0
_CLEAR = 3.0  # between the day of a flag and the line of another
_FLAGS = 120.0  # nearer flags stand one above the other
_YEARS_IN_MONTHS = 4  # up to so many years the axis names months
_AHEAD = "#f3f1ea"
_SMALL = Style(TEXT * 0.8, "regular", style.INK, style.PAPER)
_MISSED = Style(TEXT * 0.8, "bold", style.OVERDUE, style.PAPER)


@dataclass(frozen=True, slots=True)
class Flag:
    """A day that is marked by a line through all bars.

    Attributes
    ----------
    day
        The day, at whose end the line stands.
    known
        True for the day of knowledge.
    """

    day: dt.date
    known: bool = False


@dataclass
class Chart:
    """A timeline being drawn.

    Attributes
    ----------
    view
        The snapshot of the date that is marked.
    rows
        What is drawn, layer by layer.
    first, last
        The period.
    lang
        The language.
    flags
        The days that are marked.
    until
        The last day of which something can be known; those after it are shaded.
    """

    view: Snapshot
    rows: Sequence[TimelineRow]
    first: dt.date
    last: dt.date
    lang: str
    flags: Sequence[Flag] = ()
    until: dt.date = dt.date.max
    sheet: Sheet = field(init=False)
    area: Rect = field(init=False)

    @property
    def mirrored(self) -> bool:
        """True when names stand at the right."""
        return self.lang in words.RIGHT_TO_LEFT

    @cached_property
    def tiers(self) -> list[list[Flag]]:
        """The flags that are drawn, in tiers: near ones stand one above the other."""
        per_day = (WIDTH - 2 * MARGIN - _NAMES) / ((self.last - self.first).days + 1)
        tiers: list[list[Flag]] = [[]]
        for flag in sorted(self.flags, key=lambda flag: flag.known):
            if not self.first <= flag.day <= self.last:
                continue
            free = (
                tier
                for tier in tiers
                if all(abs((flag.day - other.day).days) * per_day >= _FLAGS for other in tier)
            )
            tier = next(free, None)
            if tier is None:
                tiers.append(tier := [])
            tier.append(flag)
        return tiers

    @property
    def height(self) -> float:
        """The height that axis and bars take, in points."""
        if not self.rows:
            return _HEAD
        layers = {row.site.layer for row in self.rows}
        return self._axis + sum(map(_height, self.rows)) + _HEAD * len(layers)

    @property
    def _axis(self) -> float:
        return _AXIS + _TIER * (len(self.tiers) - 1)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw it across a sheet, from a height down."""
        start = MARGIN if self.mirrored else MARGIN + _NAMES
        high = self.height
        self.sheet = sheet
        self.area = Rect(start, top - high, WIDTH - 2 * MARGIN - _NAMES, high - self._axis)
        if self.rows:
            _draw_chart(self)

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


def _height(row: TimelineRow) -> float:
    return _ROW_TOLD if any(one.short for one in row.strengths) else _ROW


def _draw_chart(chart: Chart) -> None:
    """Draw all; the lines of the flags lie over the bars and under the numbers."""
    _draw_ground(chart)
    tops: list[tuple[TimelineRow, float]] = []
    y = chart.area.top
    layer = ""
    for row in chart.rows:
        if row.site.layer != layer:
            layer = row.site.layer
            y -= _HEAD
            _draw_layer(chart, layer, y)
        tops.append((row, y))
        y -= _height(row)
    for row, top in tops:
        _draw_row(chart, row, _bar_of(top))
    _draw_flags(chart)
    for row, top in tops:
        _draw_numbers(chart, row, _bar_of(top))


def _bar_of(top: float) -> Rect:
    """Give the height of the bar in a row; its width is none yet."""
    return Rect(0, top - _MILE - _ABOVE - 1.5 - _BAR, 0, _BAR)


def _draw_ground(chart: Chart) -> None:
    sheet, area = chart.sheet, chart.area
    if chart.first <= chart.until < chart.last:
        x = chart.x(chart.until + dt.timedelta(1))
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


def _draw_row(chart: Chart, row: TimelineRow, bar: Rect) -> None:
    sheet = chart.sheet
    for one in row.bars:
        x = chart.x(one.first)
        right = chart.x(one.last + dt.timedelta(1))
        draw_bar(sheet, one.mark, Rect(x, bar.y, right - x, bar.h))
    text = Style(TEXT, "regular", style.INK if row.counted else style.QUIET_TEXT)
    name = words.name_of(row.site, chart.lang)
    sheet.text(chart.name_line(bar.y + 1.8, name, text, indent=8))


def _draw_numbers(chart: Chart, row: TimelineRow, bar: Rect) -> None:
    """Draw the deadlines with the days by which they were missed, and the strengths."""
    sheet = chart.sheet
    for mark in row.deadlines:
        x = chart.x(mark.day + dt.timedelta(1))
        draw_mile(sheet, mark.mile, x, bar.top + _ABOVE, _MILE)
        if mark.mile is Mile.MISSED and mark.days is not None:
            number = words.digits(mark.days, chart.lang)
            others = [
                chart.x(one.day + dt.timedelta(1)) for one in row.deadlines if one is not mark
            ]
            place = _beside(chart, x, lettering.width(number, _MISSED), others)
            if place is not None:
                sheet.text(Line(place, bar.top + _ABOVE + 1.4, number, _MISSED))
    _draw_strengths(chart, row.strengths, bar)


def _beside(chart: Chart, x: float, wide: float, others: Sequence[float]) -> float | None:
    """Give where a number begins beside its mark, at best clear of the lines of the flags.

    Where other marks leave no room on either side there is no place for it.
    """
    lines = [chart.x(flag.day + dt.timedelta(1)) for tier in chart.tiers for flag in tier]
    free = [
        start
        for start in (x + _BESIDE, x - _BESIDE - wide)
        if chart.area.x <= start
        and not any(start - _BESIDE < other < start + wide + _BESIDE for other in others)
    ]
    clear = [
        start for start in free if not any(start - 1 < line < start + wide + 1 for line in lines)
    ]
    return next(iter(clear + free), None)


def _draw_strengths(chart: Chart, strengths: Sequence[Strength], bar: Rect) -> None:
    """Set the numbers below the bar, those that have room."""
    free = 0.0
    for one in strengths:
        x = chart.x(one.day)
        text = words.own_digits(one.short, chart.lang)
        if not text or x < free:
            continue
        chart.sheet.segment((x, bar.y - 0.5, x, bar.y - 7), style.INK, 0.7)
        chart.sheet.text(Line(x + 2, bar.y - 7.2, text, _SMALL))
        free = x + lettering.width(text, _SMALL) + 8


def _draw_flags(chart: Chart) -> None:
    """Draw the days that are marked as lines through all bars, the day of knowledge dashed."""
    sheet, area = chart.sheet, chart.area
    for number, tier in enumerate(chart.tiers):
        for flag in tier:
            x = chart.x(flag.day + dt.timedelta(1))
            y = area.top + 15 + _TIER * number
            dashes, width = ((3, 2), 0.8) if flag.known else ((), 1.1)
            sheet.segment((x, area.y - 2, x, y), style.INK, width, dashes=dashes)
            higher = [
                chart.x(f.day + dt.timedelta(1)) for t in chart.tiers[number + 1 :] for f in t
            ]
            _write_flag(chart, x, y + 3, flag, higher)


def _write_flag(chart: Chart, x: float, y: float, flag: Flag, higher: Sequence[float]) -> None:
    """Write the day of a flag over its line, clear of the lines that go on to higher tiers."""
    face = "regular" if flag.known else "bold"
    setting = Style(TEXT * 0.92, face, style.INK, style.PAPER)
    text = flag.day.isoformat()
    if flag.known:
        # A mark of direction keeps the date in the order of ISO after Arabic letters.
        text = words.say("timeline-known", chart.lang, day=f"\u200e{text}\u200e")
    half = lettering.width(text, setting) / 2
    for line in higher:
        if abs(line - x) < half + _CLEAR:
            x = line - half - _CLEAR if line > x else line + half + _CLEAR
    x = min(max(x, chart.area.x + half), chart.area.right - half)
    chart.sheet.text(Line(x, y, lettering.directed(text, chart.lang), setting, "center"))
