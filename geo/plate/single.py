"""One plate: title, finding, map, key, sources and foot on one sheet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.figure import Figure

from geo import style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap, read_basemap
from geo.plate.chart import (
    Words,
    day_of,
    draw_base,
    draw_north,
    draw_scale,
    draw_sites,
    scale_bar_of,
    words_of,
)
from geo.plate.column import Column, Swatch
from geo.plate.ground import (
    draw_locator,
    extent_points,
    in_view,
    knows_sea,
    locator_view,
    shapes_on,
)
from geo.plate.ink import Sheet
from geo.plate.insets import Inset, corner
from geo.plate.key import entries, set_key
from geo.plate.lettering import Style
from geo.plate.paper import Format, Rect, format_named
from geo.plate.projection import View, view_of
from geo.plate.roster import Cited, Roster, cited_sources, references, roster_of
from geo.plate.scene import Scene, lay_out, plan_inset
from geo.snapshot import Row, Snapshot


@dataclass(frozen=True)
class Furniture:
    """What stands on a map besides the sites.

    Attributes
    ----------
    locator
        Where the map lies, or None.
    scale
        The room of scale bar and arrow.
    """

    locator: View | None
    scale: Rect

    @property
    def rects(self) -> tuple[Rect, ...]:
        """All rectangles taken."""
        return (self.scale, *((self.locator.rect,) if self.locator else ()))


@dataclass(frozen=True)
class Plate:
    """A plate laid out: nothing is drawn yet.

    Attributes
    ----------
    page
        The format.
    columns
        Heading, key, lists and foot.
    scene
        The map.
    """

    snapshot: Snapshot
    basemap: Basemap
    lang: str
    page: Format
    columns: tuple[Column, ...]
    scene: Scene
    furniture: Furniture
    said: dict[str, Words]


def lay_out_plate(
    snapshot: Snapshot,
    *,
    basemap: Basemap | None = None,
    size: str = "a4",
    lang: str = "en",
    title: str | None = None,
    today: dt.date | None = None,
) -> Plate:
    """Lay out a plate without drawing it.

    Parameters
    ----------
    snapshot
        What is shown.
    basemap
        What lies under the sites; the one that comes with the program when None.
    size
        ``a4``, ``16x9`` or ``square``.
    lang
        The language.
    title
        The title; the data set's when None.
    today
        The present day, when "as known today" may be said.
    """
    page = format_named(size)
    basemap = read_basemap() if basemap is None else basemap
    roster = roster_of(snapshot)
    cited = cited_sources(snapshot, roster.rows)
    inner = Rect(
        page.margin, page.margin, page.width - 2 * page.margin, page.height - 2 * page.margin
    )
    head = _head(inner, snapshot, page, lang, title, today)
    foot = _foot(inner, snapshot, basemap, roster, page, lang, today)
    body = Rect(inner.x, foot.rect.top, inner.w, head.y - page.text * 0.9 - foot.rect.top)
    frame, parts = _divide(body, page, lang)
    view, inset = fit_map(snapshot, roster.placed, basemap, frame, page.text, page.inset)
    furniture = furnish(snapshot, basemap, roster.placed, view, page.text, lang, inset)
    scene = lay_out(
        snapshot,
        roster.placed,
        view,
        basemap,
        lang=lang,
        unit=page.text,
        furniture=furniture.rects,
        inset=inset,
    )
    listed = bool(roster.unplaced or scene.unlabelled or not roster.rows)
    columns = _columns(parts, page, lang, listed=listed)
    _fill(columns, snapshot, roster, cited, scene)
    said = {
        row.site.id: words_of(row, lang, references(snapshot, row, cited)) for row in roster.placed
    }
    return Plate(snapshot, basemap, lang, page, (head, foot, *columns), scene, furniture, said)


def draw_plate(plate: Plate) -> Figure:
    """Draw a plate that was laid out."""
    sheet = Sheet(plate.page.width, plate.page.height)
    draw_base(sheet, plate.snapshot, plate.basemap, plate.scene, plate.lang)
    draw_sites(sheet, plate.scene, plate.said, plate.lang)
    draw_furniture(sheet, plate.snapshot, plate.basemap, plate.furniture, plate.scene, plate.lang)
    for column in {id(column): column for column in plate.columns}.values():
        column.draw(sheet)
    rule = plate.columns[1].rect
    sheet.segment((rule.x, rule.top - 4, rule.right, rule.top - 4), style.BORDER, 0.5)
    return sheet.figure


def fit_map(
    snapshot: Snapshot,
    rows: Sequence[Row],
    basemap: Basemap,
    frame: Rect,
    unit: float,
    share: tuple[float, float],
) -> tuple[View, Inset | None]:
    """Fit a map to a snapshot, and choose what is enlarged.

    Parameters
    ----------
    snapshot
        What must be seen.
    rows
        The sites shown.
    basemap
        The map stays on ground that it knows.
    frame
        The map's frame.
    unit
        The size of running text.
    share
        The most of the map's width and height that an enlargement takes.

    Notes
    -----
    With an enlargement, a frame of another shape than the ground keeps its spare room on one
    side, where the enlargement covers least.
    """
    points = extent_points(snapshot, basemap)
    view = view_of(points, frame, pad=unit * 1.6)
    inset = plan_inset(snapshot, rows, view, unit, share)
    if inset is None:
        return view, None
    across, upward = np.ptp(view.project(points), axis=0)
    wide, high = frame.w - float(across) - unit * 3.2, frame.h - float(upward) - unit * 3.2
    wide, high = (x if x > 0.12 * whole else 0.0 for x, whole in ((wide, frame.w), (high, frame.h)))
    known = knows_sea(basemap, view)
    for part in (0.42, 0.36, 0.3, 0.24, 0.18, 0.12, -0.42, -0.3, -0.18):
        east, north = wide * part / view.scale, high * part / view.scale
        moved = replace(view, east=view.east - east, north=view.north - north)
        if (wide or high) and knows_sea(basemap, moved) == known:
            chosen = plan_inset(snapshot, rows, moved, unit, share)
            if chosen is not None:
                return moved, chosen
    return view, inset


def furnish(
    snapshot: Snapshot,
    basemap: Basemap,
    rows: Sequence[Row],
    view: View,
    unit: float,
    lang: str,
    inset: Inset | None = None,
) -> Furniture:
    """Choose the corners for the scale bar with its arrow, and for the locator.

    Parameters
    ----------
    snapshot
        Gives the regions.
    basemap
        Gives the locator's countries.
    rows
        The sites, which are not to be covered.
    view
        The map.
    unit
        The size of running text.
    lang
        The language: the scale bar stands where a reader looks first.
    inset
        The enlarged part, which has its corner already.
    """
    regions = list(shapes_on(view, in_view(snapshot)).values())
    sites = [(row.site.lon, row.site.lat) for row in rows]
    points = [view.point(lon, lat) for lon, lat in sites if lon is not None and lat is not None]
    marks = [Rect.around(x, y, unit * 1.4) for x, y in points]
    marks += [inset.view.rect, inset.outline] if inset else []
    wide = view.rect.w * 0.17
    place = corner(view.rect, wide, wide * 0.84, marks, regions, "ne nw se sw")
    locator = locator_view(basemap, view, place)
    taken = [*marks, *([place] if locator else [])]
    order = "se sw nw ne" if lang not in words.RIGHT_TO_LEFT else "sw se ne nw"
    scale = corner(
        view.rect, scale_bar_of(view, unit).points + unit * 6.0, unit * 4.0, taken, regions, order
    )
    return Furniture(locator, scale)


def draw_furniture(
    sheet: Sheet,
    snapshot: Snapshot,
    basemap: Basemap,
    furniture: Furniture,
    scene: Scene,
    lang: str,
) -> None:
    """Draw scale bar, arrow and locator.

    Parameters
    ----------
    sheet
        Where to draw.
    snapshot, basemap
        What the locator shows.
    furniture
        Where they stand.
    scene
        The map.
    lang
        The language.
    """
    unit, rect = scene.unit, furniture.scale
    draw_scale(sheet, scene.view, rect.x + unit, rect.y + unit * 0.5, lang, unit)
    bar = scale_bar_of(scene.view, unit).points
    draw_north(sheet, rect.x + bar + unit * 4.6, rect.y + unit * 0.4, lang, unit)
    if furniture.locator is not None:
        draw_locator(sheet, snapshot, basemap, furniture.locator, scene.view)


def _divide(body: Rect, page: Format, lang: str) -> tuple[Rect, Rect]:
    """Give the map's frame and the rectangle beside or below it."""
    gutter = page.text * 2.4
    if page.side:
        frame = Rect(body.x, body.y, body.w - page.side - gutter, body.h)
        side = Rect(frame.right + gutter, body.y, page.side, body.h)
        if lang in words.RIGHT_TO_LEFT:
            frame = Rect(body.x + page.side + gutter, body.y, frame.w, body.h)
            side = Rect(body.x, body.y, page.side, body.h)
        return frame, side
    frame = Rect(body.x, body.y + page.below, body.w, body.h - page.below)
    return frame, Rect(body.x, body.y, body.w, page.below - page.text * 1.2)


def _columns(part: Rect, page: Format, lang: str, *, listed: bool) -> list[Column]:
    """Divide the part beside or below the map: key, lists if there are any, sources."""
    if page.side:
        column = Column(part, lang, page.text)
        return [column, column, column]
    gutter = page.text * 2.2
    shares = (0.29, 0.2, 0.51) if listed else (0.34, 0.0, 0.66)
    rects, x = [], part.x
    for share in shares:
        wide = (part.w - gutter * (1 if not listed else 2)) * share
        rects.append(Rect(x, part.y, wide, part.h))
        x += wide + gutter if share else 0.0
    if lang in words.RIGHT_TO_LEFT:
        rects = [Rect(part.x + part.right - r.right, r.y, r.w, r.h) for r in rects]
    return [Column(rect, lang, page.text) for rect in rects]


def _head(
    inner: Rect,
    snapshot: Snapshot,
    page: Format,
    lang: str,
    title: str | None,
    today: dt.date | None,
) -> Column:
    column = Column(inner, lang, page.text)
    bold = Style(page.text * 2.05, "bold", style.INK)
    column.write(heading(snapshot, lang, title), bold, most=2)
    column.gap(page.text * 0.35)
    finding = words.sentence(snapshot, today, lang)
    large = Style(page.text * 1.42, "regular", style.INK)
    lines = column.write(finding, large, most=3)
    # Room for the longest finding, so that the map does not move from date to date.
    column.gap(max(0, page.finding - lines) * large.size * lettering.LEADING)
    return column


def heading(snapshot: Snapshot, lang: str, title: str | None = None) -> str:
    """Give the title of a plate.

    Parameters
    ----------
    snapshot
        Gives the title of the data set, whose first part is used in English.
    lang
        The language.
    title
        A title that was asked for.
    """
    own = snapshot.title.partition(":")[0].strip() if lang == "en" else ""
    return title or own or words.say("plate-title", lang)


def _foot(
    inner: Rect,
    snapshot: Snapshot,
    basemap: Basemap,
    roster: Roster,
    page: Format,
    lang: str,
    today: dt.date | None,
) -> Column:
    small = Style(page.text * 0.86, "regular", style.QUIET_TEXT)
    texts = [
        lettering.joined(dating(snapshot, lang, today), lang),
        lettering.joined(notes(snapshot, basemap, roster, lang), lang),
    ]
    lines = sum(len(lettering.wrapped(lettering.clean(t), small, inner.w)) for t in texts)
    lines = max(lines, 3)
    high = lines * small.size * lettering.LEADING + page.text * 1.1
    column = Column(Rect(inner.x, inner.y, inner.w, high), lang, page.text)
    column.gap(page.text * 1.0)
    for text in texts:
        column.write(text, small)
    return column


def dating(snapshot: Snapshot, lang: str, today: dt.date | None = None) -> list[str]:
    """Give the sentences that say which day is shown and whose knowledge is used."""
    return [
        words.say("plate-valid", lang, day=words.day_text(snapshot.on, lang)),
        day_of(snapshot, lang, today),
        words.say("plate-end-of-day", lang),
    ]


def notes(snapshot: Snapshot, basemap: Basemap, roster: Roster, lang: str) -> list[str]:
    """Give the sentences on evidence, boundaries, origins and data."""
    found = []
    if roster.left_out:
        found.append(words.say("plate-left-out", lang, n=roster.left_out))
    if snapshot.min_grade:
        found.append(words.say("plate-min-grade", lang, grade=snapshot.min_grade))
    found.append(words.say("plate-boundaries", lang))
    if not basemap.empty and "Natural Earth" not in snapshot.attribution:
        found.append(words.say("plate-natural-earth", lang))
    if basemap.towns:
        found.append(words.say("plate-geonames", lang))
    if snapshot.attribution:
        found.append(snapshot.attribution.rstrip(".") + ".")
    found.append(words.say("plate-data", lang, digest=snapshot.digest))
    return found


def _fill(
    columns: Sequence[Column],
    snapshot: Snapshot,
    roster: Roster,
    cited: Sequence[Cited],
    scene: Scene,
) -> None:
    """Fill the columns with the key, the sites that stand beside the map and the sources."""
    key, lists, sources = columns
    rows = entries((row.status for row in roster.rows), [scene], key.lang)
    set_key([key], rows, regions=bool(in_view(snapshot)) and snapshot.count.of > 0)
    if lists is key:
        lists.gap(key.unit)
    set_lists(lists, roster, scene)
    set_sources(sources, cited, snapshot)


def set_lists(column: Column, roster: Roster, scene: Scene) -> None:
    """List the sites without a position, and those whose labels found no place.

    Parameters
    ----------
    column
        The column.
    roster
        The sites.
    scene
        The map, asked which labels found no place.
    """
    lang, unit = column.lang, column.unit
    text = Style(unit * 0.96, "regular", style.INK)
    comma = words.say("list-comma", lang)
    if not roster.rows:
        column.write(words.say("plate-no-sites", lang), text)
        column.gap(unit * 0.8)
    if roster.unplaced:
        column.heading(words.say("plate-unplaced", lang, n=len(roster.unplaced)))
        for i, row in enumerate(roster.unplaced):
            if column.free < unit * (9 if scene.unlabelled else 4):
                left = len(roster.unplaced) - i
                column.write(words.say("plate-sources-more", lang, n=left), text, most=1)
                break
            name = lettering.shortened(words.name_of(row.site, lang), text, column.rect.w * 1.2)
            said = f"{name}: {words.state_text(row.status, lang)}"
            column.entry(Swatch(style.mark_of(row.status)), said, text)
        column.gap(unit * 0.6)
    if scene.unlabelled:
        column.heading(words.say("plate-unlabelled", lang))
        names = [words.name_of(row.site, lang) for row in scene.unlabelled]
        column.write(comma.join(names), text, most=4)
        column.gap(unit * 0.6)


def set_sources(column: Column, cited: Sequence[Cited], snapshot: Snapshot) -> None:
    """Set the numbered sources, and how many more there are than find room.

    Parameters
    ----------
    column
        The column.
    cited
        The sources.
    snapshot
        Says whether there is anything to cite.
    """
    lang, unit = column.lang, column.unit
    small = Style(unit * 0.84, "regular", style.INK)
    quiet = Style(unit * 0.84, "regular", style.QUIET_TEXT)
    step = small.size * lettering.LEADING
    if column.free < 6 * step:
        return
    column.heading(words.say("plate-sources", lang))
    if not cited:
        key = "plate-no-sources" if snapshot.rows else "plate-no-sites"
        column.write(words.say(key, lang), quiet)
        return
    texts = [source_text(item, lang) for item in cited]
    grades = len(lettering.wrapped(words.say("plate-grades", lang), quiet, column.rect.w, 2))
    lines = int((column.free - unit * 0.4) / step) - grades
    # The last line tells how many are left out.
    fits = len(cited) if len(cited) <= lines else lines - 1
    spare = lines - fits - (fits < len(cited))
    for item, text in list(zip(cited, texts, strict=True))[:fits]:
        needed = _height(text, small, column)
        most = 1 + min(spare, needed - 1)
        spare -= most - 1
        column.numbered(words.digits(item.number, lang), text, small, most)
    if fits < len(cited):
        more = words.say("plate-sources-more", lang, n=len(cited) - fits)
        column.write(more, quiet, small.size * 1.9, most=1)
    column.gap(unit * 0.3)
    column.write(words.say("plate-grades", lang), quiet, most=2)


def _height(text: str, setting: Style, column: Column) -> int:
    """Give how many lines a source takes, two at most."""
    room = column.rect.w - setting.size * 1.9
    return len(lettering.wrapped(lettering.clean(text), setting, room, 2))


def source_text(item: Cited, lang: str) -> str:
    """Give a source on one line: who, what, when, and the grades of what was used."""
    source = item.source
    latest = source.published.latest
    day = words.day_text(latest, lang) if latest else source.published_text
    grades = words.say("list-comma", lang).join(item.grades)
    return words.say(
        "plate-source", lang, producer=source.producer, title=source.title, day=day, grades=grades
    )
