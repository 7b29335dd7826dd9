"""Where labels stand: a pure calculation on rectangles."""

import itertools
import math

import numpy as np
from shapely import LineString, Point

from geo.plate.labels import Anchor, place_labels, spread
from geo.plate.paper import Rect


def test_crowded_labels_are_placed_apart_or_left_out() -> None:
    rng = np.random.default_rng(7)
    anchors = tuple(
        Anchor(f"s{i}", float(x), float(y), 8.0, 60.0, 18.0, 9.0)
        for i, (x, y) in enumerate(spread(rng.uniform(40, 460, (40, 2)), 18.0))
    )
    frame = Rect(0, 0, 500, 500)
    spots = place_labels(anchors, frame)
    assert len(spots) > 30
    boxes = [spot.box for spot in spots.values()]
    assert all(frame.holds(box) for box in boxes)
    assert not any(a.meets(b) for a, b in itertools.combinations(boxes, 2))
    for box in boxes:
        assert not any(box.meets(Rect.around(a.x, a.y, a.radius)) for a in anchors)


def test_no_label_is_led_past_another_mark() -> None:
    rng = np.random.default_rng(2)
    anchors = tuple(
        Anchor(f"s{i}", float(x), float(y), 8.0, 60.0, 18.0, 9.0)
        for i, (x, y) in enumerate(spread(rng.uniform(150, 350, (40, 2)), 18.0))
    )
    spots = place_labels(anchors, Rect(0, 0, 500, 500))
    discs = {a.key: Point(a.x, a.y).buffer(a.radius) for a in anchors}
    leaders = {key: spot.leader for key, spot in spots.items() if spot.leader}
    led = {key: LineString([ends[:2], ends[2:]]) for key, ends in leaders.items()}
    assert len(led) > 20
    for key, line in led.items():
        assert not any(line.intersects(disc) for other, disc in discs.items() if other != key)


def test_a_label_goes_to_the_side_where_its_language_begins() -> None:
    anchor = (Anchor("s", 100.0, 100.0, 8.0, 50.0, 10.0, 10.0),)
    frame = Rect(0, 0, 200, 200)
    assert place_labels(anchor, frame)["s"].align == "left"
    assert place_labels(anchor, frame, rightward=False)["s"].align == "right"


def test_a_label_without_room_is_left_out() -> None:
    anchor = (Anchor("s", 20.0, 20.0, 8.0, 300.0, 10.0, 10.0),)
    assert place_labels(anchor, Rect(0, 0, 40, 40)) == {}


def test_points_at_one_place_are_fanned_out() -> None:
    moved = spread(np.array([[10.0, 10.0]] * 5), 6.0)
    gaps = [math.dist(a, b) for a, b in itertools.combinations(moved, 2)]
    assert min(gaps) >= 6.0 - 1e-3
    assert np.hypot(*(moved.mean(axis=0) - 10.0)) < 1.0


def test_a_strict_label_is_left_out_rather_than_led_past_another_mark() -> None:
    walled = Anchor("walled", 100, 100, 4, 40, 8, 8)
    wall = (
        Rect(80, 80, 40, 6),
        Rect(80, 114, 40, 6),
        Rect(80, 80, 6, 40),
        Rect(114, 80, 6, 40),
    )
    frame = Rect(0, 0, 200, 200)
    led = place_labels((walled,), frame, wall)
    assert led["walled"].leader
    assert place_labels((walled,), frame, wall, strict=True) == {}
    assert place_labels((walled,), frame, wall[:1], strict=True)


def test_a_label_kept_near_is_left_out_rather_than_set_beside_another_mark() -> None:
    def at(key: str, x: float, y: float) -> Anchor:
        return Anchor(key, x, y, 5, 44, 8, 8)

    # The middle one is shut in: what is free for it is far off, or beside another.
    ring = [(math.cos(i * math.pi / 4), math.sin(i * math.pi / 4)) for i in range(8)]
    anchors = [at("middle", 100, 100)]
    anchors += [at(f"around{i}", 100 + 16 * x, 100 + 16 * y) for i, (x, y) in enumerate(ring)]
    frame = Rect(0, 0, 200, 200)
    found = place_labels(tuple(anchors), frame, near=True)
    assert "middle" not in found
    for anchor in anchors[1:]:
        spot = found.get(anchor.key)
        if spot is not None:
            apart = [_apart(spot.box, other) for other in anchors]
            own = _apart(spot.box, anchor)
            assert own <= 2.5 * anchor.line
            assert own == min(apart) or min(apart) > anchor.line
    assert set(place_labels((at("alone", 100, 100),), frame, near=True)) == {"alone"}


def _apart(box: Rect, disc: Anchor) -> float:
    dx = max(box.x - disc.x, 0.0, disc.x - box.right)
    dy = max(box.y - disc.y, 0.0, disc.y - box.top)
    return math.hypot(dx, dy) - disc.radius


def test_a_label_stands_on_a_link_rather_than_far_off_and_off_it_where_it_can() -> None:
    frame = Rect(0, 0, 200, 200)
    site = Anchor("site", 100, 100, 4, 40, 8, 8)
    east = (Rect(120, 0, 1, 200),)
    free = place_labels((site,), frame, links=east)["site"]
    assert not free.box.meets(east[0])
    assert not free.leader
    around = (Rect(80, 0, 1, 200), *east, Rect(0, 80, 200, 1), Rect(0, 120, 200, 1))
    ring = (Rect(20, 20, 160, 60), Rect(20, 120, 160, 60))
    passed = place_labels((site,), frame, ring, links=around)["site"]
    assert not passed.leader
    assert any(passed.box.meets(link) for link in around)
