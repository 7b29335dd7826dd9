"""A file that a reader brings to the page: read for the visit, refused in plain words."""

import json
import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.intake.opening import Asked
from geo.intake.shaping import Members
from geo.uploads import MAX_BYTES, open_upload
from tests.hostile import SMALL

ROOT = Path(__file__).resolve().parents[1]
CSV = b"Base,lat,lon,until\nAlpha,33.1,44.1,2020-03-05\nBravo,33.2,44.2,2021-03-05\n"
ODD = b"Thing,lat,lon,until\nAlpha,33.1,44.1,3/4/2020\n"
SAID_NOTHING = Asked({}, Members(grade="B2"))


def test_a_layer_of_our_own_format() -> None:
    content = (ROOT / "data" / "layers" / "anbar.geojson").read_bytes()
    made = open_upload("anbar.geojson", content, SAID_NOTHING)
    assert made.ledger is not None
    assert "ain-al-asad" in made.ledger.sites
    assert made.table is None


def test_a_plain_file_and_its_questions() -> None:
    made = open_upload("a.csv", CSV, SAID_NOTHING)
    assert made.ledger is not None
    assert set(made.ledger.sites) == {"alpha", "bravo"}
    assert any("2021-03-05" in note for note in made.notes)
    asked = open_upload("a.csv", ODD, SAID_NOTHING)
    assert (asked.ledger, asked.notes) == (None, ("choose a column of names",))
    asked = open_upload("a.csv", ODD, Asked({"name": "Thing"}, Members(grade="B2")))
    assert asked.ambiguous
    members = Members(grade="D4", order="mdy", published="2020-04-01")
    made = open_upload("a.csv", ODD, Asked({"name": "Thing"}, members))
    assert made.ledger is not None
    claim = made.ledger.claims["alpha.departed"]
    assert (claim.when, claim.grade) == ("2020-03-04", "D4")


@pytest.mark.parametrize(
    "name", [key for key in SMALL if "toml" not in key and "retracts" not in key]
)
def test_hostile_uploads_end_in_words(name: str, tmp_path: Path) -> None:
    make, words = SMALL[name]
    path = make(tmp_path)
    made = open_upload(path.name, path.read_bytes(), SAID_NOTHING)
    told = " ".join((*made.faults, *made.notes))
    assert made.ledger is None or not made.faults
    assert words in told or made.ledger is not None or made.table is not None, told
    assert told.isprintable()
    assert tempfile.gettempdir() not in told


def test_too_large_and_too_many() -> None:
    made = open_upload("a.geojson", b" " * (MAX_BYTES + 1_000_000), SAID_NOTHING)
    assert made.faults == ("a.geojson: found 6 MB; at most 5 MB",)
    rows = b"name,lat,lon,until\n" + b"a,33,44,2020\n" * 11_000
    made = open_upload("a.csv", rows, SAID_NOTHING)
    assert made.faults == ("a.csv: found 11,000 sites; at most 10,000",)
    made = open_upload("../../etc/passwd", b"x", SAID_NOTHING)
    assert made.ledger is None


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for content in (CSV, b"", b"\xff"):
        open_upload("a.csv", content, SAID_NOTHING)
    assert list(tmp_path.iterdir()) == []


def page() -> None:
    import streamlit as st  # noqa: PLC0415 - the page is a script of its own

    from geo.app.upload import upload_part  # noqa: PLC0415

    ledger = upload_part()
    st.title(ledger.digest if ledger else "none")
    st.text_input("of the old ledger", key="site")


def test_the_part_of_the_page() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert app.title[0].value == "none"
    app.text_input(key="site").set_value("ain-al-asad").run()
    app.file_uploader(key="upload-file").set_value(("a.csv", CSV, "text/csv")).run()
    assert not app.exception
    shown = app.title[0].value
    assert shown != "none"
    assert app.text_input(key="site").value == ""
    app.text_input(key="site").set_value("alpha").run()
    assert app.text_input(key="site").value == "alpha"
    app.selectbox(key="upload-grade").set_value("D4").run()
    assert app.title[0].value not in {"none", shown}
    assert not app.exception


def test_a_hostile_upload_shows_text_only() -> None:
    name = "![x](http://example.org/x)"
    content = json.dumps({"type": "FeatureCollection", "features": [{"name": name}]})
    app = AppTest.from_function(page, default_timeout=30).run()
    app.file_uploader(key="upload-file").set_value(("a.geojson", content.encode(), "")).run()
    assert not app.exception
    assert app.title[0].value == "none"
    for element in (*app.error, *app.success, *app.warning):
        assert "![" not in element.value


def test_the_open_tab_stays_open_when_a_file_is_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAWDOWN_DATA", raising=False)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.query_params["tab"] = "export"
    app.query_params["on"] = "2007-05-05"  # a date of another time than the file's
    app.run()
    app.file_uploader(key="upload-file").set_value(("a.csv", CSV, "text/csv")).run()
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="site").value == "alpha"
    assert app.button_group(key="tab").value == "export"


@pytest.mark.long
def test_the_whole_page_changes_over_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAWDOWN_DATA", raising=False)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    first = app.selectbox(key="site").value
    app.file_uploader(key="upload-file").set_value(("a.csv", CSV, "text/csv")).run()
    assert not app.exception
    assert app.selectbox(key="site").value == "alpha"
    app.selectbox(key="site").set_value("bravo").run()
    assert app.selectbox(key="site").value == "bravo"
    app.file_uploader(key="upload-file").set_value(("b.csv", ODD, "text/csv")).run()
    assert not app.exception
    assert app.selectbox(key="site").value == first
    app.file_uploader(key="upload-file").set_value(None).run()
    assert not app.exception
