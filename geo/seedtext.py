"""The text of seeds: what a program writes reads like what people write."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from geo.claims import Claim, Party, Source, Tier
from geo.places import Region, Site


def table_text(fields: Mapping[str, object]) -> str:
    """Give fields as lines of TOML, in their order; what is not known is left out.

    Parameters
    ----------
    fields
        Texts, whole numbers and lists of texts.
    """
    return "".join(
        f"{key} = {_value(value)}\n" for key, value in fields.items() if _is_known(value)
    )


def _is_known(value: object) -> bool:
    return value not in (None, "", (), [])


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    # A string of JSON is a basic string of TOML, but for a sign that no text may hold.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def claim_text(fields: Mapping[str, object]) -> str:
    """Give a claim as a table of TOML, with an empty line in front of it."""
    return f"\n[[claim]]\n{table_text(fields)}"


def source_fields(source: Source) -> dict[str, object]:
    """Give the fields of a source in the order in which people write them."""
    return {
        "id": source.id,
        "producer": source.producer,
        "title": source.title,
        "url": source.url,
        "published": source.published_text,
        "published_basis": source.published_basis,
        "reliability": source.reliability,
        "tier": source.tier.value if source.tier is not Tier.READ else None,
        "language": source.language,
        "note": source.note,
    }


def claim_fields(claim: Claim, source: Source) -> dict[str, object]:
    """Give the fields of a claim in the order in which people write them."""
    own = claim.reliability if claim.reliability != source.reliability else None
    return {
        "id": claim.id,
        "places": claim.places,
        "kind": claim.kind.value,
        "when": claim.when,
        "bound": claim.bound.value,
        "credibility": claim.credibility,
        "reliability": own,
        "standing": claim.standing and claim.standing.value,
        "party": claim.party.value if claim.party is not Party.COALITION else None,
        "origin": claim.origin,
        "replaces": claim.replaces,
        "retracts": claim.retracts,
        "conflicts": claim.conflicts,
        "strength": claim.strength,
        "locator": claim.locator,
        "text": claim.text,
        "note": claim.note,
    }


def place_feature(place: Site | Region) -> dict[str, Any]:
    """Give a place as a feature of ``places.geojson``."""
    kind = "region" if isinstance(place, Region) else place.kind.value
    properties: dict[str, Any] = {"id": place.id, "name": place.name}
    properties |= {"kind": kind, "layer": place.layer}
    more: tuple[str, ...] = ("name_ar", "name_ckb", "aliases", "within", "note")
    if isinstance(place, Site):
        more = (*more, "position_source", "uncertainty_km", "icao")
        properties |= {"party": place.party.value}
    given = {name: getattr(place, name) for name in more}
    properties |= {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in given.items()
        if _is_known(value)
    }
    placed = isinstance(place, Site) and place.placed
    position = [place.lon, place.lat] if isinstance(place, Site) else []
    geometry = {"type": "Point", "coordinates": position} if placed else None
    return {"type": "Feature", "id": place.id, "properties": properties, "geometry": geometry}


def features_text(features: Iterable[Mapping[str, Any]]) -> str:
    """Give a FeatureCollection, one feature a line, which keeps differences readable."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'
