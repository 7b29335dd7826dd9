"""Lettering: the font, the widths of texts, and breaking them into lines.

Widths come from the font itself, so that a layout needs no canvas. matplotlib shapes and
orders Arabic and Kurdish by itself; nothing here touches the order of letters.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

from geo import words
from geo.plate.paper import Rect

# The fonts that come inside matplotlib: the same letters on every machine, Sorani included.
_FOLDER = Path(get_data_path()) / "fonts" / "ttf"
_FILES = {
    "regular": _FOLDER / "DejaVuSans.ttf",
    "bold": _FOLDER / "DejaVuSans-Bold.ttf",
    "italic": _FOLDER / "DejaVuSans-Oblique.ttf",
}
_MEASURED_AT = 100.0
ASCENT = 0.80
DESCENT = 0.24
LEADING = 1.32
_MARK = {"ar": "\u200f", "ckb": "\u200f", "en": "\u200e"}
MISSING = "\ufffd"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set.

    Attributes
    ----------
    size
        Points.
    face
        ``regular``, ``bold`` or ``italic``.
    colour
        A colour.
    halo
        The colour of a rim that keeps the text legible on lines, or "".
    """

    size: float
    face: str = "regular"
    colour: str = "#000000"
    halo: str = ""


@lru_cache(maxsize=64)
def font(face: str, size: float) -> FontProperties:
    """Give the font of a face at a size."""
    return FontProperties(fname=str(_FILES[face]), size=size)


@lru_cache(maxsize=3)
def _letters(face: str) -> frozenset[int]:
    return frozenset(get_font(str(_FILES[face])).get_charmap())


@lru_cache(maxsize=4096)
def clean(text: str, face: str = "regular") -> str:
    """Give a text in which every character can be drawn on one line.

    Parameters
    ----------
    text
        Any text; names come from data that anyone may bring.
    face
        The face it will be set in.

    Notes
    -----
    Breaks become blanks, controls and direction overrides go, and a letter that the font
    lacks becomes the replacement character, so that the gap is seen.
    """
    have = _letters(face)
    kept = []
    for letter in unicodedata.normalize("NFC", " ".join(text.split())):
        category = unicodedata.category(letter)
        if category in {"Cc", "Cs", "Co", "Cn"} or letter in "\u202a\u202b\u202d\u202e\u202c":
            continue
        known = category == "Cf" or ord(letter) in have
        kept.append(letter if known else MISSING)
    return "".join(kept)


def directed(text: str, lang: str) -> str:
    """Give a text that reads in the direction of its language even when it starts otherwise."""
    return _MARK[lang] + text if text else text


@lru_cache(maxsize=16384)
def _width(text: str, face: str) -> float:
    if not text:
        return 0.0
    width: float = text_to_path.get_text_width_height_descent(
        text, font(face, _MEASURED_AT), ismath=False
    )[0]
    return width / _MEASURED_AT


def width(text: str, style: Style) -> float:
    """Give the width of a text in points.

    Parameters
    ----------
    text
        The text, on one line.
    style
        How it is set.
    """
    return _width(text, style.face) * style.size


def box(x: float, y: float, text: str, style: Style, align: str = "left") -> Rect:
    """Give the rectangle a text takes whose baseline starts (or ends, or is centred) at a point.

    Parameters
    ----------
    x, y
        The point on the baseline.
    text
        The text.
    style
        How it is set.
    align
        ``left``, ``center`` or ``right``.
    """
    wide = width(text, style)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    return Rect(left, y - DESCENT * style.size, wide, (ASCENT + DESCENT) * style.size)


@lru_cache(maxsize=4096)
def shortened(text: str, style: Style, room: float) -> str:
    """Give a text that fits a width, cut with an ellipsis where it must be."""
    if width(text, style) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", style) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@lru_cache(maxsize=4096)
def wrapped(text: str, style: Style, room: float, most: int = 99) -> tuple[str, ...]:
    """Break a text into lines.

    Parameters
    ----------
    text
        The text.
    style
        How it is set.
    room
        The width of a line in points.
    most
        The most lines; the last one is cut with an ellipsis.
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, style) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(shortened(line, style, room) for line in lines)


def start(lang: str) -> str:
    """Give the side at which a line of a language begins: ``left`` or ``right``."""
    return "right" if lang in words.RIGHT_TO_LEFT else "left"
