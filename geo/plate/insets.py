"""Where a cluster of sites is enlarged, and which corners the map's furniture takes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.plate.paper import Rect
from geo.plate.projection import Points, View, view_of

_CLUSTER = 3
_GAIN = 2.2
_FLUSH = 6.0
_REACHES = (1.25, 0.95, 0.7)


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlarged part of a map.

    Attributes
    ----------
    view
        The enlarged map.
    outline
        The same ground on the main map.
    """

    view: View
    outline: Rect


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
    share: float,
    regions: Sequence[shapely.Geometry],
    avoid: Sequence[Rect] = (),
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
        The inset's part of the map's width.
    regions
        The regions on the paper, which the inset should not cover.
    avoid
        Rectangles already taken.
    """
    if len(degrees) < _CLUSTER:
        return None
    points = view.project(degrees)
    for reach in _REACHES:
        group = clusters(points, least * reach)[0]
        if len(group) < _CLUSTER:
            return None
        found = _enlarge(view, degrees, points, group, share, regions, avoid)
        if found is not None:
            return found
    return None


def _enlarge(  # noqa: PLR0913, PLR0917 - the case at hand
    view: View,
    degrees: Points,
    points: Points,
    group: list[int],
    share: float,
    regions: Sequence[shapely.Geometry],
    avoid: Sequence[Rect],
) -> Inset | None:
    ground = degrees[group]
    spread = np.ptp(points[group], axis=0)
    if spread.max() < 1.0:
        return None  # at one place: no scale would part them
    wide = view.rect.w * share
    high = wide * float(np.clip((spread[1] + 6) / (spread[0] + 6), 0.72, 1.05))
    size = Rect(0, 0, wide, min(high, view.rect.h * 0.42))
    enlarged = view_of(ground, size, pad=min(32.0, wide * 0.2), projection=view.projection)
    if enlarged.scale < _GAIN * view.scale:
        return None
    outline = _outline(view, enlarged)
    others = [i for i in range(len(points)) if not outline.holds_point(*points[i])]
    marks = [Rect.around(*points[i], 9.0) for i in others]
    place = corner(view.rect, size.w, size.h, [*avoid, *marks, outline], regions)
    return Inset(enlarged.moved(place), outline)


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
    regions: Sequence[shapely.Geometry],
    order: str = "sw ne nw se",
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
    """
    boxes = [_in_corner(frame, name, wide, high) for name in order.split()]
    costs = []
    for rank, box in enumerate(boxes):
        hits = sum(box.grown(3).meets(other) for other in avoid)
        area = shapely.box(box.x, box.y, box.right, box.top)
        covered = sum(shapely.area(shapely.intersection(region, area)) for region in regions)
        costs.append((hits * 100 + covered / (wide * high) * 20 + rank * 0.5, rank))
    return boxes[min(costs)[1]]


def _in_corner(frame: Rect, name: str, wide: float, high: float) -> Rect:
    x = frame.x + _FLUSH if "w" in name else frame.right - _FLUSH - wide
    y = frame.y + _FLUSH if "s" in name else frame.top - _FLUSH - high
    return Rect(x, y, wide, high)
