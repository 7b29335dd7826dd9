"""Say where each output comes from, in a form that a test can check against the files."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from tools.basemap.boundaries import SMALLEST_ISLAND, TOLERANCE
from tools.basemap.features import digest
from tools.basemap.geometry import BOX, DECIMALS
from tools.basemap.sources import BOUNDARIES, TOWNS, WATERS, Source
from tools.basemap.waters import SHORTEST_RIVER

PUBLIC_DOMAIN = "public domain"
ROUNDED = f"Coordinates rounded to {DECIMALS} decimals."
CLIPPED = f"Clipped to longitudes {BOX[0]:g} to {BOX[2]:g}, latitudes {BOX[1]:g} to {BOX[3]:g}."


@dataclass(frozen=True)
class Origin:
    """What an output was made from, and how."""

    source: Source
    licence: str
    done: tuple[str, ...]


ORIGINS = {
    "seeds/regions.geojson": Origin(
        BOUNDARIES,
        PUBLIC_DOMAIN,
        (ROUNDED, "The 18 Iraqi governorates dissolved into four regions; not simplified."),
    ),
    "data/basemap/iraq.geojson": Origin(
        BOUNDARIES,
        PUBLIC_DOMAIN,
        (ROUNDED, "Union of the four regions; not simplified."),
    ),
    "data/basemap/neighbours.geojson": Origin(
        BOUNDARIES,
        PUBLIC_DOMAIN,
        (
            "Provinces dissolved into countries.",
            CLIPPED,
            ROUNDED,
            f"Islands under {SMALLEST_ISLAND:g} square degrees dropped.",
            f"Simplified together (Visvalingam-Whyatt, {TOLERANCE:g} degrees).",
            "The border with Iraq is left as it is.",
            "Names in English, Arabic and Sorani: Unicode CLDR (Unicode License v3).",
        ),
    ),
    "data/basemap/rivers.geojson": Origin(
        WATERS,
        PUBLIC_DOMAIN,
        (
            "Decoded from TopoJSON, whose grid is about 0.017 degrees.",
            CLIPPED,
            f"Pieces under {SHORTEST_RIVER:g} degrees dropped.",
            ROUNDED,
        ),
    ),
    "data/basemap/lakes.geojson": Origin(
        WATERS,
        PUBLIC_DOMAIN,
        ("Decoded from TopoJSON, whose grid is about 0.017 degrees.", CLIPPED, ROUNDED),
    ),
    "data/basemap/towns.geojson": Origin(
        TOWNS,
        "CC BY 4.0",
        (
            "Iraqi places chosen by hand (tools/basemap/towns.toml).",
            "Spellings chosen among those of GeoNames; Sorani only where its letters tell it.",
            "In Sorani names, Arabic keyboard forms of kaf and yeh replaced by the Kurdish ones.",
            "A population of 0 (unknown) left out.",
            ROUNDED,
        ),
    ),
}


def describe(files: Mapping[str, bytes]) -> bytes:
    """Give the provenance of `files`, whose keys are paths from the root of the project."""
    outputs = {path: _describe_one(ORIGINS[path], content) for path, content in files.items()}
    content = {"made_by": "tools/basemap/make.py", "outputs": outputs}
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _describe_one(origin: Origin, content: bytes) -> dict[str, object]:
    return {
        "sha256": digest(content),
        "bytes": len(content),
        "licence": origin.licence,
        "source": {key: value for key, value in asdict(origin.source).items() if value},
        "done": list(origin.done),
    }
