"""What the reader of JSON notices: numbers that are none, and keys that stand twice."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.check import check
from tests.faulty_files import DIGITS, FAULTY, ROW_2, TODAY
from tests.hostile import collection, point, polygon


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


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the place of each value inside another."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, inside in enumerate(value) if isinstance(value, list) else items:
        yield from places(inside, (*path, key))


@pytest.mark.parametrize("name", ["layers/claims-differ", "plain/bases"])
def test_what_is_no_number_is_told_once_wherever_it_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sound = json.loads((FAULTY / f"{name}.geojson").read_text())
    for feature in sound["features"] if "drawdown" in sound else ():
        feature["properties"]["reports"][0]["text"] = "Somebody is there."
        feature["properties"]["aliases"] = ["One"]
    for path in places(sound):
        content = {"": copy.deepcopy(sound)}
        holder, key = content, ""
        for part in path:
            holder, key = holder[key], part
        holder[key] = "@"
        Path("a.geojson").write_text(json.dumps(content[""]).replace('"@"', "NaN"))
        found = [one for one in check("a.geojson", TODAY) if not one.warning]
        assert [one.found for one in found] == ["NaN"], (path, found)


def test_what_stands_beside_what_is_no_number_is_checked(tmp_path: Path) -> None:
    ring = ["?", [1, 0], [500, 1], [0, 1], [0, 0]]
    text = json.dumps(collection(polygon(ring))).replace('"?"', "NaN")
    (tmp_path / "a.geojson").write_text(text)
    found = [one.found for one in check(tmp_path, TODAY) if not one.warning]
    assert sorted(found) == ["500", "NaN"]
    (tmp_path / "a.geojson").write_text('{"type": NaN, "features": {}}')
    assert len(check(tmp_path, TODAY)) == 2


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
