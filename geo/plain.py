"""Plain layers: anybody's GeoJSON with points, a name and one or two dates.

What such a file does not say is assumed, and each assumption is a warning.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from geo.claims import Bound, Claim, Kind, Source, Standing
from geo.dates import parse_window
from geo.files import Findings, Spot, shown
from geo.gather import Parts
from geo.places import Region, Site
from geo.records import (
    SourceRecord,
    is_when,
    to_source,
)
from geo.shapes import AREAS, read_area, read_point
from geo.validation import clean_text, label, validate

LEAVE_BY = ("deadline", "until", "withdraw_by", "leave_by")
IN_USE = ("since", "start")
_RELIABILITY, _CREDIBILITY = "B", 2
_SLUG = re.compile(r"[^a-z0-9]+")
_ASSUMED = (
    ("kind", "a kind of site; assumed: camp"),
    ("party", "a party; assumed: coalition"),
    ("sources", "sources; assumed: the file itself, graded B2"),
)


def slug(text: object) -> str:
    """Give an id made of a name: small letters, digits and hyphens; "" if none are left."""
    return _SLUG.sub("-", str(text).lower()).strip("-")[:80].strip("-")


def read_plain(content: dict[str, Any], features: list[Any], name: str, parts: Parts) -> None:
    """Read a plain layer.

    Parameters
    ----------
    content
        The FeatureCollection.
    features
        Its features.
    name
        The file as the user named it.
    parts
        Takes the places, the claims and the one source.
    """
    layer = slug(name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]) or "layer"
    spot, findings = Spot(name), parts.findings
    title = clean_text(content.get("title") or content.get("name"), spot, "title", findings)
    parts.titles[title or layer] = None
    attribution = clean_text(content.get("attribution"), spot, "attribution", findings)
    parts.attributions.update({attribution: None} if attribution else {})
    areas = sum(_geometry_type(feature) in AREAS for feature in features)
    if areas > 1:
        findings.add(spot, "features", f"{areas} polygons", "at most one, the layer's region")
    source = _source(content, features, layer, title, spot, parts)
    for field, allowed in _ASSUMED:
        findings.warn(spot, field, "nothing", allowed)
    for number, feature in enumerate(features, 1):
        at = Spot(name, label("feature", feature, number))
        raw = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(raw, dict):
            findings.add(at, "properties", shown(feature), "a feature with properties")
        elif _geometry_type(feature) in AREAS:
            _put_region(feature, raw, layer, source, at, parts)
        else:
            key = _key(feature, raw, number, parts)
            position = read_point(feature.get("geometry"), at, findings)
            within = (layer,) if areas else ()
            names = _names(raw, at, findings)
            if names:
                lon, lat = position or (None, None)
                parts.put_site(Site(key, layer=layer, within=within, lon=lon, lat=lat, **names), at)
            else:
                parts.bad("place", key)
            _put_claims(key, raw, source, at, parts)


def _geometry_type(feature: object) -> object:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return geometry.get("type") if isinstance(geometry, dict) else None


def _key(feature: dict[str, Any], raw: dict[str, Any], number: int, parts: Parts) -> str:
    given = slug(feature["id"]) if feature.get("id") is not None else ""
    made = slug(raw.get("name")) or f"site-{number}"
    # Names may repeat in anybody's data; ids that were given may not.
    return given or (f"{made}-{number}" if parts.has("place", made) else made)


def _names(raw: dict[str, Any], spot: Spot, findings: Findings) -> dict[str, Any]:
    name = clean_text(raw.get("name"), spot, "name", findings)
    if not name:
        if not raw.get("name"):
            findings.add(spot, "name", "nothing", "a name")
        return {}
    return {
        "name": name,
        "name_ar": clean_text(raw.get("name_ar"), spot, "name_ar", findings) or None,
        "name_ckb": clean_text(raw.get("name_ckb"), spot, "name_ckb", findings) or None,
    }


def _put_region(
    feature: dict[str, Any],
    raw: dict[str, Any],
    layer: str,
    source: Source | None,
    spot: Spot,
    parts: Parts,
) -> None:
    shape = read_area(feature.get("geometry"), spot, parts.findings)
    names = _names(raw, spot, parts.findings)
    if names:
        parts.put_region(Region(layer, layer=layer, shape=shape, **names), spot)
    _put_claims(layer, raw, source, spot, parts)


def _dates(raw: dict[str, Any]) -> Iterator[tuple[Kind, str, object]]:
    for kind, fields in ((Kind.LEAVE_BY, LEAVE_BY), (Kind.IN_USE, IN_USE)):
        for field in fields:
            if raw.get(field) not in (None, ""):
                yield kind, field, raw[field]
                break


def _put_claims(
    place: str, raw: dict[str, Any], source: Source | None, spot: Spot, parts: Parts
) -> None:
    for kind, field, when in _dates(raw):
        plan = kind is Kind.LEAVE_BY
        if not isinstance(when, str) or not is_when(when):
            allowed = "a date as text, such as 2025-09-30 or 2025-09"
            parts.findings.add(spot, field, shown(when), allowed)
            continue
        if source is None or source.published.latest is None:
            continue
        first, public = parse_window(when).earliest, source.published.latest
        if not plan and first and first > public:
            allowed = f"a date no later than the publication of the file ({public.isoformat()})"
            parts.findings.add(spot, field, shown(when), allowed)
            continue
        claim = Claim(
            id=f"{place}.{kind.value}",
            places=(place,),
            kind=kind,
            when=when,
            bound=Bound.BY if plan else Bound.ON,
            reliability=source.reliability,
            credibility=_CREDIBILITY,
            source=source.id,
            published=source.published,
            text=f"{field}: {when}",
            standing=Standing.ANNOUNCED if plan else None,
            locator=spot.where,
        )
        parts.put_claim(claim, spot)


def _source(
    content: dict[str, Any],
    features: list[Any],
    layer: str,
    title: str,
    spot: Spot,
    parts: Parts,
) -> Source | None:
    """Make the one source that a plain layer is: the file itself."""
    published, basis = content.get("published"), "given by the file"
    if published is None:
        published = _last_day(features, parts.findings.today).isoformat()
        basis = "assumed: the last date in the file, or the day of reading if that is earlier"
        allowed = f"the day on which the file was published; assumed: {published}"
        parts.findings.warn(spot, "published", "nothing", allowed)
    producer = content.get("producer")
    if producer is None:
        producer = "not named"
        parts.findings.warn(spot, "producer", "nothing", 'a producer; assumed: "not named"')
    raw = {
        "id": layer,
        "producer": producer,
        "title": title or layer,
        "published": published,
        "published_basis": basis,
        "reliability": _RELIABILITY,
    }
    record = validate(SourceRecord, raw, spot, parts.findings)
    if record is None:
        return None
    source = to_source(record)
    parts.put_source(source, spot)
    return source


def _last_day(features: list[Any], today: dt.date) -> dt.date:
    days = []
    for feature in features:
        raw = feature.get("properties") if isinstance(feature, dict) else None
        for _, _, when in _dates(raw if isinstance(raw, dict) else {}):
            if isinstance(when, str) and is_when(when):
                days.append(parse_window(when).latest or today)
    return min(max(days, default=today), today)
