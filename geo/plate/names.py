"""Names on the ground: regions with their counts, towns and countries, where there is room."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry as Shape

from geo import answers, style, words
from geo.plate import lettering
from geo.plate.basemap import Basemap, Feature
from geo.plate.ground import in_view, shape_on
from geo.plate.ink import Line
from geo.plate.insets import beads
from geo.plate.labels import free_box
from geo.plate.lettering import Align, Style
from geo.plate.paper import Rect
from geo.plate.projection import Points, View
from geo.snapshot import Count, Snapshot

_TOWNS_MOST = 18
_NEAR = 2.0  # points: a name that near a region needs no line to it
_NEAR_BY = 24.0  # points: how far it may stand where no line can be drawn
_REACH = 4.0  # points that such a line goes into the region
_GRID = 8.0

Lead = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the ground.

    Attributes
    ----------
    kind
        ``region``, ``town`` or ``country``.
    dot
        Where a town's dot is, or None.
    lead
        The line from a region's name to the region, where it stands outside, or None.
    """

    kind: str
    id: str
    lines: tuple[Line, ...]
    box: Rect
    dot: tuple[float, float] | None = None
    lead: Lead | None = None


def count_text(count: Count | None, lang: str) -> str:
    """Give ``1 of 3``, or "" where nothing is counted."""
    if count is None or not count.of:
        return ""
    return lettering.directed(answers.count_text(count, lang), lang)


def region_names(
    snapshot: Snapshot,
    view: View,
    shapes: dict[str, Shape],
    grounds: dict[str, Shape],
    taken: Sequence[Rect],
    uncrossed: Sequence[Rect],
    lang: str,
    unit: float,
) -> Iterable[Name]:
    """Place the regions' names, each with how many of its sites are still occupied.

    Parameters
    ----------
    snapshot
        Gives regions and counts.
    view
        The map.
    shapes
        The ground in or beside which each region is named, by id.
    grounds
        The regions' polygons on the paper, by id, to which names outside are led.
    taken
        What the names must not touch.
    uncrossed
        What the lines to the regions must not cross: marks and labels.
    lang
        The language.
    unit
        The size of a site's letters.
    """
    taken, put = list(taken), list[Rect]()
    bold = Style(unit * 1.12, "bold", style.REGION_TEXT, style.LAND)
    plain = _count_style(unit)
    for region in in_view(snapshot):
        shape = shapes.get(region.id)
        if shape is None or shape.is_empty:
            continue
        text = lettering.clean(words.name_of(region, lang), "bold")
        count = count_text(snapshot.by_layer.get(region.layer), lang)
        forms = []
        for room in (20.0, 9.0):
            names = lettering.wrapped(text, bold, unit * room, 2)
            texts = [(lettering.directed(name, lang), bold) for name in names]
            # The room for a count is kept where there is none, so that the name stays.
            high = unit * (1.4 + 1.35 * len(texts))
            texts += [(count, plain)] if count else []
            forms.append((texts, max(lettering.width(t, s) for t, s in texts), high))
        ranked = [
            (cost + 25.0 * form, form, box)
            for form, (_, wide, high) in enumerate(forms)
            for cost, box in _inside(shape, wide, high) + _around(shape, wide, high)
        ]
        ranked.sort(key=lambda item: item[0])
        boxes = [box for _, _, box in ranked]
        found = _first_free(
            grounds[region.id], boxes, view.rect.grown(-3), taken, [*uncrossed, *put]
        )
        if found is not None:
            at, lead = found
            _, form, box = ranked[at]
            put.append(box)
            taken += [box, *(_along(lead) if lead else ())]
            yield Name("region", region.id, _stacked(box, forms[form][0], unit), box, lead=lead)


def _first_free(
    shape: Shape,
    boxes: Sequence[Rect],
    frame: Rect,
    taken: Sequence[Rect],
    uncrossed: Sequence[Rect],
) -> tuple[int, Lead | None] | None:
    """Give the first box that touches nothing, and whose line to the region crosses no mark.

    Where there is none, the first one near the region stands without a line.
    """
    begin, near = 0, None
    while (step := free_box(boxes[begin:], frame, taken, 1.5)) is not None:
        lead = _lead(shape, boxes[begin + step])
        if lead is None or not any(bead.meets(box) for bead in _along(lead) for box in uncrossed):
            return begin + step, lead
        if near is None and _length(lead) < _NEAR_BY:
            near = begin + step, None
        begin += step + 1
    return near


def _length(lead: Lead) -> float:
    return math.hypot(lead[2] - lead[0], lead[3] - lead[1])


def _along(lead: Lead) -> list[Rect]:
    return beads(lead, max(8, round(_length(lead) / 2)))


def _lead(shape: Shape, box: Rect) -> Lead | None:
    """Give the line to a region from a name that would else seem to be of the ground it is on."""
    if shapely.contains_xy(shape, box.cx, box.cy):
        return None
    there = shapely.shortest_line(shapely.box(box.x, box.y, box.right, box.top), shape)
    (x, y), (to_x, to_y) = there.coords
    long = math.hypot(to_x - x, to_y - y)
    if long < _NEAR:
        return None
    over = 1 + _REACH / long  # into the region, or it would end on a line like any other
    return x, y, x + (to_x - x) * over, y + (to_y - y) * over


def recounted(name: Name, count: str, unit: float) -> Name:
    """Give a region's name with another count under it.

    Parameters
    ----------
    name
        The name.
    count
        The count in words, or "".
    unit
        The size of a site's letters.
    """
    bold = [line for line in name.lines if line.style.face == "bold"]
    if name.kind != "region" or not bold:
        return name
    below = replace(bold[-1], y=bold[-1].y - unit * 1.35, text=count, style=_count_style(unit))
    return replace(name, lines=(*bold, *((below,) if count else ())))


def _count_style(unit: float) -> Style:
    return Style(unit * 1.02, "regular", style.REGION_TEXT, style.LAND)


def _stacked(box: Rect, texts: Sequence[tuple[str, Style]], unit: float) -> tuple[Line, ...]:
    first = box.top - unit * 1.0
    return tuple(
        Line(box.cx, first - i * unit * 1.35, text, setting, "center")
        for i, (text, setting) in enumerate(texts)
    )


def _inside(
    shape: Shape, wide: float, high: float, *, whole: bool = False
) -> list[tuple[float, Rect]]:
    """List boxes in a shape (or whose middle is in it) with their costs, the best ones first."""
    west, south, east, north = shape.bounds
    across = np.arange(west + _GRID / 2, east, _GRID)
    upward = np.arange(south + _GRID / 2, north, _GRID)
    if not len(across) or not len(upward):
        return []
    x, y = (grid.ravel() for grid in np.meshgrid(across, upward))
    shapely.prepare(shape)
    rects = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    if whole:
        keep = np.flatnonzero(shapely.contains_properly(shape, rects))
    else:
        keep = np.flatnonzero(shapely.contains_xy(shape, x, y))
    if not len(keep):
        return []
    points = shapely.points(x[keep], y[keep])
    depth = shapely.distance(shapely.boundary(shape), points)
    cost = shapely.distance(points, shapely.centroid(shape)) - 0.8 * np.minimum(depth, 60.0)
    if not whole:
        inside = shapely.contains_properly(shape, rects[keep])
        part = _part_inside(shape, x[keep][~inside], y[keep][~inside], wide, high)
        cost[~inside] += 30.0 + 180.0 * (1 - part)
    order = np.argsort(cost, kind="stable")
    return [
        (float(cost[i]), Rect.around(float(x[k]), float(y[k]), wide / 2, high / 2))
        for i, k in zip(order, keep[order], strict=True)
    ]


def _part_inside(shape: Shape, x: Points, y: Points, wide: float, high: float) -> Points:
    """Give the part of boxes that lies in a shape, told by a few points of each."""
    across = np.linspace(-wide / 2, wide / 2, 6)
    upward = np.linspace(-high / 2, high / 2, 4)
    dx, dy = (grid.ravel() for grid in np.meshgrid(across, upward))
    hits = shapely.contains_xy(shape, x[:, None] + dx, y[:, None] + dy)
    result: Points = hits.mean(axis=1)
    return result


def _around(shape: Shape, wide: float, high: float) -> list[tuple[float, Rect]]:
    """List boxes around a small shape with their costs, nearest first."""
    west, south, east, north = shape.bounds
    if east - west > 4 * wide:
        return []
    cx, cy = (west + east) / 2, (south + north) / 2
    found = []
    for gap in (3.0, 9.0, 16.0, 26.0, 40.0, 60.0):
        found += [
            Rect(cx - wide / 2, south - gap - high, wide, high),
            Rect(east + gap, cy - high / 2, wide, high),
            Rect(west - gap - wide, cy - high / 2, wide, high),
            Rect(cx - wide / 2, north + gap, wide, high),
            Rect(east + gap, south - gap - high, wide, high),
            Rect(west - gap - wide, south - gap - high, wide, high),
        ]
    return [(300.0 + i, box) for i, box in enumerate(found)]


def name_places(
    basemap: Basemap,
    view: View,
    taken: Sequence[Rect],
    lang: str,
    unit: float,
    sites: Sequence[str],
) -> list[Name]:
    """Place the names of countries and towns where there is room.

    Parameters
    ----------
    basemap
        Gives them.
    view
        The map.
    taken
        What they must not touch.
    lang
        The language.
    unit
        The size of a site's letters.
    sites
        The lines of the sites' labels: a town that a site is named after is not named twice.
    """
    taken = list(taken)
    found: list[Name] = []
    for name in _countries(basemap, view, taken, lang, unit):
        taken.append(name.box)
        found.append(name)
    said = " ".join(sites)
    for town in sorted(basemap.towns, key=lambda feature: feature.rank):
        if len(found) >= _TOWNS_MOST + len(basemap.neighbours):
            break
        placed = _town(town, view, taken, lang, unit, said)
        if placed is not None:
            taken.append(placed.box)
            found.append(placed)
    return found


def _countries(
    basemap: Basemap, view: View, taken: Sequence[Rect], lang: str, unit: float
) -> Iterable[Name]:
    taken = list(taken)
    setting = Style(unit * 1.05, "regular", style.QUIET_TEXT)
    for feature in basemap.neighbours:
        shape = shape_on(view, feature)
        if shape.is_empty or shape.area < 900:  # noqa: PLR2004 - too small for a name
            continue
        text = _spaced(lettering.clean(feature.name(lang)), lang)
        wide, high = lettering.width(text, setting), unit * 1.4
        boxes = [box for _, box in _inside(shape, wide + 6, high + 4, whole=True)]
        found = free_box(boxes, view.rect.grown(-4), taken, 4.0)
        if found is None:
            continue
        box = boxes[found]
        taken.append(box)
        line = Line(box.cx, box.cy - unit * 0.35, text, setting, "center")
        yield Name("country", feature.id, (line,), box)


def _spaced(text: str, lang: str) -> str:
    """Set Latin capitals apart, as atlases do; joined scripts stay as they are."""
    if lang != "en":
        return lettering.directed(text, lang)
    return "\u2009\u2009".join(text.upper().replace(" ", "\u2002"))


def _town(
    feature: Feature, view: View, taken: Sequence[Rect], lang: str, unit: float, said: str
) -> Name | None:
    lon, lat = feature.shape["coordinates"][:2]
    x, y = view.point(lon, lat)
    name = lettering.clean(feature.name(lang))
    dot = Rect.around(x, y, 1.6)
    rect = view.rect.grown(-3)
    if not name or name in said or free_box([dot], rect, taken, 1.5) is None:
        return None
    setting = Style(unit * 0.86, "regular", style.QUIET_TEXT, style.LAND)
    text = lettering.directed(name, lang)
    wide, high = lettering.width(text, setting), unit * 0.95
    places: list[tuple[Rect, Align]] = [
        (Rect(x + 3.4, y - high / 2, wide, high), "left"),
        (Rect(x - 3.4 - wide, y - high / 2, wide, high), "right"),
        (Rect(x - wide / 2, y - 3.2 - high, wide, high), "center"),
        (Rect(x - wide / 2, y + 3.2, wide, high), "center"),
    ]
    found = free_box([box for box, _ in places], rect, taken, 1.5)
    if found is None:
        return None
    box, align = places[found]
    start = {"left": box.x, "right": box.right, "center": box.cx}[align]
    line = Line(start, box.y + high * 0.19, text, setting, align)
    whole = Rect(
        min(box.x, dot.x),
        min(box.y, dot.y),
        max(box.right, dot.right) - min(box.x, dot.x),
        max(box.top, dot.top) - min(box.y, dot.y),
    )
    return Name("town", feature.id, (line,), whole, (x, y))
