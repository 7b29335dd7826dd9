"""The folder for a web server: what it holds, and that only changes are written."""

import csv
import itertools
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

import geo
from geo import exchange, publishing
from geo.cli import run
from geo.errors import CannotWrite
from geo.ledger import Ledger
from geo.publishing import Edition, publish
from geo.snapshot import Selection
from tests.obstacles import mount, seal

SMALL = Selection(layers=("anbar",))


@pytest.fixture(scope="module")
def edition(ledger: Ledger) -> Edition:
    return Edition(ledger, SMALL, plates=False)


@pytest.fixture(scope="module")
def published(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was published; for copies alone."""
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(edition, folder)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "sub" / "site")


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


@pytest.fixture
def next_edition(
    edition: Edition, folder: Path, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Edition:
    """Give an edition that changes files, adds and takes away; made once, for many tries."""
    sites = {key: site for key, site in ledger.sites.items() if site.layer != "baghdad"}
    regions = {key: r for key, r in ledger.regions.items() if r.layer != "baghdad"}
    claims = {k: c for k, c in ledger.claims.items() if {*c.places} <= {*sites, *regions}}
    smaller = replace(ledger, sites=sites, regions=regions, claims=claims, memory={})
    later = replace(edition, ledger=smaller, title="Later")
    publish(later, tmp_path / "made")
    for name in ("plates/a.png", "plates/index.html"):
        (tmp_path / "made" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "made" / name).write_text(name)

    def make(_: Edition, draft: Path) -> None:
        ignore = shutil.ignore_patterns("files.json")
        shutil.copytree(tmp_path / "made", draft, ignore=ignore, dirs_exist_ok=True)

    monkeypatch.setattr(publishing, "_make", make)
    (folder / "mine.txt").write_text("kept")
    return later


def _holds(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("first", [False, True])
def test_stopped_at_any_step_nothing_has_changed(
    next_edition: Edition,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    *,
    first: bool,
) -> None:
    target = folder.parent.parent / "first" / "site" if first else folder
    before, above = _holds(folder.parent), sorted(folder.parent.parent.iterdir())
    real, stopped = Path.replace, 0
    for number in itertools.count():
        left = iter(range(number, -100, -1))

        def broken(new: Path, old: Path, left: Iterator[int] = left) -> Path:
            if next(left) == 0:
                raise error
            return real(new, old)

        monkeypatch.setattr(Path, "replace", broken)
        try:
            changed = publish(next_edition, target)
        except (CannotWrite, KeyboardInterrupt):
            stopped += 1
            assert _holds(folder.parent) == before
            assert sorted(folder.parent.parent.iterdir()) == above
        else:
            break
    # One file is taken away instead, and for it the list is written twice.
    assert stopped == len(changed) > 8
    assert publish(next_edition, target) == []


def test_a_folder_in_the_place_of_a_file(next_edition: Edition, folder: Path) -> None:
    (folder / "table.csv").unlink()
    (folder / "table.csv").mkdir()
    before = _holds(folder)
    with pytest.raises(CannotWrite, match=r"site/table\.csv: it is a folder$"):
        publish(next_edition, folder)
    assert _holds(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("steps", [1, 3, 6])
def test_after_a_power_cut_the_next_run_mends_it(
    next_edition: Edition, folder: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    def cut(target: Path, given: list[exchange.Step]) -> None:
        real(target, given[:steps])

    real, there = exchange.exchange, folder.parent / "first"
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "exchange", cut)
        publish(next_edition, folder)
        publish(next_edition, there)
    assert publish(next_edition, folder)[-1] == "files.json"
    assert publish(next_edition, there)
    assert not (folder / "layers" / "baghdad.geojson").exists()
    assert _holds(there) | {"mine.txt": b"kept"} == _holds(folder)


def test_in_the_folder_where_one_stands(
    next_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "index.html" in publish(next_edition, ".")
    assert publish(next_edition, ".") == []


@pytest.mark.parametrize("obstacle", ["a disk of its own", "nothing beside", "a bound folder"])
def test_where_no_draft_can_stand_beside(
    next_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    volume = tmp_path / "volume"
    volume.mkdir()
    (volume / ".volume.of-a-killed-run").mkdir()
    if obstacle == "nothing beside":
        seal(monkeypatch, tmp_path)
    else:
        mount(monkeypatch, volume, bound="bound" in obstacle)
    assert "index.html" in publish(next_edition, volume)
    assert publish(next_edition, volume) == []
    (volume / ".volume.of-a-killed-run").rmdir()
    named = json.loads((volume / "files.json").read_text("utf-8"))["files"]
    before = _holds(volume)
    assert {*named, "files.json"} == {name for name, text in before.items() if text is not None}
    (volume / "table.csv").unlink()
    (volume / "table.csv").mkdir()
    with pytest.raises(CannotWrite, match=r"volume/table\.csv: it is a folder$"):
        publish(next_edition, volume)
    assert _holds(volume) == before | {"table.csv": None}


def test_a_folder_with_something_else_is_not_touched(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotWrite, match="not empty"):
        publish(edition, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_list_cannot_name_files_elsewhere(edition: Edition, folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text("kept")
    listed = {"files": ["../outside.txt", str(outside), "", ".", "./"]}
    (folder / "files.json").write_text(json.dumps(listed))
    publish(edition, folder)
    assert outside.exists()


@pytest.mark.parametrize("listed", ['{"files": [1]}', '{"files": 1}', "[]", "{"])
def test_a_list_that_is_none_is_told(edition: Edition, tmp_path: Path, listed: str) -> None:
    (tmp_path / "files.json").write_text(listed)
    with pytest.raises(CannotWrite, match="no folder that `drawdown publish` has made"):
        publish(edition, tmp_path)
    assert (tmp_path / "files.json").read_text() == listed


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
