"""What a layer names must stand in it, in its folder, or in its list of what stands elsewhere."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.check import check, has_faults
from geo.geojson import layer_texts
from geo.layers import default_data, load_ledger
from geo.ledger import Ledger
from tests.faulty_files import TODAY

Change = Callable[[dict[str, Any]], None]
Told = tuple[str, str, str, bool]


def _anbar(project: Path) -> Path:
    return project / "data" / "layers" / "anbar.geojson"


def _changed(path: Path, change: Change) -> Path:
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    return path


def _told(path: Path) -> list[Told]:
    return [(one.where, one.field, one.found, one.warning) for one in check(path, TODAY)]


def _claims(content: dict[str, Any], key: str) -> list[dict[str, Any]]:
    lists = [
        f["properties"][name] for f in content["features"] for name in ("deadlines", "reports")
    ]
    return [claim for claims in lists for claim in claims if claim["id"] == key]


def _names_nowhere(content: dict[str, Any]) -> None:
    for claim in _claims(content, "P-2"):
        claim["places"] = ["nowhere", *claim["places"]]


def _replaces_nothing(content: dict[str, Any]) -> None:
    for claim in _claims(content, "P-2"):
        claim["replaces"] = ["P-99"]


def _lies_nowhere(content: dict[str, Any]) -> None:
    content["features"][1]["properties"]["within"] += ["nowhere"]


def _lists_nothing(content: dict[str, Any]) -> None:
    del content["elsewhere"]


def test_a_layer_lists_what_it_names_and_another_holds(ledger: Ledger) -> None:
    for text in layer_texts(ledger).values():
        content = json.loads(text)
        here = {feature["id"] for feature in content["features"]}
        raws = [feature["properties"] for feature in content["features"]]
        claims = [claim for raw in raws for claim in raw["deadlines"] + raw["reports"]]
        named = {place for claim in claims for place in claim["places"]}
        named |= {region for raw in raws for region in raw.get("within", [])}
        assert set(content["elsewhere"]["places"]) == named - here
        links = {
            key
            for claim in claims
            for name in ("replaces", "retracts", "conflicts")
            for key in claim.get(name, [])
        }
        assert set(content["elsewhere"]["claims"]) == links - {claim["id"] for claim in claims}


@pytest.mark.parametrize("file", sorted((default_data() / "layers").glob("*.geojson")), ids=str)
def test_each_layer_works_alone(file: Path) -> None:
    assert load_ledger(file).sites
    told = check(file, TODAY)
    assert not has_faults(told)
    assert [one.field for one in told if one.field != "coordinates"] == ["elsewhere"]


def test_one_layer_alone_tells_once_how_much_is_not_here(clean_project: Path) -> None:
    assert _told(_anbar(clean_project)) == [("", "elsewhere", "2 places", True)]


@pytest.mark.parametrize(
    ("change", "where", "field", "found"),
    [
        (_names_nowhere, "claim P-2", "places", '"nowhere"'),
        (_replaces_nothing, "claim P-2", "replaces", '"P-99"'),
        (_lies_nowhere, "feature ain-al-asad", "within", '"nowhere"'),
    ],
)
def test_what_is_neither_here_nor_listed_is_a_fault(
    clean_project: Path, change: Change, where: str, field: str, found: str
) -> None:
    anbar = _changed(_anbar(clean_project), change)
    wanted = (where, field, found, False)
    assert _told(anbar) == [("", "elsewhere", "2 places", True), wanted]
    # In their folder nothing is missing, with the list or without.
    layers = anbar.parent
    assert [one for one in _told(layers) if one[2] == found] == [wanted]
    _changed(anbar, _lists_nothing)
    assert [one for one in _told(layers) if one[2] == found] == [wanted]


def test_a_place_that_is_nowhere_is_told_with_those_that_are_near(clean_project: Path) -> None:
    def misspell(content: dict[str, Any]) -> None:
        for claim in _claims(content, "P-2"):
            claim["places"] = [
                "ain-al-asat" if key == "ain-al-asad" else key for key in claim["places"]
            ]

    told = [str(one) for one in check(_changed(_anbar(clean_project), misspell), TODAY)]
    assert any('found "ain-al-asat"' in one and "did you mean ain-al-asad?" in one for one in told)


def test_a_layer_alone_that_lists_nothing_must_know_what_its_claims_are_about(
    clean_project: Path,
) -> None:
    anbar = _changed(_anbar(clean_project), _lists_nothing)
    assert _told(anbar) == [
        ("", "within", '"iraq"', True),
        ("claim P-2", "places", '"erbil-air-base"', False),
    ]
    _changed(anbar, lambda content: content.update(elsewhere={"places": ["erbil-air-base"]}))
    assert not [one for one in _told(anbar) if one[1] == "places"]


def test_a_layer_alone_that_lists_nothing_may_name_regions_and_claims_of_others(
    clean_project: Path,
) -> None:
    def changed(content: dict[str, Any]) -> None:
        _lists_nothing(content)
        _replaces_nothing(content)
        for claim in _claims(content, "P-2"):
            claim["places"].remove("erbil-air-base")

    anbar = _changed(_anbar(clean_project), changed)
    assert _told(anbar) == [
        ("", "within", '"iraq"', True),
        ("claim P-2", "replaces", '"P-99"', True),
    ]
    assert load_ledger(anbar).claims


@pytest.mark.parametrize(
    ("listed", "field"),
    [
        ("iraq", ""),
        (None, ""),
        ({"places": "iraq"}, "places"),
        ({"places": ["Iraq"]}, "places[0]"),
        ({"claims": [5]}, "claims[0]"),
        ({"sites": ["iraq"]}, "sites"),
    ],
)
def test_a_list_with_faults_accuses_nothing_else_and_hides_nothing(
    clean_project: Path, listed: object, field: str
) -> None:
    anbar = _changed(_anbar(clean_project), lambda content: content.update(elsewhere=listed))
    _changed(anbar, _names_nowhere)
    told = check(anbar, TODAY)
    faults = [(one.where, one.field) for one in told if not one.warning]
    assert faults == [("elsewhere", field)]
    assert ("claim P-2", "places", '"nowhere"', True) in _told(anbar)


@pytest.mark.parametrize("name", ["a", "z"])
def test_a_list_counts_whatever_its_file_is_called(clean_project: Path, name: str) -> None:
    anbar = _anbar(clean_project)
    other = _changed(anbar.with_name("kurdistan-region.geojson"), _lists_nothing)
    for layer in anbar.parent.glob("*.geojson"):
        if layer not in {anbar, other}:
            layer.unlink()
    anbar.rename(anbar.with_name(f"{name}.geojson"))
    assert not has_faults(check(anbar.parent, TODAY))


def test_hints_know_what_is_listed(clean_project: Path) -> None:
    def misspell(content: dict[str, Any]) -> None:
        content["features"][1]["properties"]["within"][-1] = "irak"

    told = [str(one) for one in check(_changed(_anbar(clean_project), misspell), TODAY)]
    assert any('"irak"' in one and "did you mean iraq?" in one for one in told)


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"type": "FeatureCollection", "features": {}}'])
def test_a_file_that_cannot_be_read_makes_no_other_faulty(clean_project: Path, broken: str) -> None:
    layers = _anbar(clean_project).parent
    for layer in layers.glob("*.geojson"):
        _changed(layer, _lists_nothing)
    (layers / "kurdistan-region.geojson").write_text(broken)
    told = {Path(one.file).name for one in check(layers, TODAY) if not one.warning}
    assert told == {"kurdistan-region.geojson"}


def test_a_wrong_layer_hides_no_fault_of_its_features(clean_project: Path) -> None:
    def spoil(content: dict[str, Any]) -> None:
        content["layer"] = "An bar"
        content["features"][1]["properties"]["kind"] = "yy"

    told = _told(_changed(_anbar(clean_project), spoil))
    faults = [one[:2] for one in told if not one[3]]
    assert faults == [("", "layer"), ("feature ain-al-asad", "kind")]
