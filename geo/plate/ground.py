"""The ground: regions, neighbours, rivers and lakes on a map, in pale tones."""

import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry as Shape

from geo import style
from geo.places import Region
from geo.plate.basemap import Basemap, Feature
from geo.plate.ink import Sheet, line_path, polygon_path
from geo.plate.paper import Rect
from geo.plate.projection import Points, View, vertices
from geo.snapshot import Count, Snapshot

_MOST_VIEWS = 24  # of one outline: those of a sheet of twelve maps with enlargements
_ON_PAPER: dict[int, dict[View, Shape]] = {}  # by the identity of what has the outline


def in_view(view: Snapshot) -> tuple[Region, ...]:
    """Give the regions with a shape, of the layers in view."""
    return tuple(
        region
        for region in view.regions
        if region.shape and (not view.layers or region.layer in view.layers)
    )


def extent_points(view: Snapshot, basemap: Basemap) -> Points:
    """Give the positions that a map of a snapshot must hold, in degrees.

    Parameters
    ----------
    view
        The snapshot.
    basemap
        Asked for the country when the snapshot has neither regions nor positions.
    """
    rings = [ring for region in in_view(view) for ring, _ in vertices(region.shape or {})]
    sites = [(row.site.lon, row.site.lat) for row in view.rows if row.site.placed]
    if sites:
        rings.append(np.array(sites, dtype=float))
    if not rings:
        rings = [ring for feature in basemap.iraq for ring, _ in vertices(feature.shape)]
    return np.vstack(rings) if rings else np.array([[0.0, 0.0]])


@dataclass(frozen=True)
class Ground:
    """A basemap's paths on one map."""

    land: Path
    rivers: Path
    lakes: Path


@lru_cache(maxsize=64)
def ground_of(basemap: Basemap, view: View) -> Ground:
    """Give the paths of a basemap on a map."""
    return Ground(
        polygon_path(_rings(basemap.neighbours, view)),
        line_path(_lines(basemap.rivers, view)),
        polygon_path(_rings(basemap.lakes, view)),
    )


def _rings(features: Iterable[Feature], view: View) -> Iterable[Points]:
    for feature in features:
        for ring, closed in vertices(feature.shape):
            if closed:
                yield view.project(ring)


def _lines(features: Iterable[Feature], view: View) -> Iterable[Points]:
    for feature in features:
        for line, closed in vertices(feature.shape):
            if not closed:
                yield view.project(line)


def shape_on(view: View, outlined: Region | Feature) -> Shape:
    """Give an outline on the paper, cut to the map and lightly simplified.

    Parameters
    ----------
    view
        The map.
    outlined
        What has the outline. It is put on paper once for each map, and forgotten with the data
        that it comes from: a reader's own may be large.
    """
    known = _ON_PAPER.get(id(outlined))
    if known is None:
        known = _ON_PAPER[id(outlined)] = {}
        weakref.finalize(outlined, _ON_PAPER.pop, id(outlined), None)
    if view not in known:
        while len(known) >= _MOST_VIEWS:
            del known[next(iter(known))]
        known[view] = _put_on(view, outlined.shape or {})
    return known[view]


def _put_on(view: View, shape: Mapping[str, Any]) -> Shape:
    polygons = []
    for ring, closed in vertices(shape):
        points = view.project(ring)
        if closed and len(points) > 3 and np.isfinite(points).all():  # noqa: PLR2004
            polygons.append(shapely.Polygon(points))
    if not polygons:
        return shapely.Polygon()
    # Rings that lie in others are holes.
    whole = shapely.make_valid(polygons[0])
    for polygon in polygons[1:]:
        whole = shapely.symmetric_difference(whole, shapely.make_valid(polygon))
    rect = view.rect
    cut = shapely.clip_by_rect(whole, rect.x, rect.y, rect.right, rect.top)
    return shapely.simplify(cut, 0.6)


@lru_cache(maxsize=8)
def covered_by(basemap: Basemap) -> tuple[float, float, float, float] | None:
    """Give the box in degrees that a basemap's countries fill, or None without any."""
    rings = [r for f in basemap.neighbours for r, closed in vertices(f.shape) if closed]
    if not rings:
        return None
    points = np.vstack(rings)
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def knows_sea(basemap: Basemap, view: View) -> bool:
    """Tell whether ground without a country is sea on this map, and not merely unknown."""
    box = covered_by(basemap)
    if box is None:
        return False
    rect = view.rect
    corners = [
        view.position(x, y) for x in (rect.x, rect.cx, rect.right) for y in (rect.y, rect.top)
    ]
    return all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in corners)


def draw_ground(sheet: Sheet, snapshot: Snapshot, basemap: Basemap, view: View) -> None:
    """Draw everything that lies under the sites.

    Parameters
    ----------
    sheet
        Where to draw.
    snapshot
        Gives the regions and how many of their sites are still occupied.
    basemap
        What lies around them.
    view
        The map.
    """
    rect, unit = view.rect, 1.0
    ground = ground_of(basemap, view)
    sea = knows_sea(basemap, view)
    sheet.rect(rect, face=style.SEA if sea else style.LAND_AROUND)
    if sea:
        sheet.path(
            ground.land, face=style.LAND_AROUND, edge=style.BORDER_AROUND, width=0.5, clip=rect
        )
    _draw_regions(sheet, snapshot, view, width=0.0)
    sheet.path(ground.lakes, face=style.WATER, clip=rect)
    sheet.path(ground.rivers, edge=style.WATER, width=0.9 * unit, clip=rect)
    _draw_regions(sheet, snapshot, view, width=0.55)
    _draw_country(sheet, basemap, view)


def _draw_regions(sheet: Sheet, snapshot: Snapshot, view: View, width: float) -> None:
    """Draw the fills of the regions, or their borders when a width is given."""
    for region in snapshot.regions:
        if not region.shape:
            continue
        path = polygon_path(view.project(ring) for ring, c in vertices(region.shape) if c)
        if width:
            sheet.path(path, edge=style.BORDER, width=width, dashes=(5, 2), clip=view.rect)
            continue
        count = _count_of(snapshot, region)
        sheet.path(path, face=style.region_fill(count.certain, count.of), clip=view.rect)


def _count_of(view: Snapshot, region: Region) -> Count:
    """Give the count of a region; nothing is counted in a layer that is not in view."""
    nothing = Count(0, 0, 0)
    return view.by_layer.get(region.layer, nothing) if region in in_view(view) else nothing


def has_uncounted(view: Snapshot) -> bool:
    """Tell whether a map of a snapshot has regions with sites counted and others without."""
    counted = {_count_of(view, region).of > 0 for region in view.regions if region.shape}
    return len(counted) > 1


def _draw_country(sheet: Sheet, basemap: Basemap, view: View) -> None:
    rings = list(_rings(basemap.iraq, view))
    if rings:
        sheet.path(polygon_path(rings), edge=style.BORDER, width=1.0, clip=view.rect)


def shapes_on(view: View, regions: Sequence[Region]) -> dict[str, Shape]:
    """Give the polygons of regions on the paper, by id."""
    return {region.id: shape_on(view, region) for region in regions}


def draw_locator(
    sheet: Sheet, snapshot: Snapshot, basemap: Basemap, view: View, main: View
) -> None:
    """Draw where the map lies: the wider area, with the regions and the map's frame.

    Parameters
    ----------
    sheet
        Where to draw.
    snapshot
        Gives the regions.
    basemap
        The countries around.
    view
        The locator.
    main
        The map whose frame is shown.
    """
    rect = view.rect
    sheet.rect(rect, face=style.SEA)
    land = ground_of(basemap, view).land
    sheet.path(land, face=style.LAND_AROUND, edge=style.BORDER_AROUND, width=0.35, clip=rect)
    shapes = [r.shape for r in in_view(snapshot)]
    rings = [view.project(ring) for shape in shapes for ring, c in vertices(shape or {}) if c]
    country = list(_rings(basemap.iraq, view))
    sheet.path(polygon_path(country), face=style.LAND, edge=style.BORDER, width=0.5, clip=rect)
    sheet.path(polygon_path(rings), face=style.LOCATED, clip=rect)
    frame = main.rect
    corners = [(frame.x, frame.y), (frame.x, frame.top), (frame.right, frame.top)]
    corners += [(frame.right, frame.y), (frame.x, frame.y)]
    outline = view.project(np.array([main.position(x, y) for x, y in corners]))
    sheet.path(line_path([outline]), edge=style.INK, width=0.7, clip=rect)
    sheet.rect(rect, edge=style.BORDER, width=0.7)


def locator_view(basemap: Basemap, main: View, rect: Rect) -> View | None:
    """Fit the locator, or None where the basemap does not reach around the map.

    Parameters
    ----------
    basemap
        The countries around.
    main
        The map.
    rect
        The rectangle that it may fill.
    """
    box = covered_by(basemap)
    if box is None or not knows_sea(basemap, main):
        return None
    return _filled(main.projection, rect, box)


def _filled(projection: str, rect: Rect, box: tuple[float, float, float, float]) -> View:
    """Fit a box that is cut along meridians and parallels so that no edge of it shows."""
    west, south, east, north = box
    flat = View(projection, rect, 1.0, 0.0, 0.0)
    edge = np.linspace(0.0, 1.0, 9)
    sides = [
        np.column_stack([np.full(9, west), south + (north - south) * edge]),
        np.column_stack([np.full(9, east), south + (north - south) * edge]),
        np.column_stack([west + (east - west) * edge, np.full(9, south)]),
        np.column_stack([west + (east - west) * edge, np.full(9, north)]),
    ]
    metres = [flat.project(side) - np.array([rect.cx, rect.cy]) for side in sides]
    left, right = metres[0][:, 0].max(), metres[1][:, 0].min()
    bottom, top = metres[2][:, 1].max(), metres[3][:, 1].min()
    scale = max(rect.w / (right - left), rect.h / (top - bottom)) * 1.01
    return View(projection, rect, float(scale), float(left + right) / 2, float(bottom + top) / 2)
