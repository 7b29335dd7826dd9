"""How the basemap is made: topology, geometry, waters, towns, pinned sources. No network."""

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from tools.basemap import boundaries, features, geometry, sources, topology, towns, waters
from tools.basemap import make as maker

# --- topology ------------------------------------------------------------------------------

# Two unit squares side by side: they share arc 0.


SQUARES: dict[str, Any] = {
    "transform": {"scale": [0.5, 0.25], "translate": [10, 20]},
    "arcs": [
        [[2, 0], [0, 4]],
        [[2, 4], [-2, 0], [0, -4], [2, 0]],
        [[2, 0], [2, 0], [0, 4], [-2, 0]],
    ],
    "objects": {
        "squares": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
                {"type": "LineString", "arcs": [0]},
                {"type": "MultiLineString", "arcs": [[0], [2]]},
            ],
        },
        "point": {"type": "Point", "coordinates": [1, 1], "arcs": []},
    },
}


def test_arcs_are_walked_step_by_step_and_put_on_the_map() -> None:
    assert topology.decode_arcs(SQUARES)[0] == [(11.0, 20.0), (11.0, 21.0)]


def test_arcs_without_a_transform_are_positions() -> None:
    assert topology.decode_arcs({"arcs": [[[1, 2], [3, 4]]]}) == [[(1.0, 2.0), (3.0, 4.0)]]


def test_arcs_are_joined_once_and_walked_backwards() -> None:
    arcs = [[(0.0, 0.0), (1.0, 0.0)], [(2.0, 0.0), (1.0, 0.0)]]
    assert topology.join_arcs([0, ~1], arcs) == [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]


def test_shapes_of_all_types_are_read() -> None:
    square, multi, line, lines = (shape(g) for g in topology.decode_object(SQUARES, "squares"))
    assert square.equals(box(10, 20, 11, 21))
    assert multi.equals(MultiPolygon([box(11, 20, 12, 21)]))
    assert line.length == 1
    assert len(shapely.get_parts(lines)) == 2


def test_other_types_are_refused() -> None:
    with pytest.raises(ValueError, match="Point cannot be read"):
        topology.decode_object(SQUARES, "point")


# --- geometry ------------------------------------------------------------------------------


def test_rounding_keeps_a_shared_border_shared() -> None:
    left = Polygon([(0, 0), (1.00004, 0), (1.00006, 1), (0, 1)])
    right = Polygon([(1.00004, 0), (2, 0), (2, 1), (1.00006, 1)])
    rounded = [geometry.round_geometry(each) for each in (left, right)]
    assert shapely.coverage_is_valid(rounded)
    assert rounded[0].equals(Polygon([(0, 0), (1, 0), (1.0001, 1), (0, 1)]))


def test_rounding_leaves_no_position_twice_in_a_row() -> None:
    rounded = geometry.round_geometry(LineString([(0, 0), (0.00001, 0), (1, 1)]))
    assert list(rounded.coords) == [(0, 0), (1, 1)]


def test_winding_turns_the_outside_left_and_the_holes_right() -> None:
    clockwise = [(0, 0), (0, 4), (4, 4), (4, 0)]
    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    wound = geometry.wind(Polygon(clockwise, [hole]))
    assert isinstance(wound, Polygon)
    assert wound.exterior.is_ccw
    assert not wound.interiors[0].is_ccw


def test_winding_forgets_where_a_ring_began() -> None:
    corners = [(0, 0), (4, 0), (4, 4), (0, 4)]
    written = {geometry.wind(Polygon(corners[n:] + corners[:n])).wkt for n in range(4)}
    assert len(written) == 1


def test_clipping_drops_what_only_touches_the_box() -> None:
    west, south, *_ = geometry.BOX
    touching = box(west - 1, south, west, south + 1)
    assert geometry.clip(touching).is_empty
    assert geometry.clip(box(west - 1, south, west + 1, south + 1)).area == 1


@pytest.mark.parametrize(
    "faulty",
    [
        Polygon(),  # nothing
        Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]),  # a bow tie
    ],
)
def test_a_faulty_shape_is_not_written(faulty: BaseGeometry) -> None:
    with pytest.raises(ValueError, match="not a shape to write"):
        geometry.as_geojson(faulty)


# --- boundaries ----------------------------------------------------------------------------


def test_simplifying_leaves_the_fixed_border_alone() -> None:
    west, south, east, north = geometry.BOX
    zigzag = [(40, south), (40.01, 30), (40, 30.1), (40.01, 30.2), (40, north)]
    fixed = Polygon([*zigzag, (east, north), (east, south)])
    coast = [(36, north), (36.001, 33), (36, 32), (36.001, 31), (36, south)]
    country = Polygon([*zigzag, *coast])
    assert west < 36
    (simple,) = boundaries.simplify_around([country], fixed, tolerance=0.1)
    assert shapely.coverage_is_valid([simple, fixed])
    assert simple.intersection(fixed).length == pytest.approx(LineString(zigzag).length)
    assert shapely.get_num_coordinates(simple) < shapely.get_num_coordinates(country)


def test_small_islands_go_and_exclaves_stay() -> None:
    island, exclave = box(5, 5, 5.01, 5.01), box(2, 0, 2.01, 0.01)
    country = shapely.union_all([box(0, 0, 1, 1), island, exclave])
    other = Polygon([(1.5, -1), (3, -1), (3, 1), (1.5, 1)]).difference(exclave)
    kept, _ = boundaries.drop_islands([country, other])
    assert kept.equals(shapely.union_all([box(0, 0, 1, 1), exclave]))


def test_a_missing_governorate_is_named() -> None:
    with pytest.raises(ValueError, match="IQ-AN"):
        boundaries.make_regions([])


def test_an_unlisted_country_is_named() -> None:
    stranger = boundaries.Province("XYZ", "", box(40, 30, 41, 31))
    with pytest.raises(ValueError, match="XYZ"):
        boundaries.make_neighbours([stranger], [], box(41, 30, 42, 31))


def test_overlapping_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="fields: the shapes overlap"):
        geometry.check_coverage([box(0, 0, 2, 2), box(1, 1, 3, 3)], "fields")


# --- waters --------------------------------------------------------------------------------


def test_stumps_of_rivers_go() -> None:
    lines: dict[str, Any] = {
        "arcs": [[[40, 30], [41, 31]], [[50, 30], [50.01, 30]]],
        "objects": {
            "rivers": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "LineString", "arcs": [0]},
                    {"type": "LineString", "arcs": [1]},
                ],
            }
        },
    }
    assert [river.id for river in waters.make_rivers(lines)] == ["river-01"]


# --- towns ---------------------------------------------------------------------------------


def place(number: int, name: str, population: int, *spellings: str) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "countrycode": "IQ",
        "population": population,
        "longitude": 44.123456,
        "latitude": 33.0,
        "alternatenames": list(spellings),
    }


PLACES = {
    "1": place(1, "Smallton", 0, "كلار", "كەلار"),
    "2": place(2, "Bigtown", 200_000),
    "3": place(3, "Seatville", 150_000),
}
CHOICES = [
    towns.Choice(1, "Smallton", "كلار", "كەلار"),
    towns.Choice(2, "Bigtown"),
    towns.Choice(3, "Seatville", seat=True),
]


def test_seats_come_first_and_then_the_larger() -> None:
    made = towns.make_towns(PLACES, CHOICES, frozenset())
    assert [town.properties["name"] for town in made] == ["Seatville", "Bigtown", "Smallton"]


def test_what_is_not_known_is_left_out_and_kurdish_letters_are_kurdish() -> None:
    *_, small = towns.make_towns(PLACES, CHOICES, frozenset())
    assert small.properties == {
        "name": "Smallton",
        "name_ar": "كلار",
        "name_ckb": "کەلار",
        "rank": 3,
    }
    assert small.shape.equals(Point(44.1235, 33))


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        (CHOICES[:1], "2: neither chosen nor left out; 3: neither chosen nor left out"),
        ([*CHOICES, towns.Choice(9, "Nowhere")], "9: no such place in Iraq"),
        ([replace(CHOICES[0], name="Invented"), *CHOICES[1:]], "no spelling Invented"),
        ([replace(CHOICES[0], name_ar="كەلار"), *CHOICES[1:]], "letters that are not Arabic"),
        ([replace(CHOICES[0], name_ckb="كلار"), *CHOICES[1:]], "cannot be told to be Sorani"),
    ],
)
def test_choices_that_geonames_does_not_bear_out(choices: list[towns.Choice], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        towns.make_towns(PLACES, choices, frozenset())


@pytest.mark.parametrize(
    ("name", "arabic", "sorani"),
    [
        ("أربيل", True, False),
        ("هەولێر", False, True),
        ("کوت", False, False),  # Persian or Kurdish: nothing tells which
        ("mwsڵ", False, False),  # half transliterated
        ("زاويتە ة", False, False),  # letters of both
        ("", False, False),
    ],
)
def test_letters_tell_the_language(name: str, *, arabic: bool, sorani: bool) -> None:
    assert towns.is_arabic(name) is arabic
    assert towns.is_sorani(name) is sorani


# --- sources and files ---------------------------------------------------------------------


def pack(folder: Path, content: bytes) -> tuple[sources.Source, Path]:
    archive = folder / "thing-1.0.0.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        member = tarfile.TarInfo("package/data.json")
        member.size = len(content)
        packed.addfile(member, io.BytesIO(content))
    source = sources.Source(
        registry="npm",
        package="thing",
        version="1.0.0",
        integrity=sources.integrity(archive.read_bytes()),
        member="package/data.json",
        member_sha256=hashlib.sha256(content).hexdigest(),
        data="a thing",
        licence="none",
    )
    return source, archive


def test_a_pinned_member_is_read(tmp_path: Path) -> None:
    source, archive = pack(tmp_path, b"{}")
    assert sources.fetch(source, tmp_path) == archive
    assert sources.read_archived(source, archive) == b"{}"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"integrity": "sha512-other"}, "not the archive that is pinned"),
        ({"member": "package/none.json"}, "has no member package/none.json"),
        ({"member_sha256": "0" * 64}, "not the file that is pinned"),
    ],
)
def test_another_archive_is_refused(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    source, archive = pack(tmp_path, b"{}")
    with pytest.raises(sources.SourceError, match=fault):
        sources.read_archived(replace(source, **change), archive)


def test_a_package_that_is_not_installed_is_named() -> None:
    missing = replace(sources.TOWNS, package="no-such", member="no_such_package/data.json")
    with pytest.raises(sources.SourceError, match=r"no-such 3\.0\.2 is needed"):
        sources.read_installed(missing)


def test_without_npm_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(sources.SourceError, match="npm is needed"):
        sources.fetch(sources.WATERS, tmp_path)


def test_a_failed_run_writes_nothing_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    root = tmp_path / "out"
    assert maker.main(["--packages", str(tmp_path / "packages"), "--root", str(root)]) == 3
    assert capsys.readouterr().err.startswith("basemap: npm is needed")
    assert not root.exists()


def test_files_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.geojson"
    features.write_atomically(path, b"one")
    features.write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["file.geojson"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.geojson"
    features.write_atomically(path, b"old")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match=r"^$"):
        features.write_atomically(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["file.geojson"]
    assert path.read_bytes() == b"old"


def test_features_are_written_with_sorted_keys_and_without_spaces() -> None:
    written = features.dump_features([features.Feature("a", {"z": 1, "b": "ê"}, Point(1, 2))])
    assert written.decode() == (
        '{"features":[\n'
        '{"geometry":{"coordinates":[1.0,2.0],"type":"Point"},"id":"a",'
        '"properties":{"b":"ê","z":1},"type":"Feature"}\n'
        '],"type":"FeatureCollection"}\n'
    )
