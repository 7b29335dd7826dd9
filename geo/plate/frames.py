"""The frames of a film: one map laid out for all of them, whose marks change from date to date.

The ground is drawn once for each colouring of the regions; a frame adds only marks and words.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from geo import answers, style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap
from geo.plate.chart import draw_base, draw_labels, draw_marks, draw_pin_grounds, words_of
from geo.plate.column import Column
from geo.plate.furniture import draw_furniture, fit_map, furnish
from geo.plate.ground import in_view
from geo.plate.ink import Line, Sheet
from geo.plate.key import entries, set_key
from geo.plate.lettering import Align, Style
from geo.plate.names import count_text, recounted
from geo.plate.paper import Rect, format_named
from geo.plate.remarks import heading, notes, whose
from geo.plate.roster import is_shown, roster_of
from geo.plate.scene import Scene, late_style, lay_out, longest_late
from geo.snapshot import Snapshot
from geo.steps import shown

_HOLD, _STEP, _LAST = 1400, 320, 2600  # milliseconds
_DPI = 96


@dataclass(frozen=True)
class Frame:
    """One picture of a film.

    Attributes
    ----------
    picture
        Its pixels.
    hold
        How long it is shown, in milliseconds.
    """

    picture: Image.Image
    hold: int


class _Overlay(Sheet):
    """A sheet whose artists are drawn at once on top of a picture, and then forgotten."""

    def __init__(self, under: Sheet, renderer: RendererBase) -> None:
        super().__init__(under.width, under.height)
        self.figure, self.transform = under.figure, under.transform
        self._renderer = renderer

    def put(self, artist: Artist) -> None:
        """Draw an artist now."""
        artist.set_figure(self.figure)
        artist.draw(self._renderer)


class Film:
    """A film laid out: one map for all its frames.

    Parameters
    ----------
    views
        The snapshots, one for each frame, in the order of days.
    basemap
        What lies under the sites.
    lang
        The language.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.
    """

    def __init__(
        self,
        views: Sequence[Snapshot],
        basemap: Basemap,
        lang: str,
        title: str | None = None,
        today: dt.date | None = None,
    ) -> None:
        self.views, self.basemap, self.lang, self.today = views, basemap, lang, today
        self.title = heading(views[0], lang, title)
        self.page = format_named("16x9")
        margin = self.page.margin
        self.inner = Rect(
            margin, margin, self.page.width - 2 * margin, self.page.height - 2 * margin
        )
        ids = {row.site.id for view in views for row in view.rows if is_shown(row)}
        self.rosters = [roster_of(view, ids) for view in views]
        self.backward = lang in words.RIGHT_TO_LEFT
        self.foot = self._foot()
        self.frame, self.side = self._divide()
        self._lay_out()
        self._grounds: dict[object, object] = {}
        self._start()

    def _foot(self) -> Column:
        text = self.page.text
        small = Style(text * 0.86, "regular", style.QUIET_TEXT)
        found = notes(self.views[0], self.basemap, self.rosters[0], self.lang, self.views)
        said = lettering.joined([words.say("plate-end-of-day", self.lang), *found], self.lang)
        lines = len(lettering.wrapped(lettering.clean(said), small, self.inner.w))
        high = lines * small.size * lettering.LEADING
        foot = Column(Rect(self.inner.x, self.inner.y, self.inner.w, high), self.lang, text)
        foot.write(said, small)
        return foot

    def _divide(self) -> tuple[Rect, Rect]:
        """Give the map's frame and the column beside it."""
        text, gap = self.page.text, self.page.text * 2.4
        low = self.foot.rect.top + text * 4.0
        high = self.inner.top - text * 3.6 - low
        narrow = self.page.side * 0.86
        wide = self.inner.w - narrow - gap
        if self.backward:
            frame = Rect(self.inner.right - wide, low, wide, high)
            return frame, Rect(self.inner.x, low, narrow, high)
        frame = Rect(self.inner.x, low, wide, high)
        return frame, Rect(frame.right + gap, low, narrow, high)

    def _lay_out(self) -> None:
        view, unit = self.views[0], self.page.text
        rows = self.rosters[0].placed
        fitted, inset = fit_map(view, rows, self.basemap, self.frame, unit, self.page.inset)
        self.furniture = furnish(view, self.basemap, rows, fitted, unit, self.lang, inset)
        scene = lay_out(
            view,
            rows,
            fitted,
            self.basemap,
            lang=self.lang,
            unit=unit,
            furniture=self.furniture.rects,
            inset=inset,
            numbered=False,
            seconds=longest_late(
                (row for roster in self.rosters for row in roster.placed), self.lang
            ),
        )
        self.scene = _steady(scene)

    def frames(self) -> Iterator[Frame]:
        """Draw the frames, one after another."""
        last = len(self.views) - 1
        for i, view in enumerate(self.views):
            changed = i == 0 or _states(view) != _states(self.views[i - 1])
            hold = _LAST if i == last else _HOLD if changed else _STEP
            yield Frame(self.picture(i), hold)

    def _start(self) -> None:
        """Draw all that stands around the map, once for all frames."""
        self._sheet = Sheet(self.page.width, self.page.height)
        self._sheet.figure.set_dpi(_DPI)
        self._canvas = cast("Any", FigureCanvasAgg(self._sheet.figure))
        for column in (self._head(), self.foot, self._key()):
            column.draw(self._sheet)
        self._draw_track(self._sheet)
        self._canvas.draw()
        self._around = self._canvas.copy_from_bbox(self._sheet.figure.bbox)

    def picture(self, i: int) -> Image.Image:
        """Draw one frame."""
        view, roster = self.views[i], self.rosters[i]
        self._canvas.restore_region(self._ground(view))
        over = _Overlay(self._sheet, self._canvas.get_renderer())
        said = {row.site.id: words_of(row, self.lang) for row in roster.placed}
        draw_marks(over, self.scene, said)
        draw_labels(over, self.scene, said, self.lang, named=False)
        self._draw_day(over, view)
        self._draw_progress(over, view.on)
        for row, (x, y) in zip(roster.unplaced, self._places(), strict=False):
            over.mark(style.mark_of(row.status), x, y, late_style(self.page.text).size * 0.55)
        pixels = np.asarray(self._canvas.buffer_rgba())[:, :, :3]
        return Image.fromarray(np.ascontiguousarray(pixels))

    def _draw_day(self, over: Sheet, view: Snapshot) -> None:
        text = self.page.text
        column = Column(self.side, self.lang, text)
        day = words.day_text(view.on, self.lang)
        column.write(day, Style(text * 2.0, "bold", style.INK), most=1)
        column.gap(text * 0.4)
        finding = answers.sentence(view, self.today, self.lang, headed=True)
        column.write(finding, Style(text * 1.12, "regular", style.INK), most=5)
        column.draw(over)

    def _at(self, day: dt.date) -> float:
        """Give where a day lies on the bar, which runs from left to right in every language."""
        first, last = self.views[0].on, self.views[-1].on
        part = (day - first).days / max(1, (last - first).days)
        return self.frame.x + part * self.frame.w

    def _bar(self) -> Rect:
        text = self.page.text
        return Rect(self.frame.x, self.frame.y - text * 1.5, self.frame.w, text * 0.55)

    def _draw_progress(self, over: Sheet, day: dt.date) -> None:
        bar, x = self._bar(), self._at(day)
        over.rect(Rect(bar.x, bar.y, max(0.1, x - bar.x), bar.h), face=style.LEADER)
        over.disc(x, bar.cy, bar.h * 0.95, face=style.INK, edge=style.PAPER, width=0.8)

    def _ground(self, view: Snapshot) -> object:
        """Give the picture without marks; it is the same while the regions' counts are."""
        key = tuple(
            (name, count.certain, count.possible, count.of) for name, count in view.by_layer.items()
        )
        if key not in self._grounds:
            self._grounds[key] = self._draw_ground(view)
        return self._grounds[key]

    def _draw_ground(self, view: Snapshot) -> object:
        self._canvas.restore_region(self._around)
        over = _Overlay(self._sheet, self._canvas.get_renderer())
        scene = self._recounted(self.scene, view)
        draw_base(over, view, self.basemap, scene, self.lang)
        draw_pin_grounds(over, scene)
        said = {row.site.id: words_of(row, self.lang) for row in self.rosters[0].placed}
        bare = {key: replace(value, second="") for key, value in said.items()}
        draw_labels(over, scene, bare, self.lang)
        draw_furniture(over, view, self.basemap, self.furniture, scene, self.lang)
        return self._canvas.copy_from_bbox(self._sheet.figure.bbox)

    def _recounted(self, scene: Scene, view: Snapshot) -> Scene:
        """Give the same map with the counts of another date under the regions' names."""
        counts = {
            region.id: count_text(view.by_layer.get(region.layer), self.lang)
            for region in in_view(view)
        }
        names = tuple(
            recounted(name, counts[name.id], scene.unit) if name.id in counts else name
            for name in scene.names
        )
        inset = scene.inset and self._recounted(scene.inset, view)
        return replace(scene, names=names, inset=inset)

    def _head(self) -> Column:
        head = Column(self.inner, self.lang, self.page.text)
        bold = Style(self.page.text * 2.05, "bold", style.INK)
        aside = Style(self.page.text * 1.2, "regular", style.QUIET_TEXT)
        head.title(self.title, bold, whose(self.views[0], self.lang), aside, most=1)
        return head

    def _key(self) -> Column:
        text = self.page.text
        top = self.side.top - text * 12.4
        low = Rect(self.side.x, self.side.y, self.side.w, top - self.side.y)
        column = Column(low, self.lang, text * 0.95)
        statuses = [row.status for roster in self.rosters for row in roster.rows]
        set_key([column], entries(statuses, [self.scene], self.views, self.lang), regions=True)
        unplaced = self.rosters[0].unplaced
        self._listed = (column.y, column.at(text))
        if unplaced and column.free > text * 4:
            column.gap(text)
            column.heading(words.say("plate-unplaced", self.lang, n=len(unplaced)))
            self._listed = (column.y, column.at(text))
            small = Style(text * 0.92, "regular", style.INK)
            for row in unplaced[: int(column.free / (small.size * lettering.LEADING))]:
                column.write(words.name_of(row.site, self.lang), small, text * 2, most=1)
        return column

    def _places(self) -> Iterator[tuple[float, float]]:
        """Give where the marks of the sites without a position stand in their list."""
        top, x = self._listed
        step = self.page.text * 0.92 * lettering.LEADING
        y = top - step / 2
        while y > self.side.y:
            yield x, y
            y -= step

    def _draw_track(self, sheet: Sheet) -> None:
        """Draw the bar's ground with a tick at each day of change, and its ends in words."""
        bar, text = self._bar(), self.page.text
        sheet.rect(bar, face=style.SEA, edge=style.BORDER, width=0.4)
        for before, view in zip(self.views, self.views[1:], strict=False):
            if _states(before) != _states(view):
                x = self._at(view.on)
                sheet.segment((x, bar.y - 2, x, bar.y), style.LEADER, 0.6)
        small = Style(text * 0.86, "regular", style.QUIET_TEXT)
        base = bar.y - text * 1.25
        ends: tuple[tuple[Snapshot, float, Align], ...] = (
            (self.views[0], bar.x, "left"),
            (self.views[-1], bar.right, "right"),
        )
        for view, x, align in ends:
            day = lettering.directed(words.day_text(view.on, self.lang), self.lang)
            sheet.text(Line(x, base, day, small, align))


def _steady(scene: Scene) -> Scene:
    """Let names stand at the top of their places, where days overdue below do not move them.

    A name is drawn once for all frames; one above its mark would else stand where the days do.
    """
    labels = tuple(
        replace(label, spot=replace(label.spot, from_top=True)) for label in scene.labels
    )
    return replace(scene, labels=labels, inset=scene.inset and _steady(scene.inset))


def _states(view: Snapshot) -> tuple[object, ...]:
    """Give what a change of makes a frame hold."""
    return tuple((row.site.id, shown(row.status), row.counted) for row in view.rows)
