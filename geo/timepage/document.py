"""The document: the Folium map of the app, what stands around it, and all that both look up."""

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from branca.element import Figure
from jinja2 import Environment, Template

from geo import answers, words
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import COALITION_BASES, Selection
from geo.timepage.knowledge import Frame
from geo.timepage.tables import frame_of, page_tables
from geo.webmap import leaflet
from geo.webmap.pages import OfflineMap, TimeMarks, html_of
from geo.webmap.scene import credits_of, scene_of
from geo.webmap.tables import message

ALL = "all"
_SCRIPTS = ("readings.js", "panel.js", "layers.js", "address.js", "page.js")
_WORDS = (
    "sentence", "sentence-planned", "sentence-no-sites", "sentence-no-mission",
    "sentence-nothing-known", "note-possible", "note-unknown",
    "known-then", "known-on", "region-count", "basis-planned", "basis-reported",
    "basis-last-reported", "basis-nothing", "state-unknown",
    "previous-to", "previous-none", "next-to", "next-none",
    "turning-other", "site-none", "site-empty", "panel-region", "panel-deadline", "panel-reduce",
    "panel-missed", "panel-overdue", "panel-since", "panel-newest", "panel-age",
    "panel-decided", "panel-seen", "panel-against", "panel-linked",
    "panel-nothing", "panel-other", "panel-relayed", "panel-relayed-help", "panel-grade-help",
    "panel-about", "panel-link", "address-wrong", "address-range", "address-known", "address-data",
    "claim-note", "page-copied", "page-fixed", "page-later", "page-no-site", "page-other",
    "scope-layers", "address-hidden", "list-semicolon",
)  # fmt: skip


class TimePage(Figure):
    """The document around map and controls; its policy allows its own script and nothing else."""

    _template = Template(
        """{%- set script = this.code(kwargs) -%}
{%- set style = this.looks(kwargs) -%}
<!DOCTYPE html>
<html lang="{{ this.lang }}" dir="{{ 'rtl' if this.right_to_left else 'ltr' }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ this.policy(script, style) }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>{{ this.title | e }}</title>
<style>{{ style }}</style>
</head>
<body>
{{ this.body(kwargs) }}
<script>{{ script }}</script>
</body>
</html>
"""
    )

    def __init__(self, title: str, lang: str, around: Mapping[str, Any]) -> None:
        super().__init__(title=title)
        self.lang = lang
        self.right_to_left = lang in words.RIGHT_TO_LEFT
        self.around = around

    def code(self, kwargs: Mapping[str, Any]) -> str:
        """Give Leaflet and the script of the map and the page as one script."""
        return f"{leaflet.script()}\n{self.script.render(**kwargs)}"

    def looks(self, kwargs: Mapping[str, Any]) -> str:
        """Give the style sheets as one; the page's own comes last."""
        own = self.header.render(**kwargs)
        inner = own.partition("<style>")[2].rpartition("</style>")[0]
        return f"{leaflet.style_sheet()}\n{inner}\n{_resource('page.css')}"

    def body(self, kwargs: Mapping[str, Any]) -> str:
        """Give the body without its script."""
        page = Environment(autoescape=True).from_string(_resource("body.html"))
        return page.render(map=self.html.render(**kwargs), **self.around)

    @staticmethod
    def policy(script: str, style: str) -> str:
        """Give the policy: what is not of this very file is neither loaded nor run."""
        return (
            f"default-src 'none'; script-src '{policy_hash(script)}'; "
            f"style-src '{policy_hash(style)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )


def time_page(
    ledger: Ledger,
    known: dt.date | str = ALL,
    lang: str = "en",
    *,
    selection: Selection = COALITION_BASES,
    now: dt.date | None = None,
    title: str | None = None,
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """Give the time map as one self-contained page, the same bytes for the same data.

    Parameters
    ----------
    ledger
        The ledger.
    known
        The only day of knowledge that the page carries, or ``all``.
    lang
        The language.
    selection
        Which sites are in view and which evidence counts.
    now
        The last day of knowledge; the day of the last publication when None, so that the page
        does not depend on when it is made.
    title
        The title; the data set's when None.
    links
        Files that lie beside the page: what each is called, and its relative address.
    """
    if now is None:
        now = dt.date.fromordinal(max(ledger.last_public, dt.date(1970, 1, 1).toordinal()))
    frame = frame_of(ledger, known if isinstance(known, dt.date) else None, now)
    sites = [site for site in ledger.sites.values() if selection.shows(site)]
    scene = scene_of(sites, ledger.regions.values(), lang, _WORDS)
    scene |= {"page": True, "credits": credits_of(scene, ledger.attribution)}
    scene["book"] = page_tables(ledger, selection, frame, lang) | {
        "data": ledger.digest,
        "party": selection.party.value if selection.party else ALL,
        "min_grade": selection.min_grade,
        "scope": answers.scope_parts(sites, selection.party, selection.min_grade, lang),
        "openings": _openings(ledger, sites),
    }
    heading = title or ledger.title or message("page-title", lang)
    map_ = OfflineMap()
    map_.add_to(TimePage(heading, lang, _around(ledger, frame, heading, lang, links)))
    TimeMarks(scene, map(_resource, _SCRIPTS)).add_to(map_)
    return html_of(map_)


def _around(
    ledger: Ledger, frame: Frame, title: str, lang: str, links: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    day = words.day_text(frame.now, lang)
    digest, given = words.apart(ledger.digest, lang), words.apart(ledger.attribution, lang)
    foot = message("page-foot", lang, digest=digest, day=day, attribution=given)

    def say(key: str, **values: object) -> str:
        return message(key, lang, **values)

    return {
        "say": say,
        "title": title,
        "fixed": frame.known is not None,
        "foot": foot,
        "licences": f"Leaflet\n\n{leaflet.licence()}\n\n{ledger.attribution}",
        "links": list(links),
    }


def _openings(ledger: Ledger, sites: Sequence[Site]) -> dict[str, tuple[str, int]]:
    """Give for each layer the site of which most claims speak by name, and how many do."""
    told = {site.id: 0 for site in sites}
    for claim in ledger.claims.values():
        for place in claim.places:
            if place in told:
                told[place] += 1
    found: dict[str, tuple[str, int]] = {}
    for site in sites:
        if told[site.id] > found.get(site.layer, ("", -1))[1]:
            found[site.layer] = (site.id, told[site.id])
    return found


def policy_hash(text: str) -> str:
    """Give the hash by which a content security policy lets a script or a style pass.

    Parameters
    ----------
    text
        What stands between the tags.
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@lru_cache(maxsize=8)
def _resource(name: str) -> str:
    return files("geo.timepage").joinpath("page", name).read_text(encoding="utf-8")
