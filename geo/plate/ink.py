"""Ink: putting paths, texts and marks on a sheet, in points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from geo import style
from geo.plate import lettering
from geo.plate.lettering import Align, Style
from geo.plate.marks import CLOSE, LINE, MOVE, RADIUS, parts_of
from geo.plate.paper import Rect
from geo.plate.projection import Points
from geo.style import Mark


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its baseline's starting point, and how it is set."""

    x: float
    y: float
    text: str
    style: Style
    align: Align = "left"

    @property
    def box(self) -> Rect:
        """The rectangle that it takes."""
        return lettering.box(self.x, self.y, self.text, self.style, self.align)


class Sheet:
    """A figure without axes whose unit is the point.

    Parameters
    ----------
    width, height
        Its size in points.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), facecolor=style.PAPER)
        self.transform: Transform = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self._layer = 1.0

    def add(self, artist: Artist, clip: Rect | None = None) -> None:
        """Put an artist on top of what is there.

        Parameters
        ----------
        artist
            The artist, whose transform is set.
        clip
            Nothing of it shows outside.
        """
        if clip is not None:
            box = Bbox.from_extents(clip.x, clip.y, clip.right, clip.top)
            artist.set_clip_box(TransformedBbox(box, self.transform))
        self.put(artist)

    def put(self, artist: Artist) -> None:
        """Put an artist on the figure, above those that are there."""
        self._layer += 1.0
        artist.set_zorder(self._layer)
        self.figure.add_artist(artist)

    def path(
        self,
        path: Path,
        *,
        face: str = "none",
        edge: str = "none",
        width: float = 0.0,
        dashes: Sequence[float] = (),
        alpha: float | None = None,
        clip: Rect | None = None,
        at: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Draw a path.

        Parameters
        ----------
        path
            The path in points.
        face, edge
            Colours, or "none".
        width
            The width of its line.
        dashes
            Lengths of dash and gap in widths of the line.
        alpha
            Opacity.
        clip
            Nothing shows outside.
        at
            Where its origin is.
        """
        transform = Affine2D().translate(*at) + self.transform if any(at) else self.transform
        patch = PathPatch(
            path,
            facecolor=face,
            edgecolor=edge,
            linewidth=width,
            linestyle=(0, tuple(dashes)) if dashes else "solid",
            alpha=alpha,
            transform=transform,
            joinstyle="round",
            capstyle="butt" if dashes else "round",
        )
        self.add(patch, clip)

    def rect(
        self,
        rect: Rect,
        *,
        face: str = "none",
        edge: str = "none",
        width: float = 0.0,
        alpha: float | None = None,
    ) -> None:
        """Draw a rectangle.

        Parameters
        ----------
        rect
            The rectangle.
        face, edge
            Colours, or "none".
        width
            The width of its line.
        alpha
            Opacity.
        """
        corners = [
            (rect.x, rect.y),
            (rect.right, rect.y),
            (rect.right, rect.top),
            (rect.x, rect.top),
            (rect.x, rect.y),
        ]
        path = Path(np.array(corners), closed=True)
        self.path(path, face=face, edge=edge, width=width, alpha=alpha)

    def segment(
        self,
        ends: Sequence[float],
        colour: str,
        width: float,
        *,
        dashes: Sequence[float] = (),
        clip: Rect | None = None,
    ) -> None:
        """Draw a straight line.

        Parameters
        ----------
        ends
            x and y of its two ends.
        colour, width
            How it is drawn.
        dashes
            Lengths of dash and gap in widths of the line.
        clip
            Nothing shows outside.
        """
        path = Path(np.array(ends, dtype=float).reshape(2, 2))
        self.path(path, edge=colour, width=width, dashes=dashes, clip=clip)

    def disc(self, x: float, y: float, radius: float, **pens: object) -> None:
        """Draw a disc; the pens are those of `path`."""
        self.path(Path.circle((x, y), radius), **pens)  # type: ignore[arg-type]

    def mark(self, mark: Mark, x: float, y: float, radius: float = RADIUS) -> None:
        """Draw a mark.

        Parameters
        ----------
        mark
            The mark.
        x, y
            Its middle.
        radius
            The radius of its disc.
        """
        for part in parts_of(mark, radius):
            self.path(
                part.path,
                face=part.face,
                edge=part.edge,
                width=part.width,
                dashes=part.dashes,
                at=(x, y),
            )

    def text(self, line: Line) -> None:
        """Set a line of text."""
        if not line.text:
            return
        artist = Text(
            line.x,
            line.y,
            line.text,
            color=line.style.colour,
            fontproperties=lettering.font(line.style.face, line.style.size),
            horizontalalignment=line.align,
            verticalalignment="baseline",
            parse_math=False,
            transform=self.transform,
        )
        if line.style.halo:
            rim = Stroke(linewidth=line.style.size * 0.28, foreground=line.style.halo)
            artist.set_path_effects([rim, Normal()])
        self.add(artist)

    def texts(self, lines: Iterable[Line]) -> None:
        """Set several lines."""
        for line in lines:
            self.text(line)


def polygon_path(rings: Iterable[Points]) -> Path:
    """Give one path of several rings.

    Parameters
    ----------
    rings
        Rows of x and y, each ring closed.
    """
    vertices: list[Points] = []
    codes: list[int] = []
    for ring in rings:
        if len(ring) < 3:  # noqa: PLR2004 - no area
            continue
        vertices.append(ring)
        codes += [MOVE, *[LINE] * (len(ring) - 2), CLOSE]
    return Path(np.vstack(vertices), codes) if vertices else Path(np.zeros((0, 2)))


def line_path(lines: Iterable[Points]) -> Path:
    """Give one path of several open lines."""
    vertices: list[Points] = []
    codes: list[int] = []
    for line in lines:
        if len(line) < 2:  # noqa: PLR2004 - no length
            continue
        vertices.append(line)
        codes += [MOVE, *[LINE] * (len(line) - 1)]
    return Path(np.vstack(vertices), codes) if vertices else Path(np.zeros((0, 2)))
