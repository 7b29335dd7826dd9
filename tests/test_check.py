"""Each broken file of ``tests/faulty`` gives exactly the faults listed here, in plain words."""

import copy
import datetime as dt
import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.build import build
from geo.check import check, format_text, has_faults
from geo.errors import CannotRead, Fault, InputFault
from geo.layers import load_ledger
from tests.hostile import collection, point, polygon

HERE = Path(__file__).parent
FAULTY = HERE / "faulty"
TODAY = dt.date(2026, 11, 24)

CLEAN = "text on one line, without control characters or marks that reorder it"
DATE = "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, [2025-01,2025-03]"
RECORD_ID = "an id of letters, digits, dots, hyphens and underscores"
SIMPLE = "outlines that neither cross nor touch themselves"
NO_SCRIPT = "text without a script"
AS_TEXT = "any text; it is shown as text, never as markup"
LEFT_OUT = "a source with claims; it is left out"
WRITES = "the text that `drawdown build` writes"
ROW_2 = "feature camp-one, line 2, column "
DIGITS = "a number of thousands of digits"
FOLDER, LINK = "a folder", "a link to a file that is not there"
JARGON = ("pydantic", "https://errors", "validation error", "input_value", "Traceback", "None")

Told = tuple[str, str, str, str, bool]


def fault(where: str, field: str, found: str, allowed: str) -> Told:
    return where, field, found, allowed, False


def warning(where: str, field: str, found: str, allowed: str) -> Told:
    return where, field, found, allowed, True


def told(faults: tuple[Fault, ...], file: str) -> list[Told]:
    assert {one.file for one in faults} <= {file}
    return [(f.where, f.field, f.found, allowed(f), f.warning) for f in faults]


def allowed(one: Fault) -> str:
    """Give what is allowed and the hint, as a message has them."""
    return str(one).partition("; allowed: ")[2]


# Broken layers, one fault each: where, field, found, allowed.
LAYERS: dict[str, list[Told]] = {
    "area-in-metres": [
        fault(
            "feature x",
            "longitude",
            "400000",
            "a number from -180 to 180; degrees are meant, and these look like projected metres",
        ),
    ],
    "bow-tie": [fault("feature x", "coordinates", "self-intersection at 41, 33", SIMPLE)],
    "capital-id": [
        fault("feature Camp_One", "id", '"Camp_One"', "an id of small letters, digits and hyphens")
    ],
    "claim-not-at-its-place": [
        fault("claim X-1", "places", '"camp-two"', "the very places at which the claim stands")
    ],
    "claim-twice": [fault("claim X-1", "id", '"X-1" again', "each id once at a place")],
    "claim-without-id": [
        fault(
            "feature camp-one",
            "reports[0]",
            '{"kind": "in-use"}',
            "a claim with an id of letters, digits, dots, hyphens and underscores",
        ),
        *(
            fault("feature camp-one: reports[0]", name, "nothing", allowed)
            for name, allowed in (
                ("bound", "one of: on, by, until, after, during"),
                ("source", "the id of a source in sources"),
                ("text", CLEAN),
                ("when", DATE),
            )
        ),
    ],
    "claims-differ": [
        fault(
            "claim X-1",
            "text",
            '"Nobody is there." at camp-two',
            '"Somebody is there.", as at camp-one in layers/claims-differ.geojson',
        )
    ],
    "claims-no-list": [
        fault(
            "feature camp-one",
            "reports",
            '{"X-1": {"id": "X-1", "source": "s-1", "kind": "in-use", "w…',
            "a list of claims",
        )
    ],
    "cut-off": [fault("line 2, column 15", "", "the end of the file", "valid JSON")],
    "days-differ": [
        fault(
            "claim X-1",
            "latest",
            '"2026-09-29"',
            "2026-09-30, which the other fields give; or leave it out",
        )
    ],
    "deep": [fault("", "", "more levels of brackets", "at most 32 levels of brackets")],
    "digits": [
        fault(
            ROW_2 + "183",
            "features[0].geometry.coordinates[0]",
            "a number of thousands of digits",
            "a number that can be read",
        )
    ],
    "feature-no-table": [fault("feature 1", "properties", "7", "a feature with properties")],
    "flat-ring": [fault("feature x", "coordinates", "self-intersection at 41, 32", SIMPLE)],
    "grades-differ": [
        fault("claim X-1", "grade", '"B2"', "B3, which the other fields give; or leave it out")
    ],
    "infinite": [fault("feature camp-one", "longitude", "Infinity", "a number from -180 to 180")],
    "latitude-95": [
        fault(
            "feature camp-one",
            "latitude",
            "95",
            "a number from -90 to 90; longitude comes first: are the two swapped?",
        )
    ],
    "line": [fault("feature camp-one", "geometry", '"LineString"', "a Point, or null")],
    "long-decimals": [
        warning(
            "feature camp-one",
            "coordinates",
            "[42.441234567, 33.8]",
            "at most 4 decimals; the rest is dropped",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "markup": [
        warning("feature camp-one", "note", '"<b>bold</b>"', AS_TEXT),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "metres": [
        fault(
            "feature camp-one",
            "longitude",
            "4724521.5",
            "a number from -180 to 180; degrees are meant, and these look like projected metres",
        ),
    ],
    "missing-name": [fault("feature camp-one", "name", "nothing", CLEAN)],
    "nan": [fault(ROW_2 + "183", "features[0].geometry.coordinates[0]", "NaN", "a finite number")],
    "negative-radius": [
        fault("feature camp-one", "uncertainty_km", "-1", "kilometres, from 0 to 1000")
    ],
    "no-collection": [
        fault("", "", '{"type": "Feature"}', "a FeatureCollection with a list of features")
    ],
    "no-geometry-type": [fault("feature camp-one", "geometry", "null", "a Point, or null")],
    "no-grade": [fault("claim X-1", "credibility", "nothing", "a whole number from 1 to 6")],
    "no-json": [fault("line 2, column 15", "", '"}\\n"', "valid JSON")],
    "no-source": [fault("claim X-1", "source", '"s-2"', "the id of a source in sources")],
    "not-utf-8": [
        fault("byte 1", "", "0xff", "text in UTF-8; this looks like UTF-16; save it as UTF-8")
    ],
    "null": [fault("", "", "null", "a FeatureCollection with a list of features")],
    "open-ring": [
        fault(
            "feature x",
            "coordinates",
            "a ring from [40, 32] to [40, 35]",
            "rings that end where they begin",
        )
    ],
    "other-layer": [fault("feature camp-one", "layer", '"y"', "x, as the file says")],
    "outside": [
        warning(
            "feature camp-one", "coordinates", "44.1, 33.3", "a position inside the polygon of x"
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "override": [fault("feature camp-one", "name", '"Camp \\u202eeno"', CLEAN)],
    "position-as-text": [
        fault("feature camp-one", "coordinates", '["42.4", 33.8]', "[longitude, latitude]")
    ],
    "projected-crs": [
        fault(
            "",
            "crs",
            '"urn:ogc:def:crs:EPSG::3857"',
            "none; positions are in degrees, WGS 84",
        )
    ],
    "published-differs": [
        fault(
            "claim X-1",
            "published",
            '"2025-10-21"',
            "2025-10-20, which the other fields give; or leave it out",
        )
    ],
    "report-in-deadlines": [fault("claim X-1", "kind", '"in-use"', "a kind of plan")],
    "same-id": [
        fault(
            "feature camp-one",
            "id",
            '"camp-one" again',
            "each id once; it stands in layers/same-id.geojson",
        )
    ],
    "same-key": [
        fault(ROW_2 + "92", "features[0].properties.name", "the same key twice", "each key once")
    ],
    "script": [fault("feature camp-one", "note", '"<script>alert(1)</script>"', NO_SCRIPT)],
    "source-missing-title": [fault("source s-1", "title", "nothing", CLEAN)],
    "source-not-named": [fault("claim X-1", "source", "nothing", "the id of a source in sources")],
    "surrogate": [fault("feature camp-one", "name", '"Camp \\ud800"', CLEAN)],
    "swapped-inside": [
        warning(
            "feature camp-one",
            "coordinates",
            "33.7856, 42.4412",
            "a position inside the polygon of x; longitude comes first: are the two swapped?",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "swapped": [
        fault(
            "feature camp-one",
            "latitude",
            "142.4412",
            "a number from -90 to 90; longitude comes first: are the two swapped?",
        )
    ],
    "to-the-right": [
        warning(
            "feature x",
            "coordinates",
            "an outline that runs to the right",
            "outlines to the left and holes to the right (RFC 7946); it was turned",
        ),
        warning("source s-1", "", "no claim", LEFT_OUT),
    ],
    "two-ids": [
        fault("feature camp-one", "id", '"camp-two"', "the same id as in properties (camp-one)")
    ],
    "typo": [fault("feature camp-one", "alias", '["One"]', "no such field; did you mean aliases?")],
    "unknown-kind": [
        fault(
            "feature camp-one",
            "kind",
            '"airbase"',
            (
                "one of: air base, camp, headquarters, training site, post, diplomatic, "
                "organisation, landing, region"
            ),
        )
    ],
    "version-2": [fault("", "drawdown", '"2"', '"1"')],
    "wrong-type": [
        fault("feature camp-one", "uncertainty_km", '"3"', "kilometres, from 0 to 1000")
    ],
}

# Broken source files, each put beside the clean ones.
SOURCES: dict[str, list[Told]] = {
    "address": [
        fault(
            "source",
            "url",
            '"javascript:alert(1)"',
            "an address that starts with http:// or https://",
        )
    ],
    "circle": [
        fault("claim X-1", "retracts", "X-1 > X-2 > X-3 > X-1", "claims that do not lead back here")
    ],
    "claim-no-table": [
        fault(
            "source",
            "claim",
            '{"id": "X-1", "places": ["ain-al-asad"], "kind": "in-use", …',
            "tables headed [[claim]]",
        )
    ],
    "claim-twice": [
        fault(
            "claim X-1",
            "id",
            '"X-1" again',
            "each id once; it stands in p/seeds/sources/claim-twice.toml",
        )
    ],
    "conflicts-itself": [fault("claim X-1", "conflicts", '"X-1"', "other claims than itself")],
    "control": [fault("claim X-1", "text", '"Somebody\\x07"', CLEAN)],
    "credibility-7": [fault("claim X-1", "credibility", "7", "a whole number from 1 to 6")],
    "credibility-as-text": [fault("claim X-1", "credibility", '"2"', "a whole number from 1 to 6")],
    "ends-first": [
        fault(
            "claim X-1",
            "when",
            '"2025-10/2025-09"',
            "an interval that does not end before it begins",
        )
    ],
    "future": [warning("source", "published", '"2031-01-01"', "a day that has come")],
    "id-with-space": [fault("claim X 1", "id", '"X 1"', RECORD_ID)],
    "markup": [warning("claim X-1", "text", '"<b>Somebody</b> is there."', AS_TEXT)],
    "missing-text": [fault("claim X-1", "text", "nothing", CLEAN)],
    "month-13": [fault("claim X-1", "when", '"2025-13"', DATE)],
    "no-last-day": [fault("source", "published", '"2025-10-20/.."', "a date with a last day")],
    "no-place": [fault("claim X-1", "places", "[]", "a list of at least one id of a place")],
    "no-source-fields": [
        fault("source", "id", "nothing", RECORD_ID),
        fault("source", "producer", "nothing", CLEAN),
        fault(
            "source",
            "published",
            "nothing",
            (
                "an EDTF date such as 2025-09-30, 2025-09, 2025-08~, ../2025-09, "
                "[2025-01,2025-03], with a last day"
            ),
        ),
        fault(
            "source",
            "published_basis",
            "nothing",
            "how the day is known, such as: page, url, inferred",
        ),
        fault("source", "reliability", "nothing", "a letter from A to F"),
        fault("source", "title", "nothing", CLEAN),
    ],
    "no-such-place": [
        fault(
            "claim X-1", "places", '"ain-al-assad"', "the id of a place; did you mean ain-al-asad?"
        )
    ],
    "no-toml": [fault("end of document", "", "invalid value", "valid TOML")],
    "not-utf-8": [fault("byte 256", "", "0xff", "text in UTF-8")],
    "override": [fault("claim X-1", "text", '"Somebody is \\u202ereht"', CLEAN)],
    "reliability-g": [fault("source", "reliability", '"G"', "a letter from A to F")],
    "replaces-report": [fault("claim X-1", "replaces", '"R-1", a report', "ids of plans")],
    "report-ahead": [
        fault(
            "claim X-1",
            "when",
            '"2025-11"',
            "for a report, a date no later than its publication (2025-10-20)",
        )
    ],
    "report-replaces": [
        fault(
            "claim X-1", "replaces", '["P-1"]', "nothing, for a report; only a plan replaces a plan"
        )
    ],
    "same-key": [fault("line 16, column 16", "", "cannot overwrite a value", "valid TOML")],
    "script": [
        fault("claim X-1", "text", '"<script>alert(1)</script> Somebody is there."', NO_SCRIPT)
    ],
    "standing-missing": [
        fault("claim X-1", "standing", "nothing", "for a plan, one of: agreed, announced, reported")
    ],
    "standing-on-report": [fault("claim X-1", "standing", '"agreed"', "nothing, for a report")],
    "typo": [
        fault("claim X-1", "credibilty", "2", "no such field; did you mean credibility?"),
        fault("claim X-1", "place", '["ain-al-asad"]', "no such field; did you mean places?"),
        fault("claim X-1", "places", "nothing", "a list of at least one id of a place"),
    ],
    "unknown-bound": [
        fault("claim X-1", "bound", '"before"', "one of: on, by, until, after, during")
    ],
    "unknown-kind": [
        fault(
            "claim X-1",
            "kind",
            '"in use"',
            (
                "one of: in-use, re-entered, reinforced, reduced, departed, handed-over, "
                "residual, ceremony, role-change, strength, leave-by, reduce-by, stay-until, "
                "no-date"
            ),
        )
    ],
    "unknown-retracts": [
        fault("claim X-1", "retracts", '"P-9"', "the id of a claim; did you mean P-2?")
    ],
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the clean project, built, as the folder ``p`` of the working folder."""
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    build("p")
    return Path("p")


def test_every_broken_file_is_in_a_table() -> None:
    assert {p.stem for p in (FAULTY / "layers").iterdir()} == LAYERS.keys()
    assert {p.stem for p in (FAULTY / "sources").iterdir()} == SOURCES.keys()


@pytest.mark.parametrize("name", LAYERS)
def test_broken_layer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FAULTY)
    file = f"layers/{name}.geojson"
    found = check(file, TODAY)
    assert told(found, file) == LAYERS[name]
    assert not any(word in str(one) for one in found for word in JARGON)
    if has_faults(found):
        with pytest.raises(InputFault) as caught:
            load_ledger(file)
        assert caught.value.faults == tuple(one for one in found if not one.warning)
    else:
        load_ledger(file)


@pytest.mark.parametrize("name", SOURCES)
def test_broken_source(name: str, project: Path) -> None:
    file = project / "seeds" / "sources" / f"{name}.toml"
    shutil.copy(FAULTY / "sources" / file.name, file)
    before = contents(project / "data")
    # The names of these files carry no date, and what they add is not built.
    own = [f for f in check(project, TODAY) if f.file == str(file) and "file name" not in f.allowed]
    assert told(tuple(own), str(file)) == SOURCES[name]
    assert not any(word in str(one) for one in own for word in JARGON)
    if has_faults(own):
        with pytest.raises(InputFault):
            build(project)
        assert contents(project / "data") == before


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_all_faults_are_told_at_once(project: Path) -> None:
    names = [name for name, rows in SOURCES.items() if not all(row[-1] for row in rows)]
    # Ids repeat between these files; each fault is still found in its own file.
    for name in names:
        shutil.copy(FAULTY / "sources" / f"{name}.toml", project / "seeds" / "sources")
    found = {Path(one.file).stem for one in check(project, TODAY) if not one.warning}
    assert found >= set(names)
    with pytest.raises(InputFault) as caught:
        build(project)
    assert {Path(one.file).stem for one in caught.value.faults} >= set(names)


def test_a_folder_of_broken_layers_tells_of_all() -> None:
    found = {Path(one.file).stem for one in check(FAULTY / "layers", TODAY)}
    # A site that is only odd when no other layer stands beside it may lose its warning.
    assert found >= {n for n, rows in LAYERS.items() if not all(row[-1] for row in rows)}


def test_clean_data_give_none(project: Path) -> None:
    assert check(project, TODAY) == ()
    assert check(project / "data", TODAY) == ()
    assert check(project / "data" / "layers", TODAY) == ()


@pytest.mark.parametrize(
    "path",
    ["p/seeds", "p/seeds/sources", "p/seeds/sources/month-13.toml", "p/seeds/places.geojson"],
)
def test_a_part_of_the_seeds_means_the_project(project: Path, path: str) -> None:
    shutil.copy(FAULTY / "sources" / "month-13.toml", project / "seeds" / "sources")
    found = check(path, TODAY)
    assert found == check(project, TODAY)
    assert {one.file for one in found} == {"p/seeds/sources/month-13.toml"}


def test_who_stands_in_the_seeds_may_check_them(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(FAULTY / "sources" / "month-13.toml", project / "seeds" / "sources")
    monkeypatch.chdir(project / "seeds")
    assert ("claim X-1", "when") in {(one.where, one.field) for one in check("sources", TODAY)}


def test_one_layer_alone_warns_of_what_it_names_elsewhere(project: Path) -> None:
    found = check(project / "data" / "layers" / "anbar.geojson", TODAY)
    assert [(f.where, f.field, f.found) for f in found] == [
        ("", "within", '"iraq"'),
        ("claim P-2", "places", '"erbil-air-base"'),
    ]
    assert all(one.warning for one in found)


def test_data_that_are_not_what_the_seeds_give(project: Path) -> None:
    layers = project / "data" / "layers"
    anbar = layers / "anbar.geojson"
    anbar.write_text(anbar.read_text().replace("Part of the force", "None of the force"))
    (layers / "kurdistan-region.geojson").rename(layers / "basra.geojson")
    found = [(f.file, f.found, f.allowed) for f in check(project, TODAY)]
    assert (str(anbar), "another text than the seeds give", WRITES) in found
    missing = str(layers / "kurdistan-region.geojson")
    assert (missing, "no file", "the file that `drawdown build` writes") in found
    assert (str(layers / "basra.geojson"), "a layer that no place names", "no such file") in found


def test_text_for_people(project: Path) -> None:
    assert format_text(check(project, TODAY)) == "0 faults, 0 warnings"
    found = (Fault("a", "b", "c", "d", "e", warning=True), Fault("f", "", "g", "h", "i"))
    assert format_text(found) == (
        "fault: f: g: found h; allowed: i\n"
        "warning: a: b: c: found d; allowed: e\n"
        "1 fault, 1 warning"
    )


def test_hostile_names_reach_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m\u202e.geojson"
    file.write_text("[]")
    assert format_text(check(file)).replace("\n", "").isprintable()


def test_the_examples_of_the_docs_are_clean(project: Path) -> None:
    text = (HERE.parent / "docs" / "formats.md").read_text()
    layer, source = (text.split(f"```{kind}\n")[1].split("```")[0] for kind in ("json", "toml"))
    Path("anbar.geojson").write_text(layer)
    assert check("anbar.geojson", TODAY) == ()
    for path in (project / "seeds" / "sources").iterdir():
        path.unlink()
    (project / "seeds" / "sources" / "2024-09-06-cctv-plan.toml").write_text(source)
    build(project)
    assert check(project, TODAY) == ()


def test_no_such_thing(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no such file or folder"):
        check(tmp_path / "none")
    with pytest.raises(CannotRead, match=r"no layers \(\*.geojson\) in it"):
        check(tmp_path)
    (tmp_path / "seeds").mkdir()


def test_the_data_of_the_program_are_clean() -> None:
    for found in (check(HERE.parent, TODAY), check(None, TODAY)):
        assert not has_faults(found)


VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 1e308, float("inf"), 10**400, "", "x", "2025-13", "\u202e", "\ud800"),
    *("<b>", [], {}, [[]], [None], {"a": 1}, [[1, 2]], "../..", "9999~", "0001-01-01~", ".."),
)


def spots(content: object) -> Iterator[tuple[Any, Any]]:
    """Give each container with each of its keys."""
    if isinstance(content, dict | list):
        keys = content if isinstance(content, dict) else range(len(content))
        for key in list(keys):
            yield content, key
            yield from spots(content[key])


@pytest.mark.long
@pytest.mark.parametrize("path", [FAULTY / "plain" / "bases.geojson", None], ids=["plain", "own"])
def test_whatever_stands_in_a_layer_ends_in_plain_words(path: Path | None, project: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - a choice of tests, no secret
    text = (path or project / "data" / "layers" / "anbar.geojson").read_text()
    for _ in range(1500):
        content = json.loads(text)
        for _ in range(chance.randint(1, 3)):
            holder, key = chance.choice(list(spots(content)) or [({"": 0}, "")])
            if chance.random() < 0.7:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            else:
                del holder[key]
        Path("a.geojson").write_text(json.dumps(content))
        assert_plain(check("a.geojson", TODAY))


@pytest.mark.long
def test_whatever_stands_in_seeds_ends_in_plain_words(project: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - a choice of tests, no secret
    files = sorted(path for path in (project / "seeds").rglob("*") if path.is_file())
    for _ in range(1500):
        path = chance.choice(files)
        sound = path.read_bytes()
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            at, size = chance.randrange(len(broken) - 60), chance.randint(0, 30)
            piece = broken[at + size : at + 2 * size]
            new = chance.choice(
                [piece, bytes([chance.randrange(256)]), b"\\u202e", b'"', b"[", b"nan"]
            )
            broken[at : at + chance.choice([0, 0, 1, size])] = new
        path.write_bytes(broken)
        assert_plain(check(project, TODAY))
        path.write_bytes(sound)


def assert_plain(found: tuple[Fault, ...]) -> None:
    text = format_text(found)
    assert text.replace("\n", "").isprintable()
    assert text.encode()
    assert not any(word in text for word in JARGON[:5])


def test_what_is_no_file_is_one_fault_among_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    seeds = Path("p/seeds")
    for name in ("regions.geojson", "missions.toml"):
        (seeds / name).unlink()
        (seeds / name).mkdir()
    (seeds / "sources" / "x.toml").mkdir()
    (seeds / "sources" / "y.toml").symlink_to("nowhere")
    os.mkfifo(seeds / "sources" / "z.toml")
    shutil.copy(FAULTY / "sources" / "month-13.toml", seeds / "sources")
    found = {(f.file[8:], f.found): f.allowed for f in check("p", TODAY) if not f.warning}
    assert found == {
        ("missions.toml", FOLDER): "a file",
        ("regions.geojson", FOLDER): "a file",
        ("sources/month-13.toml", '"2025-13"'): DATE,
        ("sources/x.toml", FOLDER): "a file",
        ("sources/y.toml", LINK): "a file",
        ("sources/z.toml", "a pipe or a device"): "a file",
    }


def test_a_folder_among_layers_is_one_fault_among_the_others(tmp_path: Path) -> None:
    (tmp_path / "d.geojson").mkdir()
    (tmp_path / "e.geojson").symlink_to("nowhere")
    shutil.copy(FAULTY / "layers" / "typo.geojson", tmp_path)
    assert [one.found for one in check(tmp_path, TODAY)] == [FOLDER, LINK, '["One"]']


def test_a_folder_for_the_places_hides_no_fault_of_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (tmp_path / "p" / "seeds" / "places.geojson").unlink()
    (tmp_path / "p" / "seeds" / "places.geojson").mkdir()
    shutil.copy(FAULTY / "sources" / "month-13.toml", tmp_path / "p" / "seeds" / "sources")
    found = [one.found for one in check(tmp_path / "p", TODAY) if not one.warning]
    assert found == [FOLDER, '"2025-13"']


def test_no_file_of_the_places_hides_no_fault_of_the_sources(tmp_path: Path) -> None:
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (tmp_path / "p" / "seeds" / "places.geojson").unlink()
    shutil.copy(FAULTY / "sources" / "month-13.toml", tmp_path / "p" / "seeds" / "sources")
    found = [one.found for one in check(tmp_path / "p", TODAY) if not one.warning]
    assert found == ["no file", '"2025-13"']


def test_a_file_that_cannot_be_read_hides_no_fault_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("typo", "version-2", "override"):
        shutil.copy(FAULTY / "layers" / f"{name}.geojson", tmp_path)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "typo":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = [one.found for one in check(tmp_path, TODAY)]
    assert found[:2] == ['"Camp \\u202eeno"', "permission denied"]
    assert '"2"' in found
    with pytest.raises(CannotRead, match="permission denied"):
        check(tmp_path / "typo.geojson")


def test_what_is_no_number_hides_no_other_fault(tmp_path: Path) -> None:
    features = [
        point(-191, 95),
        point(uncertainty_km=7),
        point(uncertainty_km=8),
        polygon([[0, 0], [1, 0], [6, 1], [0, 1]]),
    ]
    text = json.dumps(collection(*features)).replace("7", "NaN").replace("8", "9" * 5000)
    text = text.replace('"name": "A"', '"name": "A", "name": "B"', 1).replace("6", "-Infinity")
    (tmp_path / "a.geojson").write_text(text)
    found = {(one.where, one.field, one.found) for one in check(tmp_path, TODAY)}
    assert found >= {
        ("feature 1", "latitude", "95"),
        ("feature 1", "longitude", "-191"),
        ("feature 4", "coordinates", "a ring from [0, 0] to [0, 1]"),
        ("line 1, column 150", "features[0].properties.name", "the same key twice"),
        ("line 1, column 337", "features[1].properties.uncertainty_km", "NaN"),
        ("line 1, column 493", "features[2].properties.uncertainty_km", DIGITS),
        ("line 1, column 5583", "features[3].geometry.coordinates[0][2][0]", "-Infinity"),
    }


def test_very_many_that_are_no_numbers_are_told_by_their_number(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{"a": [' + ", ".join(["NaN"] * 1234) + "]}")
    found = [one.found for one in check(tmp_path, TODAY) if one.allowed == "a finite number"]
    assert (len(found), found[0]) == (1001, "234 more such places")


def test_each_key_given_twice_has_its_place(tmp_path: Path) -> None:
    text = (FAULTY / "layers" / "same-key.geojson").read_text()
    text = text.replace(
        '"type": "Point"', '"a:{": [{"x": 1}], "type": "P",\n "ty\\u0070e": "Point"'
    )
    (tmp_path / "a.geojson").write_text(text)
    told = [(f.where, f.field) for f in check(tmp_path, TODAY) if f.found == "the same key twice"]
    assert told == [
        (ROW_2 + "92", "features[0].properties.name"),
        ("feature camp-one, line 3, column 2", "features[0].geometry.type"),
    ]


def _differing(folder: Path, first: dict[str, str], second: dict[str, str]) -> list[str]:
    """Change a claim at the two places at which it stands, and give the fields that are told."""
    content = json.loads((FAULTY / "layers" / "claims-differ.geojson").read_text())
    for feature, changed in zip(content["features"], (first, second), strict=True):
        raw = feature["properties"]
        raw["reports"][0].update({"text": "Somebody is there.", **changed})
        raw[changed.get("list", "reports")] = raw.pop("reports")
        raw[changed.get("list", "reports")][0].pop("list", None)
    (folder / "a.geojson").write_text(json.dumps(content))
    return [one.field for one in check(folder, TODAY)]


def test_the_fields_that_differ_between_the_places_of_a_claim_are_named(tmp_path: Path) -> None:
    assert _differing(tmp_path, {}, {}) == []
    assert _differing(tmp_path, {}, {"note": "x", "bound": "by"}) == ["bound", "note"]
    assert _differing(tmp_path, {}, {"list": "deadlines"}) == [""]


def test_a_field_at_fault_is_not_held_against_the_other_place(tmp_path: Path) -> None:
    assert _differing(tmp_path, {"bound": "when"}, {}) == ["bound"]
    assert _differing(tmp_path, {"bound": "when"}, {"note": "x"}) == ["bound", "note"]


def _layer(**changes: object) -> dict[str, Any]:
    """Give a sound layer of two sites at which one claim stands, in a region."""
    content: dict[str, Any] = json.loads(
        (FAULTY / "layers" / "claims-differ.geojson").read_text("utf-8")
    )
    for feature in content["features"]:
        feature["properties"]["reports"][0]["text"] = "Somebody is there."
        feature["properties"]["within"] = ["x"]
    region = {"id": "x", "name": "X", "kind": "region", "layer": "x", "within": []}
    content["features"].append({"type": "Feature", "properties": region, "geometry": None})
    return content | changes


def _told_of(folder: Path, content: object) -> set[tuple[str, str]]:
    (folder / "a.geojson").write_text(json.dumps(content), "utf-8")
    return {(one.where, one.field) for one in check(folder / "a.geojson", TODAY)}


def test_the_layer_of_these_tests_is_sound(tmp_path: Path) -> None:
    assert _told_of(tmp_path, _layer()) == set()


def test_no_fault_hides_another_of_a_claim_that_cannot_be_taken(tmp_path: Path) -> None:
    bad = {"source": "s-2", "when": "2025-13", "text": "<script>"}
    fields = {"source", "when", "text"}
    for given, where, first in (
        ({"id": "X-1"}, "claim X-1", ("claim X-1", "id")),
        ({}, "feature camp-one: reports[1]", ("feature camp-one", "reports[1]")),
    ):
        content = _layer()
        reports = content["features"][0]["properties"]["reports"]
        reports.append(
            reports[0] | bad | given if given else bad | {"kind": "in-use", "bound": "on"}
        )
        told = _told_of(tmp_path, content)
        assert told == {first, *((where, name) for name in fields)}


@pytest.mark.parametrize(
    ("name", "found"),
    [("reports", "none"), ("name", None), ("name", 5), ("id", 5), ("kind", None)],
)
def test_a_fault_of_one_place_accuses_no_other(tmp_path: Path, name: str, found: object) -> None:
    for number in (0, 2):
        content = _layer()
        raw = content["features"][number]["properties"]
        key = raw["id"]
        raw[name] = found
        if name == "reports" and number:
            continue  # a region may have none
        content["features"][number].pop("id", None)
        label = f"feature {number + 1 if name == 'id' else key}"
        assert _told_of(tmp_path, content) == {(label, name)}


def test_texts_for_other_viewers_are_looked_at_too(tmp_path: Path) -> None:
    content = _layer()
    texts = {"state_note": "<script>", "deadline": "a\u202eb", "deadline_by": 3}
    content["features"][0]["properties"] |= texts
    assert _told_of(tmp_path, content) == {("feature camp-one", name) for name in texts}


def test_seeds_without_places_are_still_those_of_their_project(tmp_path: Path) -> None:
    seeds = tmp_path / "p" / "seeds"
    shutil.copytree(FAULTY / "clean", tmp_path / "p")
    (seeds / "places.geojson").unlink()
    shutil.copy(FAULTY / "sources" / "month-13.toml", seeds / "sources")
    told = [one.found for one in check(tmp_path / "p", TODAY)]
    assert '"2025-13"' in told
    for path in (seeds, seeds / "sources", seeds / "sources" / "month-13.toml"):
        assert [one.found for one in check(path, TODAY)] == told


def test_seeds_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to("nowhere")
    assert has_faults(check(tmp_path, TODAY))
