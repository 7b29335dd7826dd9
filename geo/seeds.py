"""The seeds: one TOML file for each source document, and the gazetteer of places."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.agreement import near_or_known, to_ledger
from geo.collector import many_objects
from geo.dates import parse_window
from geo.errors import InputFault
from geo.files import NO_DRAFTS, Drafts, Findings, Spot, read_toml, shown
from geo.gather import Parts
from geo.jsontext import UNREAD, read_json
from geo.ledger import Ledger
from geo.records import (
    ClaimRecord,
    MissionRecord,
    RegionRecord,
    SiteRecord,
    SourceRecord,
    is_when,
    to_claim,
    to_mission,
    to_region,
    to_site,
    to_source,
)
from geo.shapes import read_area, read_point
from geo.validation import clean_text, features_of, label, validate

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
Shapes = dict[str, Mapping[str, Any] | None]


def load_seeds(project: str | Path, findings: Findings | None = None) -> Ledger:
    """Read a ledger from the seeds of a project.

    Parameters
    ----------
    project
        The folder that holds ``seeds/``.
    findings
        Takes the warnings, for those who want them.

    Raises
    ------
    InputFault
        With all faults, when there are any.
    CannotRead
        When there are no seeds.
    """
    findings = findings or Findings()
    ledger = read_seeds(Path(project), findings)
    if ledger is None:
        raise InputFault(fault for fault in findings.faults if not fault.warning)
    return ledger


def read_seeds(project: Path, findings: Findings, drafts: Drafts = NO_DRAFTS) -> Ledger | None:
    """Read the seeds of a project and note their faults.

    Parameters
    ----------
    project
        The folder that holds ``seeds/``.
    findings
        Takes the faults.
    drafts
        Texts to be read in the place of what stands on the disk, by path: what would be if
        they were written.

    Returns
    -------
    The ledger, or None when anything is at fault.
    """
    seeds = project / "seeds"
    parts = Parts(findings, whole=True, regional=True)
    with many_objects():
        shapes = _read_shapes(seeds / "regions.geojson", findings, drafts)
        _read_places(seeds / "places.geojson", shapes, parts, drafts)
        _read_missions(seeds / "missions.toml", parts, drafts)
        for path in _source_files(seeds / "sources", findings, drafts):
            _read_source(path, parts, drafts)
        return to_ledger(parts)


def _read_features(path: Path, findings: Findings, drafts: Drafts) -> list[Any] | None:
    content = read_json(path, findings, drafts=drafts)
    if content is UNREAD:
        return None
    return features_of(content, Spot(str(path)), findings)


def _read_shapes(path: Path, findings: Findings, drafts: Drafts) -> Shapes:
    if path not in drafts and not os.path.lexists(path):
        return {}
    shapes: Shapes = {}
    for number, feature in enumerate(_read_features(path, findings, drafts) or (), 1):
        pointer = f"/features/{number - 1}"
        spot = Spot(str(path), label("feature", feature, number), pointer)
        key = feature.get("id") if isinstance(feature, dict) else None
        if not isinstance(key, str):
            findings.add(spot, "id", shown(key), "the id of a region")
        elif key in shapes:
            findings.add(spot, "id", f"{shown(key)} again", "each id once")
        else:
            shapes[key] = read_area(feature.get("geometry"), spot.inside("geometry"), findings)
    return shapes


def _read_places(path: Path, shapes: Shapes, parts: Parts, drafts: Drafts) -> None:
    features = _read_features(path, parts.findings, drafts)
    if features is None:
        parts.lose("place")
    for number, feature in enumerate(features or (), 1):
        pointer = f"/features/{number - 1}"
        spot = Spot(str(path), label("feature", feature, number), pointer)
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            parts.findings.add(spot, "properties", shown(feature), "a feature with properties")
            parts.lose("place")
            continue
        raw = feature["properties"]
        spot = Spot(str(path), label("feature", raw, number), f"{pointer}/properties")
        if raw.get("kind") == "region":
            _put_region(raw, feature.get("geometry"), shapes, spot, parts)
        else:
            _put_site(raw, feature.get("geometry"), spot, parts)
    for key in shapes if features is not None else ():
        if not parts.has("place", key):
            spot = Spot(str(path.with_name("regions.geojson")), f"feature {key}")
            parts.findings.warn(spot, "id", shown(key), "the id of a region in places.geojson")


def _put_region(
    raw: dict[str, Any], geometry: object, shapes: Shapes, spot: Spot, parts: Parts
) -> None:
    if geometry is not None:
        found, hint = shown(geometry), "the polygons of regions stand in regions.geojson"
        parts.findings.add(spot.beside("geometry"), "geometry", found, "null", hint, at=())
    record = validate(RegionRecord, raw, spot, parts.findings)
    if record is None:
        parts.bad("place", raw, spot)
        return
    if record.id == record.layer and record.id not in shapes:
        allowed = "a polygon of this id in regions.geojson"
        parts.findings.warn(spot.beside("geometry"), "geometry", "nothing", allowed, at=())
    parts.put_region(to_region(record, shapes.get(record.id)), spot)


def _put_site(raw: dict[str, Any], geometry: object, spot: Spot, parts: Parts) -> None:
    position = read_point(geometry, spot.beside("geometry"), parts.findings)
    record = validate(SiteRecord, raw, spot, parts.findings)
    if record is None:
        parts.bad("place", raw, spot)
    else:
        parts.put_site(to_site(record, position), spot)


def _read_missions(path: Path, parts: Parts, drafts: Drafts) -> None:
    if path not in drafts and not os.path.lexists(path):
        return
    content = read_toml(path, parts.findings, drafts=drafts)
    spot = Spot(str(path))
    if content is None:
        return
    for key in content.keys() - {"title", "attribution", "mission"}:
        parts.findings.add(spot, key, shown(content[key]), "title, attribution, [[mission]]")
    title = clean_text(content.get("title"), spot, "title", parts.findings)
    attribution = clean_text(content.get("attribution"), spot, "attribution", parts.findings)
    parts.titles.update({title: None} if title else {})
    parts.attributions.update({attribution: None} if attribution else {})
    for number, raw in enumerate(_tables(content, "mission", spot, parts.findings), 1):
        at = Spot(spot.file, label("mission", raw, number), f"/mission/{number - 1}")
        record = validate(MissionRecord, raw, at, parts.findings)
        if record:
            parts.put_mission(to_mission(record), at)
        else:
            parts.bad("mission", raw, at)


def _source_files(folder: Path, findings: Findings, drafts: Drafts) -> list[Path]:
    """Give the files of the sources, and note what looks like one and is not read."""
    found = {path for path in drafts if path.parent == folder}
    if folder.is_dir():
        listed = {path for path in folder.iterdir() if path.suffix.lower() == ".toml"}
        read = {path for path in listed if path.suffix == ".toml"}
        found |= read
        for path in listed - read:
            allowed = "a name ending in .toml; this file is not read"
            findings.warn(Spot(str(path)), "", shown(path.name), allowed)
    elif os.path.lexists(folder):
        findings.add(Spot(str(folder)), "", "no folder", "a folder with a TOML file a document")
        return []
    if not found:
        allowed = "a TOML file for each document; without any, no claim is known"
        findings.warn(Spot(str(folder)), "", "no source", allowed)
    return sorted(found)


def _tables(content: dict[str, Any], name: str, spot: Spot, findings: Findings) -> list[Any]:
    found = content.get(name, [])
    if isinstance(found, list):
        return found
    findings.add(spot, name, shown(found), f"tables headed [[{name}]]")
    return []


def _read_source(path: Path, parts: Parts, drafts: Drafts) -> None:
    content = read_toml(path, parts.findings, drafts=drafts)
    if content is None:
        parts.lose("claim")
        return
    spot = Spot(str(path), "source")
    claims = _tables(content, "claim", spot, parts.findings)
    raw = {key: value for key, value in content.items() if key != "claim"}
    record = validate(SourceRecord, raw, spot, parts.findings)
    source = to_source(record) if record else None
    if source:
        parts.put_source(source, spot)
        date = _DATE.match(source.published_text)
        if date and not path.stem.startswith(date[0]):
            allowed = f"a file name that starts with {date[0]}"
            parts.findings.warn(spot, "published", shown(path.name), allowed)
    else:
        parts.bad("source", raw, spot)
    public = source.published.latest if source else _last_day(raw.get("published"))

    def near(name: str, found: object) -> str:
        """Hint at a place also where what was typed, such as its name, cannot be an id."""
        place = name == "places" and isinstance(found, str)
        return near_or_known(parts, str(found), [*parts.sites, *parts.regions]) if place else ""

    for number, claim in enumerate(claims, 1):
        at = Spot(str(path), label("claim", claim, number), f"/claim/{number - 1}")
        made = validate(ClaimRecord, claim, at, parts.findings, public, near)
        if made is None or source is None:
            parts.bad("claim", claim, at)
            continue
        reliability = made.reliability or source.reliability
        frozen = to_claim(made, source, made.places, reliability, made.credibility)
        parts.put_claim(frozen, at)


def _last_day(published: object) -> dt.date | None:
    """Give the last day of publication of a source with faults, where this is not one of them."""
    text = str(published)
    return parse_window(text).latest if is_when(text) else None
