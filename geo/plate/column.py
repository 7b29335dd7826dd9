"""Columns of text and marks beside or below a map, set from the top down."""

from dataclasses import dataclass, field

from geo import style
from geo.plate import lettering
from geo.plate.ink import Line, Sheet
from geo.plate.lettering import Align, Style
from geo.plate.marks import RADIUS
from geo.plate.paper import Rect
from geo.status import State
from geo.style import Fill, Mark


@dataclass(frozen=True, slots=True)
class Swatch:
    """A row's picture in the key.

    Attributes
    ----------
    mark
        A mark, or None.
    small
        True for the mark of a site that is not counted.
    other
        ``circle``, ``leader``, ``small``, ``dot``, ``land`` or "" when there is a mark.
    """

    mark: Mark | None = None
    small: bool = False
    other: str = ""


_PITCH = 1.62


@dataclass
class Column:
    """A column that is filled from the top.

    Attributes
    ----------
    rect
        Its rectangle.
    lang
        The language, which gives the side at which lines begin.
    unit
        The size of running text.
    y
        The upper edge of what is still free.
    pitch
        The least height of a row of the key, in sizes of running text.
    """

    rect: Rect
    lang: str
    unit: float
    y: float = 0.0
    pitch: float = _PITCH
    lines: list[Line] = field(default_factory=list)
    swatches: list[tuple[Swatch, float, float]] = field(default_factory=list)
    ramps: list[Rect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.rect.top

    @property
    def free(self) -> float:
        """The height that is still free."""
        return self.y - self.rect.y

    @property
    def align(self) -> Align:
        """The side at which lines begin."""
        return lettering.start(self.lang)

    def at(self, indent: float = 0.0) -> float:
        """Give where a line begins."""
        return self.rect.right - indent if self.align == "right" else self.rect.x + indent

    def gap(self, size: float) -> None:
        """Leave room."""
        self.y -= size

    def write(self, text: str, style: Style, indent: float = 0.0, most: int = 99) -> int:
        """Set a text in as many lines as it takes.

        Parameters
        ----------
        text
            The text.
        style
            How it is set.
        indent
            How far its lines begin from the column's side.
        most
            The most lines.

        Returns
        -------
        The number of lines.
        """
        room = self.rect.w - indent
        found = lettering.wrapped(lettering.clean(text, style.face), style, room, most)
        for number, line in enumerate(found, start=1):
            self.y -= style.size * lettering.LEADING
            goes_on = number < len(found) or line.endswith("…")
            shown = lettering.directed(lettering.ended(line) if goes_on else line, self.lang)
            base = self.y + style.size * 0.36
            self.lines.append(Line(self.at(indent), base, shown, style, self.align))
        return len(found)

    def title(self, text: str, style: Style, beside: str, small: Style, most: int = 2) -> None:
        """Set a title with what is said beside it, or below it where there is no room.

        Parameters
        ----------
        text
            The title.
        style
            How it is set.
        beside
            What is said beside it.
        small
            How that is set.
        most
            The most lines of the title; where it may have but one, it is cut to leave room.
        """
        needed = lettering.width(beside, small) + small.size
        if most == 1:
            text = lettering.shortened(
                lettering.clean(text, style.face), style, self.rect.w - needed
            )
        self.write(text, style, most=most)
        last = self.lines[-1]
        wide = lettering.exact_width(last.text, style)
        if wide + needed > self.rect.w:
            self.write(beside, small, most=1)
            return
        shown = lettering.directed(beside, self.lang)
        self.lines.append(Line(self.at(wide + small.size), last.y, shown, small, self.align))

    def heading(self, text: str) -> None:
        """Set a heading."""
        self.write(text, Style(self.unit * 1.02, "bold", style.INK), most=1)
        self.gap(self.unit * 0.25)

    def numbered(self, number: str, text: str, style: Style, most: int = 2) -> None:
        """Set a text with its number in the margin.

        Parameters
        ----------
        number
            The number.
        text
            The text.
        style
            How it is set.
        most
            The most lines.
        """
        top = self.y
        indent = style.size * 1.9
        self.write(text, style, indent, most)
        base = top - style.size * lettering.LEADING + style.size * 0.36
        other: Align = "left" if self.align == "right" else "right"
        self.lines.append(Line(self.at(indent - style.size * 0.55), base, number, style, other))

    @property
    def entry_indent(self) -> float:
        """How far the text of a row of the key begins from the column's side."""
        return key_radius(self.unit) * 2 + 9.0

    def entry_height(self, lines: int, style: Style) -> float:
        """Give the height of a row of the key whose text takes some lines."""
        return max(self.unit * self.pitch, lines * style.size * lettering.LEADING)

    def entry(self, swatch: Swatch, text: str, style: Style, most: int = 2) -> None:
        """Set a row of the key.

        Parameters
        ----------
        swatch
            Its picture.
        text
            What it means.
        style
            How that is set.
        most
            The most lines.
        """
        radius = key_radius(self.unit)
        top = self.y
        count = self.write(text, style, self.entry_indent, most)
        high = self.entry_height(count, style)
        spare = (high - count * style.size * lettering.LEADING) / 2
        if spare > 0:
            self.lines[-count:] = [
                Line(li.x, li.y - spare, li.text, li.style, li.align) for li in self.lines[-count:]
            ]
        self.y = top - high
        self.swatches.append((swatch, self.at(radius + 3.0), top - high / 2))

    def draw(self, sheet: Sheet) -> None:
        """Draw what was set."""
        sheet.texts(self.lines)
        radius = key_radius(self.unit)
        for swatch, x, y in self.swatches:
            _draw_swatch(sheet, swatch, x, y, radius)
        for rect in self.ramps:
            draw_ramp(sheet, rect, mirrored=self.align == "right")


def key_radius(unit: float) -> float:
    """Give the radius of a mark in the key."""
    return RADIUS * unit / 7.4 * 0.82


_PLAIN = Mark(Fill.FULL, (State.OCCUPIED,), dashed=False, overdue=None)


def _draw_swatch(sheet: Sheet, swatch: Swatch, x: float, y: float, radius: float) -> None:
    if swatch.mark is not None:
        sheet.mark(swatch.mark, x, y, radius * (0.62 if swatch.small else 1.0))
    elif swatch.other == "circle":
        draw_doubt(sheet, x, y, radius * 1.25, None)
        sheet.mark(_PLAIN, x, y, radius * 0.55)
    elif swatch.other == "leader":
        sheet.segment((x - radius, y - radius * 0.7, x + radius * 0.4, y), style.LEADER, 0.6)
        sheet.disc(x - radius, y - radius * 0.7, 1.0, face=style.LEADER)
        sheet.mark(_PLAIN, x + radius * 0.6, y + radius * 0.1, radius * 0.55)
    elif swatch.other == "dot":
        sheet.disc(x, y, 1.9, face=style.LEADER, edge=style.PAPER, width=0.6)
    elif swatch.other == "small":
        sheet.mark(_PLAIN, x, y, radius * 0.62)
    elif swatch.other == "land":
        land = Rect(x - radius, y - radius * 0.6, radius * 2, radius * 1.2)
        sheet.rect(land, face=style.region_fill(0, 0), edge=style.BORDER, width=0.35)


def draw_doubt(sheet: Sheet, x: float, y: float, radius: float, clip: Rect | None) -> None:
    """Draw the circle within which a position is right."""
    sheet.disc(x, y, radius, face=style.UNCERTAIN, alpha=0.16, clip=clip)
    sheet.disc(x, y, radius, edge=style.UNCERTAIN, width=0.5, dashes=(3, 2), clip=clip)


def draw_ramp(sheet: Sheet, rect: Rect, *, mirrored: bool) -> None:
    """Draw the fills of regions, from none to all."""
    step = rect.w / len(style.REGION_FILLS)
    fills = style.REGION_FILLS[::-1] if mirrored else style.REGION_FILLS
    for i, fill in enumerate(fills):
        sheet.rect(
            Rect(rect.x + i * step, rect.y, step, rect.h), face=fill, edge=style.BORDER, width=0.35
        )
