"""From a figure to bytes and files: the same inputs give the same bytes."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from geo.errors import Fault, InputFault, printable
from geo.writing import write_with

FORMATS = ("png", "svg", "pdf", "webp")
_MAKER = "Drawdown"
_MOST_PIXELS = 12_000
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")  # of direction
# matplotlib's settings are global: two threads of the app must not mix theirs.
_LOCK = RLock()
_SETTINGS = {
    "svg.hashsalt": _MAKER.lower(),
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": True,
    "path.simplify_threshold": 0.2,
    "agg.path.chunksize": 0,
    # Without hinting a text is as wide at any number of dots as the layout measured it.
    "text.hinting": "none",
}


@contextmanager
def drawing() -> Iterator[None]:
    """Hold matplotlib's settings still while something is drawn."""
    with _LOCK, mpl.rc_context(_SETTINGS):  # type: ignore[arg-type]
        yield


def check_format(name: str) -> str:
    """Give a file format's name in small letters.

    Parameters
    ----------
    name
        ``png``, ``svg``, ``pdf`` or ``webp``, with or without a dot before it.

    Raises
    ------
    InputFault
        When there is no such format.
    """
    plain = name.lower().removeprefix(".")
    if plain not in FORMATS:
        raise InputFault([Fault("", "", "file format", printable(name), ", ".join(FORMATS))])
    return plain


def to_bytes(figure: Figure, form: str, dpi: float, *, title: str, alt: str, digest: str) -> bytes:
    """Give a figure as the bytes of a file.

    Parameters
    ----------
    figure
        The figure.
    form
        ``png``, ``svg``, ``pdf`` or ``webp``.
    dpi
        Dots per inch of a picture made of dots.
    title, alt, digest
        What the file says about itself: title, alt text and the data's hash.

    Raises
    ------
    InputFault
        When there is no such format, or the picture would be too large.
    """
    form = check_format(form)
    _check_dpi(figure, dpi)
    about = _ABOUT[form](title, alt, digest)
    buffer = io.BytesIO()
    if form in {"png", "webp"}:
        to_image(figure, dpi).save(buffer, format=form, dpi=(dpi, dpi), **about)
    else:
        with drawing(), outlined(figure) if form == "pdf" else nullcontext():
            figure.savefig(buffer, format=form, dpi=dpi, metadata=about)
    content = buffer.getvalue()
    return _described(content, alt) if form == "svg" else content


@contextmanager
def outlined(figure: Figure) -> Iterator[None]:
    """Let lines with marks of direction be drawn as outlines for a while.

    A PDF gives such a mark the width of a blank, for both have one glyph, and moves all that
    follows: full stops stood before the blank instead of behind it. The other lines stay text.

    Parameters
    ----------
    figure
        The figure.
    """
    marked = [text for text in figure.findobj(Text) if _MARKS.search(text.get_text())]
    before = [text.get_path_effects() for text in marked]
    for text, effects in zip(marked, before, strict=True):
        text.set_path_effects(effects or [Normal()])
    try:
        yield
    finally:
        for text, effects in zip(marked, before, strict=True):
            text.set_path_effects(effects)


def to_image(figure: Figure, dpi: float) -> Image.Image:
    """Give a figure as a picture made of dots.

    Parameters
    ----------
    figure
        The figure.
    dpi
        Dots per inch.
    """
    figure.set_dpi(dpi)
    canvas: Any = FigureCanvasAgg(figure)
    with drawing():
        canvas.draw()
    return Image.fromarray(np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[:, :, :3]))


def _check_dpi(figure: Figure, dpi: float) -> None:
    size = max(figure.get_size_inches())
    if not 10 <= dpi <= _MOST_PIXELS / size:  # noqa: PLR2004 - dots one could count
        allowed = f"10 to {int(_MOST_PIXELS / size)} for this size"
        raise InputFault([Fault("", "", "dpi", printable(dpi), allowed)])


def _png(title: str, alt: str, digest: str) -> dict[str, Any]:
    info = PngInfo()
    for key, text in (
        ("Title", title),
        ("Description", alt),
        ("Source", digest),
        ("Software", _MAKER),
    ):
        info.add_text(key, text)
    return {"pnginfo": info, "compress_level": 3}


def _svg(title: str, alt: str, digest: str) -> dict[str, Any]:
    return {
        "Title": title,
        "Description": alt,
        "Identifier": digest,
        "Creator": _MAKER,
        "Date": None,
    }


def _pdf(title: str, alt: str, digest: str) -> dict[str, Any]:
    return {
        "Title": title,
        "Subject": alt,
        "Keywords": digest,
        "Creator": _MAKER,
        "Producer": _MAKER,
        "CreationDate": None,
    }


def _webp(title: str, alt: str, digest: str) -> dict[str, Any]:
    tags = Image.Exif()
    tags[0x010E] = f"{title}. {alt} {digest}"
    tags[0x0131] = _MAKER
    return {"exif": tags.tobytes(), "quality": 90, "method": 3, "xmp": _xmp(title, alt)}


def _xmp(title: str, alt: str) -> bytes:
    """Give title and description in the form in which picture archives read them.

    The XMP specification, part 1, makes both a choice of languages with one that is the default.
    """
    told = "".join(
        f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'
        f"</dc:{name}>"
        for name, text in (("title", title), ("description", alt))
    )
    text = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{told}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    return text.encode()


_ABOUT: dict[str, Callable[[str, str, str], dict[str, Any]]] = {
    "png": _png,
    "svg": _svg,
    "pdf": _pdf,
    "webp": _webp,
}


def _described(content: bytes, alt: str) -> bytes:
    """Put the alt text where screen readers look: a ``desc`` of the drawing itself."""
    text = content.decode()
    text = re.sub(r"<svg ", '<svg role="img" ', text, count=1)
    desc = f"</title>\n <desc>{escape(alt)}</desc>"
    return text.replace("</title>", desc, 1).encode()


def write_whole(path: str | Path, content: bytes) -> Path:
    """Write a file whole or not at all.

    Parameters
    ----------
    path
        Where; what is there is replaced only when all was written.
    content
        The bytes.

    Raises
    ------
    CannotWrite
        When it cannot be written; what was there before is untouched.
    """
    target = Path(path)
    write_with(target, lambda draft: draft.write_bytes(content))
    return target


__all__ = ["FORMATS", "check_format", "to_bytes", "write_whole"]
