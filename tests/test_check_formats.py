"""The faults that are found, as text for people, as JSON, and as marks of GitHub."""

import json
from pathlib import Path

import pytest

from geo.check import check, format_github, format_text
from geo.cli import run
from geo.errors import Fault
from geo.files import Finding
from tests.faulty_files import TODAY
from tests.sown import HAND


def test_text_for_people(clean_project: Path) -> None:
    assert format_text(check(clean_project, TODAY)) == "0 faults, 0 warnings"
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


@pytest.fixture
def faulty(begun_project: Path) -> Path:
    path = begun_project / HAND
    text = path.read_text().replace('["north-camp"]', '["north-kamp"]')
    path.write_text(text.replace("credibility = 1", "credibility = 9"))
    return begun_project


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
