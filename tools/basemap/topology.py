"""Read TopoJSON: arcs shared between shapes, stored as small whole-number steps."""

from collections.abc import Mapping, Sequence
from typing import Any

Position = tuple[float, float]
Line = list[Position]


def decode_arcs(topology: Mapping[str, Any]) -> list[Line]:
    """Give the arcs of a topology in degrees.

    In a quantised topology (one with a `transform`) each position but the first is a step from
    the one before; in the others the positions are used as they stand.
    """
    transform = topology.get("transform")
    if transform is None:
        return [[(float(x), float(y)) for x, y, *_ in arc] for arc in topology["arcs"]]
    scale, shift = transform["scale"], transform["translate"]
    return [_walk(arc, scale, shift) for arc in topology["arcs"]]


def _walk(arc: Sequence[Sequence[int]], scale: Sequence[float], shift: Sequence[float]) -> Line:
    line: Line = []
    x = y = 0
    for step in arc:
        x += step[0]
        y += step[1]
        line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return line


def join_arcs(indexes: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Give one line from arcs laid end to end; index ~i means arc i walked backwards."""
    line: Line = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        # The end of one arc is the start of the next: one of the two is enough.
        line.extend(arc if not line else arc[1:])
    return line


def decode_object(topology: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Give the GeoJSON geometries of the object called `name`.

    Raises
    ------
    ValueError
        If the object holds a type other than lines and polygons.
    """
    arcs = decode_arcs(topology)
    shapes = topology["objects"][name]
    parts = shapes["geometries"] if shapes["type"] == "GeometryCollection" else [shapes]
    return [_decode(part, arcs) for part in parts]


def _decode(shape: Mapping[str, Any], arcs: Sequence[Line]) -> dict[str, Any]:
    kind, nested = shape["type"], shape["arcs"]
    match kind:
        case "LineString":
            return {"type": kind, "coordinates": join_arcs(nested, arcs)}
        case "MultiLineString" | "Polygon":
            return {"type": kind, "coordinates": [join_arcs(line, arcs) for line in nested]}
        case "MultiPolygon":
            polygons = [[join_arcs(ring, arcs) for ring in rings] for rings in nested]
            return {"type": kind, "coordinates": polygons}
        case _:
            message = f"a topology's {kind} cannot be read here"
            raise ValueError(message)
