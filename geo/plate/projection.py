"""Projections: one fit for the extent, and the way from degrees to points on the paper."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from geo.plate.paper import Rect

Points = NDArray[np.float64]
GEOD = Geod(ellps="WGS84")
_WIDE, _POLAR, _TROPIC = 60.0, 75.0, 12.0
_LEAST_METRES = 60_000.0


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in degrees; ``east`` may pass 180 where it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @property
    def lon(self) -> float:
        """The meridian in its middle."""
        return (self.west + self.east) / 2

    @property
    def lat(self) -> float:
        """The parallel in its middle."""
        return (self.south + self.north) / 2


def extent_of(points: Points) -> Extent:
    """Give the smallest box around points.

    Parameters
    ----------
    points
        Rows of longitude and latitude, at least one.
    """
    lons = np.unique(np.mod(points[:, 0] + 180.0, 360.0) - 180.0)
    gaps = np.append(np.diff(lons), lons[0] + 360.0 - lons[-1])
    widest = int(np.argmax(gaps))
    west = float(lons[(widest + 1) % len(lons)])
    east = float(lons[widest])
    east = east if east >= west else east + 360.0
    return Extent(west, float(points[:, 1].min()), east, float(points[:, 1].max()))


def vertices(shape: Mapping[str, Any]) -> Iterator[tuple[Points, bool]]:
    """Give the lines and rings of a GeoJSON geometry, each with whether it is a ring.

    Parameters
    ----------
    shape
        A geometry; a collection or an unknown type gives nothing.
    """
    kind, parts = shape.get("type"), shape.get("coordinates", ())
    if kind == "Polygon":
        parts = [parts]
    elif kind == "LineString":
        parts = [[parts]]
    elif kind == "MultiLineString":
        parts = [[line] for line in parts]
    elif kind != "MultiPolygon":
        return
    for polygon in parts:
        for ring in polygon:
            yield np.asarray(ring, dtype=float)[:, :2], "Polygon" in str(kind)


def projection_for(extent: Extent) -> str:
    """Choose a projection: true to shape, and to scale near the middle of the extent.

    Parameters
    ----------
    extent
        What is to be shown.

    Notes
    -----
    Conformal where the extent is a country or less: conic where it is wide, transverse
    Mercator where it is tall or near the equator, stereographic near a pole. Equal-area
    azimuthal for larger ones.
    """
    wide, high = extent.east - extent.west, extent.north - extent.south
    at = f"+lat_0={extent.lat:.4f} +lon_0={extent.lon:.4f} +datum=WGS84 +units=m +no_defs"
    if max(wide * math.cos(math.radians(extent.lat)), high) > _WIDE:
        return f"+proj=laea {at}"
    if abs(extent.lat) > _POLAR:
        return f"+proj=stere {at}"
    if abs(extent.lat) > _TROPIC and wide * math.cos(math.radians(extent.lat)) > 0.8 * high:
        first, second = extent.south + high / 6, extent.north - high / 6
        return f"+proj=lcc +lat_1={first:.4f} +lat_2={second:.4f} {at}"
    return f"+proj=tmerc {at}"


@lru_cache(maxsize=64)
def _transformer(projection: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", projection, always_xy=True)


@dataclass(frozen=True, slots=True)
class View:
    """A map on the paper: a projection, a scale and the rectangle that it fills.

    Attributes
    ----------
    projection
        A PROJ string.
    rect
        The map's rectangle in points.
    scale
        Points for a metre of the projection.
    east, north
        The projected point at the middle of the rectangle, in metres.
    """

    projection: str
    rect: Rect
    scale: float
    east: float
    north: float

    def project(self, points: Points) -> Points:
        """Give the paper's points for rows of longitude and latitude."""
        x, y = _transformer(self.projection).transform(points[:, 0], points[:, 1])
        return self.place(np.column_stack([x, y]))

    def place(self, metres: Points) -> Points:
        """Give the paper's points for rows of projected metres."""
        middle = np.array([self.rect.cx, self.rect.cy])
        result: Points = (metres - np.array([self.east, self.north])) * self.scale + middle
        return result

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the paper's point for one position."""
        x, y = self.project(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def position(self, x: float, y: float) -> tuple[float, float]:
        """Give longitude and latitude for a point on the paper."""
        east = (x - self.rect.cx) / self.scale + self.east
        north = (y - self.rect.cy) / self.scale + self.north
        lon, lat = _transformer(self.projection).transform(east, north, direction="INVERSE")
        return float(lon), float(lat)

    @property
    def points_per_km(self) -> float:
        """Points for a kilometre on the ground, across the middle of the map."""
        half = min(40.0, self.rect.w / 3)
        west = self.position(self.rect.cx - half, self.rect.cy)
        east = self.position(self.rect.cx + half, self.rect.cy)
        metres = float(GEOD.inv(*west, *east)[2])
        return 2 * half / (metres / 1000)

    def moved(self, rect: Rect) -> "View":
        """Give the same map, at the same scale, in another rectangle."""
        return View(self.projection, rect, self.scale, self.east, self.north)


def view_of(points: Points, rect: Rect, pad: float, projection: str | None = None) -> View:
    """Fit a map to points.

    Parameters
    ----------
    points
        Rows of longitude and latitude that must be seen, at least one.
    rect
        The map's rectangle.
    pad
        Points kept free inside its edge.
    projection
        A PROJ string; chosen for the extent when None.
    """
    projection = projection or projection_for(extent_of(points))
    x, y = _transformer(projection).transform(points[:, 0], points[:, 1])
    keep = np.isfinite(x) & np.isfinite(y)
    x, y = (x[keep], y[keep]) if keep.any() else (np.zeros(1), np.zeros(1))
    wide = max(float(np.ptp(x)), _LEAST_METRES)
    high = max(float(np.ptp(y)), _LEAST_METRES)
    scale = min((rect.w - 2 * pad) / wide, (rect.h - 2 * pad) / high)
    east, north = float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2
    return View(projection, rect, scale, east, north)


_STEPS = (1.0, 2.0, 2.5, 5.0)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A length in kilometres and how long it is on the paper."""

    km: float
    points: float


def scale_bar(view: View, most: float) -> ScaleBar:
    """Give a bar of a round length that is right at the middle of the map.

    Parameters
    ----------
    view
        The map.
    most
        The longest it may be, in points.
    """
    per_km = view.points_per_km
    limit = most / per_km
    power = 10.0 ** math.floor(math.log10(limit))
    fitting: Iterable[float] = (step * power for step in (*_STEPS, 10.0) if step * power <= limit)
    km = max(fitting, default=power)
    return ScaleBar(km, km * per_km)
