"""Positions and outlines of GeoJSON, checked: degrees, closed rings, no crossing lines."""

import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from geo.files import Findings, Spot, shown
from geo.jsontext import NoNumber

if TYPE_CHECKING:
    from shapely import MultiPolygon

AREAS = ("Polygon", "MultiPolygon")  # compared, not hashed: the type may be anything
DECIMALS = 4  # about 11 metres
_FAR = 1_000  # beyond any slip in degrees
_METRES = 1e8  # more than the way round the Earth
_LIMITS = (("longitude", 180), ("latitude", 90))
_BROKEN = re.compile(r"([^\[]+)\[(\S+) (\S+)\]")
_RING = 4  # the fewest positions of a closed ring
_PAIR = 2
_HALF_WAY = 180  # degrees of longitude; no side of an outline is longer
_AT = ("coordinates",)
_MOST_FAULTS = 5  # of one kind in one geometry, told one by one
_WGS84 = ("CRS84", "4326")

Position = tuple[float, float]
Ring = tuple[Position, ...]
Problem = tuple[str, str, str, str]  # field, found, allowed, hint


def read_point(geometry: object, spot: Spot, findings: Findings) -> Position | None:
    """Check a site's geometry and give its position.

    Parameters
    ----------
    geometry
        What stands under ``geometry``: a GeoJSON Point, or None where no position is known.
    spot
        Where the feature stands.
    findings
        Takes the faults.

    Returns
    -------
    Longitude and latitude, or None.
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        _refuse_type(geometry, "a Point, or null", spot, findings)
        return None
    position = geometry.get("coordinates")
    if not _is_position(position):
        findings.add(spot, "coordinates", shown(position), "[longitude, latitude]")
        return None
    problems = _off_limits(position)
    for problem in problems:
        findings.add(spot, *problem, at=_AT)
    if problems or _lack(position):
        return None
    if _is_long(position):
        allowed = f"at most {DECIMALS} decimals; the rest is dropped"
        findings.warn(spot, "coordinates", shown(position[:2]), allowed)
    return _rounded(position)


def read_area(geometry: object, spot: Spot, findings: Findings) -> Mapping[str, Any] | None:
    """Check a region's geometry and give it in one form: rounded, outer rings to the left.

    Parameters
    ----------
    geometry
        What stands under ``geometry``: a GeoJSON Polygon or MultiPolygon, or None.
    spot
        Where it stands.
    findings
        Takes the faults.

    Returns
    -------
    A Polygon or MultiPolygon of tuples, or None.
    """
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in AREAS:
        _refuse_type(geometry, "a Polygon, a MultiPolygon or null", spot, findings)
        return None
    given = geometry.get("coordinates")
    polygons = [given] if kind == "Polygon" else given
    if not _are_polygons(polygons):
        polygons = _filled_in(polygons, 3)
    if not _are_polygons(polygons):
        allowed = "rings of [longitude, latitude], at least four for each"
        findings.add(spot, "coordinates", shown(given), allowed)
        return None
    if _has_faults(polygons, spot, findings):
        return None
    rounded = [[tuple(map(_rounded, ring)) for ring in polygon] for polygon in polygons]
    if not _is_valid(rounded, spot, findings):
        return None
    made = tuple(_wound(polygon, spot, findings) for polygon in rounded)
    return {"type": kind, "coordinates": made[0] if kind == "Polygon" else made}


def has_other_crs(content: Mapping[str, Any], spot: Spot, findings: Findings) -> bool:
    """Note a reference system other than degrees of WGS 84, and tell whether there is one.

    Parameters
    ----------
    content
        A FeatureCollection.
    spot
        The file.
    findings
        Takes the faults.
    """
    crs = content.get("crs")
    if crs is None or any(name in str(crs) for name in _WGS84):
        return False
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, NoNumber) or isinstance(properties, NoNumber):
        return True  # told when the file was read
    # The name alone: what stands around it would leave no room for the number at its end.
    found = shown(name if isinstance(name, str) else crs)
    findings.add(spot, "crs", found, "none", "positions are in degrees, WGS 84")
    return True


def outside(shape: Mapping[str, Any], positions: list[Position]) -> list[bool]:
    """Tell of each position whether it lies outside a shape.

    Parameters
    ----------
    shape
        A Polygon or MultiPolygon.
    positions
        Longitudes and latitudes.
    """
    import shapely  # noqa: PLC0415 - slow to import, and needed for polygons only

    given = shape["coordinates"]
    area = _to_geometry([given] if shape["type"] == "Polygon" else given)
    shapely.prepare(area)
    return [not area.intersects(shapely.Point(position)) for position in positions]


def _refuse_type(geometry: object, allowed: str, spot: Spot, findings: Findings) -> None:
    found = geometry.get("type") if isinstance(geometry, dict) else geometry
    if not isinstance(found, NoNumber):  # else that is told
        findings.add(spot, "geometry", shown(found), allowed, at=())


def _filled_in(value: object, levels: int) -> object:
    """Put lists of what is no number in the place of one that stands where a list belongs.

    It was told when the file was read; what stands around it is checked like anything else.
    """
    if not levels:
        return [value, value] if isinstance(value, NoNumber) else value
    if isinstance(value, NoNumber):
        return [_filled_in(value, levels - 1)] * _RING
    return [_filled_in(one, levels - 1) for one in value] if isinstance(value, list) else value


def _is_position(value: object) -> TypeGuard[list[float]]:
    if not isinstance(value, list) or not _PAIR <= len(value) <= _PAIR + 1:
        return False
    return all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)


def _are_polygons(polygons: object) -> TypeGuard[list[Any]]:
    return _is_filled(polygons) and all(
        _is_filled(rings)
        and all(_is_filled(ring, _RING) and all(map(_is_position, ring)) for ring in rings)
        for rings in polygons
    )


def _is_filled(value: object, fewest: int = 1) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and len(value) >= fewest


def _is_off(position: list[float]) -> bool:
    lon, lat = position[:2]
    if abs(lon) <= _LIMITS[0][1] and abs(lat) <= _LIMITS[1][1]:
        return False  # quick, for outlines are long
    return bool(_off_limits(position))


def _off_limits(position: list[float]) -> list[Problem]:
    """Say what is wrong with a position's numbers: field, found, allowed, hint."""
    hint = _hint(position)
    found = [
        (name, shown(number), f"a number from -{limit} to {limit}", hint)
        for (name, limit), number in zip(_LIMITS, position, strict=False)
        if not (abs(number) <= limit or isinstance(number, NoNumber))  # NaN is not below either
    ]
    return found[:1] if hint else found  # one slip spoils both numbers


def _hint(position: list[float]) -> str:
    lon, lat = map(abs, position[:2])
    if _FAR < max(lon, lat) < _METRES:
        return "degrees are meant, and these look like projected metres"
    if lon <= _LIMITS[1][1] < lat <= _LIMITS[0][1]:
        return "longitude comes first: are the two swapped?"
    return ""


def _is_long(position: list[float]) -> bool:
    return any(round(number, DECIMALS) != number for number in position[:2])


def _rounded(position: list[float]) -> Position:
    # Adding zero turns -0.0 into 0.0, so that one place has one text.
    return round(float(position[0]), DECIMALS) + 0.0, round(float(position[1]), DECIMALS) + 0.0


def _has_faults(polygons: list[Any], spot: Spot, findings: Findings) -> bool:
    """Note the positions off limits, the rings across the antimeridian and the open ones."""
    rings = [ring for polygon in polygons for ring in polygon]
    off = _note_off(rings, spot, findings)
    wrong = [off, _note_leaps(rings, spot, findings), _note_open(rings, spot, findings)]
    long = sum(_is_long(p) and not _lack(p) for ring in rings for p in ring)
    if long and not off:  # else degrees may not be meant, and decimals are no matter
        allowed = f"at most {DECIMALS} decimals; the rest is dropped"
        findings.warn(spot, "coordinates", f"{long} longer positions", allowed)
    return any(wrong) or any(_lack(position) for ring in rings for position in ring)


def _note_off(rings: list[Any], spot: Spot, findings: Findings) -> bool:
    off = list({tuple(p[:2]): p for ring in rings for p in ring if _is_off(p)}.values())
    told = [problem for position in off[:_MOST_FAULTS] for problem in _off_limits(position)]
    _note(told, "positions", len(off) - _MOST_FAULTS, spot, findings)
    return bool(off)


def _note_leaps(rings: list[Any], spot: Spot, findings: Findings) -> bool:
    leaps = [side for ring in rings for side in itertools.islice(_leaps(ring), 1)]
    allowed = f"sides of at most {_HALF_WAY} degrees of longitude"
    hint = "cut the outline there (RFC 7946, 3.1.9)"
    ends = [(shown(one), shown(other)) for one, other in leaps]
    found = [f"a side across the antimeridian, from {one} to {other}" for one, other in ends]
    _note_all([("coordinates", text, allowed, hint) for text in found], spot, findings)
    return bool(leaps)


def _note_open(rings: list[Any], spot: Spot, findings: Findings) -> bool:
    unclosed = [ring for ring in rings if ring[0] != ring[-1] and not _lack(ring[0] + ring[-1])]
    found = [f"a ring from {shown(ring[0])} to {shown(ring[-1])}" for ring in unclosed]
    allowed = "rings that end where they begin"
    _note_all([("coordinates", text, allowed, "") for text in found], spot, findings)
    return bool(unclosed)


def _note_all(told: list[Problem], spot: Spot, findings: Findings) -> None:
    _note(told[:_MOST_FAULTS], "rings", len(told) - _MOST_FAULTS, spot, findings)


def _note(told: list[Problem], noun: str, more: int, spot: Spot, findings: Findings) -> None:
    """Note faults of one kind, and how many more there are of it."""
    for problem in told:
        findings.add(spot, *problem, at=_AT)
    if more > 0:
        findings.add(spot, "coordinates", f"{more:,} more such {noun}", told[-1][2])


def _lack(numbers: list[float]) -> bool:
    """Tell whether one was no number, which was told when the file was read."""
    return any(isinstance(number, NoNumber) for number in numbers)


def _leaps(ring: list[list[float]]) -> Iterator[tuple[list[float], list[float]]]:
    """Give the sides that are too long, but for those whose ends are off limits themselves."""
    for one, other in itertools.pairwise(ring):
        if abs(one[0]) <= _HALF_WAY >= abs(other[0]) and abs(one[0] - other[0]) > _HALF_WAY:
            yield one, other


def _wound(polygon: list[Ring], spot: Spot, findings: Findings) -> tuple[Ring, ...]:
    """Turn the rings of a polygon that run the wrong way round."""
    made = []
    for index, ring in enumerate(polygon):
        right = (_area(ring) > 0) is (index == 0)
        if not right:
            found = "a hole that runs to the left" if index else "an outline that runs to the right"
            allowed = "outlines to the left and holes to the right (RFC 7946); it was turned"
            findings.warn(spot, "coordinates", found, allowed)
        made.append(ring if right else ring[::-1])
    return tuple(made)


def _area(ring: Ring) -> float:
    pairs = itertools.pairwise(ring)
    return math.fsum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)


def _to_geometry(polygons: Sequence[Sequence[Ring]]) -> "MultiPolygon":
    import numpy as np  # noqa: PLC0415 - comes with shapely
    import shapely  # noqa: PLC0415 - slow to import, and needed for polygons only

    rings = [[shapely.linearrings(np.array(ring)) for ring in polygon] for polygon in polygons]
    return shapely.MultiPolygon([shapely.Polygon(ring, holes) for ring, *holes in rings])


def _is_valid(polygons: list[list[Ring]], spot: Spot, findings: Findings) -> bool:
    import shapely  # noqa: PLC0415 - slow to import, and needed for polygons only

    if shapely.is_valid(_to_geometry(polygons)):
        return True
    told = list(dict.fromkeys(_told_reason(reason) for reason in _reasons(polygons)))
    allowed = "outlines that neither cross nor touch themselves"
    _note_all([("coordinates", found, allowed, "") for found in told], spot, findings)
    return False


def _reasons(polygons: list[list[Ring]]) -> list[str]:
    """Say what is wrong with the rings of each polygon, else with it, else between polygons."""
    found = []
    for polygon in polygons:
        rings = [reason for ring in polygon for reason in _reason([[ring]])]
        found += rings or _reason([polygon])
    return found or _reason(polygons)


def _reason(polygons: list[list[Ring]]) -> list[str]:
    import shapely  # noqa: PLC0415 - slow to import, and needed for polygons only

    area = _to_geometry(polygons)
    return [] if shapely.is_valid(area) else [shapely.is_valid_reason(area)]


def _told_reason(reason: str) -> str:
    match = _BROKEN.fullmatch(reason)
    return f"{match[1].lower()} at {match[2]}, {match[3]}" if match else reason.lower()
