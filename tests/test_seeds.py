"""Seeds: what people write, held against itself."""

import contextlib
import copy
import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.claims import Standing
from geo.errors import CannotRead, Fault, InputFault
from geo.files import Findings
from geo.places import SiteKind
from geo.seeds import load_seeds

CLEAN = Path(__file__).parent / "faulty" / "clean"
TODAY = dt.date(2026, 11, 24)
Content = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(CLEAN, tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    return Path("p")


def faults(project: Path) -> list[tuple[str, str, str, str, str]]:
    """Give all that is told: file, where, field, found, allowed; warnings begin with a "?"."""
    findings = Findings(TODAY)
    with contextlib.suppress(InputFault):
        load_seeds(project, findings)
    return [_row(fault) for fault in findings.ordered]


def _row(fault: Fault) -> tuple[str, str, str, str, str]:
    mark = "?" if fault.warning else ""
    allowed = str(fault).partition("; allowed: ")[2]
    return mark + fault.file[8:], fault.where, fault.field, fault.found, allowed


def change(project: Path, name: str, edit: Callable[[Content], object]) -> None:
    path = project / "seeds" / name
    content = json.loads(path.read_text())
    edit(content)
    path.write_text(json.dumps(content))


def place(content: Content, key: str) -> Content:
    found: Content = next(f for f in content["features"] if f["properties"]["id"] == key)
    return found


def test_clean_seeds(project: Path) -> None:
    findings = Findings(TODAY)
    ledger = load_seeds(project, findings)
    assert findings.faults == []
    assert (ledger.title, ledger.attribution) == ("A small set", "Nobody in particular.")
    assert ledger.layers == ("anbar", "kurdistan-region")
    asad = ledger.sites["ain-al-asad"]
    assert (asad.lon, asad.lat, asad.kind, asad.icao) == (
        42.4412,
        33.7856,
        SiteKind.AIR_BASE,
        "ORAA",
    )
    assert asad.within == ("anbar", "iraq")
    assert not ledger.sites["al-qaim"].placed
    assert ledger.regions["anbar"].shape is not None
    assert ledger.regions["iraq"].shape is None
    assert (ledger.regions["iraq"].layer, ledger.regions["anbar"].name_ar) == (
        "kurdistan-region",
        "الأنبار",
    )
    weak = ledger.claims["P-2"]
    assert (weak.grade, weak.standing, weak.source) == (
        "D3",
        Standing.REPORTED,
        "2024-09-06-cctv-plan",
    )
    assert weak.published.latest == dt.date(2024, 9, 7)
    assert [m.first for m in ledger.missions] == [dt.date(2003, 1, 1), dt.date(2014, 8, 1)]


def test_the_order_of_files_and_claims_changes_nothing(project: Path) -> None:
    before = load_seeds(project)
    sources = project / "seeds" / "sources"
    first, second = sorted(sources.iterdir())
    one, two, three = second.read_text().split("\n[[claim]]")[0:3]
    rest = second.read_text().split("\n[[claim]]")[3:]
    second.write_text("\n[[claim]]".join([one, *rest, three, two]))
    first.rename(sources / "zzz.toml")
    after = load_seeds(project)
    assert (after.digest, list(after.claims)) == (before.digest, list(before.claims))


PLACES: dict[str, tuple[Callable[[Content], object], list[tuple[str, str, str, str]]]] = {
    "no such layer": (
        lambda c: place(c, "al-qaim")["properties"].update(layer="anbat"),
        [
            (
                "feature al-qaim",
                "layer",
                '"anbat"',
                "the id of a layer's region; did you mean anbar?",
            )
        ],
    ),
    "a site for a layer": (
        lambda c: place(c, "al-qaim")["properties"].update(layer="ain-al-asad"),
        [
            (
                "feature al-qaim",
                "layer",
                '"ain-al-asad"',
                "the id of a layer's region; this is a site",
            )
        ],
    ),
    "no such region": (
        lambda c: place(c, "al-qaim")["properties"].update(within=["anbar", "irak"]),
        [("feature al-qaim", "within", '"irak"', "ids of regions; did you mean iraq?")],
    ),
    "within a site": (
        lambda c: place(c, "al-qaim")["properties"].update(within=["anbar", "ain-al-asad"]),
        [("feature al-qaim", "within", '"ain-al-asad"', "ids of regions; this is a site")],
    ),
    "within itself": (
        lambda c: place(c, "iraq")["properties"].update(within=["iraq"]),
        [("feature iraq", "within", '"iraq"', "other regions than itself")],
    ),
    "an id twice": (
        lambda c: c["features"].append(place(c, "al-qaim")),
        [
            (
                "feature al-qaim",
                "id",
                '"al-qaim" again',
                "each id once; it stands in p/seeds/places.geojson",
            )
        ],
    ),
    "a polygon in the wrong file": (
        lambda c: place(c, "iraq").update(geometry={"type": "Polygon", "coordinates": []}),
        [
            (
                "feature iraq",
                "geometry",
                '{"type": "Polygon", "coordinates": []}',
                "null; the polygons of regions stand in regions.geojson",
            )
        ],
    ),
    "no properties": (
        lambda c: c["features"].append({"type": "Feature", "id": "x"}),
        [
            (
                "feature x",
                "properties",
                '{"type": "Feature", "id": "x"}',
                "a feature with properties",
            )
        ],
    ),
    "an ICAO code of three": (
        lambda c: place(c, "ain-al-asad")["properties"].update(icao="ORA"),
        [
            (
                "feature ain-al-asad",
                "icao",
                '"ORA"',
                "an ICAO code of four capital letters or digits",
            )
        ],
    ),
    "no collection": (
        lambda c: c.update(type="Feature"),
        [],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_faults_of_places(project: Path, name: str) -> None:
    edit, rows = PLACES[name]
    change(project, "places.geojson", edit)
    told = [row[1:] for row in faults(project) if row[0] == "places.geojson"]
    if rows:
        assert told == rows
    else:
        assert [row[3] for row in told] == ["a FeatureCollection with a list of features"]


def test_a_faulty_place_is_one_fault_not_one_for_each_claim(project: Path) -> None:
    change(project, "places.geojson", lambda c: place(c, "ain-al-asad")["properties"].pop("name"))
    assert [row[:3] for row in faults(project)] == [
        ("places.geojson", "feature ain-al-asad", "name")
    ]


def test_a_faulty_claim_is_one_fault_not_one_for_each_link(project: Path) -> None:
    path = project / "seeds" / "sources" / "2024-09-06-cctv-plan.toml"
    path.write_text(path.read_text().replace('kind = "leave-by"', 'kind = "leave"'))
    assert [row[1:3] for row in faults(project)] == [("claim P-1", "kind")]


def test_a_faulty_source_is_no_fault_of_its_claims(project: Path) -> None:
    path = project / "seeds" / "sources" / "2024-09-06-cctv-plan.toml"
    path.write_text(path.read_text().replace('reliability = "C"', "reliability = 3"))
    assert [row[1:4] for row in faults(project)] == [("source", "reliability", "3")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            r"places = .*",
            'places = ["ain-al-assad", "anbar", "A b"]',
            [("places", '"ain-al-assad"'), ("places[2]", '"A b"')],
        ),
        ("conflicts = .*", 'conflicts = ["NOPE"]', [("conflicts", '"NOPE"')]),
        ("conflicts = .*", 'conflicts = ["R-1"]', [("conflicts", '"R-1"')]),
        ("conflicts = .*", 'replaces = ["R-3"]', [("replaces", '["R-3"]')]),
        ("R-1", "P-1", [("id", '"P-1" again'), ("conflicts", '"P-1"')]),
    ],
)
def test_one_fault_of_a_claim_hides_no_other(
    project: Path, old: str, new: str, told: list[tuple[str, str]]
) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    text = re.sub(r"when = .*", 'when = "2025-13"', path.read_text(), count=1)
    path.write_text(re.sub(old, new, text, count=1))
    found = [row[2:4] for row in faults(project)]
    assert sorted(found) == sorted([*told, ("when", '"2025-13"')])


def test_a_fault_of_a_source_hides_none_of_its_claims(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    head, first, *rest = path.read_text().split("[[claim]]")
    head = re.sub(r"reliability = .*", 'reliability = "Q"', head)
    first = re.sub(r"places = .*", 'places = ["ain-al-assad"]', first)
    first = re.sub(r"when = .*", 'when = "2025-11"', first)
    path.write_text("[[claim]]".join([head, first, first, *rest]))
    assert sorted({row[1:4] for row in faults(project)}) == [
        ("claim R-1", "id", '"R-1" again'),
        ("claim R-1", "places", '"ain-al-assad"'),
        ("claim R-1", "when", '"2025-11"'),
        ("source", "reliability", '"Q"'),
    ]


def test_a_circle_through_a_claim_with_a_fault_is_told(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    head, first, second, *rest = path.read_text().split("[[claim]]")
    first = re.sub(r"when = .*", 'when = "2025-13"\nretracts = ["R-2"]', first)
    second = re.sub(r"when = .*", r'\g<0>\nretracts = ["R-1"]', second)
    path.write_text("[[claim]]".join([head, first, second, *rest]))
    assert [row[1:4] for row in faults(project)] == [
        ("claim R-1", "retracts", "R-1 > R-2 > R-1"),
        ("claim R-1", "when", '"2025-13"'),
    ]


def test_one_fault_of_a_place_hides_no_other(project: Path) -> None:
    def spoil(content: Content) -> None:
        raw = place(content, "al-qaim")["properties"]
        raw.update(name="", within=["irak", "anbar"], layer="anbat")

    change(project, "places.geojson", spoil)
    told = [row[2:4] for row in faults(project)]
    assert told == [("layer", '"anbat"'), ("name", '""'), ("within", '"irak"')]


def test_one_fault_of_a_place_hides_no_id_given_twice(project: Path) -> None:
    def spoil(content: Content) -> None:
        place(content, "al-qaim")["properties"]["name"] = ""
        content["features"].append(copy.deepcopy(place(content, "al-qaim")))

    change(project, "places.geojson", spoil)
    assert {row[2:4] for row in faults(project)} == {("id", '"al-qaim" again'), ("name", '""')}


def test_one_fault_of_a_mission_hides_no_id_given_twice(project: Path) -> None:
    path = project / "seeds" / "missions.toml"
    spoilt = path.read_text().replace('id = "second"', 'id = "first"\nnam = 1')
    path.write_text(spoilt)
    assert [row[2:4] for row in faults(project)] == [("id", '"first" again'), ("nam", "1")]


def test_faults_of_regions(project: Path) -> None:
    def cross(content: Content) -> None:
        content["features"][0]["geometry"]["coordinates"] = [
            [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
        ]
        content["features"].append({"type": "Feature", "id": "basra", "geometry": None})
        content["features"].append({"type": "Feature", "id": "basra", "geometry": None})
        content["features"].append({"type": "Feature", "geometry": None})

    change(project, "regions.geojson", cross)
    assert faults(project) == [
        (
            "regions.geojson",
            "feature 5",
            "id",
            "null",
            "the id of a region",
        ),
        (
            "regions.geojson",
            "feature anbar",
            "coordinates",
            "self-intersection at 1, 1",
            "outlines that neither cross nor touch themselves",
        ),
        (
            "?regions.geojson",
            "feature basra",
            "id",
            '"basra"',
            "the id of a region in places.geojson",
        ),
        ("regions.geojson", "feature basra", "id", '"basra" again', "each id once"),
    ]


def test_a_layer_without_polygon_is_odd(project: Path) -> None:
    (project / "seeds" / "regions.geojson").unlink()
    assert [row[:3] for row in faults(project)] == [
        ("?places.geojson", "feature anbar", "geometry"),
        ("?places.geojson", "feature kurdistan-region", "geometry"),
    ]


def test_a_site_outside_its_layer_is_odd(project: Path) -> None:
    def move(content: Content) -> None:
        place(content, "ain-al-asad")["geometry"]["coordinates"] = [33.7856, 42.4412]
        place(content, "erbil-air-base")["properties"]["within"] = ["iraq"]

    change(project, "places.geojson", move)
    assert faults(project) == [
        (
            "?places.geojson",
            "feature ain-al-asad",
            "coordinates",
            "33.7856, 42.4412",
            "a position inside the polygon of anbar; longitude comes first: are the two swapped?",
        ),
        (
            "?places.geojson",
            "feature erbil-air-base",
            "within",
            '"iraq"',
            "kurdistan-region too, or what is said of it does not reach this site",
        ),
    ]


def test_faults_of_missions(project: Path) -> None:
    path = project / "seeds" / "missions.toml"
    path.write_text(
        'titel = "x"\ntitle = 3\n'
        + path.read_text().replace('title = "A small set"', "").replace('"second"', '"first"')
    )
    assert [row[1:] for row in faults(project)] == [
        ("", "titel", '"x"', "title, attribution, [[mission]]"),
        ("", "title", "3", "text on one line, without control characters or marks that reorder it"),
        (
            "mission first",
            "id",
            '"first" again',
            "each id once; it stands in p/seeds/missions.toml",
        ),
    ]


def test_a_source_without_claims_is_left_out(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    path.write_text(path.read_text().split("[[claim]]")[0])
    assert [(row[0], row[3]) for row in faults(project)] == [
        ("?sources/2025-10-20-agency-report.toml", "no claim")
    ]
    assert list(load_seeds(project).sources) == ["2024-09-06-cctv-plan"]


@pytest.mark.parametrize("gone", [False, True])
def test_seeds_without_a_source_are_odd(project: Path, *, gone: bool) -> None:
    shutil.rmtree(project / "seeds" / "sources")
    if not gone:
        (project / "seeds" / "sources").mkdir()
    assert [(row[0], row[3]) for row in faults(project)] == [("?sources", "no source")]
    assert not load_seeds(project).claims


def test_a_file_in_the_place_of_the_sources_is_a_fault(project: Path) -> None:
    shutil.rmtree(project / "seeds" / "sources")
    (project / "seeds" / "sources").write_text("")
    assert [(row[0], row[3]) for row in faults(project)] == [("sources", "no folder")]


def test_a_source_that_is_not_read_is_odd(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    path.rename(path.with_suffix(".TOML"))
    told = [row[:5] for row in faults(project) if row[0].endswith(".TOML")]
    allowed = "a name ending in .toml; this file is not read"
    assert told == [
        ("?sources/2025-10-20-agency-report.TOML", "", "", f'"{path.stem}.TOML"', allowed)
    ]


def test_what_is_replaced_later_than_it_replaces_is_odd(project: Path) -> None:
    path = project / "seeds" / "sources" / "2024-09-06-cctv-plan.toml"
    path.write_text(path.read_text().replace("conflicts", "replaces").replace('P-1"]', 'R-2"]'))
    found = [row for row in faults(project) if row[0].startswith("?")]
    assert found == [
        (
            "?sources/2024-09-06-cctv-plan.toml",
            "claim P-2",
            "replaces",
            '"R-2", published later',
            "claims published earlier",
        )
    ]


def test_many_circles_end(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-10-20-agency-report.toml"
    head, _, claim = path.read_text().split("[[claim]]")[:3]
    claim = claim.replace("P-2", "{other}").replace("R-2", "{key}")
    made = [claim.format(key=f"Z-{n}", other=f"Z-{n ^ 1}") for n in range(400)]
    path.write_text("[[claim]]".join([head, *made]))
    circles = [row for row in faults(project) if row[2] == "replaces"]
    assert len(circles) == 20
    assert circles[0][3].count(" > ") == 2


def test_no_seeds(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no such file"):
        load_seeds(tmp_path)
