"""Bars in the marks of the states: shape and fill carry the state, colour only helps."""

from collections.abc import Iterator

import numpy as np
from matplotlib.path import Path

from geo import style
from geo.plate.ink import Sheet, polygon_path
from geo.plate.paper import Rect
from geo.status import State
from geo.style import Fill, Mark
from geo.timeline.rows import Mile

_EDGE = 0.9
_DASH = (3.2, 2.0)
_DOTS = (1.0, 1.7)
_PLANNED = 0.5  # the part of a planned bar's height that its fill takes
_STRIPE = 0.42  # the width of stripes, in heights of a bar
_NARROW = 2.2  # points; below this a pattern cannot be told and the colour stands alone


def draw_bar(sheet: Sheet, mark: Mark, rect: Rect) -> None:
    """Draw a stretch of one state.

    Parameters
    ----------
    sheet
        The sheet.
    mark
        The mark of the state.
    rect
        Where, in points.
    """
    first, last = mark.states[0], mark.states[-1]
    inner = rect
    if mark.dashed:
        high = rect.h * _PLANNED
        inner = Rect(rect.x, rect.cy - high / 2, rect.w, high)
    sheet.rect(rect, face=style.PAPER)
    if mark.fill is Fill.SPLIT:
        _half(sheet, first, Rect(inner.x, inner.cy, inner.w, inner.h / 2))
        _half(sheet, last, Rect(inner.x, inner.y, inner.w, inner.h / 2))
        sheet.segment((inner.x, inner.cy, inner.right, inner.cy), style.INK, 0.6)
    elif mark.fill is Fill.HATCHED:
        for stripe in _stripes(inner):
            sheet.path(stripe, face=style.COLOURS[first], clip=inner)
    elif first is State.OCCUPIED:
        sheet.rect(inner, face=style.COLOURS[first])
    elif first is State.REDUCED:
        sheet.rect(Rect(inner.x, inner.y, inner.w, inner.h / 2), face=style.COLOURS[first])
    _outline(sheet, mark, rect, inner)
    if mark.overdue is not None:
        top = rect.top + 1.3
        sheet.segment((rect.x, top, rect.right, top), style.OVERDUE, 1.5)


def _outline(sheet: Sheet, mark: Mark, rect: Rect, inner: Rect) -> None:
    first, last = mark.states[0], mark.states[-1]
    colour = style.COLOURS[last if mark.fill in {Fill.HATCHED, Fill.SPLIT} else first]
    unknown = State.UNKNOWN in {first, last}
    if mark.dashed:
        _frame(sheet, rect, style.COLOURS[first], _DASH)
        if last is not State.WITHDRAWN or first is not last:
            _frame(sheet, inner, colour, _DOTS if unknown else ())
    elif rect.w > _NARROW:
        _frame(sheet, rect, colour, _DOTS if unknown else ())


def _frame(sheet: Sheet, rect: Rect, colour: str, dashes: tuple[float, ...]) -> None:
    """Draw an outline that stays inside the rectangle."""
    r = rect.grown(-_EDGE / 2)
    corners = [(r.x, r.y), (r.right, r.y), (r.right, r.top), (r.x, r.top), (r.x, r.y)]
    sheet.path(Path(np.array(corners)), edge=colour, width=_EDGE, dashes=dashes)


def _half(sheet: Sheet, state: State, rect: Rect) -> None:
    if state is State.OCCUPIED:
        sheet.rect(rect, face=style.COLOURS[state])
    elif state is State.REDUCED:
        sheet.rect(Rect(rect.x, rect.y, rect.w, rect.h / 2), face=style.COLOURS[state])


def _stripes(rect: Rect) -> Iterator[Path]:
    """Give slanting stripes that cover a rectangle, and a little more, by halves."""
    wide = rect.h * _STRIPE
    # Stripes start at whole multiples, so that neighbouring bars are in step.
    x = (rect.x - rect.h) // (2 * wide) * 2 * wide
    while x < rect.right:
        ring = [
            (x, rect.y),
            (x + wide, rect.y),
            (x + wide + rect.h, rect.top),
            (x + rect.h, rect.top),
            (x, rect.y),
        ]
        yield polygon_path([np.array(ring)])
        x += 2 * wide


def draw_mile(sheet: Sheet, mile: Mile, x: float, y: float, size: float) -> None:
    """Draw the mark of a deadline.

    Parameters
    ----------
    sheet
        The sheet.
    mile
        What it says.
    x, y
        The point on the bar's upper edge to which it points.
    size
        Its height in points.
    """
    half = size * 0.52
    if mile is Mile.MISSED:
        middle, arm = y + size * 0.5, size * 0.4
        for side in (-1, 1):
            ends = (x - arm, middle - side * arm, x + arm, middle + side * arm)
            sheet.segment(ends, style.PAPER, 3.6)
        for side in (-1, 1):
            ends = (x - arm, middle - side * arm, x + arm, middle + side * arm)
            sheet.segment(ends, style.OVERDUE, 1.7)
        return
    if mile is Mile.MOVED:
        ring = [
            (x, y),
            (x + half * 0.8, y + size / 2),
            (x, y + size),
            (x - half * 0.8, y + size / 2),
        ]
    else:
        ring = [(x, y), (x + half, y + size), (x - half, y + size)]
    path = polygon_path([np.array([*ring, ring[0]])])
    face = style.INK if mile is Mile.MET else style.PAPER
    dashes = _DOTS if mile is Mile.UNCLEAR else ()
    edge = style.UNCERTAIN if mile is Mile.MOVED else style.INK
    sheet.path(path, edge=style.PAPER, width=2.6)
    sheet.path(path, face=face, edge=edge, width=1.0, dashes=dashes)
