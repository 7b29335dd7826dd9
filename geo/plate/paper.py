"""Paper: rectangles in points and the formats of a plate. The origin is at the lower left."""

from dataclasses import dataclass

from geo.errors import Fault, InputFault, printable


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points: its lower left corner, width and height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The centre, across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The centre, upwards."""
        return self.y + self.h / 2

    @classmethod
    def around(cls, cx: float, cy: float, rx: float, ry: float | None = None) -> "Rect":
        """Give the rectangle that lies around a centre."""
        ry = rx if ry is None else ry
        return cls(cx - rx, cy - ry, 2 * rx, 2 * ry)

    def grown(self, by: float) -> "Rect":
        """Give it larger (or smaller) on every side."""
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def meets(self, other: "Rect") -> bool:
        """Tell whether two rectangles share more than an edge."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.top
            and other.y < self.top
        )

    def holds(self, other: "Rect") -> bool:
        """Tell whether another lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.top <= self.top
        )

    def holds_point(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.x <= x <= self.right and self.y <= y <= self.top

    def shared(self, other: "Rect") -> float:
        """Give the area that two rectangles share."""
        across = min(self.right, other.right) - max(self.x, other.x)
        upward = min(self.top, other.top) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, upward)


@dataclass(frozen=True, slots=True)
class Format:
    """A size of paper and how a plate is arranged on it.

    Attributes
    ----------
    width, height, margin
        Points.
    text
        The size of running text in points; everything else follows from it.
    side
        The width of the column beside the map, or 0 when its parts stand below the map.
    below
        The height of the part below the map.
    inset
        The most of the map's width and height that an enlargement takes.
    finding
        How many lines are kept for the finding.
    """

    width: float
    height: float
    margin: float
    text: float
    side: float
    below: float
    inset: tuple[float, float]
    finding: int


FORMATS = {
    "a4": Format(595.28, 841.89, 36, 7.4, 0, 206, (0.31, 0.46), 2),
    "16x9": Format(960, 540, 24, 8.8, 296, 0, (0.34, 0.5), 1),
    "square": Format(720, 720, 26, 8.4, 0, 184, (0.32, 0.48), 1),
}


def format_named(name: str) -> Format:
    """Give a format by its name.

    Parameters
    ----------
    name
        ``a4``, ``16x9`` or ``square``.

    Raises
    ------
    InputFault
        When there is no such format.
    """
    if name not in FORMATS:
        raise InputFault([Fault("", "", "format", printable(name), ", ".join(FORMATS))])
    return FORMATS[name]
