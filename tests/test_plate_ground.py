"""Outlines on paper: put there once for each map, and kept no longer than their data."""

import gc
import weakref
from typing import Any

import numpy as np

from geo.places import Region
from geo.plate.ground import shape_on
from geo.plate.paper import Rect
from geo.plate.projection import view_of

RING = ((44.0, 33.0), (45.0, 33.0), (45.0, 34.0), (44.0, 34.0), (44.0, 33.0))
MAPS = [view_of(np.array(RING), Rect(0, 0, 100 + n, 100), 10) for n in range(60)]


class Outline(dict[str, Any]):
    """A geometry of which one can tell whether anybody still keeps it."""


def region() -> Region:
    return Region("x", "X", "x", shape=Outline(type="Polygon", coordinates=(RING,)))


def test_an_outline_is_put_on_paper_once_for_each_map() -> None:
    one, other = region(), region()
    first = shape_on(MAPS[0], one)
    assert shape_on(MAPS[0], one) is first
    assert shape_on(MAPS[0], other) is not first
    assert shape_on(MAPS[0], other).equals(first)
    assert not shape_on(MAPS[1], one).equals(first)


def test_of_many_maps_the_last_are_kept() -> None:
    one = region()
    first, *_, last = [shape_on(view, one) for view in MAPS]
    assert shape_on(MAPS[-1], one) is last
    assert shape_on(MAPS[0], one) is not first


def test_an_outline_is_forgotten_with_its_data() -> None:
    one = region()
    shape_on(MAPS[0], one)
    gone = weakref.ref(one.shape)
    del one
    gc.collect()
    assert gone() is None


def test_a_region_without_an_outline_has_no_ground() -> None:
    assert shape_on(MAPS[0], Region("x", "X", "x")).is_empty
