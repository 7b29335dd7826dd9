"""Fitting a map into its frame, and what stands on it: scale bar, arrow, locator."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo import words
from geo.plate.basemap import Basemap
from geo.plate.chart import draw_north, draw_scale, scale_bar_of
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
from geo.plate.paper import Rect
from geo.plate.projection import View, view_of
from geo.plate.scene import Scene, plan_inset
from geo.snapshot import Row, Snapshot

_RIM = 4.0  # how far from the frame the scale bar stands
_STEPS = 13


@dataclass(frozen=True)
class Furniture:
    """What stands on a map besides the sites.

    Attributes
    ----------
    locator
        Where the map lies, or None.
    scale
        The room of scale bar and arrow, or None where they would cover something.
    arrow
        False when there is room for the scale bar alone.
    """

    locator: View | None
    scale: Rect | None
    arrow: bool = True

    @property
    def rects(self) -> tuple[Rect, ...]:
        """All rectangles taken."""
        locator = self.locator.rect if self.locator else None
        return tuple(rect for rect in (self.scale, locator) if rect is not None)


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
    bar = scale_bar_of(view, unit).points
    scale = corner(view.rect, bar + unit * 6.0, unit * 4.0, taken, regions, order)
    if _free(scale, taken):
        return Furniture(locator, scale)
    # On a small map the bar without its arrow may find room, if only along an edge.
    small = (bar + unit * 3.4, unit * 2.2)
    places = [corner(view.rect, *small, taken, regions, order), *_along(view.rect, *small)]
    return Furniture(locator, next((p for p in places if _free(p, taken)), None), arrow=False)


def _free(place: Rect, taken: Sequence[Rect]) -> bool:
    return not any(place.meets(other) for other in taken)


def _along(frame: Rect, wide: float, high: float) -> list[Rect]:
    """Give places along the lower, the upper and the two other edges of a frame."""
    inner = frame.grown(-_RIM)
    across = np.linspace(inner.x, inner.right - wide, _STEPS)
    upward = np.linspace(inner.y, inner.top - high, _STEPS)
    found = [(float(x), y) for y in (inner.y, inner.top - high) for x in across]
    found += [(x, float(y)) for x in (inner.right - wide, inner.x) for y in upward]
    return [Rect(x, y, wide, high) for x, y in found]


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
    if rect is not None:
        draw_scale(sheet, scene.view, rect.x + unit, rect.y + unit * 0.5, lang, unit)
    if rect is not None and furniture.arrow:
        bar = scale_bar_of(scene.view, unit).points
        draw_north(sheet, rect.x + bar + unit * 4.6, rect.y + unit * 0.4, lang, unit)
    if furniture.locator is not None:
        draw_locator(sheet, snapshot, basemap, furniture.locator, scene.view)
