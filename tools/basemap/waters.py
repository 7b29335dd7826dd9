"""Rivers and lakes around Iraq."""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tools.basemap.features import Feature
from tools.basemap.geometry import clip, round_geometry, wind
from tools.basemap.topology import decode_object

# Degrees, about 10 km: what the box leaves of a river that only nicks it.
SHORTEST_RIVER = 0.1


def make_rivers(topology: Mapping[str, Any]) -> list[Feature]:
    """Give the rivers inside the box, without stumps; the source does not name them."""
    shapes = [s for s in _read(topology, "rivers") if s.length >= SHORTEST_RIVER]
    return _number("river", shapes)


def make_lakes(topology: Mapping[str, Any]) -> list[Feature]:
    """Give the lakes inside the box; the source does not name them."""
    return _number("lake", _read(topology, "lakes"))


def _read(topology: Mapping[str, Any], name: str) -> list[BaseGeometry]:
    clipped = [clip(shape(geometry)) for geometry in decode_object(topology, name)]
    return [wind(round_geometry(geometry)) for geometry in clipped if not geometry.is_empty]


def _number(prefix: str, shapes: Sequence[BaseGeometry]) -> list[Feature]:
    ordered = sorted(shapes, key=lambda geometry: shapely.get_coordinates(geometry).tolist())
    return [Feature(f"{prefix}-{n:02}", {}, geometry) for n, geometry in enumerate(ordered, 1)]
