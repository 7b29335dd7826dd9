"""The files of the basemap that are committed."""

import hashlib
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from tools.basemap import features, geometry, sources, towns
from tools.basemap import make as maker

ROOT = Path(maker.ROOT)
OUTPUTS = (
    maker.REGIONS,
    maker.IRAQ,
    maker.NEIGHBOURS,
    maker.RIVERS,
    maker.LAKES,
    maker.TOWNS,
)


def read(path: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return content


def shapes(path: str) -> dict[str, BaseGeometry]:
    return {f["id"]: shape(f["geometry"]) for f in read(path)["features"]}


def properties(path: str) -> dict[str, dict[str, Any]]:
    return {f["id"]: f["properties"] for f in read(path)["features"]}


def numbers(nested: Any) -> list[str]:  # noqa: ANN401 - nests by geometry type
    if isinstance(nested, list):
        return [number for part in nested for number in numbers(part)]
    return [repr(nested)]


# --- the committed files -------------------------------------------------------------------


@pytest.mark.parametrize("path", OUTPUTS)
def test_every_shape_is_valid_and_wound_as_rfc_7946_asks(path: str) -> None:
    found = shapes(path)
    assert len(found) == len(read(path)["features"]), "two features have one id"
    for name, each in found.items():
        assert each.is_valid, name
        assert not each.is_empty, name
        for part in shapely.get_parts(each):
            if isinstance(part, Polygon):
                assert part.exterior.is_ccw, name
                assert not any(hole.is_ccw for hole in part.interiors), name


@pytest.mark.parametrize("path", OUTPUTS)
def test_coordinates_have_four_decimals_at_most(path: str) -> None:
    for feature in read(path)["features"]:
        for number in numbers(feature["geometry"]["coordinates"]):
            assert len(number.partition(".")[2]) <= 4, number


@pytest.mark.parametrize("path", OUTPUTS)
def test_bytes_are_what_the_writer_writes(path: str) -> None:
    again = [
        features.Feature(f["id"], f["properties"], shape(f["geometry"]))
        for f in read(path)["features"]
    ]
    assert features.dump_features(again) == (ROOT / path).read_bytes()


@pytest.mark.parametrize("path", OUTPUTS)
def test_one_feature_to_a_line(path: str) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(read(path)["features"]) + 2


def test_the_files_are_small() -> None:
    assert sum((ROOT / path).stat().st_size for path in OUTPUTS) < 300_000


def test_regions_are_the_four_layers() -> None:
    found = properties(maker.REGIONS)
    assert list(found) == ["anbar", "baghdad", "kurdistan-region", "rest-of-iraq"]
    for each in found.values():
        assert set(each) == {"name", "source", "licence", "note"}
    assert "Taji, Abu Ghraib and Besmaya" in found["baghdad"]["note"]
    assert "not lines of control" in found["kurdistan-region"]["note"]


def test_regions_share_their_borders_without_gap_or_overlap() -> None:
    regions = list(shapes(maker.REGIONS).values())
    assert shapely.coverage_is_valid(regions)
    union = shapely.union_all(regions)
    assert union.area == pytest.approx(sum(r.area for r in regions), rel=1e-12)
    for one, other in combinations(regions, 2):
        assert one.intersection(other).area == 0
    # A gap between regions would show as a hole in their union.
    assert not any(part.interiors for part in shapely.get_parts(union))


def test_the_outline_is_the_union_of_the_regions() -> None:
    outline = shapes(maker.IRAQ)["IRQ"]
    union = shapely.union_all(list(shapes(maker.REGIONS).values()))
    assert outline.equals(union)
    assert outline.area == pytest.approx(union.area, rel=1e-12)


def test_neighbours_meet_iraq_vertex_for_vertex() -> None:
    iraq = shapes(maker.IRAQ)["IRQ"]
    neighbours = shapes(maker.NEIGHBOURS)
    assert shapely.coverage_is_valid([*neighbours.values(), iraq])
    bordering = {i for i, p in properties(maker.NEIGHBOURS).items() if p["borders_iraq"]}
    assert bordering == {"IRN", "JOR", "KWT", "SAU", "SYR", "TUR"}
    shared = [neighbours[i].intersection(iraq) for i in sorted(bordering)]
    assert all(each.area == 0 for each in shared)
    # What is left of the outline is the coast, about 60 km of the Gulf with its inlets.
    coast = iraq.boundary.length - sum(each.length for each in shared)
    assert 0 < coast < 1.5


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "region"),
    [
        ("Ain al-Asad", 42.4412, 33.7856, "anbar"),
        ("Erbil", 43.9632, 36.2376, "kurdistan-region"),
        ("Union III", 44.4054, 33.3089, "baghdad"),
        ("Qayyarah West", 43.1251, 35.7672, "rest-of-iraq"),
        # Baghdad is drawn too small: what the note on it says.
        ("Taji", 44.2567, 33.5239, "rest-of-iraq"),
    ],
)
def test_known_places_fall_in_their_region(
    name: str, longitude: float, latitude: float, region: str
) -> None:
    place = Point(longitude, latitude)
    assert [i for i, s in shapes(maker.REGIONS).items() if s.contains(place)] == [region], name


@pytest.mark.parametrize("path", [maker.NEIGHBOURS, maker.RIVERS, maker.LAKES])
def test_nothing_lies_outside_the_box(path: str) -> None:
    assert all(box(*geometry.BOX).covers(each) for each in shapes(path).values())


def test_the_two_rivers_are_there() -> None:
    rivers = shapely.union_all(list(shapes(maker.RIVERS).values()))
    for town in (Point(43.12, 36.34), Point(42.83, 33.64)):  # Mosul: Tigris. Hit: Euphrates.
        assert rivers.distance(town) < 0.1


def test_towns_lie_in_iraq_and_are_ranked() -> None:
    iraq = shapes(maker.IRAQ)["IRQ"]
    found = properties(maker.TOWNS)
    assert [p["rank"] for p in found.values()] == list(range(1, len(found) + 1))
    assert found["geonames-98182"]["rank"] == 1
    assert all(each.distance(iraq) < 0.02 for each in shapes(maker.TOWNS).values())
    for each in found.values():
        assert set(each) <= {"name", "name_ar", "name_ckb", "population", "rank"}
        assert towns.is_arabic(each.get("name_ar", "بغداد"))
        assert towns.is_sorani(each.get("name_ckb", "هەولێر"))
        assert each.get("population", 1) > 0


def test_provenance_agrees_with_the_files() -> None:
    outputs = read(maker.PROVENANCE)["outputs"]
    assert set(outputs) == set(OUTPUTS)
    for path, record in outputs.items():
        content = (ROOT / path).read_bytes()
        assert record["sha256"] == hashlib.sha256(content).hexdigest(), path
        assert record["bytes"] == len(content), path
    pinned = outputs[maker.REGIONS]["source"]
    assert pinned["integrity"] == sources.BOUNDARIES.integrity
    assert pinned["member_sha256"] == sources.BOUNDARIES.member_sha256


def test_no_file_names_a_registry_or_a_machine() -> None:
    for path in sorted((ROOT / "data/basemap").iterdir()):
        text = path.read_text(encoding="utf-8")
        assert "registry.npm" not in text
        assert str(ROOT) not in text
