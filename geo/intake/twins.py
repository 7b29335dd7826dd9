"""Records of one name that lie close together, which may be one place written twice."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from geo.files import shown
from geo.slugs import slug

NEAR_KM = 5.0
_KM_PER_DEGREE = 111.2
_MOST = 8  # that are told
_MOST_ALIKE = 20  # of one name that are held against each other
_DATES = ("since", "until", "deadline")
Position = tuple[float | None, float | None]


def kilometres(one: Position, two: Position) -> float:
    """Give about how far two positions lie apart; 0 where one of them is not known.

    Parameters
    ----------
    one, two
        Longitude and latitude.
    """
    (lon, lat), (other_lon, other_lat) = one, two
    if lon is None or lat is None or other_lon is None or other_lat is None:
        return 0.0
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return math.hypot(east, lat - other_lat) * _KM_PER_DEGREE


def notes_of_twins(features: Sequence[Mapping[str, Any]], wheres: Sequence[str]) -> list[str]:
    """Name the records that have the name of an earlier one close by, and no id of their own.

    Parameters
    ----------
    features
        Those of a plain layer.
    wheres
        What each is called, such as ``row 5``.
    """
    seen: dict[str, list[int]] = {}
    notes = []
    for number, feature in enumerate(features):
        name = slug(feature["properties"].get("name", ""))
        if not name or "id" in feature or _position(feature) is None:
            continue
        alike = seen.setdefault(name, [])
        first = next((n for n in alike if _is_near(feature, features[n])), None)
        if first is not None:
            same = _dates(feature) == _dates(features[first])
            dates = "the same dates" if same else "other dates"
            told = shown(feature["properties"]["name"])
            notes.append(
                f"{wheres[number]}: {told} stands in {wheres[first]} too, within "
                f"{NEAR_KM:.0f} km and with {dates}; taken for two sites"
            )
        if len(alike) < _MOST_ALIKE:
            alike.append(number)
    more = [f"and {len(notes) - _MOST} more names that stand twice"] if len(notes) > _MOST else []
    return notes[:_MOST] + more


def _is_near(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    return kilometres(_position(one) or (None, None), _position(two) or (None, None)) <= NEAR_KM


def _position(feature: Mapping[str, Any]) -> Position | None:
    """Give where a feature lies; None for what is no point, or has no sound position."""
    geometry = feature["geometry"]
    if geometry is None:
        return None, None
    found = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if not isinstance(found, list) or not isinstance(geometry, dict):
        return None
    numbers = [float(n) for n in found[:2] if isinstance(n, int | float)]
    is_point = geometry.get("type") == "Point" and len(numbers) == len(found[:2]) == 2  # noqa: PLR2004
    return (numbers[0], numbers[1]) if is_point else None


def _dates(feature: Mapping[str, Any]) -> list[object]:
    return [feature["properties"].get(role) for role in _DATES]
