"""Rounding, winding and clipping of shapes, all in degrees (WGS 84)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

DECIMALS = 4  # about 11 m: finer than the 1:10m source by far

# Iraq with enough of its neighbours to fill a wide page.
BOX = (34.0, 26.0, 54.0, 40.0)


def round_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """Give the geometry with every coordinate rounded, and no position twice in a row.

    Each vertex is rounded by itself, so two shapes that shared a border still share it.
    """
    rounded = shapely.transform(geometry, _round)
    return shapely.remove_repeated_points(rounded, 0)


def _round(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(coordinates, DECIMALS)


def wind(geometry: BaseGeometry) -> BaseGeometry:
    """Give the geometry in one canonical form: exterior rings counter-clockwise, parts sorted.

    Without this, the order of parts and the first vertex of a ring would hang on the version of
    the geometry library.
    """
    return shapely.orient_polygons(geometry.normalize(), exterior_cw=False)


def clip(geometry: BaseGeometry) -> BaseGeometry:
    """Give the part of the geometry inside the box, without pieces of a lower dimension."""
    dimension = shapely.get_dimensions(geometry)
    inside = shapely.intersection(geometry, shapely.box(*BOX))
    pieces = [p for p in shapely.get_parts(inside) if shapely.get_dimensions(p) == dimension]
    return shapely.union_all(pieces)


def as_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Give the GeoJSON geometry, rounded.

    Raises
    ------
    ValueError
        If the geometry is empty or not valid: such a shape must never reach a file.
    """
    if geometry.is_empty or not geometry.is_valid:
        message = f"not a shape to write: {shapely.is_valid_reason(geometry)}"
        raise ValueError(message)
    shape = mapping(geometry)
    return {"type": shape["type"], "coordinates": _as_lists(shape["coordinates"])}


def _as_lists(nested: Sequence[Any] | float) -> Any:  # noqa: ANN401 - nests by geometry type
    if isinstance(nested, Sequence):
        return [_as_lists(part) for part in nested]
    return round(float(nested), DECIMALS)


def check_coverage(shapes: Sequence[BaseGeometry], name: str) -> None:
    """Refuse shapes that overlap, or whose shared borders differ by a vertex.

    Raises
    ------
    ValueError
        If they do; slivers on the map would follow.
    """
    if not shapely.coverage_is_valid(list(shapes)):
        message = f"{name}: the shapes overlap, or do not share their borders exactly"
        raise ValueError(message)
