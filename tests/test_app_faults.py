"""The page with other data: deadlines alone, faults, and what differs from its seeds."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from geo.build import build as build_data
from geo.check import check
from geo.claims import Kind
from geo.layers import data_texts
from geo.ledger import Ledger
from geo.project import begin
from tests.app_pages import open_page

pytestmark = pytest.mark.usefixtures("no_other_data")


def write(ledger: Ledger, folder: Path) -> Path:
    for name, text in data_texts(ledger).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("reports", [False, True])
def test_deadlines_alone_open_on_the_plan_as_of_their_last_source(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, reports: bool
) -> None:
    """What the founding report tells of the country's past speaks of none of its sites."""
    cctv = {k: c for k, c in ledger.claims.items() if k.startswith("CCTV")}
    plans = {k: replace(c, conflicts=()) for k, c in cctv.items() if c.is_plan or reports}
    assert any(not c.is_plan for c in plans.values()) is reports
    assert any(c.kind is Kind.LEAVE_BY for c in plans.values())
    alone = replace(ledger, claims=plans, memory={})
    monkeypatch.setenv("DRAWDOWN_DATA", str(write(alone, tmp_path) / "layers"))
    page = open_page()
    assert page.button_group(key="mode").value == "plan"
    assert page.query_params["known"] == "2024-09-07"


@pytest.fixture
def broken(ledger: Ledger, tmp_path: Path) -> Path:
    layers = write(ledger, tmp_path) / "layers"
    anbar = layers / "anbar.geojson"
    content = json.loads(anbar.read_text("utf-8"))
    for feature in content["features"]:
        if feature["geometry"] and feature["geometry"]["type"] == "Point":
            feature["geometry"]["coordinates"] = [43.0, 95.0]
            feature["properties"]["party"] = "![x](http://evil.example/a.png)"
    anbar.write_text(json.dumps(content), "utf-8")
    return layers


def test_faults_are_listed_as_text_and_nothing_is_loaded(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAWDOWN_DATA", str(broken))
    page = open_page()
    assert "faults were found" in page.error[0].value
    listed = [text.value for text in page.text]
    assert any("evil.example" in text for text in listed)
    assert any("95" in text for text in listed)
    assert not page.slider
    assert not page.markdown, "no fault goes through Markdown"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project of one's own that the page is to show."""
    begin(tmp_path / "own")
    monkeypatch.setenv("DRAWDOWN_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


def test_a_layer_that_cannot_be_read_is_told_beside_the_faults_of_the_others(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "closed":
            raise PermissionError(13, "Permission denied")
        return read(path)

    (broken / "closed.geojson").write_text("{}", "utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setenv("DRAWDOWN_DATA", str(broken))
    page = open_page()
    told = [text.value for text in page.text]
    assert any("closed.geojson: found permission denied" in text for text in told)
    assert any("95" in text for text in told)


def test_a_broken_seed_is_told_as_the_check_tells_it(project: Path) -> None:
    assert not open_page().error
    (seed,) = sorted((project / "seeds" / "sources").glob("*.toml"))[:1]
    sound = seed.read_text("utf-8")
    seed.write_text(sound.replace("when = ", "when = 2025 #", 1), "utf-8")
    page = open_page()
    assert "cannot be shown" in page.error[0].value
    told = [text.value for text in page.text]
    assert [str(fault) for fault in check(project) if "sources" in fault.file] == told
    assert not page.slider
    seed.write_text(sound, "utf-8")
    assert not open_page().error


def test_data_that_are_older_than_their_seeds_are_shown_as_such(project: Path) -> None:
    (seed,) = sorted((project / "seeds" / "sources").glob("*.toml"))[:1]
    text = re.sub('^title = "', 'title = "More: ', seed.read_text("utf-8"), flags=re.MULTILINE)
    seed.write_text(text, "utf-8")
    page = open_page()
    assert "drawdown build" in page.warning[0].value
    assert page.slider
    build_data(project)
    assert not open_page().warning


def test_a_link_to_nothing_among_the_layers_is_told(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = write(ledger, tmp_path) / "layers"
    (layers / "z.geojson").symlink_to(tmp_path / "nowhere")
    monkeypatch.setenv("DRAWDOWN_DATA", str(layers))
    page = open_page()
    assert not page.exception
    told = [*(error.value for error in page.error), *(text.value for text in page.text)]
    assert any("geojson" in text.replace("\\", "") for text in told)


def test_missing_data_are_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["streamlit", "--data", "/no/such/![x](y)"])
    page = open_page()
    assert len(page.error) == 1
    assert "![" not in page.error[0].value
    assert not page.slider
