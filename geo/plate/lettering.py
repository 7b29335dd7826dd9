"""Lettering: the font, the widths of texts, and breaking them into lines.

Widths come from the font itself, so that a layout needs no canvas. matplotlib shapes and
orders Arabic and Kurdish by itself; nothing here touches the order of letters.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
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
Align = Literal["left", "center", "right"]
_MEASURED_AT = 100.0
_JOINED = 0x0590  # from here on letters may join or stack, and only shaping knows the width
ASCENT = 0.80
DESCENT = 0.24
LEADING = 1.32
_RIGHTWARD, _LEFTWARD = "\u200e", "\u200f"  # marks of direction, which take no room
MISSING = "\ufffd"
# A word, in which what stands between two isolates counts as one letter.
_PARTS = re.compile("(?:\u2068[^\u2069]*\u2069|\\S)+")


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
    """Give a text that reads in the direction of its language even when it starts otherwise.

    Parameters
    ----------
    text
        The text.
    lang
        The language. A text without any letter of its direction, such as an English name on
        an Arabic map, keeps its own.
    """
    strong = _strong(text)
    backward = lang in words.RIGHT_TO_LEFT and any(d != "L" for d in strong)
    # A mark that is not needed is left out: PDFs leave a gap for one between Latin letters.
    if not strong or (strong[0] != "L") == backward:
        return text
    return (_RIGHTWARD if not backward else _LEFTWARD) + text


def ended(text: str) -> str:
    """Give a line that goes on, or was cut, with its last signs beside its last letters.

    Parameters
    ----------
    text
        The line. In a text of the other direction a comma or an ellipsis after an English title
        would else stand before the title.
    """
    strong = _strong(text)
    if not strong or unicodedata.bidirectional(text[-1]) in {"L", "R", "AL"}:
        return text
    return text + (_RIGHTWARD if strong[-1] == "L" else _LEFTWARD)


def joined(sentences: Iterable[str], lang: str) -> str:
    """Give sentences one after another, each with a direction of its own.

    Parameters
    ----------
    sentences
        The sentences.
    lang
        The language. A Latin name at the end of one must not pull the next one to its side,
        and a Latin sentence is kept apart from its neighbours.
    """
    if lang not in words.RIGHT_TO_LEFT:
        return " ".join(sentences)
    return f" {_LEFTWARD}".join(
        words.apart(text, lang) if _strong(text)[:1] == ["L"] else text for text in sentences
    )


def _strong(text: str) -> list[str]:
    """Give the directions of the letters that have one."""
    return [d for d in map(unicodedata.bidirectional, text) if d in {"L", "R", "AL"}]


@lru_cache(maxsize=4096)
def _letter(letter: str, face: str) -> float:
    """Give the advance of one letter, for a letter of size 1."""
    glyph = _measuring(face).load_char(ord(letter), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


@lru_cache(maxsize=3)
def _measuring(face: str) -> FT2Font:
    # A font of our own: matplotlib's are shared with its drawing, which sets their size.
    own = FT2Font(str(_FILES[face]))
    own.set_size(_MEASURED_AT, 72)
    return own


@lru_cache(maxsize=16384)
def _word(word: str, face: str) -> float:
    """Give the width of a word of size 1: joined scripts are shaped, others just added up."""
    word = word.strip(_RIGHTWARD + _LEFTWARD)
    if all(ord(letter) < _JOINED for letter in word):
        return sum(_letter(letter, face) for letter in word)
    wide: float = text_to_path.get_text_width_height_descent(
        word, font(face, _MEASURED_AT), ismath=False
    )[0]
    return wide / _MEASURED_AT


def width(text: str, style: Style) -> float:
    """Give the width of a text in points.

    Parameters
    ----------
    text
        The text, on one line.
    style
        How it is set.
    """
    parts = text.split(" ")
    blanks = (len(parts) - 1) * _letter(" ", style.face)
    return (blanks + sum(_word(part, style.face) for part in parts)) * style.size


@lru_cache(maxsize=1024)
def exact_width(text: str, style: Style) -> float:
    """Give the width with all kerning, which `width` leaves out to be quick."""
    wide: float = text_to_path.get_text_width_height_descent(
        text, font(style.face, style.size), ismath=False
    )[0]
    return wide


def box(x: float, y: float, text: str, style: Style, align: Align = "left") -> Rect:
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


def _unbroken(text: str, style: Style, room: float) -> list[str]:
    """Give the parts of a text between which a line may end."""
    if "\u2068" not in text:
        return text.split()
    found: list[str] = []
    for part in _PARTS.findall(text):
        found += [part] if width(part, style) <= room else part.split()
    return found


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

    Notes
    -----
    What is kept apart in its direction is not broken either where it fits on a line: of two
    parts one above the other, a reader of the other direction sees the second one first.
    """
    lines: list[str] = []
    for word in _unbroken(text, style, room):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, style) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(shortened(line, style, room) for line in lines)


def start(lang: str) -> Align:
    """Give the side at which a line of a language begins: ``left`` or ``right``."""
    return "right" if lang in words.RIGHT_TO_LEFT else "left"
