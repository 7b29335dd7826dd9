"""Where a cluster of sites is enlarged, and which corners the map's furniture takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry as Shape

from geo.plate.paper import Rect
from geo.plate.projection import Points, View, view_of

_CLUSTER = 3
_GAIN = 2.2
_FLUSH = 6.0
_REACHES = (0.6, 0.8, 0.95)
_PADS = (0.22, 0.18, 0.15)  # the free rim of an inset, in parts of its width


Ends = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlarged part of a map.

    Attributes
    ----------
    view
        The enlarged map.
    outline
        The same ground on the main map.
    links
        The lines that join the two.
    """

    view: View
    outline: Rect
    links: tuple[Ends, ...] = ()


def clusters(points: Points, reach: float) -> list[list[int]]:
    """Group points that are linked by steps shorter than a distance; largest group first.

    Parameters
    ----------
    points
        Rows of x and y.
    reach
        The distance.
    """
    count = len(points)
    near = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)) < reach
    left, found = set(range(count)), []
    while left:
        group, edge = set[int](), {min(left)}
        while edge:
            group |= edge
            edge = {int(j) for i in edge for j in np.flatnonzero(near[i])} - group
        left -= group
        found.append(sorted(group))
    return sorted(found, key=lambda group: (-len(group), group))


def choose_inset(
    view: View,
    degrees: Points,
    least: float,
    share: tuple[float, float],
    regions: Sequence[Shape],
) -> Inset | None:
    """Choose the cluster that is enlarged and where; None where sites are far enough apart.

    Parameters
    ----------
    view
        The main map.
    degrees
        Longitude and latitude of the sites.
    least
        How far apart marks must be to be read.
    share
        The most of the map's width and height that the inset takes.
    regions
        The regions on the paper, which the inset should not cover.
    """
    if len(degrees) < _CLUSTER:
        return None
    points = view.project(degrees)
    part = _Part(view, degrees, points, share, tuple(regions))
    wider: Inset | None = None
    for reach, pad in ((reach, pad) for reach in _REACHES for pad in _PADS):
        group = clusters(points, least * reach)[0]
        if len(group) < _CLUSTER:
            continue
        found = _enlarge(part, group, pad, _GAIN)
        if found is None:
            continue
        if set(_held(part, found, least)) <= set(group):
            return found
        wider = wider or _grown(part, found, pad, least)
    return wider


def _held(part: "_Part", found: Inset, least: float) -> list[int]:
    """Give the sites whose marks an outline holds or touches."""
    near = found.outline.grown(least * 0.36)
    return [i for i, (x, y) in enumerate(part.points) if near.holds_point(x, y)]


def _grown(part: "_Part", found: Inset, pad: float, least: float) -> Inset | None:
    """Enlarge more ground until no mark lies across its edge."""
    group: list[int] = []
    grown: Inset | None = found
    while grown is not None and set(held := _held(part, grown, least)) != set(group):
        group = held
        grown = _enlarge(part, group, pad, _GAIN * 0.7)
    return grown


@dataclass(frozen=True)
class _Part:
    """A map with the sites on it, of which some are to be enlarged."""

    view: View
    degrees: Points
    points: Points
    share: tuple[float, float]
    regions: tuple[Shape, ...]


def _enlarge(part: _Part, group: list[int], pad: float, gain: float) -> Inset | None:
    view, points, share = part.view, part.points, part.share
    ground = part.degrees[group]
    spread = np.ptp(points[group], axis=0)
    if spread.max() < 1.0:
        return None  # at one place: no scale would part them
    wide = view.rect.w * share[0]
    high = wide * float(np.clip((spread[1] + 6) / (spread[0] + 6), 0.72, 1.05))
    size = Rect(0, 0, wide, min(high, view.rect.h * share[1]))
    enlarged = view_of(ground, size, pad=wide * pad, projection=view.projection)
    if enlarged.scale < gain * view.scale:
        return None
    outline = _outline(view, enlarged)
    marks = [Rect.around(x, y, 9.0) for x, y in points if not outline.holds_point(x, y)]
    place = corner(view.rect, size.w, size.h, [*marks, outline], part.regions, source=outline)
    if place.meets(outline):
        return None
    return Inset(enlarged.moved(place), outline, links(outline, place))


def links(outline: Rect, inset: Rect) -> tuple[Ends, ...]:
    """Give the two lines from corner to corner that cross neither of the two boxes."""
    found = []
    for x0, y0, x1, y1 in (
        (outline.x, outline.y, inset.x, inset.y),
        (outline.x, outline.top, inset.x, inset.top),
        (outline.right, outline.y, inset.right, inset.y),
        (outline.right, outline.top, inset.right, inset.top),
    ):
        line = shapely.LineString([(x0, y0), (x1, y1)])
        boxes = [_box(r) for r in (outline, inset)]
        if not any(shapely.crosses(line, box) or shapely.covers(box, line) for box in boxes):
            found.append((x0, y0, x1, y1))
    return tuple(found)


def beads(ends: Ends, count: int = 8) -> list[Rect]:
    """Give small squares along a line, for what must not lie on it.

    Parameters
    ----------
    ends
        The line.
    count
        How many.
    """
    x0, y0, x1, y1 = ends
    steps = [i / (count - 1) for i in range(count)]
    return [Rect.around(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, 0.8) for t in steps]


def _outline(view: View, enlarged: View) -> Rect:
    ratio = view.scale / enlarged.scale
    x = (enlarged.east - view.east) * view.scale + view.rect.cx
    y = (enlarged.north - view.north) * view.scale + view.rect.cy
    return Rect.around(x, y, enlarged.rect.w * ratio / 2, enlarged.rect.h * ratio / 2)


def corner(
    frame: Rect,
    wide: float,
    high: float,
    avoid: Sequence[Rect],
    regions: Sequence[Shape],
    order: str = "sw ne nw se",
    *,
    source: Rect | None = None,
) -> Rect:
    """Choose the corner of a frame where a box does least harm.

    Parameters
    ----------
    frame
        The frame.
    wide, high
        The box.
    avoid
        What it must not cover if that can be helped.
    regions
        Ground that it should cover as little as may be.
    order
        The corners, the one liked best first.
    source
        What the box enlarges: between the two as little as may be should stand.
    """
    boxes = [_in_corner(frame, name, wide, high) for name in order.split()]
    costs = []
    for rank, box in enumerate(boxes):
        hits = sum(box.grown(3).meets(other) for other in avoid)
        area = _box(box)
        covered = sum(shapely.area(shapely.intersection(region, area)) for region in regions)
        cost = hits * 100 + covered / (wide * high) * 20 + rank * 0.5
        if source is not None:
            between = shapely.convex_hull(shapely.union(area, _box(source)))
            cost += rank * 2.5 + sum(shapely.intersects(between, _box(other)) for other in avoid)
        costs.append((cost, rank))
    return boxes[min(costs)[1]]


def _box(rect: Rect) -> Shape:
    return shapely.box(rect.x, rect.y, rect.right, rect.top)


def _in_corner(frame: Rect, name: str, wide: float, high: float) -> Rect:
    x = frame.x + _FLUSH if "w" in name else frame.right - _FLUSH - wide
    y = frame.y + _FLUSH if "s" in name else frame.top - _FLUSH - high
    return Rect(x, y, wide, high)
