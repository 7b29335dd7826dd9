"""Faults sown into sound data, one at a time: each found exactly, and none invented.

Each kind of fault is a small change of a sound project, of the layers made of it, or of the
data that come with the program, with the place at which it must be told: file, where, field,
JSON pointer. The broken files of ``tests/faulty`` (``tests/test_check.py``) add their own.
"""

import datetime as dt
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.build import build
from geo.check import check, format_github, has_faults
from geo.cli import run
from geo.files import Finding
from geo.project import begin

ROOT = Path(__file__).resolve().parents[1]
TODAY = dt.date(2026, 11, 24)
LAYER = "data/layers/the-valley.geojson"
PLAN = "seeds/sources/2024-09-06-ministry-plan.toml"
HAND = "seeds/sources/2025-01-31-agency-handover.toml"
PLACES, REGIONS = "seeds/places.geojson", "seeds/regions.geojson"
MISSIONS = "seeds/missions.toml"
Told = tuple[str, str, str]  # where, field, pointer
Content = dict[str, Any]


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "p"
    begin(folder)
    return folder


@pytest.fixture
def project(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(sound, tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    return Path("p")


def told(found: tuple[Finding, ...], *, warnings: bool = False) -> list[tuple[str, *Told]]:
    return [
        (one.file.removeprefix("p/"), one.where, one.field, one.pointer)
        for one in found
        if one.warning is warnings and "drawdown build" not in one.allowed
    ]


# --- seeds: what people write ------------------------------------------------------------------

TOML: dict[str, tuple[str, str, str, Told]] = {
    # kind: file, what is replaced, by what, where it is told
    "no id": (PLAN, 'id = "2024-09-06-ministry-plan"\n', "", ("source", "id", "/id")),
    "bad id": (PLAN, '"2024-09-06-ministry-plan"', '"a b"', ("source", "id", "/id")),
    "no producer": (
        PLAN,
        'producer = "The ministry"\n',
        "",
        ("source", "producer", "/producer"),
    ),
    "empty producer": (
        PLAN,
        '"The ministry"',
        '" "',
        ("source", "producer", "/producer"),
    ),
    "no title": (
        HAND,
        'title = "North Camp handed over"\n',
        "",
        ("source", "title", "/title"),
    ),
    "no published": (
        PLAN,
        'published = "2024-09-06"\n',
        "",
        ("source", "published", "/published"),
    ),
    "published no date": (
        PLAN,
        'published = "2024-09-06"',
        'published = "soon"',
        ("source", "published", "/published"),
    ),
    "published open": (
        PLAN,
        'published = "2024-09-06"',
        'published = "2024-09-06/.."',
        ("source", "published", "/published"),
    ),
    "no basis": (
        HAND,
        'published_basis = "page"\n',
        "",
        ("source", "published_basis", "/published_basis"),
    ),
    "reliability g": (
        HAND,
        'reliability = "B"',
        'reliability = "G"',
        ("source", "reliability", "/reliability"),
    ),
    "tier": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\ntier = "Q"',
        ("source", "tier", "/tier"),
    ),
    "address": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\nurl = "file:///etc"',
        ("source", "url", "/url"),
    ),
    "unknown field of a source": (
        HAND,
        'reliability = "B"',
        'reliability = "B"\nwho = "x"',
        ("source", "who", "/who"),
    ),
    "published a number": (
        HAND,
        'published = "2025-01-31"',
        "published = 20250131",
        ("source", "published", "/published"),
    ),
    "claims no list": (
        HAND,
        "[[claim]]",
        "[claim]",
        ("source", "claim", "/claim"),
    ),
    "no claim id": (HAND, 'id = "HAND-1"\n', "", ("claim 1", "id", "/claim/0/id")),
    "claim id twice": (
        HAND,
        '"HAND-1"',
        '"PLAN-1"',
        ("claim PLAN-1", "id", "/claim/0/id"),
    ),
    "no places": (
        HAND,
        'places = ["north-camp"]\n',
        "",
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "empty places": (
        HAND,
        '["north-camp"]',
        "[]",
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "places a text": (
        HAND,
        '["north-camp"]',
        '"north-camp"',
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "unknown place": (
        HAND,
        '["north-camp"]',
        '["north-kamp"]',
        ("claim HAND-1", "places", "/claim/0/places"),
    ),
    "place in capitals": (
        HAND,
        '["north-camp"]',
        '["North-Camp"]',
        ("claim HAND-1", "places[0]", "/claim/0/places/0"),
    ),
    "unknown kind": (
        HAND,
        '"handed-over"',
        '"gone"',
        ("claim HAND-1", "kind", "/claim/0/kind"),
    ),
    "no kind": (HAND, 'kind = "handed-over"\n', "", ("claim HAND-1", "kind", "/claim/0/kind")),
    "no when": (HAND, 'when = "2025-01-30"\n', "", ("claim HAND-1", "when", "/claim/0/when")),
    "month 13": (HAND, '"2025-01-30"', '"2025-13"', ("claim HAND-1", "when", "/claim/0/when")),
    "day 30 of february": (
        HAND,
        '"2025-01-30"',
        '"2025-02-30"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "interval backwards": (
        HAND,
        '"2025-01-30"',
        '"2025-01-30/2024"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "date with slashes": (
        HAND,
        '"2025-01-30"',
        '"30/01/2025"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "report ahead of itself": (
        HAND,
        '"2025-01-30"',
        '"2025-03"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "digits of another script": (
        HAND,
        '"2025-01-30"',
        '"٢٠٢٥-01-30"',
        ("claim HAND-1", "when", "/claim/0/when"),
    ),
    "unknown bound": (
        HAND,
        'bound = "on"',
        'bound = "before"',
        ("claim HAND-1", "bound", "/claim/0/bound"),
    ),
    "no bound": (HAND, 'bound = "on"\n', "", ("claim HAND-1", "bound", "/claim/0/bound")),
    "credibility 7": (
        HAND,
        "credibility = 1",
        "credibility = 7",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility 0": (
        HAND,
        "credibility = 1",
        "credibility = 0",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility a text": (
        HAND,
        "credibility = 1",
        'credibility = "1"',
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility a half": (
        HAND,
        "credibility = 1",
        "credibility = 1.5",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "credibility true": (
        HAND,
        "credibility = 1",
        "credibility = true",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "no credibility": (
        HAND,
        "credibility = 1\n",
        "",
        ("claim HAND-1", "credibility", "/claim/0/credibility"),
    ),
    "standing of a report": (
        HAND,
        "credibility = 1",
        'credibility = 1\nstanding = "agreed"',
        ("claim HAND-1", "standing", "/claim/0/standing"),
    ),
    "plan without standing": (
        PLAN,
        'standing = "announced" # for plans only: agreed, announced, reported\n',
        "",
        ("claim PLAN-2", "standing", "/claim/1/standing"),
    ),
    "unknown standing": (
        PLAN,
        '"announced"',
        '"rumoured"',
        ("claim PLAN-2", "standing", "/claim/1/standing"),
    ),
    "unknown party": (
        HAND,
        "credibility = 1",
        'credibility = 1\nparty = "us"',
        ("claim HAND-1", "party", "/claim/0/party"),
    ),
    "report that replaces": (
        HAND,
        "credibility = 1",
        'credibility = 1\nreplaces = ["PLAN-2"]',
        ("claim HAND-1", "replaces", "/claim/0/replaces"),
    ),
    "plan that replaces a report": (
        PLAN,
        'standing = "announced"',
        'replaces = ["PLAN-1"]\nstanding = "announced"',
        ("claim PLAN-2", "replaces", "/claim/1/replaces"),
    ),
    "retracts nothing known": (
        HAND,
        "credibility = 1",
        'credibility = 1\nretracts = ["PLAN-9"]',
        ("claim HAND-1", "retracts", "/claim/0/retracts"),
    ),
    "retracts itself": (
        HAND,
        "credibility = 1",
        'credibility = 1\nretracts = ["HAND-1"]',
        ("claim HAND-1", "retracts", "/claim/0/retracts"),
    ),
    "conflicts with nothing known": (
        HAND,
        "credibility = 1",
        'credibility = 1\nconflicts = ["X"]',
        ("claim HAND-1", "conflicts", "/claim/0/conflicts"),
    ),
    "origin with a blank": (
        HAND,
        "credibility = 1",
        'credibility = 1\norigin = "a wire"',
        ("claim HAND-1", "origin", "/claim/0/origin"),
    ),
    "no text": (
        HAND,
        'text = "North Camp was handed over on 30 January 2025."\n',
        "",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "text of two lines": (
        HAND,
        "handed over on",
        "handed\\nover on",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "text that turns round": (
        HAND,
        "handed over on",
        "handed\\u202eover on",
        ("claim HAND-1", "text", "/claim/0/text"),
    ),
    "misspelt field": (
        HAND,
        "locator =",
        "lokator =",
        ("claim HAND-1", "lokator", "/claim/0/lokator"),
    ),
    "mission without a name": (
        MISSIONS,
        'name = "The mission"\n',
        "",
        ("mission the-mission", "name", "/mission/0/name"),
    ),
    "mission without a first day": (
        MISSIONS,
        '"2020-01-01"',
        '"../2020"',
        ("mission the-mission", "first", "/mission/0/first"),
    ),
    "mission that ends first": (
        MISSIONS,
        'first = "2020-01-01"',
        'first = "2020-01-01"\nlast = "2019"',
        ("mission the-mission", "last", "/mission/0/last"),
    ),
    "unknown table": (MISSIONS, "[[mission]]", "[[misson]]", ("", "misson", "/misson")),
    "title a number": (MISSIONS, '"A made-up withdrawal"', "7", ("", "title", "/title")),
    "no toml": (MISSIONS, "title =", "title", ("line 2, column 7", "", "")),
}


@pytest.mark.parametrize("kind", TOML)
def test_a_fault_of_a_toml_file(kind: str, project: Path) -> None:
    file, old, new, where = TOML[kind]
    path = project / file
    text = path.read_text()
    assert text.count(old) >= 1, "the change must hit"
    path.write_text(text.replace(old, new, 1))
    assert told(check(project, TODAY)) == [(file, *where)]


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
def test_a_fault_of_a_json_file(kind: str, project: Path) -> None:
    file, change, where = JSON[kind]
    path = project / file
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    assert told(check(project, TODAY)) == [(file, *where)]


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
def test_a_fault_of_a_layer(kind: str, project: Path) -> None:
    change, where = OWN[kind]
    content = json.loads((project / LAYER).read_text())
    change(content)
    Path("a.geojson").write_text(json.dumps(content))
    assert told(check("a.geojson", TODAY)) == [("a.geojson", *where)]


def test_there_are_many_kinds() -> None:
    assert len(TOML) + len(JSON) + len(OWN) >= 100


def test_sound_data_have_none(project: Path) -> None:
    for path in (project, project / LAYER, ROOT, ROOT / "data"):
        assert not has_faults(check(path, TODAY)), path
    assert check(project, TODAY) == ()


# --- the same faults anywhere in the data that come with the program ---------------------------

ANYWHERE = {
    "when": ('when = "', 'when = "20x', "when"),
    "kind": ('kind = "', 'kind = "x', "kind"),
    "bound": ('bound = "', 'bound = "x', "bound"),
    "credibility": ("credibility = ", "credibility = 1", "credibility"),
    "place": ('places = ["', 'places = ["nowhere-', "places"),
    "text": ('\ntext = "', '\ntext = "\\u202e', "text"),
    "field": ('\ntext = "', '\ntextt = "x"\ntext = "', "textt"),
    "reliability": ('\nreliability = "', '\nreliability = "x', "reliability"),
    "producer": ('\nproducer = "', '\nproduzer = "x"\nproducer = "', "produzer"),
}


@pytest.mark.long
@pytest.mark.parametrize("kind", ANYWHERE)
def test_a_fault_anywhere_is_found_there_and_nowhere_else(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "p" / "seeds")
    monkeypatch.chdir(tmp_path)
    chance = random.Random(kind)  # noqa: S311 - a choice of tests, no secret
    files = sorted(Path("p/seeds/sources").glob("*.toml"))
    old, new, field = ANYWHERE[kind]
    for _ in range(20):
        path = chance.choice(files)
        text = path.read_text()
        spots = [match.start() for match in re.finditer(re.escape(old), text)]
        spot = chance.choice(spots)
        path.write_text(text[:spot] + new + text[spot + len(old) :])
        before = text[: spot + 1]
        part = before.rfind("[[claim]]")
        key = re.search(r'id = "([^"]+)"', text[part:]) if part >= 0 else None
        found = [one for one in check("p", TODAY) if not one.warning]
        own = [one for one in found if "build" not in one.allowed and one.file == str(path)]
        assert [one.field for one in own] == [field], (path, own)
        if key:
            assert own[0].where == f"claim {key[1]}"
        others = [one for one in found if "build" not in one.allowed and one.file != str(path)]
        assert others == []
        path.write_text(text)


# --- how faults are told ------------------------------------------------------------------------


@pytest.fixture
def faulty(project: Path) -> Path:
    path = project / HAND
    text = path.read_text().replace('["north-camp"]', '["north-kamp"]')
    path.write_text(text.replace("credibility = 1", "credibility = 9"))
    return project


def test_as_json(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty), "--format", "json"]) == 1
    at = {"severity": "error", "file": f"p/{HAND}", "where": "claim HAND-1"}
    records = json.loads(capsys.readouterr().out)
    assert records == [
        {
            **at,
            "pointer": "/claim/0/credibility",
            "field": "credibility",
            "found": "9",
            "allowed": "a whole number from 1 to 6",
            "hint": "",
        },
        {
            **at,
            "pointer": "/claim/0/places",
            "field": "places",
            "found": '"north-kamp"',
            "allowed": "the id of a place",
            "hint": "did you mean north-camp?",
        },
    ]


def test_as_marks_of_github(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty), "--format", "github"]) == 1
    out = capsys.readouterr().out
    assert out == (
        f"::error file=p/{HAND},line=14,title=claim HAND-1%3A credibility::"
        "found 9; allowed: a whole number from 1 to 6\n"
        f"::error file=p/{HAND},line=10,title=claim HAND-1%3A places::"
        'found "north-kamp"; allowed: the id of a place; did you mean north-camp?\n'
    )
    assert (faulty / HAND).read_text().splitlines()[13].startswith("credibility = 9")
    assert run(["check", str(faulty / "data"), "--format", "github"]) == 0
    assert capsys.readouterr().out == ""


def test_marks_cannot_be_broken_out_of() -> None:
    hostile = Finding("a,b:c%\n", "w", "f", "x\n::error::y", "z")
    (line,) = format_github([hostile]).splitlines()
    assert (
        line == "::error file=a%2Cb%3Ac%25%0A,line=1,title=w%3A f::found x%0A::error::y; allowed: z"
    )


def test_built_data_that_differ_are_told(project: Path) -> None:
    build(project)
    path = project / LAYER
    path.write_text(path.read_text().replace("Everybody leaves", "Nobody leaves"))
    found = check(project, TODAY)
    assert [(one.file, one.found) for one in found] == [
        (str(path), "another text than the seeds give")
    ]
