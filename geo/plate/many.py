"""A sheet with several maps that share extent and key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo import style, words
from geo.plate import lettering
from geo.plate.basemap import NOTHING, Basemap
from geo.plate.chart import Words, draw_base, draw_sites
from geo.plate.column import Column, Swatch
from geo.plate.furniture import Furniture, draw_furniture, fit_map, furnish
from geo.plate.ground import in_view
from geo.plate.ink import Line, Sheet
from geo.plate.key import entries, set_key
from geo.plate.lettering import Style
from geo.plate.lists import set_sources
from geo.plate.names import count_text
from geo.plate.paper import Format, Rect
from geo.plate.projection import View
from geo.plate.remarks import notes, whose
from geo.plate.roster import Roster, cited_together
from geo.plate.scene import Scene, lay_out, plan_inset
from geo.snapshot import Row, Snapshot

_HEAD = 1.9  # the height of a panel's heading, in sizes of running text
_TALL = 1.15
_LONGEST = 1.6
_TOWNS = 9
_MOST_LINES = 4  # of one text in a list below the key
_FEWEST = 4  # sources that are listed: one or two of many would stand for all
_KEY = 20  # the width of the key, in sizes of running text


@dataclass(frozen=True)
class Panel:
    """One map of several.

    Attributes
    ----------
    snapshot
        What it shows.
    title
        What stands above it.
    scene, furniture
        The map laid out.
    said
        By site: the mark and what is written beside the name.
    agreeing
        Sites drawn as mere dots, because nothing differs there.
    """

    snapshot: Snapshot
    title: str
    scene: Scene
    furniture: Furniture
    said: Mapping[str, Words]
    agreeing: tuple[Row, ...] = ()


class Many:
    """A sheet with several maps, being filled."""

    def __init__(
        self,
        page: Format,
        lang: str,
        basemap: Basemap,
        snapshots: Sequence[Snapshot],
        sheet: Sheet | None = None,
    ) -> None:
        self.page = page
        self.lang, self.basemap, self.snapshots = lang, basemap, snapshots
        self.sheet = sheet or Sheet(page.width, page.height)
        margin = self.page.margin
        self.inner = Rect(
            margin, margin, self.page.width - 2 * margin, self.page.height - 2 * margin
        )
        self.columns: list[Column] = []
        self.keys: list[Column] = []
        self.view: View | None = None

    def head(self, title: str, finding: str) -> None:
        """Set title and finding, and whose sites are counted."""
        text = self.page.text
        column = Column(self.inner, self.lang, text)
        bold = Style(text * 2.05, "bold", style.INK)
        aside = Style(text * 1.2, "regular", style.QUIET_TEXT)
        column.title(title, bold, whose(self.snapshots[-1], self.lang), aside)
        column.gap(text * 0.3)
        column.write(finding, Style(text * 1.35, "regular", style.INK), most=2)
        column.gap(text * 0.8)
        self.columns.append(column)

    def divide(self, count: int, dates: Sequence[str], roster: Roster) -> list[Rect]:
        """Set the foot and divide the rest into frames, with room for the key."""
        text = self.page.text
        small = Style(text * 0.86, "regular", style.QUIET_TEXT)
        found = notes(self.snapshots[0], self.basemap, roster, self.lang, self.snapshots)
        said = lettering.joined([*dates, *found], self.lang)
        lines = len(lettering.wrapped(lettering.clean(said), small, self.inner.w))
        high = lines * small.size * lettering.LEADING + text
        foot = Column(Rect(self.inner.x, self.inner.y, self.inner.w, high), self.lang, text)
        foot.gap(text * 0.8)
        foot.write(said, small)
        self.columns.append(foot)
        return self.share(
            Rect(self.inner.x, foot.rect.top, self.inner.w, self.columns[0].y - foot.rect.top),
            count,
        )

    def share(self, body: Rect, count: int) -> list[Rect]:
        """Divide a part of the sheet into frames, with room for the key."""
        free = None if self.page.side else self._free_cell(body, count)
        if free is not None:
            frames, self.keys = free
            return frames
        key, rest = self._key(body)
        frames = self._grid(rest, count)
        if self.page.side:
            frames, key = self._closed_up(frames, key, rest)
        self.keys = self._key_columns(key, 1 if self.page.side else 3)
        return frames

    def _free_cell(self, body: Rect, count: int) -> tuple[list[Rect], list[Column]] | None:
        """Let the key stand in the last cell of the grid, where the maps leave one free."""
        frames = self._grid(body, count + 1)
        if len({frame.y for frame in frames}) == 1 or frames[-1].w < self.page.text * _KEY:
            return None
        cell, aside = frames[-1], self.page.text
        # Cells that stay free beside it are its own too: there the lists find room.
        left, right = cell.x + aside, max(frame.right for frame in frames)
        if self.lang in words.RIGHT_TO_LEFT:
            left, right = min(frame.x for frame in frames) + aside, cell.right
        room = Rect(left, cell.y, right - left, cell.h)
        return frames[:-1], self._key_columns(room, 2 if room.w > 1.5 * cell.w else 1)

    def _closed_up(self, frames: list[Rect], key: Rect, rest: Rect) -> tuple[list[Rect], Rect]:
        """Let the key stand next to the maps, however wide they came out."""
        gap = self.page.text * 2
        left, right = min(f.x for f in frames), max(f.right for f in frames)
        if self.lang in words.RIGHT_TO_LEFT:
            moved = rest.right - right
            frames = [Rect(f.x + moved, f.y, f.w, f.h) for f in frames]
            return frames, Rect(left + moved - gap - key.w, key.y, key.w, key.h)
        return frames, Rect(right + gap, key.y, key.w, key.h)

    def _key(self, body: Rect) -> tuple[Rect, Rect]:
        """Give the room of the key and what is left: beside the maps, or below them."""
        gap = self.page.text * 2
        if self.page.side:
            wide = self.page.text * _KEY
            left = body.x if self.lang in words.RIGHT_TO_LEFT else body.right - wide
            start = body.x + (wide + gap if self.lang in words.RIGHT_TO_LEFT else 0.0)
            return (
                Rect(left, body.y, wide, body.h - self.page.text),
                Rect(start, body.y, body.w - wide - gap, body.h),
            )
        high = self.page.text * 17
        return (
            Rect(body.x, body.y, body.w, high),
            Rect(body.x, body.y + high + gap / 2, body.w, body.h - high - gap / 2),
        )

    def _key_columns(self, rect: Rect, count: int) -> list[Column]:
        """Divide the key's room into columns, in reading order."""
        gap = self.page.text * 2
        wide = (rect.w - gap * (count - 1)) / count
        rects = [Rect(rect.x + i * (wide + gap), rect.y, wide, rect.h) for i in range(count)]
        if self.lang in words.RIGHT_TO_LEFT:
            rects.reverse()
        return [Column(place, self.lang, self.page.text * 0.95) for place in rects]

    def _grid(self, rect: Rect, count: int) -> list[Rect]:
        """Divide a rectangle into frames that are as large as can be, in reading order."""
        gap, head = self.page.text * 1.4, self.page.text * _HEAD

        def frame(across: int) -> tuple[float, float]:
            down = -(-count // across)
            return (rect.w - gap * (across - 1)) / across, rect.h / down - head - gap / 2

        across = max(range(1, count + 1), key=lambda n: (min(frame(n)), -n))
        wide, high = frame(across)
        # A long frame would show more of the neighbours than of the matter.
        wide, high = min(wide, high * _LONGEST), min(high, wide * _LONGEST)
        found = []
        for i in range(count):
            row, place = divmod(i, across)
            place = across - 1 - place if self.lang in words.RIGHT_TO_LEFT else place
            x = rect.x + place * (wide + gap)
            y = rect.top - (row + 1) * (high + head) - row * gap / 2
            found.append(Rect(x, y, wide, high))
        return found

    def unit(self, frame: Rect) -> float:
        """Give the size of letters on a map of a size."""
        return self.page.text * min(0.94, max(0.72, frame.w / 380))

    def panel(
        self,
        view: Snapshot,
        title: str,
        frame: Rect,
        said: Mapping[str, Words],
        seconds: Mapping[str, str],
        agreeing: tuple[Row, ...] = (),
    ) -> Panel:
        """Lay out one map; all have the same extent.

        Parameters
        ----------
        view
            What it shows.
        title
            What stands above it.
        frame
            Its frame.
        said
            By site shown: the mark and what is written beside the name.
        seconds
            By site: the second line for which room is kept.
        agreeing
            Sites that are mere dots.
        """
        unit = self.unit(frame)
        rows = [row for row in view.rows if row.site.id in said]
        share = (0.62, 0.4) if frame.h > frame.w * _TALL else (0.42, 0.56)
        if self.view is None:
            shown = [*rows, *agreeing]
            self.view = fit_map(view, shown, self.basemap, frame, unit, share)[0]
        fitted = self.view.moved(frame)
        inset = plan_inset(view, [*rows, *agreeing], fitted, unit, share)
        furniture = furnish(view, NOTHING, rows, fitted, unit, self.lang, inset)
        scene = lay_out(
            view,
            rows,
            fitted,
            replace(self.basemap, towns=self.basemap.towns[:_TOWNS]),
            lang=self.lang,
            unit=unit,
            furniture=furniture.rects,
            inset=inset,
            numbered=False,
            seconds=seconds,
            dots=agreeing,
            # Beside the maps is room to list the names that find none by their marks.
            near=bool(self.page.side),
        )
        return Panel(view, title, scene, furniture, said, agreeing)

    def draw(
        self, panels: Sequence[Panel], rosters: Sequence[Roster], told: Sequence[str] = ()
    ) -> None:
        """Draw all maps, the key, the texts, and the sources that find room.

        Parameters
        ----------
        panels
            The maps.
        rosters
            The sites of each.
        told
            What differs, in words.
        """
        self.draw_maps(panels, rosters, told)
        for column in (*self.columns, self._sources(rosters)):
            column.draw(self.sheet)
        rule = self.columns[1].rect
        self.sheet.segment((rule.x, rule.top - 3, rule.right, rule.top - 3), style.BORDER, 0.5)

    def _sources(self, rosters: Sequence[Roster]) -> Column:
        """Set the sources of all maps, as far as there is room; else say where they are."""
        cited = cited_together(self.snapshots, rosters)
        rooms = self._rooms()
        tried = [(room, len(set_sources(room, cited, self.snapshots[-1]))) for room in rooms]
        column, listed = max(tried, key=lambda one: (one[1], one[0].rect.w))
        if listed >= min(_FEWEST, len(cited)):
            return column
        column = max(self._rooms(), key=lambda room: room.free)
        text = Style(column.unit * 0.84, "regular", style.QUIET_TEXT)
        if column.free >= text.size * lettering.LEADING:
            told = words.say("plate-sources-elsewhere", self.lang, n=len(cited))
            column.write(told, text, most=1)
        return column

    def _rooms(self) -> list[Column]:
        """Give the parts of the key's room that are still free: below each column, and below all.

        None of them can be filled beside another.
        """
        gap = self.page.text * 0.8
        rooms = [(column.rect, column.y) for column in self.keys]
        left, right = min(r.x for r, _ in rooms), max(r.right for r, _ in rooms)
        rooms.append((Rect(left, rooms[0][0].y, right - left, 0), min(y for _, y in rooms)))
        return [
            Column(
                Rect(room.x, room.y, room.w, max(0.0, top - gap - room.y)),
                self.lang,
                self.keys[0].unit,
            )
            for room, top in rooms
        ]

    def draw_maps(
        self, panels: Sequence[Panel], rosters: Sequence[Roster], told: Sequence[str] = ()
    ) -> None:
        """Draw all maps and their key; see `draw`."""
        for panel in panels:
            self._draw_panel(panel)
        statuses = [row.status for roster in rosters for row in roster.rows]
        rows = entries(statuses, [panel.scene for panel in panels], self.snapshots, self.lang)
        if any(panel.agreeing for panel in panels):
            rows.append((Swatch(other="dot"), words.say("key-not-differing", self.lang)))
        set_key(self.keys, rows, regions=bool(in_view(self.snapshots[0])))
        for title, texts in self._lists(panels, rosters[-1], told):
            self._list(title, texts)
        for column in self.keys:
            column.draw(self.sheet)

    def _lists(
        self, panels: Sequence[Panel], roster: Roster, told: Sequence[str]
    ) -> list[tuple[str, list[str]]]:
        """Give what is listed below the key: what differs, and what is not on the maps."""
        lang = self.lang
        absent = [words.name_of(row.site, lang) for row in roster.unplaced]
        # What differs is listed in words anyway, so its map may leave out a label.
        maps = [panel.scene for panel in panels if not panel.agreeing]
        rows = {row.site.id: row for scene in maps for row in scene.unlabelled}
        names = [words.name_of(row.site, lang) for row in rows.values()]
        comma = words.say("list-comma", lang)
        unnamed = [comma.join(names)] if names else []
        unnamed += self._unnamed_regions([panel for panel in panels if not panel.agreeing])
        return [
            (words.say("plate-unplaced", lang, n=len(absent)), absent),
            (words.say("compare-differs", lang), list(told)),
            (words.say("plate-unlabelled", lang), unnamed),
        ]

    def _unnamed_regions(self, panels: Sequence[Panel]) -> list[str]:
        """Give the regions whose names found no place, with their counts from map to map."""
        between = words.say("list-semicolon", self.lang)
        found = []
        for region in in_view(self.snapshots[0]):
            if all(region.id in panel.scene.named_regions for panel in panels):
                continue
            counts = (panel.snapshot.by_layer.get(region.layer) for panel in panels)
            told = between.join(count_text(count, self.lang) or "\u2013" for count in counts)
            name = words.name_of(region, self.lang)
            found.append(words.say("caption-site", self.lang, name=name, state=told))
        return found

    def _draw_panel(self, panel: Panel) -> None:
        frame, lang = panel.scene.view.rect, self.lang
        draw_base(self.sheet, panel.snapshot, self.basemap, panel.scene, lang)
        self._draw_agreeing(panel)
        draw_sites(self.sheet, panel.scene, panel.said, lang)
        draw_furniture(self.sheet, panel.snapshot, NOTHING, panel.furniture, panel.scene, lang)
        title = lettering.clean(panel.title, "bold")
        wide = lettering.width(title, Style(self.page.text, "bold"))
        # A long heading is set smaller before it is cut: it may end in a year.
        size = self.page.text * min(1.08, max(0.72, frame.w / wide)) if wide else self.page.text
        text = lettering.shortened(title, Style(size, "bold"), frame.w)
        side = lettering.start(lang)
        x = frame.right if side == "right" else frame.x
        shown = lettering.directed(text, lang)
        self.sheet.text(
            Line(x, frame.top + size * 0.5, shown, Style(size, "bold", style.INK), side)
        )

    def _draw_agreeing(self, panel: Panel) -> None:
        """Draw the sites at which nothing differs as dots."""
        inset, outline = panel.scene.inset, panel.scene.outline
        for row in panel.agreeing:
            lon, lat = row.site.lon or 0.0, row.site.lat or 0.0
            view = panel.scene.view
            if inset is not None and outline is not None:
                view = inset.view if outline.holds_point(*view.point(lon, lat)) else view
            x, y = view.point(lon, lat)
            if view.rect.holds_point(x, y):
                self.sheet.disc(x, y, 1.9, face=style.LEADER, edge=style.PAPER, width=0.6)

    def _list_style(self) -> Style:
        return Style(self.keys[-1].unit * 0.92, "regular", style.INK)

    def _lines(self, line: str) -> int:
        """Give how many lines a text of a list takes."""
        text = lettering.clean(line)
        return len(lettering.wrapped(text, self._list_style(), self.keys[-1].rect.w, _MOST_LINES))

    def _list(self, heading: str, texts: Sequence[str]) -> None:
        """Set a list below the key, as far as there is room."""
        column, text = self.keys[-1], self._list_style()
        step = text.size * lettering.LEADING
        if not texts or column.free < step * 4:
            return
        column.gap(self.page.text * 0.8)
        column.heading(heading)
        for i, line in enumerate(texts):
            room = int(column.free / step) - (i < len(texts) - 1)
            # What is but one text is cut at its end; of several the rest is counted.
            if room < (1 if len(texts) == 1 else self._lines(line)):
                more = words.say("plate-sources-more", self.lang, n=len(texts) - i)
                column.write(more, text, most=1)
                break
            column.write(line, text, most=min(_MOST_LINES, room))
