"""All faults of one outline are told in one go, up to a number that is said."""

from typing import Any

from geo.files import Findings, Spot
from geo.shapes import read_area

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
Ring = list[list[float]]


def moved(ring: list[list[int]], lon: float) -> Ring:
    return [[x + lon, y] for x, y in ring]


def told(*polygons: list[Ring]) -> list[str]:
    findings = Findings()
    geometry: dict[str, Any] = {"type": "MultiPolygon", "coordinates": list(polygons)}
    assert (read_area(geometry, Spot("a"), findings) is None) is findings.broken
    return [fault.found for fault in findings.ordered]


def test_a_sound_outline_has_none() -> None:
    assert told([moved(SQUARE, 0)], [moved(SQUARE, 5)]) == []


def test_one_kind_of_fault_hides_no_other() -> None:
    beyond: Ring = [[9, 95], [10, 0], [200, 1], [9, 1], [9, 95]]
    across: Ring = [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]
    assert told([moved(SQUARE, 0)[:-1]], [beyond], [across]) == [
        "a ring from [0, 0] to [0, 1]",
        "a side across the antimeridian, from [179, 0] to [-179, 0]",
        "95",
        "200",
    ]


def test_each_ring_that_crosses_itself_is_told() -> None:
    bow = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    hole = [[20.1, 0.1], [20.9, 0.9], [20.9, 0.1], [20.1, 0.9], [20.1, 0.1]]
    assert told([moved(bow, 0)], [moved(bow, 10)], [moved(SQUARE, 20), hole]) == [
        "self-intersection at 0.5, 0.5",
        "self-intersection at 10.5, 0.5",
        "self-intersection at 20.5, 0.5",
    ]
    assert told([moved(SQUARE, 0)], [moved(SQUARE, 0.5)])[0].startswith("self-intersection")


def test_no_number_is_too_large_to_be_told() -> None:
    ring: Ring = [[10**400, 0], [0.5, 0], [-(10**400), 1], [0.12345, 1], [0.5, 1]]
    found = told([ring])
    assert len(found) == 3
    assert all(len(one) < 200 for one in found), found


def test_very_many_are_told_by_their_number() -> None:
    away = [[0.0, 100.0 + n] for n in range(1205)]
    assert "1,200 more such positions" in told([[*away, away[0]]])
    assert len(told([[*away, away[0]]])) == 6
    rings = [[moved(SQUARE, 2 * n)[:-1]] for n in range(8)]
    found = told(*rings)
    assert ("3 more such rings" in found, len(found)) == (True, 6)
