"""Layers: every way to name them, one claim at many places, plain files, and the way back."""

import datetime as dt
import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from shapely.geometry import shape

import geo
from geo.check import check, has_faults
from geo.claims import PLANS, Claim, Kind, Standing
from geo.errors import CannotRead, CannotWrite, Fault, InputFault
from geo.files import Findings
from geo.geojson import layer_texts
from geo.layers import default_data, dump_layers, load_ledger
from geo.ledger import Ledger
from geo.schema import schema_text
from geo.seeds import load_seeds
from tests.strategies import ledgers

HERE = Path(__file__).parent
ROOT = HERE.parent
CLEAN = HERE / "faulty" / "clean"
PLAIN = HERE / "faulty" / "plain"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return load_seeds(CLEAN)


@pytest.fixture
def layers(ledger: Ledger, tmp_path: Path) -> Path:
    dump_layers(ledger, tmp_path / "data" / "layers")
    return tmp_path / "data" / "layers"


def write(path: Path, **content: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", **content}))
    return path


def site(key: str, **properties: object) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [42, 33]}
    given = {"id": key, "name": key, "kind": "camp", **properties}
    return {"type": "Feature", "properties": given, "geometry": geometry}


def faults_of(path: Path) -> tuple[Fault, ...]:
    try:
        load_ledger(path, Findings(TODAY))
    except InputFault as error:
        return error.faults
    return ()


SOURCE = {
    "producer": "P",
    "title": "T",
    "published": "2024-09-07",
    "published_basis": "page",
    "reliability": "B",
}
PLAN = {
    "id": "P-1",
    "source": "s",
    "kind": "leave-by",
    "when": "../2025-09",
    "bound": "by",
    "credibility": 2,
    "standing": "announced",
    "text": "All leave by September 2025.",
}


# --- reading --------------------------------------------------------------------------------


def test_a_project_its_data_its_layers_and_a_file(layers: Path, ledger: Ledger) -> None:
    for path in (layers.parent.parent, layers.parent, layers, str(layers)):
        assert load_ledger(path).digest == ledger.digest
    one = load_ledger(layers / "anbar.geojson")
    assert list(one.sites) == ["ain-al-asad", "al-qaim"]
    assert list(one.regions) == ["anbar"]
    assert set(one.claims) == {"P-1", "P-2", "R-1", "R-3"}


def test_the_data_that_come_with_the_program() -> None:
    assert default_data() == ROOT / "data"
    assert geo.load().digest == load_ledger(ROOT / "data" / "layers").digest


def test_one_fixed_order_whatever_the_order_of_files(layers: Path, ledger: Ledger) -> None:
    (layers / "anbar.geojson").rename(layers / "z.geojson")
    found = load_ledger(layers)
    assert found.digest == ledger.digest
    assert (list(found.sites), list(found.claims)) == (list(ledger.sites), list(ledger.claims))
    assert [mission.id for mission in found.missions] == ["first", "second"]


def test_a_claim_at_several_places_is_one_claim(layers: Path) -> None:
    found = load_ledger(layers)
    assert found.claims["P-2"].places == ("erbil-air-base", "ain-al-asad")
    for key in ("erbil-air-base", "ain-al-asad"):
        assert "P-2" in {claim.id for _, claim in found.reaching[key]}


def test_conflicts_are_named_on_both_sides(ledger: Ledger) -> None:
    assert ledger.claims["P-1"].conflicts == ("P-2", "R-1")
    assert ledger.claims["R-1"].conflicts == ("P-1",)


def test_deadlines_alone_make_a_layer(tmp_path: Path) -> None:
    """The founding report: two sites, a deadline each, and nothing else."""
    path = write(
        tmp_path / "founding.geojson",
        sources={"s": SOURCE},
        features=[
            site("ain-al-asad", deadlines=[PLAN]),
            site("erbil", deadlines=[PLAN | {"id": "P-2", "when": "2026-12-31"}]),
        ],
    )
    found = load_ledger(path)
    assert found.claims["P-1"].places == ("ain-al-asad",)
    assert {s.layer for s in found.sites.values()} == {"founding"}
    answer = geo.status(found, "ain-al-asad", dt.date(2025, 10, 15), dt.date(2024, 9, 7))
    assert [state.value for state in answer.possible] == ["withdrawn"]
    answer = geo.status(found, "erbil", dt.date(2025, 10, 15), dt.date(2024, 9, 7))
    assert [state.value for state in answer.possible] == ["occupied"]


def test_files_may_share_sources_and_claims(tmp_path: Path) -> None:
    shared = {"drawdown": "1", "sources": {"s": SOURCE}}
    write(tmp_path / "a.geojson", features=[site("one", deadlines=[PLAN])], **shared)
    write(tmp_path / "b.geojson", features=[site("two", deadlines=[PLAN])], **shared)
    assert load_ledger(tmp_path).claims["P-1"].places == ("one", "two")
    other = {"title": "Another", "published": "2024-09", "language": "ar"}
    mission = {"id": "m", "name": "Mission", "first": "2014-06-15"}
    for name, source, more in (("a", {}, {}), ("b", other, {"last": "2025-09-30"})):
        given = shared | {"sources": {"s": SOURCE | source}, "missions": [mission | more]}
        place = site(f"in-{name}", deadlines=[PLAN])
        write(tmp_path / f"{name}.geojson", features=[place], **given)
    with pytest.raises(InputFault) as refused:
        load_ledger(tmp_path)
    told = {(f.where, f.field, f.found, f.allowed.partition(",")[0]) for f in refused.value.faults}
    assert told == {
        ("source s", "title", '"Another"', '"T"'),
        ("source s", "published", '"2024-09"', '"2024-09-07"'),
        ("source s", "language", '"ar"', "null"),
        ("mission m", "last", '"2025-09-30"', "null"),
    }


def test_a_byte_order_mark_is_tolerated(layers: Path, ledger: Ledger) -> None:
    path = layers / "anbar.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_ledger(layers).digest == ledger.digest


def test_an_altitude_and_a_box_do_no_harm(tmp_path: Path) -> None:
    feature = site("one", deadlines=[]) | {"bbox": [42, 33, 42, 33]}
    feature["geometry"]["coordinates"] = [42, 33, 180.5]
    found = load_ledger(write(tmp_path / "a.geojson", features=[feature], bbox=[1, 2, 3, 4]))
    assert (found.sites["one"].lon, found.sites["one"].lat) == (42.0, 33.0)


@pytest.mark.parametrize(
    "content", [0, "x", [], {}, {"type": "FeatureCollection", "features": {"a": 1}}, None, True]
)
def test_other_json_is_a_fault(tmp_path: Path, content: object) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(content))
    with pytest.raises(InputFault, match="a FeatureCollection with a list of features"):
        load_ledger(path)


@pytest.mark.parametrize("value", [None, 0, "x", [], {}, [[]], True, -1.5, [{"id": {}}]])
@pytest.mark.parametrize(
    "field", ["drawdown", "layer", "sources", "missions", "title", "attribution", "crs"]
)
def test_any_value_anywhere_is_legal_or_told(tmp_path: Path, field: str, value: object) -> None:
    content = {"drawdown": "1", "sources": {"s": SOURCE}, "features": [site("a")]} | {field: value}
    for fault in faults_of(write(tmp_path / "a.geojson", **content)):
        assert fault.field == field or field.rstrip("s") in fault.where


@pytest.mark.parametrize("value", [None, 0, "x", [], {}, [[]], True, -1.5, [{"id": {}}]])
@pytest.mark.parametrize("field", ["id", "properties", "geometry", "type", "deadlines", "source"])
def test_any_value_in_a_feature_is_legal_or_told(tmp_path: Path, field: str, value: object) -> None:
    feature = site("a", deadlines=[PLAN | {field: value}], reports=[])
    feature["properties"][field] = value
    content = {"drawdown": "1", "sources": {"s": SOURCE}}
    for made in (feature, site("a") | {field: value}):
        faults = faults_of(write(tmp_path / "a.geojson", features=[made], **content))
        assert all(fault.found and fault.allowed for fault in faults)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").mkdir()
    with pytest.raises(InputFault, match="found a folder; allowed: a file"):
        load_ledger(tmp_path)
    with pytest.raises(CannotRead, match="no such file or folder"):
        load_ledger(tmp_path / "b.geojson")


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(InputFault, match="found 60 MB; allowed: at most 50 MB"):
        load_ledger(path)


# --- plain layers ---------------------------------------------------------------------------


def test_plain_layer() -> None:
    findings = Findings(TODAY)
    found = load_ledger(PLAIN / "bases.geojson", findings)
    assert list(found.sites) == ["camp-one", "camp-one-2", "nowhere", "site-3"]
    assert {s.layer for s in found.sites.values()} == {"bases"}
    assert found.regions["bases"].shape is not None
    assert found.sites["camp-one"].within == ("bases",)
    claims = [(c.id, c.kind, c.when, c.standing, c.grade) for c in found.claims.values()]
    assert claims == [
        ("camp-one-2.in-use", Kind.IN_USE, "2014-01-01", None, "B2"),
        ("camp-one-2.leave-by", Kind.LEAVE_BY, "2026", Standing.ANNOUNCED, "B2"),
        ("camp-one.in-use", Kind.IN_USE, "2014", None, "B2"),
        ("camp-one.leave-by", Kind.LEAVE_BY, "2025-09-30", Standing.ANNOUNCED, "B2"),
        ("site-3.in-use", Kind.IN_USE, "2015-01", None, "B2"),
    ]
    assert (found.title, found.sources["bases"].producer) == ("Bases", "A club")
    assert {fault.field for fault in findings.faults} == {"kind", "party", "since", "sources"}
    assert all("assumed" in fault.allowed and fault.warning for fault in findings.faults)


def test_plain_layer_assumes_its_publication(tmp_path: Path) -> None:
    past, ahead = {"deadline": "2025-09"}, {"deadline": "2031-01-01"}
    for dates, published in ((past, "2025-09-30"), (past | ahead, "2026-11-24"), ({}, None)):
        path = write(tmp_path / "a.geojson", features=[_plain("Camp", dates)])
        findings = Findings(TODAY)
        found = load_ledger(path, findings)
        assert [s.published_text for s in found.sources.values()] == [published] * bool(published)
        assert {f.field for f in findings.faults} >= {"published", "producer"}


def _plain(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [42, 33]}
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def test_several_regions_are_layers_of_their_names() -> None:
    found = load_ledger(PLAIN / "two-regions.geojson")
    assert list(found.regions) == ["a", "b"]


def test_faults_of_plain_layers() -> None:
    with pytest.raises(InputFault) as caught:
        load_ledger(PLAIN / "bad-dates.geojson")
    assert [(fault.where, fault.field) for fault in caught.value.faults] == [
        ("feature 1", "deadline"),
        ("feature 2", "deadline"),
        ("feature 3", "since"),
        ("feature 4", "name"),
    ]


# --- writing --------------------------------------------------------------------------------


def test_written_twice_it_is_the_same_and_left_alone(layers: Path, ledger: Ledger) -> None:
    before = {path: path.stat().st_mtime_ns for path in layers.iterdir()}
    assert dump_layers(load_ledger(layers), layers) == []
    assert {path: path.stat().st_mtime_ns for path in layers.iterdir()} == before
    assert layer_texts(load_ledger(layers)) == layer_texts(ledger)


def test_a_layer_as_other_programs_see_it(layers: Path) -> None:
    frame = gpd.read_file(layers / "anbar.geojson")
    assert list(frame["id"]) == ["anbar", "ain-al-asad", "al-qaim"]
    asad = frame.set_index("id").loc["ain-al-asad"]
    assert str(asad["deadline"])[:10] == "2025-09-30"
    assert (asad["deadline_by"], asad["kind"]) == ("CCTV", "air base")
    assert asad["state_note"] == "Reduced, as known on 20 Oct 2025."


def test_written_layers_obey_the_published_schema(layers: Path) -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in (*layers.iterdir(), *(ROOT / "data" / "layers").glob("*.geojson")):
        content = json.loads(path.read_text())
        assert not list(validator.iter_errors(content))
    content["features"][-1]["properties"]["kind"] = "castle"
    assert list(validator.iter_errors(content))


def test_what_the_reader_does_without_the_schema_does_without(layers: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    path = layers / "anbar.geojson"
    content = json.loads(path.read_text())
    for name in ("layer", "drawdown", "elsewhere"):
        del content[name]
    content |= {"title": None, "attribution": None}
    asad = next(one for one in content["features"] if one["id"] == "ain-al-asad")
    asad["geometry"]["coordinates"].append(100)
    path.write_text(json.dumps(content))
    assert not has_faults(check(layers, TODAY))
    assert not list(validator.iter_errors(content))


def test_written_layers_obey_rfc_7946(layers: Path) -> None:
    for path in (*layers.iterdir(), *(ROOT / "data" / "layers").glob("*.geojson")):
        content = json.loads(path.read_text())
        for feature in content["features"]:
            assert feature["id"] == feature["properties"]["id"]
            if feature["geometry"] is None:
                continue
            area = shape(feature["geometry"])
            assert area.is_valid
            for part in getattr(area, "geoms", [area]):
                assert part.geom_type == "Point" or part.exterior.is_ccw
                assert all(round(n, 4) == n for n in part.bounds)
        assert path.read_text().endswith("}\n")


def test_what_cannot_be_written_leaves_all_as_it_was(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(CannotWrite, match="cannot write"):
        dump_layers(ledger, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_all_as_it_was(
    layers: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in layers.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"anbar\.geojson: no space left on device"):
        dump_layers(replace(ledger, title="Another", memory={}), layers)
    assert {path: path.read_bytes() for path in layers.iterdir()} == before


def as_files_hold_it(made: Ledger) -> Ledger:
    """Give a drawn ledger a source for each publication, and what the models ask for."""
    claims, sources = {}, {}
    for claim in made.claims.values():
        span = claim.published
        first = geo.dates.parse_when(claim.when).start.earliest
        if claim.kind not in PLANS and first and span.latest and first > span.latest:
            continue
        source = replace(
            made.sources["source"],
            id=f"s-{claim.id}",
            published=span,
            published_text=f"{span.earliest}/{span.latest}",
        )
        sources[source.id] = source
        standing = (claim.standing or Standing.REPORTED) if claim.kind in PLANS else None
        claims[claim.id] = replace(claim, source=source.id, text="t", standing=standing)
    gone = made.claims.keys() - claims.keys()
    for key, claim in claims.items():
        claims[key] = _without(claim, gone)
    return replace(made, claims=claims, sources=sources, memory={})


def _without(claim: Claim, gone: set[str]) -> Claim:
    return replace(
        claim,
        replaces=tuple(key for key in claim.replaces if key not in gone),
        retracts=tuple(key for key in claim.retracts if key not in gone),
        conflicts=tuple(key for key in claim.conflicts if key not in gone),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=ledgers())
def test_what_is_written_is_what_is_read(made: Ledger, tmp_path: Path) -> None:
    wanted = as_files_hold_it(made)
    folder = tmp_path / str(time.monotonic_ns())
    dump_layers(wanted, folder)
    assert load_ledger(folder, Findings(TODAY)).digest == wanted.digest


# --- imports ------------------------------------------------------------------------------------


def test_reading_needs_no_geopandas() -> None:
    code = (
        "import sys, geo; geo.load();"
        "print(*{'pandas', 'geopandas', 'folium', 'matplotlib', 'edtf'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""


def test_the_hash_of_the_data_is_the_same_in_every_process() -> None:
    program = "import geo; print(geo.load().digest)"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
