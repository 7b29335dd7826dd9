"""The marks as outlines: for each mark the parts to be drawn, round the origin.

Shape and fill carry the state; ``geo.style`` says which mark a status has.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from geo import style
from geo.plate import lettering
from geo.status import State
from geo.style import Fill, Mark

RADIUS = style.MARK_RADIUS / 1.5
RING = 2.5  # how far the ring of an overdue site lies outside its disc, for a disc of RADIUS
MOVE, LINE, CLOSE = int(Path.MOVETO), int(Path.LINETO), int(Path.CLOSEPOLY)
_PLANNED = 0.62  # the disc inside a dashed outline
_EDGE = 1.35
_DASH = (2.0, 1.35)
_DOTS = (0.35, 1.55)


@dataclass(frozen=True, slots=True)
class Part:
    """One outline of a mark.

    Attributes
    ----------
    path
        The outline in points.
    face, edge
        Colours, or "none".
    width
        The width of its line.
    dashes
        Lengths of dash and gap in widths of the line, or empty.
    """

    path: Path
    face: str = "none"
    edge: str = "none"
    width: float = 0.0
    dashes: tuple[float, ...] = ()


def reach(radius: float = RADIUS) -> float:
    """Give the radius that a mark keeps free: its ring and the rim around it."""
    return radius * (1 + RING / RADIUS) + 1.2


@lru_cache(maxsize=512)
def parts_of(mark: Mark, radius: float = RADIUS) -> tuple[Part, ...]:
    """Give the parts of a mark, the lowest first.

    Parameters
    ----------
    mark
        The mark.
    radius
        The radius of its disc in points.
    """
    width = _EDGE * radius / RADIUS
    ring = radius * (1 + RING / RADIUS)
    outer = ring if mark.overdue is not None else radius
    parts = [Part(_disc(outer + 1.3 * radius / RADIUS), face=style.PAPER)]
    if mark.overdue is not None:
        parts.append(Part(_disc(ring), edge=style.OVERDUE, width=width))
    inner = radius
    if mark.dashed:
        edge = style.COLOURS[mark.states[0]]
        parts.append(Part(_disc(radius), style.PAPER, edge, width * 0.9, _DASH))
        inner = radius * _PLANNED
    return (*parts, *_fill(mark, inner, width))


def _fill(mark: Mark, r: float, width: float) -> list[Part]:
    first, last = mark.states[0], mark.states[-1]
    if mark.fill is Fill.HATCHED:
        return _hatched(first, last, r, width)
    if mark.fill is Fill.SPLIT:
        return _split(first, last, r, width)
    parts = _single(first, r, width)
    # A planned state that is hollow is its dashed outline alone.
    return [part for part in parts if part.edge == "none"] if _bare(mark) else parts


def _bare(mark: Mark) -> bool:
    return mark.dashed and mark.fill in {Fill.HOLLOW, Fill.DOTTED}


def _single(state: State, r: float, width: float) -> list[Part]:
    colour = style.COLOURS[state]
    disc = _disc(r)
    if state is State.OCCUPIED:
        return [Part(disc, colour, colour, width)]
    if state is State.REDUCED:
        return [
            Part(disc, style.PAPER),
            Part(_segment(r, 180, 360), colour),
            Part(disc, edge=colour, width=width),
        ]
    if state is State.WITHDRAWN:
        return [Part(disc, style.PAPER, colour, width * 1.15)]
    return [
        Part(disc, style.PAPER),
        Part(disc, edge=colour, width=width * 1.1, dashes=_DOTS),
        Part(_question(r), colour),
    ]


def _hatched(first: State, last: State, r: float, width: float) -> list[Part]:
    """Draw stripes of the more present state inside the outline of the less present one."""
    dashes = _DOTS if last is State.UNKNOWN else ()
    return [
        Part(_disc(r), style.PAPER),
        Part(_stripes(r), style.COLOURS[first]),
        Part(_disc(r), edge=style.COLOURS[last], width=width * 1.1, dashes=dashes),
    ]


def _split(first: State, last: State, r: float, width: float) -> list[Part]:
    """Draw each half as the mark of its state, with a line between them."""
    parts = [Part(_disc(r), style.PAPER)]
    for state, begin in ((first, 90), (last, -90)):
        colour = style.COLOURS[state]
        half = _segment(r, begin, begin + 180)
        if state is State.OCCUPIED:
            parts.append(Part(half, colour))
        elif state is State.REDUCED:
            quarter = 180 if state is first else 270
            parts.append(Part(_wedge(r, quarter, quarter + 90), colour))
        dashes = _DOTS if state is State.UNKNOWN else ()
        arc = Path.arc(begin, begin + 180)
        edge = Path(_points(arc) * r, arc.codes)
        parts.append(Part(edge, edge=colour, width=width * 1.1, dashes=dashes))
    middle = Path(np.array([[0.0, -r - width], [0.0, r + width]]))
    return [
        *parts,
        Part(middle, edge=style.PAPER, width=width * 1.9),
        Part(middle, edge=style.INK, width=width * 0.6),
    ]


def _disc(r: float) -> Path:
    return Path.circle((0.0, 0.0), r)


def _segment(r: float, begin: float, end: float) -> Path:
    """Give the part of a disc between an arc and its chord."""
    arc = Path.arc(begin, end)
    vertices = _points(arc) * r
    ends = [CLOSE] if arc.codes is None else [*np.asarray(arc.codes), CLOSE]
    return Path(np.vstack([vertices, vertices[:1]]), ends)


def _wedge(r: float, begin: float, end: float) -> Path:
    wedge = Path.wedge(begin, end)
    return Path(_points(wedge) * r, wedge.codes)


def _points(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=float)


def _stripes(r: float) -> Path:
    """Give slanting stripes that end at the disc's edge."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    step = r * 0.62
    for middle in (-1.24 * r, -0.62 * r, 0.0, 0.62 * r, 1.24 * r):
        low, high = middle - step * 0.27, middle + step * 0.27
        low, high = max(low, -r), min(high, r)
        if low >= high:
            continue
        across = [math.sqrt(max(0.0, r * r - d * d)) for d in (low, high)]
        square = [
            (low, -across[0]),
            (low, across[0]),
            (high, across[1]),
            (high, -across[1]),
            (low, -across[0]),
        ]
        c = math.sqrt(0.5)
        vertices += [(c * (x + y), c * (y - x)) for x, y in square]
        codes += [MOVE, LINE, LINE, LINE, CLOSE]
    return Path(np.array(vertices), codes)


def _question(r: float) -> Path:
    """Give a question mark centred on the origin."""
    path = TextPath((0, 0), "?", prop=lettering.font("bold", r * 1.75), usetex=False)
    bounds = path.get_extents()
    middle = np.array([(bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2])
    return Path(_points(path) - middle, path.codes)
