"""One plate: title, finding, map, key, sources and foot on one sheet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

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
    words_of,
)
from geo.plate.column import Column
from geo.plate.ground import draw_locator, extent_points, in_view, locator_view, shapes_on
from geo.plate.ink import Sheet
from geo.plate.insets import corner
from geo.plate.key import entries, set_key
from geo.plate.lettering import Style
from geo.plate.paper import Format, Rect, format_named
from geo.plate.projection import View, view_of
from geo.plate.roster import Cited, Roster, cited_sources, references, roster_of
from geo.plate.scene import Scene, lay_out
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
    view = view_of(extent_points(snapshot, basemap), frame, pad=page.text * 1.6)
    furniture = furnish(snapshot, basemap, roster.placed, view, page.text, lang)
    scene = lay_out(
        snapshot,
        roster.placed,
        view,
        basemap,
        lang=lang,
        unit=page.text,
        furniture=furniture.rects,
    )
    columns = [Column(rect, lang, page.text) for rect in parts]
    _fill(columns, snapshot, roster, cited, scene, page)
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
    for column in plate.columns:
        column.draw(sheet)
    rule = plate.columns[1].rect
    sheet.segment((rule.x, rule.top - 4, rule.right, rule.top - 4), style.BORDER, 0.5)
    return sheet.figure


def furnish(
    snapshot: Snapshot,
    basemap: Basemap,
    rows: Sequence[Row],
    view: View,
    unit: float,
    lang: str,
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
    """
    regions = list(shapes_on(view, in_view(snapshot)).values())
    sites = [(row.site.lon, row.site.lat) for row in rows]
    points = [view.point(lon, lat) for lon, lat in sites if lon is not None and lat is not None]
    marks = [Rect.around(x, y, unit * 1.4) for x, y in points]
    wide = view.rect.w * 0.17
    place = corner(view.rect, wide, wide * 0.84, marks, regions, "ne nw se sw")
    locator = locator_view(basemap, view, place)
    taken = [*marks, *([place] if locator else [])]
    order = "se sw nw ne" if lang not in words.RIGHT_TO_LEFT else "sw se ne nw"
    scale = corner(view.rect, unit * 17.5, unit * 4.0, taken, regions, order)
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
    draw_north(sheet, rect.right - unit * 0.9, rect.y + unit * 0.4, lang, unit)
    if furniture.locator is not None:
        draw_locator(sheet, snapshot, basemap, furniture.locator, scene.view)


def _divide(body: Rect, page: Format, lang: str) -> tuple[Rect, list[Rect]]:
    """Give the map's frame and the rectangles of the columns beside or below it."""
    gutter = page.text * 2.4
    if page.side:
        frame = Rect(body.x, body.y, body.w - page.side - gutter, body.h)
        side = Rect(frame.right + gutter, body.y, page.side, body.h)
        if lang in words.RIGHT_TO_LEFT:
            frame = Rect(body.x + page.side + gutter, body.y, frame.w, body.h)
            side = Rect(body.x, body.y, page.side, body.h)
        return frame, [side]
    below = page.below
    frame = Rect(body.x, body.y + below, body.w, body.h - below)
    count = page.columns
    wide = (body.w - gutter * (count - 1)) / count
    parts = [
        Rect(body.x + i * (wide + gutter), body.y, wide, below - page.text * 1.2)
        for i in range(count)
    ]
    return frame, parts[::-1] if lang in words.RIGHT_TO_LEFT else parts


def _head(  # noqa: PLR0913, PLR0917 - all that a heading says
    inner: Rect,
    snapshot: Snapshot,
    page: Format,
    lang: str,
    title: str | None,
    today: dt.date | None,
) -> Column:
    column = Column(inner, lang, page.text)
    text = title or snapshot.title or words.say("plate-title", lang)
    column.write(text, Style(page.text * 2.05, "bold", style.INK), most=2)
    column.gap(page.text * 0.35)
    finding = words.sentence(snapshot, today, lang)
    column.write(finding, Style(page.text * 1.42, "regular", style.INK), most=3)
    return column


def _foot(  # noqa: PLR0913, PLR0917 - all that a foot says
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
        " ".join(dating(snapshot, lang, today)),
        " ".join(notes(snapshot, basemap, roster, lang)),
    ]
    lines = sum(len(lettering.wrapped(lettering.clean(t), small, inner.w)) for t in texts)
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
    if not basemap.empty:
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
    page: Format,
) -> None:
    """Fill the columns with the key, the sites that stand beside the map and the sources."""
    first, last = columns[0], columns[-1]
    lang = first.lang
    rows = entries((row.status for row in roster.rows), [scene], lang)
    set_key(first, rows, regions=bool(in_view(snapshot)))
    middle = columns[len(columns) // 2] if len(columns) > 2 else first  # noqa: PLR2004
    if middle is first:
        first.gap(page.text * 0.8)
    _set_lists(middle, roster, scene)
    if last is first:
        first.gap(page.text * 0.8)
    set_sources(last, cited, snapshot)


def _set_lists(column: Column, roster: Roster, scene: Scene) -> None:
    """List the sites without a position, and those whose labels found no place."""
    lang, unit = column.lang, column.unit
    text = Style(unit * 0.96, "regular", style.INK)
    if not roster.rows:
        column.write(words.say("plate-no-sites", lang), text)
    if roster.unplaced:
        column.heading(words.say("plate-unplaced", lang, n=len(roster.unplaced)))
        for row in roster.unplaced:
            name = words.name_of(row.site, lang)
            said = f"{name}: {words.state_text(row.status, lang)}"
            from geo.plate.column import Swatch  # noqa: PLC0415

            column.entry(Swatch(style.mark_of(row.status)), said, text)
        column.gap(unit * 0.6)
    if scene.unlabelled:
        column.heading(words.say("plate-unlabelled", lang))
        names = [words.name_of(row.site, lang) for row in scene.unlabelled]
        column.write(words.say("list-comma", lang).join(names), text, most=4)
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
    small = Style(unit * 0.86, "regular", style.INK)
    quiet = Style(unit * 0.86, "regular", style.QUIET_TEXT)
    column.heading(words.say("plate-sources", lang))
    if not cited:
        key = "plate-no-sources" if snapshot.rows else "plate-no-sites"
        column.write(words.say(key, lang), quiet)
        return
    step = small.size * lettering.LEADING
    reserve = step * 3.0
    for item in cited:
        text = source_text(item, lang)
        room = column.rect.w - small.size * 1.9
        lines = min(2, len(lettering.wrapped(lettering.clean(text), small, room)))
        if column.free < lines * step + reserve:
            more = words.say("plate-sources-more", lang, n=len(cited) - item.number + 1)
            column.write(more, quiet, small.size * 1.9, most=1)
            break
        column.numbered(words.digits(item.number, lang), text, small)
    column.gap(unit * 0.3)
    column.write(words.say("plate-grades", lang), quiet, most=2)


def source_text(item: Cited, lang: str) -> str:
    """Give a source on one line: who, what, when, and the grades of what was used."""
    source = item.source
    latest = source.published.latest
    day = words.day_text(latest, lang) if latest else source.published_text
    text = words.say("caption-source", lang, producer=source.producer, title=source.title, day=day)
    grades = words.say("list-comma", lang).join(item.grades)
    return f"{text} [{grades}]"
