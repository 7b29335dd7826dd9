"""No fault of a layer hides another or accuses what is sound, and claims agree between places."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo.check import check
from tests.faulty_files import FAULTY, TODAY


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
