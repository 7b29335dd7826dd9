"""A plain file taken into a project: its sites as places, its dates as claims of one source."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geo.agreement import to_ledger
from geo.claims import Claim, Source
from geo.errors import CannotRead, DrawdownError, InputFault
from geo.files import Findings, Spot, plain
from geo.gather import Parts, check_published
from geo.intake.shaping import Shaped
from geo.intake.twins import NEAR_KM, kilometres
from geo.ledger import Ledger
from geo.places import Region, Site
from geo.plain import read_plain
from geo.project import Edit
from geo.seedtext import (
    claim_fields,
    claim_text,
    features_text,
    place_feature,
    source_fields,
    table_text,
)
from geo.shapes import outside
from geo.slugs import slug


class ImportedAlready(DrawdownError):  # noqa: N818 - it reads as what it says
    """A file that the project has as a source."""


@dataclass
class Taken:
    """What was taken from a plain file.

    Attributes
    ----------
    source
        The source that the file has become.
    sites, claims
        Those of the file.
    known
        Ids of sites that the project had already.
    notes
        One sentence for each thing that was taken for granted.
    """

    source: Source
    sites: tuple[Site, ...]
    claims: tuple[Claim, ...]
    known: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def read_shaped(shaped: Shaped, name: str, findings: Findings) -> Ledger | None:
    """Give the ledger that a plain file makes by itself, or None when anything is at fault.

    Parameters
    ----------
    shaped
        The plain layer made of it.
    name
        The file as the user named it.
    findings
        Takes the faults and what was assumed.
    """
    parts = Parts(findings)
    read_plain(shaped.content, shaped.content["features"], name, parts, shaped.naming)
    return to_ledger(parts)


def take(edit: Edit, shaped: Shaped, name: str, findings: Findings) -> Taken:
    """Draft the seeds that a plain file makes in a project, or begin a project with them.

    Parameters
    ----------
    edit
        The change of the project; its folder may be new.
    shaped
        The plain layer made of the file.
    name
        The file as the user named it.
    findings
        Takes the faults and what was assumed.

    Raises
    ------
    InputFault
        When anything is at fault.
    ImportedAlready
        When this file was imported already.
    CannotRead
        When the project has seeds, but no places.
    """
    alone = read_shaped(shaped, name, findings)
    for source in alone.sources.values() if alone else ():
        check_published(source.published_text, Spot(name), findings)
    if alone is None or not alone.sources or findings.broken:
        faults = [fault for fault in findings.faults if not fault.warning]
        if not faults:
            at = Spot(name)
            findings.add(at, "", "no site with a date", "at least one site with a date")
            faults = [fault for fault in findings.faults if not fault.warning]
        raise InputFault(faults)
    here = _project_of(edit)
    source = _named_source(next(iter(alone.sources.values())), name)
    taken = Taken(source, tuple(alone.sites.values()), ())
    taken.sites = tuple(_settled(site, alone, here) for site in taken.sites)
    _put_places(edit, alone, here, taken, Spot(name), findings)
    taken.claims = _named_claims(alone, source, here)
    _put_source(edit, taken, name)
    if here is None:
        _put_head(edit, alone)
    return taken


def _project_of(edit: Edit) -> Ledger | None:
    """Give what the project holds, or None where it is still to begin."""
    places = edit.seeds / "places.geojson"
    if edit.text(places):
        return edit.read()
    # Other seeds name places that are gone: to begin anew beside them would accuse each of them.
    if not os.path.lexists(places) and any(edit.seeds.glob("[!.]*")):
        msg = (
            f"cannot read {plain(str(places), 500)}: no such file beside the other seeds; "
            "`drawdown init DIR` begins a project that has one"
        )
        raise CannotRead(msg)
    return None


def _named_source(source: Source, name: str) -> Source:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    who = "" if source.producer == "not named" else source.producer
    key = slug(f"{source.published_text[:10]} {who} {stem}")
    return replace(source, id=key)


def _named_claims(alone: Ledger, source: Source, here: Ledger | None) -> tuple[Claim, ...]:
    """Give the claims ids that the project does not have yet."""
    used = set(here.claims) if here else set()
    made = []
    for claim in sorted(alone.claims.values(), key=lambda c: (c.places, c.last or c.public)):
        key = claim.id
        number = 2
        while key in used:
            key, number = f"{claim.id}.{number}", number + 1
        used.add(key)
        made.append(replace(claim, id=key, source=source.id))
    return tuple(made)


def _settled(site: Site, alone: Ledger, here: Ledger | None) -> Site:
    """Put a site that came without a layer into the project's layer that holds it."""
    if here is None or site.layer in alone.regions or site.lon is None or site.lat is None:
        return site
    for region in here.regions.values():
        shape = region.shape if region.id == region.layer else None
        if shape and not outside(shape, [(site.lon, site.lat)])[0]:
            return replace(site, layer=region.layer, within=(region.id, *region.within))
    return site


def _put_places(
    edit: Edit,
    alone: Ledger,
    here: Ledger | None,
    taken: Taken,
    spot: Spot,
    findings: Findings,
) -> None:
    sites, known = _new_sites(taken.sites, here, spot, findings)
    taken.known = known
    layers = dict.fromkeys(site.layer for site in sites)
    regions = {region.id: region for region in alone.regions.values()}
    for layer in layers:
        regions.setdefault(layer, Region(layer, _title_of(alone, layer), layer))
    have = here.regions if here else {}
    fresh = [region for key, region in regions.items() if key not in have]
    kept = [region.name for key, region in regions.items() if key in have and region.shape]
    if kept:
        taken.notes.append(f"kept as the project has them: the outlines of {', '.join(kept)}")
    placed = [_within(site, regions, have) for site in sites]
    places: list[Site | Region] = [*fresh, *placed]
    _append(edit, edit.seeds / "places.geojson", [place_feature(place) for place in places])
    _append(
        edit,
        edit.seeds / "regions.geojson",
        [
            {"type": "Feature", "id": r.id, "properties": {"name": r.name}, "geometry": r.shape}
            for r in fresh
            if r.shape
        ],
    )


def _title_of(alone: Ledger, layer: str) -> str:
    return alone.title if slug(alone.title) == layer else layer


def _within(site: Site, regions: Mapping[str, Region], have: Mapping[str, Region]) -> Site:
    region = have.get(site.layer) or regions[site.layer]
    return replace(site, within=(region.id, *region.within))


def _new_sites(
    sites: tuple[Site, ...], here: Ledger | None, spot: Spot, findings: Findings
) -> tuple[list[Site], tuple[str, ...]]:
    """Tell sites that are new from those that the project has; far apart they are not the same."""
    new, known = [], []
    for site in sites:
        old = here.sites.get(site.id) if here else None
        if old is None:
            new.append(site)
            continue
        known.append(site.id)
        away = kilometres((site.lon, site.lat), (old.lon, old.lat))
        if away > NEAR_KM:
            found = f"{plain(site.id)}, {away:.0f} km from the site of this id in the project"
            findings.add(spot, "id", found, "another id or name for another site", at=())
    if findings.broken:
        raise InputFault(fault for fault in findings.faults if not fault.warning)
    return new, tuple(known)


def _append(edit: Edit, path: Path, features: list[dict[str, Any]]) -> None:
    """Draft a FeatureCollection with more features; what stands there stays as it is."""
    text = edit.text(path)
    if not features and (text or path.name != "places.geojson"):
        return
    if not text:
        edit.put(path, features_text(features))
        return
    added = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    wanted = json.loads(text)
    comma = "," if wanted["features"] else ""
    wanted["features"] += json.loads(f"[{added}]")
    head, bracket, tail = text.rpartition("]")
    joined = f"{head.rstrip()}{comma}\n{added}\n{bracket}{tail}"
    same = False
    with contextlib.suppress(ValueError):
        same = json.loads(joined) == wanted
    # Where another list ends the file, it is written anew.
    edit.put(path, joined if same else json.dumps(wanted, ensure_ascii=False, indent=1) + "\n")


def _put_source(edit: Edit, taken: Taken, name: str) -> None:
    path = edit.seeds / "sources" / f"{taken.source.id}.toml"
    if edit.text(path):
        project = plain(str(edit.project), 500)
        msg = (
            f"{plain(name, 500)} was imported already into {project}; it is the source {path.stem}"
        )
        raise ImportedAlready(msg)
    claims = [claim_text(claim_fields(claim, taken.source)) for claim in taken.claims]
    edit.put(path, table_text(source_fields(taken.source)) + "".join(claims))


def _put_head(edit: Edit, alone: Ledger) -> None:
    path = edit.seeds / "missions.toml"
    if not edit.text(path):
        edit.put(path, table_text({"title": alone.title, "attribution": alone.attribution}))
