"""Faults sown into the GeoJSON of sound seeds and into a layer, one at a time: all found."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.check import check
from tests.sown import LAYER, PLACES, REGIONS, TODAY, Content, Told, told


def place(content: Content, number: int) -> Content:
    found: Content = content["features"][number]
    return found


def put(number: int, **fields: object) -> Callable[[Content], object]:
    return lambda content: place(content, number)["properties"].update(fields)


def drop(number: int, field: str) -> Callable[[Content], object]:
    return lambda content: place(content, number)["properties"].pop(field)


def at(number: int, *position: object) -> Callable[[Content], object]:
    return lambda content: place(content, number)["geometry"].update(coordinates=[*position])


SITE = "/features/1/properties"
JSON: dict[str, tuple[str, Callable[[Content], object], Told]] = {
    "site without a name": (
        PLACES,
        drop(1, "name"),
        ("feature north-camp", "name", f"{SITE}/name"),
    ),
    "site without an id": (PLACES, drop(1, "id"), ("feature 2", "id", f"{SITE}/id")),
    "id in capitals": (PLACES, put(1, id="North"), ("feature North", "id", f"{SITE}/id")),
    "id twice": (
        PLACES,
        put(1, id="south-field"),
        ("feature south-field", "id", "/features/2/properties/id"),
    ),
    "unknown kind of site": (
        PLACES,
        put(1, kind="fort"),
        ("feature north-camp", "kind", f"{SITE}/kind"),
    ),
    "no kind of site": (PLACES, drop(1, "kind"), ("feature north-camp", "kind", f"{SITE}/kind")),
    "unknown party of a site": (
        PLACES,
        put(1, party="us"),
        ("feature north-camp", "party", f"{SITE}/party"),
    ),
    "unknown layer": (
        PLACES,
        put(1, layer="the-hill"),
        ("feature north-camp", "layer", f"{SITE}/layer"),
    ),
    "unknown region around": (
        PLACES,
        put(1, within=["the-valley", "x"]),
        ("feature north-camp", "within", f"{SITE}/within"),
    ),
    "a site around a site": (
        PLACES,
        put(1, within=["the-valley", "south-field"]),
        ("feature north-camp", "within", f"{SITE}/within"),
    ),
    "a region around itself": (
        PLACES,
        put(0, within=["the-valley"]),
        ("feature the-valley", "within", "/features/0/properties/within"),
    ),
    "radius below nothing": (
        PLACES,
        put(1, uncertainty_km=-1),
        ("feature north-camp", "uncertainty_km", f"{SITE}/uncertainty_km"),
    ),
    "radius a text": (
        PLACES,
        put(1, uncertainty_km="2"),
        ("feature north-camp", "uncertainty_km", f"{SITE}/uncertainty_km"),
    ),
    "icao of three": (PLACES, put(1, icao="ORA"), ("feature north-camp", "icao", f"{SITE}/icao")),
    "aliases a text": (
        PLACES,
        put(1, aliases="x"),
        ("feature north-camp", "aliases", f"{SITE}/aliases"),
    ),
    "an empty alias": (
        PLACES,
        put(1, aliases=[""]),
        ("feature north-camp", "aliases[0]", f"{SITE}/aliases/0"),
    ),
    "misspelt property": (PLACES, put(1, nam="x"), ("feature north-camp", "nam", f"{SITE}/nam")),
    "latitude 95": (
        PLACES,
        at(1, 10.2, 95),
        ("feature north-camp", "latitude", "/features/1/geometry/coordinates"),
    ),
    "longitude in metres": (
        PLACES,
        at(1, 1.1e6, 6e6),
        ("feature north-camp", "longitude", "/features/1/geometry/coordinates"),
    ),
    "one number": (
        PLACES,
        at(1, 10.2),
        ("feature north-camp", "coordinates", "/features/1/geometry/coordinates"),
    ),
    "position of texts": (
        PLACES,
        at(1, "10", "47"),
        ("feature north-camp", "coordinates", "/features/1/geometry/coordinates"),
    ),
    "site a line": (
        PLACES,
        lambda c: place(c, 1)["geometry"].update(type="LineString"),
        ("feature north-camp", "geometry", "/features/1/geometry"),
    ),
    "polygon in the gazetteer": (
        PLACES,
        lambda c: place(c, 0).update(geometry={"type": "Polygon", "coordinates": []}),
        ("feature the-valley", "geometry", "/features/0/geometry"),
    ),
    "feature no table": (
        PLACES,
        lambda c: c["features"].append(7),
        ("feature 4", "properties", "/features/3/properties"),
    ),
    "open ring": (
        REGIONS,
        lambda c: place(c, 0)["geometry"]["coordinates"][0].pop(),
        ("feature the-valley", "coordinates", "/features/0/geometry/coordinates"),
    ),
    "crossed ring": (
        REGIONS,
        at(0, [[9, 46], [11, 48], [11, 46], [9, 48], [9, 46]]),
        ("feature the-valley", "coordinates", "/features/0/geometry/coordinates"),
    ),
    "ring of three": (
        REGIONS,
        at(0, [[9, 46], [11, 48], [9, 46]]),
        ("feature the-valley", "coordinates", "/features/0/geometry/coordinates"),
    ),
    "ring across the antimeridian": (
        REGIONS,
        at(0, [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]),
        ("feature the-valley", "coordinates", "/features/0/geometry/coordinates"),
    ),
    "region a point": (
        REGIONS,
        lambda c: place(c, 0).update(geometry={"type": "Point", "coordinates": [1, 2]}),
        ("feature the-valley", "geometry", "/features/0/geometry"),
    ),
    "outline without an id": (
        REGIONS,
        lambda c: place(c, 0).pop("id"),
        ("feature 1", "id", "/features/0/id"),
    ),
    "no collection": (PLACES, lambda c: c.update(type="Feature"), ("", "", "")),
    "features no list": (PLACES, lambda c: c.update(features={}), ("", "", "")),
}


@pytest.mark.parametrize("kind", JSON)
def test_a_fault_of_a_json_file(kind: str, begun_project: Path) -> None:
    file, change, where = JSON[kind]
    path = begun_project / file
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    assert told(check(begun_project, TODAY)) == [(file, *where)]


REPORT = "/features/1/properties/reports/0"
DEADLINE = "/features/1/properties/deadlines/0"


def both(name: str, **fields: object) -> Callable[[Content], object]:
    """Change a claim at each of the places at which it stands."""

    def change(content: Content) -> None:
        for feature in content["features"]:
            for item in (*feature["properties"]["reports"], *feature["properties"]["deadlines"]):
                if item["id"] == name:
                    item.update(fields)

    return change


OWN: dict[str, tuple[Callable[[Content], object], Told]] = {
    "another version": (lambda c: c.update(drawdown="9"), ("", "drawdown", "/drawdown")),
    "sources a list": (lambda c: c.update(sources=[], features=[]), ("", "sources", "/sources")),
    "missions a table": (lambda c: c.update(missions={}), ("", "missions", "/missions")),
    "layer with a blank": (lambda c: c.update(layer="a b"), ("", "layer", "/layer")),
    "a source without a title": (
        lambda c: c["sources"]["2024-09-06-ministry-plan"].pop("title"),
        (
            "source 2024-09-06-ministry-plan",
            "title",
            "/sources/2024-09-06-ministry-plan/title",
        ),
    ),
    "reports a table": (
        lambda c: (
            place(c, 1)["properties"].update(reports={}),
            place(c, 2)["properties"].update(reports=[]),
        ),
        ("feature north-camp", "reports", "/features/1/properties/reports"),
    ),
    "a report without an id": (
        lambda c: place(c, 1)["properties"]["reports"][1].pop("id"),
        ("feature north-camp", "reports[1]", "/features/1/properties/reports/1"),
    ),
    "a claim told two ways": (
        lambda c: place(c, 2)["properties"]["reports"][0].update(text="x"),
        ("claim PLAN-1", "text", "/features/2/properties/reports/0/text"),
    ),
    "a plan among reports": (
        both("PLAN-1", kind="leave-by", standing="agreed", earliest=None, latest=None),
        ("claim PLAN-1", "kind", f"{REPORT}/kind"),
    ),
    "no such source": (both("PLAN-1", source="x"), ("claim PLAN-1", "source", f"{REPORT}/source")),
    "a grade that disagrees": (
        both("PLAN-1", grade="A1"),
        ("claim PLAN-1", "grade", f"{REPORT}/grade"),
    ),
    "a grade that is none": (
        both("PLAN-1", grade="Z1"),
        ("claim PLAN-1", "grade", f"{REPORT}/grade"),
    ),
    "a day that disagrees": (
        both("PLAN-2", latest="2025-03-01"),
        ("claim PLAN-2", "latest", f"{DEADLINE}/latest"),
    ),
    "a publication that disagrees": (
        both("PLAN-2", published="2024"),
        ("claim PLAN-2", "published", f"{DEADLINE}/published"),
    ),
    "places that disagree": (
        both("PLAN-2", places=["north-camp"]),
        ("claim PLAN-2", "places", f"{DEADLINE}/places"),
    ),
    "a site of another layer": (
        put(1, layer="x"),
        ("feature north-camp", "layer", "/features/1/properties/layer"),
    ),
    "two ids": (
        lambda c: place(c, 1).update(id="x"),
        ("feature north-camp", "id", "/features/1/id"),
    ),
    "a projected system": (lambda c: c.update(crs={"name": "EPSG:3857"}), ("", "crs", "/crs")),
}


@pytest.mark.parametrize("kind", OWN)
def test_a_fault_of_a_layer(kind: str, begun_project: Path) -> None:
    change, where = OWN[kind]
    content = json.loads((begun_project / LAYER).read_text())
    change(content)
    Path("a.geojson").write_text(json.dumps(content))
    assert told(check("a.geojson", TODAY)) == [("a.geojson", *where)]


def test_there_are_many_kinds() -> None:
    assert len(JSON) + len(OWN) >= 45
