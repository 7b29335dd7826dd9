"""Regions and outline of Iraq, and its neighbours, from one file of provinces.

One file for all, because borders then match to the vertex: two sources would leave slivers.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tools.basemap.features import Feature
from tools.basemap.geometry import BOX, check_coverage, clip, round_geometry, wind
from tools.basemap.sources import BOUNDARIES

IRAQ = "IRQ"

# Degrees: about a third of a millimetre when Iraq fills an A4 page.
TOLERANCE = 0.02

# Square degrees, about 10 km2: smaller islands only make the file larger.
SMALLEST_ISLAND = 0.001

SOURCE = f"{BOUNDARIES.data} ({BOUNDARIES.registry} {BOUNDARIES.package} {BOUNDARIES.version})"
LICENCE = "public domain"
NO_ENDORSEMENT = "Boundaries do not imply endorsement or acceptance."


@dataclass(frozen=True)
class Region:
    """A layer of the map: which governorates it is made of, and what its polygon is not."""

    id: str
    name: str
    governorates: tuple[str, ...]
    note: str


REGIONS = (
    Region("anbar", "Anbar", ("IQ-AN",), "Anbar governorate."),
    Region(
        "baghdad",
        "Baghdad",
        ("IQ-BG",),
        "About the city only (658 km2): Taji, Abu Ghraib and Besmaya belong to Baghdad "
        "governorate by gazetteer and fall outside this polygon.",
    ),
    Region(
        "kurdistan-region",
        "Kurdistan Region",
        ("IQ-AR", "IQ-DA", "IQ-SU"),
        "The official governorates Erbil, Duhok and Sulaymaniyah (with Halabja), not lines of "
        "control.",
    ),
    Region(
        "rest-of-iraq",
        "Rest of Iraq",
        (
            "IQ-BA",
            "IQ-BB",
            "IQ-DI",
            "IQ-DQ",
            "IQ-KA",
            "IQ-MA",
            "IQ-MU",
            "IQ-NA",
            "IQ-NI",
            "IQ-QA",
            "IQ-SD",
            "IQ-TS",
            "IQ-WA",
        ),
        "The governorates outside the other three layers. Parts of Baghdad governorate lie in "
        "this polygon, because the source draws Baghdad too small.",
    ),
)


@dataclass(frozen=True)
class Country:
    """A neighbour: its names, and the codes the source files its provinces under."""

    id: str
    name: str
    name_ar: str
    name_ckb: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Province:
    """A first-order division, rounded: the country's code, its own code, its shape."""

    country: str
    code: str
    shape: BaseGeometry


def read_provinces(collection: Mapping[str, Any]) -> list[Province]:
    """Give the provinces that reach into the box, rounded and otherwise as in the source."""
    box = shapely.box(*BOX)
    provinces = []
    for feature in collection["features"]:
        if feature["geometry"] is None:
            continue
        geometry = shape(feature["geometry"])
        if geometry.intersects(box):
            properties = feature["properties"]
            rounded = round_geometry(geometry)
            provinces.append(
                Province(properties["adm0_a3"], properties["iso_3166_2"] or "", rounded)
            )
    return provinces


def read_countries(path: Path) -> list[Country]:
    """Give the neighbours listed in `path`, in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["country"]
    return [Country(**{**row, "codes": tuple(row["codes"])}) for row in rows]


def make_regions(provinces: Sequence[Province]) -> list[Feature]:
    """Give the regions of Iraq, each dissolved from its governorates.

    Raises
    ------
    ValueError
        If a governorate is missing or in no region, or the regions do not fit together.
    """
    shapes = {p.code: p.shape for p in provinces if p.country == IRAQ}
    wanted = {code for region in REGIONS for code in region.governorates}
    if wanted != set(shapes):
        message = f"governorates missing or in no region: {sorted(wanted ^ set(shapes))}"
        raise ValueError(message)
    check_coverage(list(shapes.values()), "governorates")
    features = [_make_region(region, shapes) for region in REGIONS]
    check_coverage([f.shape for f in features], "regions")
    return features


def _make_region(region: Region, shapes: Mapping[str, BaseGeometry]) -> Feature:
    dissolved = shapely.coverage_union_all([shapes[code] for code in region.governorates])
    properties = {
        "name": region.name,
        "source": SOURCE,
        "licence": LICENCE,
        "note": f"{region.note} {NO_ENDORSEMENT}",
    }
    return Feature(region.id, properties, wind(dissolved))


def make_outline(regions: Sequence[Feature]) -> Feature:
    """Give the outline of Iraq: the union of the regions, vertex for vertex."""
    properties = {
        "name": "Iraq",
        "name_ar": "العراق",
        "name_ckb": "عێراق",
        "source": SOURCE,
        "licence": LICENCE,
        "note": NO_ENDORSEMENT,
    }
    return Feature("IRQ", properties, wind(shapely.coverage_union_all([r.shape for r in regions])))


def make_neighbours(
    provinces: Sequence[Province], countries: Sequence[Country], iraq: BaseGeometry
) -> list[Feature]:
    """Give the neighbours inside the box, simplified everywhere but along Iraq.

    Raises
    ------
    ValueError
        If a country in the box is not listed, or the shapes do not fit together.
    """
    listed = {code for country in countries for code in country.codes}
    found = {p.country for p in provinces} - {IRAQ}
    if listed != found:
        message = f"countries missing or not listed: {sorted(listed ^ found)}"
        raise ValueError(message)
    land = [_dissolve(provinces, country.codes) for country in countries]
    check_coverage([*land, iraq], "countries")
    land = drop_islands(land)
    simple = simplify_around(land, iraq)
    check_coverage([*simple, iraq], "simplified countries")
    return [
        Feature(
            country.id,
            {
                "name": country.name,
                "name_ar": country.name_ar,
                "name_ckb": country.name_ckb,
                "borders_iraq": bool(geometry.intersects(iraq)),
            },
            wind(geometry),
        )
        for country, geometry in zip(countries, simple, strict=True)
    ]


def _dissolve(provinces: Sequence[Province], codes: Sequence[str]) -> BaseGeometry:
    dissolved = shapely.union_all([p.shape for p in provinces if p.country in codes])
    return round_geometry(clip(dissolved))


def drop_islands(countries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Give the countries without tiny islands, but with every piece that touches another country.

    An exclave is kept however small: without it the sea would show in the middle of the land.
    """
    kept = []
    for index, country in enumerate(countries):
        others = shapely.union_all([c for i, c in enumerate(countries) if i != index])
        parts = shapely.get_parts(country)
        largest = max(part.area for part in parts)
        keep = [
            part
            for part in parts
            if part.area >= min(SMALLEST_ISLAND, largest) or part.intersects(others)
        ]
        kept.append(shapely.multipolygons(keep) if len(keep) > 1 else keep[0])
    return kept


def simplify_around(
    countries: Sequence[BaseGeometry], fixed: BaseGeometry, tolerance: float = TOLERANCE
) -> list[BaseGeometry]:
    """Give the countries simplified together, the border with `fixed` left as it is.

    The sea is simplified as one more country. All coasts and borders then lie inside the
    coverage, and its edge, which is left alone, is the box and the country held fixed.
    """
    land = shapely.union_all([*countries, fixed])
    sea = shapely.difference(shapely.box(*BOX), land)
    coverage = [*countries, sea]
    check_coverage(coverage, "countries and sea")
    simple = shapely.coverage_simplify(coverage, tolerance, simplify_boundary=False)
    return list(simple[:-1])
