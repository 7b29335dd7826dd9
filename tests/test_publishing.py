"""The folder for a web server: what it holds, and that only changes are written."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

import geo
from geo import publishing
from geo.cli import run
from geo.errors import CannotWrite
from geo.ledger import Ledger
from geo.publishing import Edition, publish
from geo.snapshot import Selection

SMALL = Selection(layers=("anbar",))


@pytest.fixture(scope="module")
def edition(ledger: Ledger) -> Edition:
    return Edition(ledger, SMALL, plates=False)


@pytest.fixture
def folder(edition: Edition, tmp_path: Path) -> Path:
    publish(edition, tmp_path / "sub" / "site")
    return tmp_path / "sub" / "site"


def test_the_folder_holds_what_it_should(folder: Path, ledger: Ledger) -> None:
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    layers = {f"layers/{layer}.geojson" for layer in ledger.layers}
    assert made == layers | {
        *("index.html", "table.csv", "changes.json", "layer.schema.json"),
        *("LICENCE.txt", "files.json"),
    }
    assert geo.load(folder / "layers").digest == ledger.digest
    schema = json.loads((folder / "layer.schema.json").read_text("utf-8"))
    layer = json.loads((folder / "layers" / "anbar.geojson").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(layer)
    with (folder / "table.csv").open(encoding="utf-8", newline="") as file:
        assert {row["layer"] for row in csv.DictReader(file)} == {"anbar"}
    assert "Leaflet" in (folder / "LICENCE.txt").read_text("utf-8")
    assert "CC BY 4.0" in (folder / "LICENCE.txt").read_text("utf-8")


def test_links_are_relative_and_lead_somewhere(folder: Path) -> None:
    page = (folder / "index.html").read_text("utf-8").partition("<script>")[0]
    links = [link for link in re.findall(r'<a [^>]*href="([^"#]+)"', page) if link]
    assert len(links) >= 8
    for link in links:
        assert not link.startswith(("/", "http"))
        assert (folder / link).is_file()


def test_the_feed_lists_the_changes_the_newest_first(folder: Path, ledger: Ledger) -> None:
    feed = json.loads((folder / "changes.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    days = [item["_drawdown"]["day"] for item in feed["items"]]
    assert len(days) > 20
    assert days == sorted(days, reverse=True)
    assert len({item["id"] for item in feed["items"]}) == len(days)
    for item in feed["items"]:
        assert item["url"].startswith("index.html#on=")
        assert all(claim in ledger.claims for claim in item["_drawdown"]["claims"])


def test_again_only_what_has_changed_is_written(edition: Edition, folder: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    assert publish(edition, folder) == []
    assert stamps == {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    changed = publish(replace(edition, selection=Selection(layers=("baghdad",))), folder)
    assert set(changed) == {"table.csv", "changes.json", "index.html"}
    assert changed[-1] == "index.html", "the page comes after what it points to"


def test_what_is_no_longer_made_is_taken_away(
    edition: Edition, folder: Path, ledger: Ledger
) -> None:
    (folder / "mine.txt").write_text("kept")
    sites = {key: site for key, site in ledger.sites.items() if site.layer == "anbar"}
    regions = {key: r for key, r in ledger.regions.items() if r.layer != "baghdad"}
    claims = {k: c for k, c in ledger.claims.items() if set(c.places) <= {*sites, *regions}}
    smaller = replace(ledger, sites=sites, regions=regions, claims=claims, memory={})
    publish(replace(edition, ledger=smaller), folder)
    assert not (folder / "layers" / "baghdad.geojson").exists()
    assert (folder / "mine.txt").exists()


def test_a_failure_on_the_way_leaves_the_old_folder(
    edition: Edition, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "time_page", full)
    with pytest.raises(CannotWrite, match="no space left"):
        publish(replace(edition, selection=Selection(layers=("baghdad",))), folder)
    assert before == {path: path.read_bytes() for path in folder.rglob("*.*")}
    assert [path.name for path in folder.parent.iterdir()] == ["site"], "no draft is left"


def test_a_folder_with_something_else_is_not_touched(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotWrite, match="not empty"):
        publish(edition, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_list_cannot_name_files_elsewhere(edition: Edition, folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text("kept")
    listed = {"files": ["../outside.txt", str(outside)]}
    (folder / "files.json").write_text(json.dumps(listed))
    publish(edition, folder)
    assert outside.exists()


@pytest.mark.long
def test_the_plates_of_the_turning_points(ledger: Ledger, tmp_path: Path) -> None:
    edition = Edition(ledger)
    publish(edition, tmp_path / "site")
    page = (tmp_path / "site" / "plates" / "index.html").read_text("utf-8")
    plates = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', page)
    assert len(plates) > 10
    for name, alt in plates:
        assert (tmp_path / "site" / "plates" / name).read_bytes().startswith(b"\x89PNG")
        assert "Map." in alt
    assert publish(edition, tmp_path / "site") == []


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "iraq.html"
    assert run(["page", "-o", str(path), "--known", "2024-09-27", "--layer", "anbar"]) == 0
    assert "2024-09-27" in path.read_text("utf-8")
    site = str(tmp_path / "site")
    assert run(["publish", site, "--no-plates", "--layer", "anbar"]) == 0
    assert run(["publish", site, "--no-plates", "--layer", "anbar"]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert run(["page", "-o", str(path), "--known", "soon"]) == 2
    assert run(["page", "-o", str(tmp_path / "none" / "x" / "iraq.html"), "--layer", "x"]) == 2
