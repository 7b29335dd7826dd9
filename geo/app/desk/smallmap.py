"""Small maps as light SVG: regions tinted as on the map, marks as on a plate, no names."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.app.data import remembered
from geo.ledger import Ledger
from geo.snapshot import Count, Row, Snapshot
from geo.style import Mark, mark_of, region_fill
from geo.webmap.scene import basemap

if TYPE_CHECKING:
    from matplotlib.path import Path

WIDE = 240.0
_IRAQ = shapely.box(38.8, 29.1, 48.6, 37.4)  # where there is nothing else to go by
RADIUS = 5.4
_TALLEST = 300.0
_EDGE = 14.0  # kept free around the outlines, for the marks at their border
_APART = 2 * RADIUS + 6.2
_FRAME = RADIUS + 3.2
_ROUGH = 0.6  # by so much may an outline be simplified
_CIRCLE = 26  # the points of a whole circle, as matplotlib draws it
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
_MOST = 120  # marks on one map; more could not be told apart


@dataclass(frozen=True, slots=True)
class _Scale:
    west: float
    north: float
    across: float
    down: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return _EDGE + (lon - self.west) * self.across, _EDGE + (self.north - lat) * self.down

    def outline(self, area: BaseGeometry) -> str:
        rough = area.simplify(_ROUGH / self.down)
        polygons = [part for part in shapely.get_parts(rough) if part.geom_type == "Polygon"]
        return "".join(self._ring(part.exterior.coords[:-1]) for part in polygons)

    def _ring(self, points: Iterable[tuple[float, ...]]) -> str:
        told = (self.point(lon, lat) for lon, lat, *_ in points)
        return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in told) + "Z"


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the marks of a small map.

    Attributes
    ----------
    high
        The height; the width is `WIDE`.
    land
        The outline of the country.
    regions
        The layer and the outline of each region.
    scale
        From degrees to places on it.
    """

    high: float
    land: str
    regions: tuple[tuple[str, str], ...]
    scale: _Scale


@remembered(6)
def ground_of(ledger: Ledger) -> Ground:
    """Give what lies under the marks, made once for each data set.

    Parameters
    ----------
    ledger
        The ledger.
    """
    shaped = [region for region in ledger.regions.values() if region.shape]
    areas = {region.layer: shape(dict(region.shape or {})) for region in shaped}
    placed = [site for site in ledger.sites.values() if site.placed]
    spots = [shapely.Point(site.lon or 0.0, site.lat or 0.0) for site in placed]
    # The country that comes along lies under regions; without them a map may be of anywhere.
    country = [shape(one) for one in basemap().get("iraq", ())] if areas or not placed else []
    scale, high = _fit([*(areas.values() or country), *spots] or [_IRAQ])
    return Ground(
        high,
        "".join(map(scale.outline, country)),
        tuple((layer, scale.outline(area)) for layer, area in areas.items()),
        scale,
    )


def _fit(shapes: Sequence[BaseGeometry]) -> tuple[_Scale, float]:
    west, south, east, north = map(float, shapely.total_bounds(shapes))
    narrow = math.cos(math.radians((south + north) / 2))
    wide, tall = max(0.5, (east - west) * narrow), max(0.5, north - south)
    down = min((WIDE - 2 * _EDGE) / wide, (_TALLEST - 2 * _EDGE) / tall)
    spare = (WIDE - 2 * _EDGE) / (down * narrow) - (east - west)
    scale = _Scale(west - spare / 2, (south + north + tall) / 2, down * narrow, down)
    return scale, round(tall * down + 2 * _EDGE, 1)


@remembered(64)
def places_of(ledger: Ledger, sites: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Give where the marks of sites with a position stand, none on another.

    Parameters
    ----------
    ledger
        The ledger.
    sites
        All sites that any of the maps shows, so that each stands at one place on all of them.
    """
    from geo.plate.labels import spread  # noqa: PLC0415 - with matplotlib, slow to import

    point = ground_of(ledger).scale.point
    placed = [site for site in map(ledger.sites.__getitem__, sites) if site.placed]
    points = [point(site.lon or 0.0, site.lat or 0.0) for site in placed]
    spots = np.array(points, dtype=float).reshape(-1, 2)
    moved = spread(spots, _APART) if len(spots) <= _MOST else spots
    return {
        site.id: (round(float(x), 1), round(float(y), 1))
        for site, (x, y) in zip(placed, moved, strict=True)
    }


def is_shown(row: Row) -> bool:
    """Tell whether a map shows a site without being asked for all: the same as on a plate.

    Parameters
    ----------
    row
        The site with its answer.
    """
    return row.counted or row.status.still_occupied != "no"


def small_map(
    view: Snapshot,
    ground: Ground,
    places: Mapping[str, tuple[float, float]],
    framed: frozenset[str],
) -> dict[str, Any]:
    """Give what the template draws of one day of knowledge.

    Parameters
    ----------
    view
        The snapshot.
    ground
        What lies under its marks.
    places
        Where these stand, by `places_of`.
    framed
        Ids of the sites that differ from the map before: they lie on top, in a frame.
    """
    rows = [row for row in view.rows if row.site.id in places]
    rows = [row for row in rows if is_shown(row) or row.site.id in framed]
    rows.sort(key=lambda row: (row.site.id in framed, row.counted))
    return {
        "wide": WIDE,
        "high": ground.high,
        "land": ground.land,
        "regions": [(outline, _tint(view, layer)) for layer, outline in ground.regions],
        "half": _FRAME,
        "marks": [
            {
                "at": places[row.site.id],
                "parts": _parts(row),
                "framed": row.site.id in framed,
            }
            for row in rows[-_MOST:]
        ],
    }


def _tint(view: Snapshot, layer: str) -> str:
    count = view.by_layer.get(layer, Count(0, 0, 0))
    return region_fill(count.certain, count.of)


def _parts(row: Row) -> tuple[dict[str, Any], ...]:
    mark = mark_of(row.status)
    late = None if mark.overdue is None else 1  # the days are not told in so small a map
    plain = Mark(mark.fill, mark.states, mark.dashed, late)
    return drawn_parts(plain, RADIUS if row.counted else RADIUS * 0.72)


@lru_cache(maxsize=256)
def drawn_parts(mark: Mark, radius: float) -> tuple[dict[str, Any], ...]:
    """Give the parts of a mark as SVG has them: circles and paths, the lowest first.

    Parameters
    ----------
    mark
        The mark.
    radius
        The radius of its disc.
    """
    from geo.plate.marks import parts_of  # noqa: PLC0415 - with matplotlib, slow to import

    return tuple(
        {
            "circle": _radius(part.path),
            "path": _path(part.path),
            "face": part.face,
            "edge": part.edge,
            "width": round(part.width, 2),
            "dashes": " ".join(f"{one * part.width:.2g}" for one in part.dashes),
        }
        for part in parts_of(mark, radius)
    )


def _radius(path: "Path") -> float | None:
    """Give the radius of a whole circle; None for any other outline."""
    points = np.asarray(path.vertices, dtype=float)
    if len(points) != _CIRCLE or {code for _, code in _steps(path)} != {"M", "C", "Z"}:
        return None
    return round(float(np.abs(points).max()), 2)


def _path(path: "Path") -> str:
    """Give an outline in the letters of SVG, whose second axis points down."""
    return "".join(letter + told for told, letter in _steps(path))


def _steps(path: "Path") -> Iterator[tuple[str, str]]:
    for ends, code in path.iter_segments(simplify=False):
        letter = _LETTERS[int(code)]
        points = [] if letter == "Z" else zip(ends[::2], ends[1::2], strict=True)
        yield " ".join(f"{x:.1f},{-y:.1f}" for x, y in points), letter
