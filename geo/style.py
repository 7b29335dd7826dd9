"""The marks and colours of the map, defined once for the web map, the plate and the legend.

A mark carries a site's state by shape and fill; colour only helps. Colours are checked for
contrast and for colour blindness in ``tests/test_style.py``.
"""

from dataclasses import dataclass
from enum import StrEnum

from geo.status import Basis, State, Status

INK = "#1d2733"
PAPER = "#ffffff"
LAND = "#faf8f3"
LAND_AROUND = "#e6e1d6"
WATER = "#9cc4da"
BORDER = "#857c6c"
BORDER_AROUND = "#b4ac9c"
SEA = "#dfeaf0"
LOCATED = "#8fa0ae"
REGION_TEXT = "#5a5344"
QUIET_TEXT = "#56534a"
WATER_TEXT = "#47677c"
LEADER = "#5d6670"
OVERDUE = "#a3242d"
UNCERTAIN = "#7a8794"
COLOURS = {
    State.OCCUPIED: "#12355b",
    State.REDUCED: "#a05c00",
    State.WITHDRAWN: "#5a6a6a",
    State.UNKNOWN: "#8659b2",
}
# Region fill by the share of its sites that are still occupied, from none to all.
REGION_FILLS = ("#faf8f3", "#e6eaec", "#d2dbe2", "#bfccd7")
MARK_RADIUS = 8.0  # pixels on the web map at its first zoom; points / 1.5 on a plate
UNCERTAIN_FROM_KM = 5.0


class Fill(StrEnum):
    """How the disc of a mark is filled."""

    FULL = "full"
    HALF = "half"
    HOLLOW = "hollow"
    DOTTED = "dotted"
    HATCHED = "hatched"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn for a site.

    Attributes
    ----------
    fill
        The disc's fill.
    states
        One state; for hatched and split marks the most and the least present.
    dashed
        True when the answer rests on a plan.
    overdue
        Days overdue, written beside an outer ring; None for no ring.
    """

    fill: Fill
    states: tuple[State, ...]
    dashed: bool
    overdue: int | None


_SINGLE = {
    State.OCCUPIED: Fill.FULL,
    State.REDUCED: Fill.HALF,
    State.WITHDRAWN: Fill.HOLLOW,
    State.UNKNOWN: Fill.DOTTED,
}


def mark_of(status: Status) -> Mark:
    """Give the mark of a status.

    Parameters
    ----------
    status
        The status; with three or more states the most and the least present are drawn.
    """
    states = status.possible
    dashed = status.basis is Basis.PLANNED
    if len(states) == 1:
        return Mark(_SINGLE[states[0]], states, dashed, status.overdue_days)
    ends = (states[0], states[-1])
    fill = Fill.SPLIT if status.contested else Fill.HATCHED
    return Mark(fill, ends, dashed, status.overdue_days)


def region_fill(certain: int, of: int) -> str:
    """Give a region's fill colour by how many of its sites are still occupied.

    A region with no site counted looks like the countries around: "none" would be an answer.

    Parameters
    ----------
    certain
        Sites certainly occupied or reduced.
    of
        Sites counted.
    """
    if not of:
        return LAND_AROUND
    if not certain:
        return REGION_FILLS[0]
    last = len(REGION_FILLS) - 1
    return REGION_FILLS[min(last, max(1, round(last * certain / of)))]
