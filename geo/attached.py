"""Layers of our own format: places with the deadlines and reports attached to them."""

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geo.claims import PLANS, Claim, Source
from geo.files import Findings, Spot, plain, shown
from geo.gather import Parts
from geo.jsontext import NoNumber, lacks
from geo.records import (
    FORMAT,
    ElsewhereRecord,
    LayerClaimRecord,
    MissionRecord,
    RegionRecord,
    SiteRecord,
    SourceRecord,
    to_claim,
    to_mission,
    to_region,
    to_site,
    to_source,
)
from geo.shapes import read_area, read_point
from geo.slugs import slug
from geo.validation import clean_text, label, validate

_LISTS = ("deadlines", "reports")
_NO_ID = "no-id"  # in the place of an id that is not there, which is told
_FLAT = ("deadline", "deadline_by", "state_note")  # made from the rest, for other viewers


@dataclass
class _Copy:
    """A claim as it was read at one place."""

    raw: Any
    spot: Spot
    list: str
    place: str


@dataclass
class _Standing:
    """A claim as it was first read, the places at which it stands, and where it differs."""

    first: _Copy
    places: list[str] = field(default_factory=list)
    others: list[_Copy] = field(default_factory=list)


@dataclass
class Reading:
    """What has been read of layers, while the others are still to come.

    Attributes
    ----------
    parts
        The records.
    claims
        By id: the claims of layers of our own format, and where each stands.
    spare
        Claims without an id, or again at one place: of no use, but they may have more faults.
    """

    parts: Parts
    claims: dict[str, _Standing] = field(default_factory=dict)
    spare: list[_Copy] = field(default_factory=list)


def holds_claims(content: object) -> bool:
    """Tell whether a FeatureCollection is of our own format, and no plain layer."""
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        return False
    return "drawdown" in content or any(map(_has_claims, content["features"]))


def _has_claims(feature: object) -> bool:
    raw = feature.get("properties") if isinstance(feature, dict) else None
    return isinstance(raw, dict) and any(name in raw for name in _LISTS)


def read_attached(
    content: dict[str, Any], features: list[Any], path: Path, reading: Reading
) -> None:
    """Read a layer of our own format; its claims are put when all layers are read.

    Parameters
    ----------
    content
        The FeatureCollection.
    features
        Its features.
    path
        The file as the user named it.
    reading
        Takes what is read.
    """
    spot, parts = Spot(str(path)), reading.parts
    version = content.get("drawdown")
    if version is None:
        parts.findings.warn(spot, "drawdown", "nothing", f'assumed: "{FORMAT}"')
    elif version != FORMAT:
        parts.findings.add(spot, "drawdown", shown(version), f'"{FORMAT}"')
    title = clean_text(content.get("title"), spot, "title", parts.findings)
    attribution = clean_text(content.get("attribution"), spot, "attribution", parts.findings)
    parts.titles.update({title: None} if title else {})
    parts.attributions.update({attribution: None} if attribution else {})
    _put_sources(content.get("sources", {}), spot, parts)
    _put_missions(content.get("missions", []), spot, parts)
    if "elsewhere" in content:
        _put_elsewhere(content["elsewhere"], spot, parts)
    layer = content.get("layer", slug(path.stem))
    if not isinstance(layer, str) or slug(layer) != layer:
        allowed = "an id of small letters, digits and hyphens"
        parts.findings.add(spot, "layer", shown(layer), allowed)
        layer = None
    for number, feature in enumerate(features, 1):
        _read_feature(feature, number, layer, str(path), reading)


def put_claims(reading: Reading) -> None:
    """Put the claims of all layers, once every layer is read.

    Parameters
    ----------
    reading
        What was read.
    """
    findings = reading.parts.findings
    for standing in reading.claims.values():
        before = len(findings.faults)
        _put_claim(standing, reading.parts)
        if standing.others:
            told = {fault.field.partition("[")[0] for fault in findings.faults[before:]}
            _compare(standing, told, findings)
    for copy in reading.spare:
        _read_claim(copy, reading.parts)


def _put_sources(raw: object, spot: Spot, parts: Parts) -> None:
    if not isinstance(raw, dict):
        parts.findings.add(spot, "sources", shown(raw), "a table of sources by id")
        parts.lose("source")
        return
    for key, value in raw.items():
        at = Spot(spot.file, f"source {plain(key)}").inside("sources", key)
        given = {"id": key, **value} if isinstance(value, dict) else value
        record = validate(SourceRecord, given, at, parts.findings)
        if record is None:
            parts.bad("source", key)
        elif record.id != key:
            parts.findings.add(at, "id", shown(record.id), shown(key))
        else:
            parts.put_source(to_source(record), at, shared=True)


def _put_elsewhere(raw: object, spot: Spot, parts: Parts) -> None:
    """Note what the file names and another holds; then whatever else it names must be here."""
    parts.whole = True
    at = Spot(spot.file, "elsewhere", "/elsewhere")
    record = validate(ElsewhereRecord, raw, at, parts.findings)
    if record is None:
        parts.unsure = True
        return
    listed = {"place": record.places, "claim": record.claims}
    named = frozenset((noun, key) for noun, keys in listed.items() for key in keys)
    parts.elsewhere[spot.file] = named


def _put_missions(raw: object, spot: Spot, parts: Parts) -> None:
    if not isinstance(raw, list):
        parts.findings.add(spot, "missions", shown(raw), "a list of missions")
        return
    for number, value in enumerate(raw, 1):
        at = Spot(spot.file, label("mission", value, number), f"/missions/{number - 1}")
        record = validate(MissionRecord, value, at, parts.findings)
        if record:
            parts.put_mission(to_mission(record), at, shared=True)


def _read_feature(
    feature: object, number: int, layer: str | None, name: str, reading: Reading
) -> None:
    """Read a feature; without a sound layer of the file its own is held against nothing."""
    parts, findings = reading.parts, reading.parts.findings
    pointer = f"/features/{number - 1}"
    spot = Spot(name, label("feature", feature, number), pointer)
    raw = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(raw, dict):
        findings.add(spot, "properties", shown(feature), "a feature with properties")
        parts.lose("place")
        return
    given = {"layer": layer or "layer", **raw}
    if feature.get("id") is not None:
        given.setdefault("id", feature["id"])
    spot = Spot(name, label("feature", given, number), f"{pointer}/properties")
    lists = {key: given.pop(key, []) for key in _LISTS}
    for key in _FLAT:
        clean_text(given.pop(key, None), spot, key, findings)
    if layer is not None and given["layer"] != layer:
        findings.add(spot, "layer", shown(given["layer"]), f"{layer}, as the file says")
    named = isinstance(given.get("id"), str)  # else that is told
    if named and feature.get("id") not in (None, given["id"]):
        allowed = f"the same id as in properties ({plain(given.get('id'))})"
        findings.add(spot.beside("id"), "id", shown(feature["id"]), allowed, at=())
    _put_place(given, feature.get("geometry"), spot, parts)
    for key, items in lists.items():
        _note_claims(key, items, given.get("id"), spot, reading)


def _put_place(raw: dict[str, Any], geometry: object, spot: Spot, parts: Parts) -> None:
    if raw.get("kind") == "region":
        shape = read_area(geometry, spot.beside("geometry"), parts.findings)
        region = validate(RegionRecord, raw, spot, parts.findings)
        if region:
            parts.put_region(to_region(region, shape), spot)
            return
    else:
        position = read_point(geometry, spot.beside("geometry"), parts.findings)
        site = validate(SiteRecord, raw, spot, parts.findings)
        if site:
            parts.put_site(to_site(site, position), spot)
            return
    parts.bad("place", raw, spot)


def _note_claims(name: str, items: object, place: object, spot: Spot, reading: Reading) -> None:
    """Keep the claims of a feature for later: one that stands at several places is one claim."""
    findings = reading.parts.findings
    if not isinstance(items, list):
        findings.add(spot, name, shown(items), "a list of claims")
        reading.parts.lose("claim")
        return
    for number, raw in enumerate(items):
        key = raw.get("id") if isinstance(raw, dict) else None
        at = replace(spot.inside(name, number), where=f"claim {plain(key)}")
        if not isinstance(key, str):
            if not isinstance(key, NoNumber):  # else that is told
                allowed = "a claim with an id of letters, digits, dots, hyphens and underscores"
                findings.add(spot, f"{name}[{number}]", shown(raw), allowed)
            reading.parts.lose("claim")
            if isinstance(raw, dict):
                nameless = replace(at, where=f"{spot.where}: {name}[{number}]")
                reading.spare.append(_Copy({**raw, "id": _NO_ID}, nameless, name, plain(place)))
            continue
        copy = _Copy(raw, at, name, plain(place))
        standing = reading.claims.setdefault(key, _Standing(copy))
        if place in standing.places:
            findings.add(at, "id", f"{shown(key)} again", "each id once at a place")
            reading.spare.append(copy)
            continue
        standing.places += [place] if isinstance(place, str) else []
        if (standing.first.raw, standing.first.list) != (raw, name):
            standing.others.append(copy)


def _compare(standing: _Standing, told: set[str], findings: Findings) -> None:
    """Note how a claim differs between its places, but for what is at fault at the first."""
    first = standing.first
    for other in standing.others:
        where = f"as at {first.place} in {first.spot.file}"
        if other.list != first.list:
            findings.add(other.spot, "", f"a claim in {other.list}", f"in {first.list}, {where}")
        for name in sorted({*first.raw, *other.raw} - told):
            if lacks(other.raw.get(name)) or lacks(first.raw.get(name)):
                continue
            here, there = (_shown_in(copy.raw, name) for copy in (other, first))
            if here != there or first.raw.get(name) != other.raw.get(name):
                allowed = f"{there}, {where}"
                findings.add(other.spot, name, f"{here} at {other.place}", allowed)


def _shown_in(raw: dict[str, Any], name: str) -> str:
    return shown(raw[name]) if name in raw else "nothing"


def _read_claim(copy: _Copy, parts: Parts) -> tuple[LayerClaimRecord | None, Source | None]:
    source = _source_of(copy.raw.get("source"), copy.spot, parts)
    public = source.published.latest if source else None
    return validate(LayerClaimRecord, copy.raw, copy.spot, parts.findings, public), source


def _put_claim(standing: _Standing, parts: Parts) -> None:
    raw, spot, findings = standing.first.raw, standing.first.spot, parts.findings
    plan = standing.first.list == "deadlines"
    record, source = _read_claim(standing.first, parts)
    if record is None or source is None:
        parts.bad("claim", raw, spot)
        return
    if (record.kind in PLANS) is not plan:
        allowed = "a kind of plan" if plan else "a kind of report"
        findings.add(spot, "kind", shown(record.kind.value), allowed)
    grade = record.grade or ""
    credibility = record.credibility or (int(grade[1]) if grade else None)
    if credibility is None:
        findings.add(spot, "credibility", "nothing", "a whole number from 1 to 6")
        parts.bad("claim", raw, spot)
        return
    reliability = record.reliability or grade[:1] or source.reliability
    places = record.places or tuple(standing.places)
    claim = to_claim(record, source, places, reliability, credibility)
    _check_made_fields(record, claim, source, spot, findings)
    all_read = not parts.lost & {"place", "claim"}
    for place in sorted({*standing.places} ^ {*places}) if all_read else ():
        if place in standing.places or parts.has("place", place):
            allowed = "the very places at which the claim stands"
            findings.add(spot, "places", shown(place), allowed)
    parts.put_claim(claim, spot)


def _source_of(key: object, spot: Spot, parts: Parts) -> Source | None:
    if not isinstance(key, str):
        return None
    if not parts.has("source", key):
        parts.findings.add(spot, "source", shown(key), "the id of a source in sources")
    return parts.sources.get(key)


def _check_made_fields(
    record: LayerClaimRecord, claim: Claim, source: Source, spot: Spot, findings: Findings
) -> None:
    """Hold the fields that are made from others against what they are made from."""
    made = {
        "grade": claim.grade,
        "published": source.published_text,
        "earliest": _day(claim.first),
        "latest": _day(claim.last),
    }
    for name, value in made.items():
        if name in record.model_fields_set and getattr(record, name) != value:
            found = shown(getattr(record, name))
            allowed = f"{value or 'null'}, which the other fields give; or leave it out"
            findings.add(spot, name, found, allowed)


def _day(ordinal: int | None) -> str | None:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else None
