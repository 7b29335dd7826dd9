"""Animated GIFs: one palette for all frames, and of each frame only what has changed."""

import struct
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.GifImagePlugin import getdata

from geo import style

Indices = NDArray[np.uint8]
_CLEAR = 255  # the colour that lets the frame before show through


class Palette:
    """The colours of a film, and the nearest of them for any colour met so far.

    Parameters
    ----------
    pictures
        Pictures whose colours are to be kept best.
    """

    def __init__(self, *pictures: Image.Image) -> None:
        both = np.vstack([np.asarray(picture) for picture in pictures])
        # Colours that are on neither picture may come in between: those of all marks.
        inks = [value for ink in _inks() for value in ink]
        rest = _CLEAR - len(inks) // 3
        sample = Image.fromarray(both).quantize(rest, method=Image.Quantize.MEDIANCUT)
        flat = inks + (sample.getpalette() or [])[: 3 * rest]
        self.flat = flat + [0] * (3 * 256 - len(flat))
        self._inks = np.array(flat, dtype=np.int32).reshape(-1, 3)
        self._nearest = np.full(1 << 24, -1, dtype=np.int16)

    def reduced(self, picture: Image.Image) -> Indices:
        """Give a picture in these colours, as their numbers."""
        pixels = np.asarray(picture).astype(np.int32)
        codes = (pixels[:, :, 0] << 16) | (pixels[:, :, 1] << 8) | pixels[:, :, 2]
        found = self._nearest[codes]
        new = np.unique(codes[found < 0])
        if len(new):
            rgb = np.column_stack([new >> 16, (new >> 8) & 255, new & 255])
            for part in np.array_split(np.arange(len(new)), len(new) // 4096 + 1):
                apart = ((rgb[part, None, :] - self._inks[None, :, :]) ** 2).sum(axis=2)
                self._nearest[new[part]] = apart.argmin(axis=1)
            found = self._nearest[codes]
        result: Indices = found.astype(np.uint8)
        return result


def _inks() -> list[tuple[int, int, int]]:
    """Give the colours of marks and regions, and their edges' blends with paper."""
    strong = [*style.COLOURS.values(), style.OVERDUE, style.INK, style.LEADER]
    found = [_rgb(colour) for colour in (*strong, *style.REGION_FILLS, style.PAPER)]
    for colour in strong:
        for part in (0.25, 0.5, 0.75):
            r, g, b = (round(v * part + 255 * (1 - part)) for v in _rgb(colour))
            found.append((r, g, b))
    return found


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def gif_bytes(frames: Iterable[tuple[Image.Image, int]], palette: Palette, comment: str) -> bytes:
    """Give pictures as the bytes of an animated GIF that starts anew when it ends.

    Parameters
    ----------
    frames
        The pictures, all of one size, each with how long it is shown, in milliseconds.
    palette
        The colours of all of them.
    comment
        What the file says about itself.
    """
    parts: list[bytes] = []
    before: Indices | None = None
    for picture, hold in frames:
        if before is None:
            parts.append(_head(picture.size, palette, comment))
        now = palette.reduced(picture)
        parts.append(_frame(now, before, palette, hold))
        before = now
    return b"".join(parts) + b";"


def _head(size: tuple[int, int], palette: Palette, comment: str) -> bytes:
    text = comment.encode("ascii", "replace")[:255]
    return b"".join(
        [
            b"GIF89a",
            struct.pack("<HHBBB", *size, 0b11110111, 0, 0),
            bytes(palette.flat),
            b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00",
            b"!\xfe" + bytes([len(text)]) + text + b"\x00",
        ]
    )


def _frame(now: Indices, before: Indices | None, palette: Palette, hold: int) -> bytes:
    x = y = 0
    if before is not None:
        changed = now != before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        # A frame in which nothing changes still has to be there: one dot stands for it.
        top, bottom = (rows[0], rows[-1] + 1) if len(rows) else (0, 1)
        left, right = (columns[0], columns[-1] + 1) if len(columns) else (0, 1)
        kept = np.where(changed, now, _CLEAR).astype(np.uint8)
        now, x, y = kept[top:bottom, left:right], int(left), int(top)
    picture = Image.fromarray(np.ascontiguousarray(now), mode="P")
    picture.putpalette(palette.flat)
    blocks = getdata(picture, (x, y), duration=hold, disposal=1, transparency=_CLEAR)
    return b"".join(blocks)
