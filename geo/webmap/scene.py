"""What the web map shows on every day: places, basemap, colours, words."""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo import style, words
from geo.places import Region, Site
from geo.status import State
from geo.style import Fill
from geo.webmap.tables import message

_HERE = Path(__file__).resolve().parent
# In a wheel the data lie inside the package, in a checkout beside it.
_FOLDERS = (_HERE.parent / "_data" / "basemap", _HERE.parents[1] / "data" / "basemap")
_IRAQ = (38.8, 29.1, 48.6, 37.4)
_LABEL_GRID = 10
_LABEL_POINTS = 24
_MARGIN = 0.25  # of the width and height, for the part of a neighbour that is in sight

# What the legend explains, in the order of the marks' table: message, fill, states, dashed, ring.
_LEGEND: tuple[tuple[str, Fill, tuple[State, ...], bool, bool], ...] = (
    ("state-occupied", Fill.FULL, (State.OCCUPIED,), False, False),
    ("state-reduced", Fill.HALF, (State.REDUCED,), False, False),
    ("state-withdrawn", Fill.HOLLOW, (State.WITHDRAWN,), False, False),
    ("state-unknown", Fill.DOTTED, (State.UNKNOWN,), False, False),
    ("legend-possible", Fill.HATCHED, (State.OCCUPIED, State.WITHDRAWN), False, False),
    ("legend-contested", Fill.SPLIT, (State.OCCUPIED, State.WITHDRAWN), False, False),
    ("legend-planned", Fill.FULL, (State.OCCUPIED,), True, False),
    ("legend-overdue", Fill.FULL, (State.OCCUPIED,), False, True),
)
_WORDS = (
    "months",
    "day",
    "list-comma",
    "legend-title",
    "legend-uncertain",
    "legend-group",
    "map-unplaced",
    "map-regions",
    "map-rivers",
    "map-towns",
    "map-others",
    "key-uncounted",
    "key-differs",
    "map-label",
    "map-note",
    "map-shade",
    "count-range",
    "days-short",
    "digits",
    "overdue-by",
    "note-overdue-one",
    "note-overdue",
)


def scene_of(
    sites: Iterable[Site],
    regions: Iterable[Region],
    lang: str = "en",
    more_words: Collection[str] = (),
) -> dict[str, Any]:
    """Give all that the map draws and that no date changes, as plain data.

    Parameters
    ----------
    sites
        The sites, placed or not.
    regions
        The regions; those without a shape are left out.
    lang
        The language of names and words.
    more_words
        Keys of messages that go along beside those of the map.
    """
    shaped = [region for region in regions if region.shape]
    sites = list(sites)
    return {
        "lang": lang,
        "rtl": lang in words.RIGHT_TO_LEFT,
        "bounds": _bounds(sites, shaped),
        "sites": [_site_record(site, lang) for site in sites],
        "regions": [_region_record(region, lang) for region in shaped],
        "base": basemap(lang) if _is_reached(sites, shaped) else {},
        "style": _style_record(),
        "words": _words_record(lang, more_words),
        "legend": [
            [message(key, lang), fill.value, states[0].value, states[-1].value, dashed, ring]
            for key, fill, states, dashed, ring in _LEGEND
        ],
    }


def credits_of(scene: Mapping[str, Any], attribution: str) -> list[str]:
    """Give the sentences that say to whom the map of a scene is owed.

    Parameters
    ----------
    scene
        What `scene_of` gave.
    attribution
        What the data ask for.
    """
    base = scene["base"]
    drawn = {"ground": bool(base), "towns": bool(base.get("towns"))}
    return words.credit_lines(attribution, scene["lang"], **drawn)


def basemap(lang: str = "en") -> dict[str, Any]:
    """Give the basemap's layers by name; a missing file leaves its layer out.

    Parameters
    ----------
    lang
        The language of the towns' and the neighbours' names.
    """
    found: dict[str, Any] = {}
    for name in ("iraq", "neighbours", "lakes", "rivers"):
        features = _read(name)
        if features:
            found[name] = [feature["geometry"] for feature in features]
    found["towns"] = [
        [_name(town, lang), *reversed(town["geometry"]["coordinates"])] for town in _read("towns")
    ]
    found["countries"] = [
        [_name(country, lang), *_seen_at(country)]
        for country in _read("neighbours")
        if country["properties"].get("borders_iraq")
    ]
    return found


@lru_cache(maxsize=8)
def _read(name: str) -> list[dict[str, Any]]:
    for folder in _FOLDERS:
        path = folder / f"{name}.geojson"
        if path.is_file():
            features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
            return features
    return []


def _name(feature: Mapping[str, Any], lang: str) -> str:
    properties = feature["properties"]
    return str(properties.get(f"name_{lang}") or properties["name"])


def _seen_at(country: Mapping[str, Any]) -> tuple[float, float]:
    """Give a point for a neighbour's name, inside the part of it that is first in sight."""
    west, south, east, north = _IRAQ
    wide, high = (east - west) * _MARGIN, (north - south) * _MARGIN
    near = shapely.box(west - wide, south - high / 2, east + wide, north + high / 2)
    seen = shape(country["geometry"]).intersection(near)
    at = _middle(seen if not seen.is_empty else shape(country["geometry"]))
    return (round(at[1], 3), round(at[0], 3))


def _middle(area: BaseGeometry) -> tuple[float, float]:
    """Give the centre of the largest circle that fits into an area."""
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        area = area.buffer(0.01)
    lon, lat = shapely.get_coordinates(shapely.maximum_inscribed_circle(area, 0.02))[0]
    return (float(lon), float(lat))


def _site_record(site: Site, lang: str) -> dict[str, Any]:
    radius = site.uncertainty_km or 0
    return {
        "id": site.id,
        "name": words.name_of(site, lang),
        "at": [site.lat, site.lon] if site.placed else None,
        "layer": site.layer,
        "metres": round(radius * 1000) if radius > style.UNCERTAIN_FROM_KM else None,
    }


def _region_record(region: Region, lang: str) -> dict[str, Any]:
    return {
        "id": region.id,
        "layer": region.layer,
        "name": words.name_of(region, lang),
        "shape": region.shape,
        "at": _label_points(_outline(region)),
    }


def _outline(region: Region) -> BaseGeometry:
    return shape(dict(region.shape or {}))


def _label_points(area: BaseGeometry) -> list[list[float]]:
    """Give points inside a region where its name may stand, the roomiest first."""
    lon, lat = _middle(area)
    west, south, east, north = area.bounds
    grid = range(1, _LABEL_GRID)
    points = [
        (west + (east - west) * x / _LABEL_GRID, south + (north - south) * y / _LABEL_GRID)
        for x in grid
        for y in grid
    ]
    edge = area.boundary
    inside = [(edge.distance(p), p.x, p.y) for p in map(shapely.Point, points) if area.contains(p)]
    inside.sort(reverse=True)
    roomy = [(x, y) for _, x, y in inside[:_LABEL_POINTS]]
    return [[round(y, 3), round(x, 3)] for x, y in [(lon, lat), *roomy]]


def _is_reached(sites: Iterable[Site], regions: Iterable[Region]) -> bool:
    """Tell whether the basemap reaches a place that is shown; nothing else must be painted."""
    boxes = _boxes(sites, regions)
    known = [shape(one["geometry"]) for name in ("iraq", "neighbours") for one in _read(name)]
    west, south, east, north = shapely.total_bounds(known)
    reached = (w < east and e > west and s < north and n > south for w, s, e, n in boxes)
    return not boxes or any(reached)


def _boxes(
    sites: Iterable[Site], regions: Iterable[Region]
) -> list[tuple[float, float, float, float]]:
    boxes = [_outline(region).bounds for region in regions]
    spots = [(s.lon, s.lat) for s in sites if s.lon is not None and s.lat is not None]
    return boxes + [(lon, lat, lon, lat) for lon, lat in spots]


def _bounds(sites: Iterable[Site], regions: Iterable[Region]) -> list[list[float]]:
    west, south, east, north = zip(*(_boxes(sites, regions) or [_IRAQ]), strict=True)
    return [[min(south), min(west)], [max(north), max(east)]]


def _style_record() -> dict[str, Any]:
    return {
        "radius": style.MARK_RADIUS,
        "colours": {state.value: colour for state, colour in style.COLOURS.items()},
        "ink": style.INK,
        "paper": style.PAPER,
        "land": style.LAND,
        "around": style.LAND_AROUND,
        "water": style.WATER,
        "border": style.BORDER,
        "leader": style.LEADER,
        "overdue": style.OVERDUE,
        "uncertain": style.UNCERTAIN,
    }


def _words_record(lang: str, more: Collection[str]) -> dict[str, str]:
    """Give the messages that the browser fills in, with all the forms they take with numbers."""
    found = {**words.catalogue("en"), **words.catalogue(lang)}
    wanted = {*_WORDS, *more}
    return {key: text for key, text in found.items() if key.partition("@")[0] in wanted}
