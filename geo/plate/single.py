"""One plate: title, finding, map, key, sources and foot on one sheet."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.figure import Figure

from geo import answers, style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap, basemap_under
from geo.plate.chart import (
    Words,
    draw_base,
    draw_sites,
    words_of,
)
from geo.plate.column import Column, Swatch
from geo.plate.furniture import Furniture, draw_furniture, fit_map, furnish
from geo.plate.ground import (
    in_view,
)
from geo.plate.ink import Sheet
from geo.plate.key import entries, set_key
from geo.plate.lettering import Style
from geo.plate.lists import set_lists, set_sources
from geo.plate.paper import Format, Rect, format_named
from geo.plate.remarks import dating, heading, notes, whose
from geo.plate.roster import Cited, Roster, cited_sources, references, roster_of
from geo.plate.scene import Scene, lay_out
from geo.snapshot import Row, Snapshot

_DEEP = 5000.0  # points: more than any list is long
_PITCHES = (1.62, 1.38)  # of the key's rows, in sizes of running text: at ease, and closer


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
    basemap = basemap_under(snapshot, basemap)
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
    columns, listed_sources = _beside(parts, page, lang, snapshot, roster, cited, scene)
    # A label cites only what is listed on the sheet.
    said = {
        row.site.id: words_of(row, lang, references(snapshot, row, listed_sources))
        for row in roster.placed
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


def _beside(
    part: Rect,
    page: Format,
    lang: str,
    snapshot: Snapshot,
    roster: Roster,
    cited: Sequence[Cited],
    scene: Scene,
) -> tuple[list[Column], Sequence[Cited]]:
    """Set what stands beside or below the map; give the sources listed with it."""
    statuses = [row.status for row in roster.rows]
    rows = entries(statuses, [scene], [snapshot], lang, roster.unplaced)

    def attempt(listed: Sequence[Cited]) -> tuple[list[Column], Sequence[Cited]]:
        cites = partial(references, snapshot, cited=listed)
        fill = partial(_fill, snapshot=snapshot, roster=roster, scene=scene, rows=rows, cites=cites)
        columns = _columns(part, page, lang, fill)
        return columns, set_sources(columns[2], cited, snapshot)

    # The sites cite what is listed, and their numbers take room from that list.
    plain = attempt(())
    listed = plain[1]
    while listed:
        columns, found = attempt(listed)
        if len(found) >= len(listed):
            return columns, found
        listed = found
    return plain


def _columns(
    part: Rect, page: Format, lang: str, fill: Callable[[Column, Column], None]
) -> list[Column]:
    """Divide the part beside or below the map: key and lists, which are filled, and sources.

    The lists stand below the key where there is room for both, and leave more of it to titles.
    """
    if page.side:
        column = Column(part, lang, page.text)
        fill(column, column)
        return [column, column, column]
    low, high = _parted(part, page, lang, (0.3, 0.7))
    for pitch in _PITCHES:
        trial = Column(_deep(low), lang, page.text, pitch=pitch)
        fill(trial, trial)
        if trial.y >= part.y:
            first = Column(low, lang, page.text, pitch=pitch)
            columns = [first, first, Column(high, lang, page.text)]
            break
    else:
        rects = _parted(part, page, lang, (0.29, 0.2, 0.51))
        columns = [Column(rect, lang, page.text) for rect in rects]
    fill(columns[0], columns[1])
    return columns


def _deep(rect: Rect) -> Rect:
    """Give a rectangle with the same top, in which nothing is left out for want of room."""
    return Rect(rect.x, rect.y - _DEEP, rect.w, rect.h + _DEEP)


def _parted(part: Rect, page: Format, lang: str, shares: Sequence[float]) -> list[Rect]:
    gutter = page.text * 2.2
    rects, x = [], part.x
    for share in shares:
        wide = (part.w - gutter * (len(shares) - 1)) * share
        rects.append(Rect(x, part.y, wide, part.h))
        x += wide + gutter
    if lang in words.RIGHT_TO_LEFT:
        rects = [Rect(part.x + part.right - r.right, r.y, r.w, r.h) for r in rects]
    return rects


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
    aside = Style(page.text * 1.2, "regular", style.QUIET_TEXT)
    column.title(heading(snapshot, lang, title), bold, whose(snapshot, lang), aside)
    column.gap(page.text * 0.35)
    finding = answers.sentence(snapshot, today, lang, headed=True)
    large = Style(page.text * 1.42, "regular", style.INK)
    lines = column.write(finding, large, most=3)
    # Room for the longest finding, so that the map does not move from date to date.
    column.gap(max(0, page.finding - lines) * large.size * lettering.LEADING)
    return column


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


def _fill(
    key: Column,
    lists: Column,
    *,
    snapshot: Snapshot,
    roster: Roster,
    scene: Scene,
    rows: Sequence[tuple[Swatch, str]],
    cites: Callable[[Row], Sequence[int]],
) -> None:
    """Fill the columns with the key and the sites beside the map."""
    set_key([key], rows, regions=bool(in_view(snapshot)) and snapshot.count.of > 0)
    if lists is key:
        lists.gap(key.unit)
    set_lists(lists, snapshot, roster, scene, cites)
