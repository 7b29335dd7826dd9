"""Marks survive greyscale and colour blindness, and stand out from the ground."""

import datetime as dt
import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from geo import style
from geo.status import Basis, State, Status
from geo.style import Fill, Mark, mark_of, region_fill

GROUNDS = (*style.REGION_FILLS, style.LAND, style.LAND_AROUND, style.PAPER, style.SEA)

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
SIGHTS = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
Vector = NDArray[np.float64]


def linear(colour: str) -> Vector:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def lab(light: Vector) -> Vector:
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    scaled = (to_xyz @ np.clip(light, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Vector, two: Vector) -> float:
    """Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    c7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - math.sqrt(c7 / (c7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc = l2 - l1, c2 - c1
    dh_ = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + dh / 2) % 360
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    turn = 60 * math.exp(-(((hm - 275) / 25) ** 2))
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(turn))
    c, h = dc / sc, dh_ / sh
    return math.sqrt((dl / sl) ** 2 + c**2 + h**2 + rt * c * h)


def seen(colour: str, sight: str) -> Vector:
    return lab(np.array(SIGHTS[sight]) @ linear(colour))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [  # rows of the test data that came with the formula
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_formula_is_right(
    one: tuple[float, ...], two: tuple[float, ...], expected: float
) -> None:
    assert ciede2000(np.array(one), np.array(two)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [*style.COLOURS.values(), style.OVERDUE, style.LEADER])
def test_marks_stand_out_from_the_ground(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3.0


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [style.INK, style.OVERDUE, style.REGION_TEXT, style.QUIET_TEXT])
def test_text_stands_out_from_the_ground(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(State, 2)))
def test_states_are_apart_for_every_sight(one: State, two: State, sight: str) -> None:
    first, second = style.COLOURS[one], style.COLOURS[two]
    assert ciede2000(seen(first, sight), seen(second, sight)) >= 15.0


@pytest.mark.parametrize("sight", SIGHTS)
def test_an_overdue_ring_is_apart_from_every_state(sight: str) -> None:
    for colour in style.COLOURS.values():
        assert ciede2000(seen(style.OVERDUE, sight), seen(colour, sight)) >= 8.0


def status(*states: State, basis: Basis = Basis.REPORTED, contested: bool = False) -> Status:
    day = dt.date(2025, 10, 15)
    late = None
    return Status("x", day, day, states, basis, contested, late, None, None, None, (), (), ())


def test_every_single_state_has_a_shape_of_its_own() -> None:
    assert {mark_of(status(state)).fill for state in State} == {
        Fill.FULL,
        Fill.HALF,
        Fill.HOLLOW,
        Fill.DOTTED,
    }


def test_three_open_states_show_the_most_and_the_least_present() -> None:
    mark = mark_of(status(State.OCCUPIED, State.REDUCED, State.WITHDRAWN))
    assert mark == Mark(Fill.HATCHED, (State.OCCUPIED, State.WITHDRAWN), dashed=False, overdue=None)


def test_a_contested_state_is_split_and_a_planned_one_dashed() -> None:
    assert mark_of(status(State.REDUCED, State.WITHDRAWN, contested=True)).fill is Fill.SPLIT
    assert mark_of(status(State.WITHDRAWN, basis=Basis.PLANNED)).dashed


def test_region_fills_go_from_none_to_all() -> None:
    assert region_fill(0, 0) == style.LAND_AROUND, "none would be an answer"
    assert region_fill(0, 5) == style.REGION_FILLS[0]
    assert region_fill(5, 5) == style.REGION_FILLS[-1]
    assert region_fill(1, 50) == style.REGION_FILLS[1]
    shades = [luminance(fill) for fill in style.REGION_FILLS]
    assert shades == sorted(shades, reverse=True)
