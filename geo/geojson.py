"""The GeoJSON text of a ledger: one layer a file, the same bytes from the same ledger."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from geo.answers import state_text
from geo.claims import Claim, Kind, Source
from geo.ledger import Ledger
from geo.places import Mission, Region, Site
from geo.records import FORMAT
from geo.status import answer, outlook
from geo.words import day_text, say


def layer_texts(ledger: Ledger) -> dict[str, str]:
    """Give the text of each layer, by its id.

    Parameters
    ----------
    ledger
        The ledger.
    """
    return {layer: _layer_text(ledger, layer) for layer in sorted(ledger.layers)}


def _layer_text(ledger: Ledger, layer: str) -> str:
    regions = [region for region in ledger.regions.values() if region.layer == layer]
    regions.sort(key=lambda region: (region.id != layer, region.id))
    sites = sorted((s for s in ledger.sites.values() if s.layer == layer), key=lambda s: s.id)
    places: list[Site | Region] = [*regions, *sites]
    here = {place.id for place in places}
    claims = [claim for claim in ledger.claims.values() if not here.isdisjoint(claim.places)]
    head = {
        "type": "FeatureCollection",
        "drawdown": FORMAT,
        "layer": layer,
        "title": ledger.title,
        "attribution": ledger.attribution,
        "missions": [_mission_record(mission) for mission in ledger.missions],
        "sources": {
            key: _source_record(ledger.sources[key])
            for key in sorted({claim.source for claim in claims})
        },
        "elsewhere": _elsewhere(places, claims),
    }
    lines = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    features = ",\n".join(_feature_text(ledger, place) for place in places)
    return f'{lines},\n "features": [\n{features}\n ]\n}}\n'


def _elsewhere(places: Sequence[Site | Region], claims: Sequence[Claim]) -> dict[str, list[str]]:
    """List what a layer names and another holds: whatever else it names must stand in it."""
    named = {key for place in places for key in place.within}
    named |= {key for claim in claims for key in claim.places}
    links = {key for c in claims for key in (*c.replaces, *c.retracts, *c.conflicts)}
    return {
        "places": sorted(named - {place.id for place in places}),
        "claims": sorted(links - {claim.id for claim in claims}),
    }


def _feature_text(ledger: Ledger, place: Site | Region) -> str:
    """Give a feature with its geometry on one line, which keeps differences readable."""
    properties = json.dumps(_properties(ledger, place), ensure_ascii=False, indent=1)
    geometry = json.dumps(_geometry(place), separators=(",", ":"))
    return (
        f'{{"type": "Feature", "id": "{place.id}",\n'
        f'"geometry": {geometry},\n'
        f'"properties": {properties}}}'
    )


def _geometry(place: Site | Region) -> dict[str, Any] | None:
    if isinstance(place, Region):
        return dict(place.shape) if place.shape else None
    if not place.placed:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _given(item: Site | Region | Source | Claim, *names: str) -> dict[str, Any]:
    """Give the fields that hold something, as JSON has them."""
    found = {name: getattr(item, name) for name in names}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value not in (None, (), "")
    }


def _properties(ledger: Ledger, place: Site | Region) -> dict[str, Any]:
    names = _given(place, "id", "name", "name_ar", "name_ckb", "aliases")
    around = {"layer": place.layer, **_given(place, "within", "note")}
    if isinstance(place, Region):
        flat: dict[str, Any] = {"kind": "region", **names, **around}
    else:
        position = _given(place, "position_source", "uncertainty_km", "icao")
        party = {"party": place.party.value}
        flat = {"kind": place.kind.value, **names, **party, **around, **position}
        flat.update(_for_any_viewer(ledger, place))
    claims = sorted(
        (claim for claim in ledger.claims.values() if place.id in claim.places),
        key=lambda claim: (claim.public, claim.id),
    )
    flat["deadlines"] = [_claim_record(ledger, claim) for claim in claims if claim.is_plan]
    flat["reports"] = [_claim_record(ledger, claim) for claim in claims if not claim.is_plan]
    return flat


def _for_any_viewer(ledger: Ledger, site: Site) -> dict[str, str | None]:
    """Give the flat properties that a viewer shows without knowing this format."""
    if not ledger.last_public:
        return {"deadline": None, "deadline_by": None, "state_note": None}
    day = dt.date.fromordinal(ledger.last_public)
    last = _last_deadline(ledger, site)
    state = state_text(answer(ledger, site.id, day, day))
    known = say("known-on", day=day_text(day))
    return {
        "deadline": last.due.isoformat() if last and last.due else None,
        "deadline_by": ledger.sources[last.source].producer if last else None,
        "state_note": f"{state[:1].upper()}{state[1:]}, {known}.",
    }


def _last_deadline(ledger: Ledger, site: Site) -> Claim | None:
    """Give the last deadline on the record: the nearest place first, then the newest."""
    plans = outlook(ledger, site.id, ledger.last_public).plans
    replaced = {key for _, claim in plans if claim.on_record for key in claim.replaces}
    found = [
        (-rank, claim.public, claim.last or 0, claim.id)
        for rank, claim in plans
        if claim.kind is Kind.LEAVE_BY and claim.on_record and claim.due
        if claim.id not in replaced
    ]
    return ledger.claims[max(found)[-1]] if found else None


def _claim_record(ledger: Ledger, claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "source": claim.source,
        "kind": claim.kind.value,
        "when": claim.when,
        "bound": claim.bound.value,
        "earliest": _day(claim.first),
        "latest": _day(claim.last),
        "published": ledger.sources[claim.source].published_text,
        "grade": claim.grade,
        "reliability": claim.reliability,
        "credibility": claim.credibility,
        **_given(claim, "standing", "party", "origin", "places"),
        **_given(claim, "replaces", "retracts", "conflicts"),
        **_given(claim, "strength", "locator", "text", "note"),
    }


def _day(ordinal: int | None) -> str | None:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else None


def _source_record(source: Source) -> dict[str, Any]:
    record = {"published": source.published_text, **_given(source, "published_basis")}
    head = _given(source, "producer", "title", "url")
    return {**head, **record, **_given(source, "reliability", "tier", "language", "note")}


def _mission_record(mission: Mission) -> dict[str, Any]:
    record = {"id": mission.id, "name": mission.name, "party": mission.party.value}
    record["first"] = mission.first.isoformat()
    return record | ({"last": mission.last.isoformat()} if mission.last else {})
