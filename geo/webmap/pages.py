"""The Folium map itself, and the page that it makes when it is saved."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import folium
from branca.element import Figure, MacroElement
from jinja2 import Template

from geo import answers, style, words
from geo.places import Region, Site
from geo.snapshot import Snapshot
from geo.webmap import leaflet
from geo.webmap.scene import credits_of, scene_of
from geo.webmap.tables import message, table_of

_SCRIPTS = (
    "marks.js", "layout.js", "table.js", "ground.js", "stamps.js", "crowd.js", "sites.js",
    "arrange.js", "beside.js", "map.js",
)  # fmt: skip
# A page that may run its own script and nothing else: no address can be asked for anything.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


class OfflineMap(folium.Map):
    """A Folium map without tiles, without a CDN and without random names."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("{{ this.get_name() }}", {
          attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 4, maxZoom: 13,
          zoomAnimation: false, fadeAnimation: false, trackResize: false
        });
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(location=(33.0, 44.0), tiles=None)
        self._id = "drawdown"
        self.default_js = []
        self.default_css = []


class OfflinePage(Figure):
    """The page around the map, with Leaflet and its licence inside it."""

    _template = Template(
        """<!DOCTYPE html>
<html lang="{{ this.lang }}" dir="{{ 'rtl' if this.right_to_left else 'ltr' }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ this.title | e }}</title>
<!-- Leaflet, inlined; its licence:
{{ this.leaflet.licence() }}
-->
<style>{{ this.leaflet.style_sheet() }}</style>
{{ this.header.render(**kwargs) }}
</head>
<body>
{{ this.html.render(**kwargs) }}
<script>{{ this.leaflet.script() }}</script>
<script>
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
"""
    )
    policy = _POLICY
    leaflet = leaflet

    def __init__(self, title: str, lang: str) -> None:
        super().__init__(title=title)
        self.lang = lang
        self.right_to_left = lang in words.RIGHT_TO_LEFT


class TimeMarks(MacroElement):
    """Folium plugin: all marks, labels and the basemap, restyled in the browser by a date.

    Parameters
    ----------
    scene
        What no date changes; it may hold a change table and a date to start with.
    more
        Scripts that run after those of the map, in the same function.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}<style>{{ this.css }}</style>{% endmacro %}
        {% macro script(this, kwargs) %}
        (function (map, scene) {
        "use strict";
        {{ this.js }}
        })({{ this._parent.get_name() }}, {{ this.scene }});
        {% endmacro %}
        """
    )

    def __init__(self, scene: Mapping[str, Any], more: Iterable[str] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "TimeMarks"
        self._id = "drawdown"
        self.scene = script_json(scene)
        self.css = _colours() + _resource("map.css")
        # The names of what is added are its own: they may be those of the map as well.
        self.js = "\n".join([*map(_resource, _SCRIPTS), "{", *more, "}"])


def to_map(snapshot: Snapshot, *, today: dt.date | None = None, lang: str = "en") -> folium.Map:
    """Give the web map of a snapshot; saved alone, it shows that date and needs no network.

    Parameters
    ----------
    snapshot
        What is shown.
    today
        The present day, when the sentence may say "as known today".
    lang
        The language.
    """
    scene = scene_of((row.site for row in snapshot.rows), snapshot.regions, lang)
    scene["credits"] = credits_of(scene, snapshot.attribution)
    scene["switches"] = True
    scene["table"] = table_of(snapshot, today=today, lang=lang)
    scene["date"] = snapshot.on.isoformat()
    return _map(answers.sentence(snapshot, today, lang), scene)


def live_map(
    sites: Iterable[Site], regions: Iterable[Region], *, attribution: str = "", lang: str = "en"
) -> folium.Map:
    """Give the map that waits for a change table and for dates posted to its window.

    Parameters
    ----------
    sites
        Every site that may ever be shown.
    regions
        The regions.
    attribution
        What the map must say.
    lang
        The language.
    """
    scene = scene_of(sites, regions, lang)
    scene["credits"] = credits_of(scene, attribution)
    return _map(message("map-label", lang), scene)


def html_of(map_: folium.Map) -> str:
    """Give the page of a map, the same bytes each time.

    Parameters
    ----------
    map_
        A map of this module.
    """
    text: str = map_.get_root().render()
    return text


def script_json(value: object) -> str:
    """Give JSON that may stand inside a script element whatever its texts hold.

    Parameters
    ----------
    value
        Plain data.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Folium renders what it puts into a page once more as a template: texts must not be one.
    return re.sub(r"\{(?=[{%#])", r"\\u007b", text)


def _map(title: str, scene: Mapping[str, Any]) -> folium.Map:
    map_ = OfflineMap()
    map_.add_to(OfflinePage(title, scene["lang"]))
    TimeMarks(scene).add_to(map_)
    return map_


def _colours() -> str:
    pairs = {"ink": style.INK, "leader": style.LEADER, "overdue": style.OVERDUE}
    return ":root{" + "".join(f"--{name}:{value};" for name, value in pairs.items()) + "}\n"


def _resource(name: str) -> str:
    return files("geo.webmap").joinpath("page", name).read_text(encoding="utf-8")
