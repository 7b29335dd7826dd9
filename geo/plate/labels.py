"""Where labels stand so that none touches another label, a mark or the frame.

A pure calculation on rectangles. It depends on what is labelled and not on the date, so that
labels keep their place from one date to the next.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.plate.lettering import Align
from geo.plate.paper import Rect

Array = NDArray[np.float64]
_GAP = 1.0
_CLASH, _CROSSING, _DOUBTFUL, _STAY = 1000.0, 110.0, 9.0, 40.0
_PASSED = 10.0  # a label on a link is nearer to its disc than one led far away
_SIDE = 0.25  # the sine from which a leader counts as going to a side
_TINY = 1e-9
_SWEEPS = 12
_BESIDE = 1.0  # how near another disc looks like the labelled one, in heights of a name
_NEAR = 2.5  # how far off a label that is kept near may stand, in heights of its name
_FAR, _TRIES = 5.0, 12  # from which cost a label is helped, and by how many tries


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that wants a label.

    Attributes
    ----------
    key
        Its id.
    x, y, radius
        The disc that it takes.
    w, h
        The size of its label.
    line
        The height of the label's first part, which stands level with the disc when the label
        is beside it.
    """

    key: str
    x: float
    y: float
    radius: float
    w: float
    h: float
    line: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a label stands.

    Attributes
    ----------
    box
        The rectangle kept for it.
    align
        ``left``, ``center`` or ``right``: the side on which its lines begin.
    from_top
        True when its lines are set from the top of the box, False from the bottom.
    leader
        The two ends of a line from the disc to the label, or None.
    cost
        How far it is from the place one would choose first.
    order
        Its number among the places of its anchor.
    """

    box: Rect
    align: Align
    from_top: bool
    leader: tuple[float, float, float, float] | None
    cost: float
    order: int = 0


def spots(anchor: Anchor, *, rightward: bool = True) -> list[Spot]:
    """List the places where a label may stand, the best ones first.

    Parameters
    ----------
    anchor
        What is labelled.
    rightward
        True when texts of the language run to the right.
    """
    a, gap = anchor, anchor.radius + 2.6
    level = a.y + a.line / 2 - a.h  # the label's lower edge when its first part is level
    slant = gap * 0.72
    east, west = a.x + gap, a.x - gap - a.w
    near: list[tuple[float, float, Align, bool, float]] = [
        (east, level, "left", True, 0.0),
        (west, level, "right", True, 0.0),
        (a.x + slant, a.y + slant * 0.6, "left", False, 1.5),
        (a.x + slant, a.y - slant * 0.6 - a.h, "left", True, 1.6),
        (a.x - slant - a.w, a.y + slant * 0.6, "right", False, 1.8),
        (a.x - slant - a.w, a.y - slant * 0.6 - a.h, "right", True, 1.9),
        (a.x - a.w / 2, a.y + gap, "center", False, 2.2),
        (a.x - a.w / 2, a.y - gap - a.h, "center", True, 2.3),
        (a.x - a.w * 0.25, a.y + gap, "left", False, 3.0),
        (a.x - a.w * 0.25, a.y - gap - a.h, "left", True, 3.1),
        (a.x - a.w * 0.75, a.y + gap, "right", False, 3.2),
        (a.x - a.w * 0.75, a.y - gap - a.h, "right", True, 3.3),
    ]
    second = {"right": 1.0, "left": 0.0} if rightward else {"left": 1.0, "right": 0.0}
    found = [
        Spot(Rect(x, y, a.w, a.h), align, top, None, cost + second.get(align, 0.5))
        for x, y, align, top, cost in near
    ]
    return [replace(spot, order=i) for i, spot in enumerate(found + _far(anchor))]


def _far(a: Anchor) -> list[Spot]:
    """Give the places away from the disc, each with a leader."""
    found = []
    for step, reach in enumerate((7.0, 13.0, 21.0, 31.0, 43.0, 58.0, 76.0)):
        for turn in range(20):
            angle = 2 * math.pi * (turn + 0.5 * (step % 2)) / 20
            cos, sin = math.cos(angle), math.sin(angle)
            near = a.radius + 1.0
            tip_x, tip_y = a.x + (near + reach) * cos, a.y + (near + reach) * sin
            align: Align = "left" if cos > _SIDE else "right" if cos < -_SIDE else "center"
            left = {"left": tip_x, "right": tip_x - a.w, "center": tip_x - a.w / 2}[align]
            if align == "center":
                bottom = tip_y if sin > 0 else tip_y - a.h
            else:
                bottom = tip_y + a.line / 2 - a.h
            from_top = align != "center" or sin <= 0
            leader = (a.x + near * cos, a.y + near * sin, tip_x - 0.8 * cos, tip_y - 0.8 * sin)
            cost = 6.0 + reach * 0.28 + abs(sin) * 1.5
            found.append(Spot(Rect(left, bottom, a.w, a.h), align, from_top, leader, cost))
    return found


def _boxes(rects: Sequence[Rect]) -> Array:
    return np.array([(r.x, r.y, r.right, r.top) for r in rects], dtype=float).reshape(-1, 4)


def _meet(first: Array, second: Array, gap: float = 0.0) -> NDArray[np.bool_]:
    """Tell for each pair whether two boxes come nearer than a gap."""
    a, b = first[:, None, :], second[None, :, :]
    result: NDArray[np.bool_] = (
        (a[..., 0] < b[..., 2] + gap)
        & (b[..., 0] < a[..., 2] + gap)
        & (a[..., 1] < b[..., 3] + gap)
        & (b[..., 1] < a[..., 3] + gap)
    )
    return result


def _cross(segments: Array, boxes: Array) -> NDArray[np.bool_]:
    """Tell for each pair whether a segment enters a box; a segment of NaN enters none."""
    s, b = segments[:, None, :], boxes[None, :, :]
    enter, leave = np.zeros(s.shape[:1] + b.shape[1:2]), np.ones(s.shape[:1] + b.shape[1:2])
    for axis in (0, 1):
        delta = s[..., axis + 2] - s[..., axis]
        delta = np.where(np.abs(delta) < _TINY, _TINY, delta)
        one = (b[..., axis] - s[..., axis]) / delta
        two = (b[..., axis + 2] - s[..., axis]) / delta
        enter = np.maximum(enter, np.minimum(one, two))
        leave = np.minimum(leave, np.maximum(one, two))
    result: NDArray[np.bool_] = enter < leave
    return result


def _tangle(first: Array, second: Array) -> NDArray[np.bool_]:
    """Tell for each pair whether two segments cross; a segment of NaN crosses none."""
    a, b = first[:, None, :], second[None, :, :]
    over_a = _side(a, b[..., 0:2]) * _side(a, b[..., 2:4])
    over_b = _side(b, a[..., 0:2]) * _side(b, a[..., 2:4])
    result: NDArray[np.bool_] = (over_a < 0) & (over_b < 0)
    return result


def _side(segments: Array, points: Array) -> Array:
    """Give on which side of a segment a point lies, as the sign of an area."""
    x, y = segments[..., 0], segments[..., 1]
    ahead, up = segments[..., 2] - x, segments[..., 3] - y
    result: Array = ahead * (points[..., 1] - y) - up * (points[..., 0] - x)
    return result


class _Choice:
    """The places open to one label, as arrays."""

    def __init__(self, anchor: Anchor, places: list[Spot]) -> None:
        self.anchor = anchor
        self.places = places
        self.boxes = _boxes([spot.box for spot in places])
        nothing = (math.nan,) * 4
        self.leaders = np.array([spot.leader or nothing for spot in places]).reshape(-1, 4)
        self.costs = np.array([spot.cost for spot in places])
        self.taken = -1

    def keep(self, wanted: NDArray[np.bool_] | np.bool_) -> None:
        """Leave the places that are wanted."""
        keep = np.flatnonzero(wanted)
        self.places = [self.places[i] for i in keep]
        self.boxes, self.leaders = self.boxes[keep], self.leaders[keep]
        self.costs = self.costs[keep]


@lru_cache(maxsize=256)
def place_labels(
    anchors: tuple[Anchor, ...],
    frame: Rect,
    blocked: tuple[Rect, ...] = (),
    *,
    links: tuple[Rect, ...] = (),
    rightward: bool = True,
    kept: tuple[tuple[str, int], ...] = (),
    strict: bool = False,
    near: bool = False,
) -> dict[str, Spot]:
    """Give each label a place; one for which there is none is left out.

    Parameters
    ----------
    anchors
        What is labelled, the most important first.
    frame
        Labels stay inside.
    blocked
        What labels must not touch besides the discs.
    links
        The lines that lead to an enlargement; labels stand on them rather than far off.
    rightward
        True when texts of the language run to the right.
    kept
        Places by key and order in which labels should stay if they can.
    strict
        True when a label is rather left out than led through another label or what is blocked.
    near
        True when a label is rather left out than set far off or nearer to another disc.
    """
    discs = _boxes([Rect.around(a.x, a.y, a.radius) for a in anchors])
    shut = np.vstack([discs, _boxes(blocked)])
    choices = [_open(a, frame, shut, discs, rightward=rightward) for a in anchors]
    if strict:
        for choice in choices:
            choice.keep(~_cross(choice.leaders, shut).any(axis=1))
    if near:
        for choice in choices:
            choice.keep(_by_its_own(choice, anchors))
    _shun(choices, _boxes(links))
    _stay(choices, dict(kept))
    for choice in sorted(choices, key=lambda c: len(c.places)):
        _settle(choice, choices)
    for _ in range(_SWEEPS):
        moved = [_settle(choice, choices) for choice in choices]
        if not any(moved):
            break
    _make_way(choices)
    _drop_clashes(choices, strict=strict)
    return {c.anchor.key: c.places[c.taken] for c in choices if c.taken >= 0}


def _open(anchor: Anchor, frame: Rect, shut: Array, discs: Array, *, rightward: bool) -> _Choice:
    places = [s for s in spots(anchor, rightward=rightward) if frame.holds(s.box)]
    choice = _Choice(anchor, places)
    if places:
        free = ~_meet(choice.boxes, shut, _GAP * 0.5).any(axis=1)
        # A leader past another mark would be read as that one's.
        free &= ~_cross(choice.leaders, discs).any(axis=1)
        # A label close to another's mark would be read as that one's.
        close = _meet(choice.boxes, discs, 4.0).sum(axis=1)
        own = _meet(choice.boxes, _boxes([Rect.around(anchor.x, anchor.y, anchor.radius)]), 4.0)
        doubtful = close - own.sum(axis=1)
        choice.costs = choice.costs + _DOUBTFUL * doubtful
        choice.keep(free)
    return choice


def _shun(choices: Sequence[_Choice], links: Array) -> None:
    """Let labels and leaders keep off the links where there are better places."""
    for choice in choices:
        met = _meet(choice.boxes, links).any(axis=1) | _cross(choice.leaders, links).any(axis=1)
        choice.costs = choice.costs + _PASSED * met


def _by_its_own(choice: _Choice, anchors: Sequence[Anchor]) -> NDArray[np.bool_]:
    """Tell of each place whether a reader would take a label there for this disc's."""
    own = _apart(choice.boxes, choice.anchor)
    others = [_apart(choice.boxes, a) for a in anchors if a.key != choice.anchor.key]
    result: NDArray[np.bool_] = own <= _NEAR * choice.anchor.line
    for other in others:
        # With a leader a label may be nearer to another disc, but not beside that one.
        result &= (own < other) | (other > _BESIDE * choice.anchor.line)
    return result


def _apart(boxes: Array, anchor: Anchor) -> Array:
    """Give how far boxes are from the edge of a disc."""
    across = np.maximum(np.maximum(boxes[:, 0] - anchor.x, anchor.x - boxes[:, 2]), 0.0)
    upward = np.maximum(np.maximum(boxes[:, 1] - anchor.y, anchor.y - boxes[:, 3]), 0.0)
    return np.hypot(across, upward) - anchor.radius


def _stay(choices: list[_Choice], kept: dict[str, int]) -> None:
    """Let labels start from the places that they had, and like them best."""
    for choice in choices:
        order = kept.get(choice.anchor.key)
        for i, spot in enumerate(choice.places):
            if spot.order == order:
                choice.costs[i] -= _STAY
                choice.taken = i


def _settle(choice: _Choice, choices: list[_Choice]) -> bool:
    """Let a label take its best place among the others; tell whether it moved."""
    if not choice.places:
        return False
    others = [c for c in choices if c is not choice and c.taken >= 0]
    cost = choice.costs
    if others:
        boxes = np.array([c.boxes[c.taken] for c in others])
        leaders = np.array([c.leaders[c.taken] for c in others])
        cost = (
            cost
            + _CLASH * _meet(choice.boxes, boxes, _GAP).sum(axis=1)
            + _CROSSING * _cross(choice.leaders, boxes).sum(axis=1)
            + _CROSSING * _cross(leaders, choice.boxes).sum(axis=0)
            + _CROSSING * _tangle(choice.leaders, leaders).sum(axis=1)
        )
    best = int(np.argmin(cost))
    if choice.taken >= 0 and cost[best] >= cost[choice.taken] - 1e-9:
        return False
    moved = best != choice.taken
    choice.taken = best
    return moved


def _total(choices: list[_Choice]) -> float:
    """Give the cost of all labels together; a label left out costs as much as a clash."""
    placed = [c for c in choices if c.taken >= 0]
    boxes = np.array([c.boxes[c.taken] for c in placed]).reshape(-1, 4)
    leaders = np.array([c.leaders[c.taken] for c in placed]).reshape(-1, 4)
    apart = ~np.eye(len(placed), dtype=bool)
    clashes = (_meet(boxes, boxes, _GAP) & apart).sum() / 2
    crossings = (_cross(leaders, boxes) & apart).sum() + _tangle(leaders, leaders).sum() / 2
    own = sum(float(c.costs[c.taken]) for c in placed)
    left = len(choices) - len(placed)
    return own + _CLASH * (float(clashes) + left) + _CROSSING * float(crossings)


def _make_way(choices: list[_Choice]) -> None:
    """Let labels that stand far off come near where those in their way have other places."""
    for choice in sorted(choices, key=lambda c: -_cost(c)):
        if _cost(choice) < _FAR:
            break
        for place in np.argsort(choice.costs, kind="stable")[:_TRIES]:
            if choice.costs[place] >= choice.costs[choice.taken] - 1.0:
                break
            before, total = [c.taken for c in choices], _total(choices)
            choice.taken = int(place)
            for other in choices:
                if other is not choice and other.taken >= 0:
                    _settle(other, choices)
            if _total(choices) < total - 1.0:
                break
            for other, taken in zip(choices, before, strict=True):
                other.taken = taken


def _cost(choice: _Choice) -> float:
    return float(choice.costs[choice.taken]) if choice.taken >= 0 else -1.0


def _drop_clashes(choices: list[_Choice], *, strict: bool) -> None:
    """Leave out what still clashes, the least important first."""
    kept: list[_Choice] = []
    for choice in choices:
        if choice.taken < 0:
            continue
        if any(_clash(choice, other, strict=strict) for other in kept):
            choice.taken = -1
        else:
            kept.append(choice)


def _clash(one: _Choice, other: _Choice, *, strict: bool) -> bool:
    """Tell whether two labels touch or, if one is strict, a leader runs through the other."""
    first, second = slice(one.taken, one.taken + 1), slice(other.taken, other.taken + 1)
    found = _meet(one.boxes[first], other.boxes[second], _GAP).any()
    if strict:
        found |= _cross(one.leaders[first], other.boxes[second]).any()
        found |= _cross(other.leaders[second], one.boxes[first]).any()
    return bool(found)


def free_box(
    candidates: Sequence[Rect], frame: Rect, blocked: Sequence[Rect], gap: float = 1.0
) -> int | None:
    """Give the index of the first box that lies in the frame and touches nothing, or None.

    Parameters
    ----------
    candidates
        Boxes, the best one first.
    frame
        The box must lie inside.
    blocked
        What it must not touch.
    gap
        The least distance.
    """
    if not candidates:
        return None
    boxes = _boxes(candidates)
    inside = (
        (boxes[:, 0] >= frame.x)
        & (boxes[:, 1] >= frame.y)
        & (boxes[:, 2] <= frame.right)
        & (boxes[:, 3] <= frame.top)
    )
    if blocked:
        inside &= ~_meet(boxes, _boxes(blocked), gap).any(axis=1)
    found = np.flatnonzero(inside)
    return int(found[0]) if len(found) else None


def spread(points: Array, least: float, rounds: int = 80) -> Array:
    """Move points apart until none is nearer to another than a distance.

    Parameters
    ----------
    points
        Rows of x and y.
    least
        The distance.
    rounds
        The most rounds.

    Notes
    -----
    Points at one place go apart around it in the order in which they come.
    """
    result = points.astype(float).copy()
    count = len(result)
    if count < 2:  # noqa: PLR2004 - a pair
        return result
    for i in range(count):
        turn = 2 * math.pi * i / count + math.pi / 2
        result[i] += 1e-3 * np.array([math.cos(turn), math.sin(turn)])
    first, second = np.triu_indices(count, 1)
    for _ in range(rounds):
        delta = result[second] - result[first]
        apart = np.hypot(delta[:, 0], delta[:, 1])
        near = apart < least - 1e-6
        if not near.any():
            break
        push = delta[near] / apart[near, None] * ((least - apart[near]) / 2 + 0.01)[:, None]
        np.add.at(result, first[near], -push)
        np.add.at(result, second[near], push)
    return result
