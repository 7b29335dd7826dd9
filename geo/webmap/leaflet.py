"""Leaflet's own files, read from an installed package, so that no page asks a CDN for them."""

import base64
import re
from functools import lru_cache
from importlib.metadata import files
from importlib.resources import files as resources

_DISTRIBUTION = "django-js-lib-leaflet"
_FOLDER = resources("js_lib_leaflet") / "static" / "js_lib_leaflet"


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """Give Leaflet's style sheet with its pictures inside it."""
    return re.sub(r"url\((images/[\w.-]+)\)", _inlined, _text("leaflet.css"))


@lru_cache(maxsize=1)
def script() -> str:
    """Give Leaflet's script without the address of its source map."""
    return re.sub(r"\n//# sourceMappingURL=\S+", "", _text("leaflet.js")).strip()


@lru_cache(maxsize=1)
def licence() -> str:
    """Give the licence notice, which goes along with every copy."""
    for file in files(_DISTRIBUTION) or ():
        if file.name == "LICENSE":
            return file.read_text(encoding="utf-8").strip()
    msg = f"{_DISTRIBUTION} has no LICENSE file"
    raise FileNotFoundError(msg)


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _inlined(match: re.Match[str]) -> str:
    picture = base64.b64encode((_FOLDER / match[1]).read_bytes()).decode()
    return f"url(data:image/png;base64,{picture})"
