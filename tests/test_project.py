"""A project of one's own: begun, changed as a whole or not at all, and what changes on the map."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest

import geo
from geo.build import build
from geo.check import check
from geo.cli import run
from geo.difference import differences
from geo.errors import InputFault, NoSuchThing
from geo.ledger import Ledger
from geo.project import Edit, add_claim, add_source, open_project
from geo.seeds import load_seeds
from geo.snapshot import snapshot
from tests.own_project import CLAIM, SOURCE, TODAY, Capture, contents

# --- begin --------------------------------------------------------------------------------------


def test_a_new_project_is_small_valid_and_runs(project: Path) -> None:
    assert check(project, TODAY) == ()
    assert build(project) == []
    ledger = geo.load(project)
    sizes = [len(part) for part in (ledger.regions, ledger.sites, ledger.sources, ledger.claims)]
    assert sizes == [1, 2, 2, 3]
    assert load_seeds(project).digest == ledger.digest
    view = snapshot(ledger, dt.date(2025, 2, 10), dt.date(2025, 2, 10))
    assert (view.count.certain, view.count.of) == (1, 2)
    late = geo.status(ledger, "north-camp", dt.date(2025, 3, 1), dt.date(2024, 9, 6))
    assert [state.value for state in late.possible] == ["withdrawn"]


def test_only_an_empty_folder_is_begun(project: Path, tmp_path: Path, capsys: Capture) -> None:
    before = contents(project)
    assert run(["init", str(project)]) == 3
    assert "it is not empty" in capsys.readouterr().err
    assert contents(project) == before
    (tmp_path / "empty").mkdir()
    assert run(["init", str(tmp_path / "empty")]) == 0


# --- add-source, add-claim ----------------------------------------------------------------------


def test_add_source_and_claim(project: Path) -> None:
    edit = open_project(project)
    source = add_source(edit, SOURCE)
    assert source == "2025-03-05-an-eye-witness-still-there"
    assert add_claim(edit, source, CLAIM) == "C-1"
    assert add_claim(edit, source, CLAIM | {"when": "2025-03-03"}) == "C-2"
    outcome = edit.apply()
    assert [path.name for path in outcome.written] == [f"{source}.toml", "the-valley.geojson"]
    assert check(project, TODAY) == ()
    assert geo.load(project).claims["C-1"].text == CLAIM["text"]
    found = [(d.site, d.first, d.last) for d in outcome.differences(TODAY)]
    assert found == [("south-field", dt.date(2025, 3, 1), None)]


def test_a_claim_joins_the_file_of_its_source(project: Path) -> None:
    path = project / "seeds" / "sources" / "2025-01-31-agency-handover.toml"
    before = path.read_text()
    edit = open_project(project)
    add_claim(edit, "2025-01-31-agency-handover", CLAIM | {"when": "2025-01-30"})
    edit.apply()
    assert path.read_text().startswith(before)
    with pytest.raises(NoSuchThing, match="no source 'x'"):
        add_claim(open_project(project), "x", CLAIM)


EXISTS = (
    '"{key}", a source that exists already in {file}; allowed: an id that is new, '
    "or `drawdown add-claim --data {project} --source {key}` to add to it"
)
IN_THE_WAY = (
    '"{key}", whose file exists already: {file}, which holds the source '
    '"2025-01-31-agency-handover"; allowed: an id that gives another name of a file'
)


@pytest.mark.parametrize(
    ("file", "key", "told"),
    [
        (
            "2025-01-31-agency-handover",
            "2025-01-31-agency-handover",
            EXISTS,
        ),
        (
            "renamed",
            "2025-01-31-agency-handover",
            EXISTS,
        ),
        (
            "2025-01-31-agency-handover",
            "2025-01-31-Agency-Handover",
            IN_THE_WAY,
        ),
    ],
)
def test_a_source_that_exists_is_told_with_its_file_and_what_to_do(
    project: Path, file: str, key: str, told: str, capsys: Capture
) -> None:
    sources = project / "seeds" / "sources"
    path = sources / f"{file}.toml"
    (sources / "2025-01-31-agency-handover.toml").rename(path)
    before = contents(project)
    command = ["add-source", "--data", str(project), "--id", key, "--producer", "P"]
    command += ["--title", "T", "--published", "2025-01-31", "--reliability", "B"]
    assert run(command) == 1
    told = told.format(key=key, file=path, project=project)
    assert capsys.readouterr().err == f"drawdown: id: found {told}\n"
    assert contents(project) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"places": ("nowhere",)}, "places"),
        ({"when": "2025-13"}, "when"),
        ({"kind": "leave-by"}, "standing"),
        ({"text": "a\u202eb"}, "text"),
        ({"id": "PLAN-1"}, "id"),
        ({"retracts": ("C-9",)}, "retracts"),
    ],
)
def test_a_faulty_claim_writes_nothing(
    project: Path, change: dict[str, object], field: str
) -> None:
    before = contents(project)
    edit = open_project(project)
    add_claim(edit, "2025-01-31-agency-handover", CLAIM | {"when": "2025-01-30"} | change)
    with pytest.raises(InputFault) as caught:
        edit.apply()
    assert [fault.field for fault in caught.value.faults] == [field]
    assert contents(project) == before


def test_the_commands_say_what_changes(project: Path, capsys: Capture) -> None:
    command = ["add-source", "--data", str(project), "--producer", "A paper", "--title", "Gone"]
    assert run([*command, "--published", "2025-03-10", "--reliability", "B"]) == 0
    out = capsys.readouterr().out
    told = r"nothing changes on the map on any day, as known on \d+ \w+ \d{4} \(what was known"
    assert re.search(told, out)
    key = "2025-03-10-a-paper-gone"
    assert f"--source {key}" in out
    command = ["add-claim", "--data", str(project), "--source", key, "--place", "south-field"]
    command += ["--kind", "departed", "--when", "2025-03-01", "--credibility", "2"]
    assert run([*command, "--text", "The last ones left on 1 March."]) == 0
    out = capsys.readouterr().out
    assert "2025-03-01 on  South Field: " in out
    assert "-> withdrawn" in out
    command = ["add-claim", "--data", str(project), "--source", key, "--place", "south-field"]
    assert run([*command, "--kind", "leave-by"]) == 2
    assert capsys.readouterr().err == "drawdown: say --when, --credibility, --text\n"
    assert run(["add-source", "--data", str(project / "seeds")]) == 3
    assert "`drawdown init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("south-feild", "did you mean south-field?"),
        ("northcamp", "did you mean north-camp?"),
        ("qqq", "there are north-camp, south-field, the-valley"),
    ],
)
def test_all_faults_of_a_claim_are_told_and_the_places_that_exist(
    project: Path, place: str, hint: str, capsys: Capture
) -> None:
    command = ["add-claim", "--data", str(project), "--source", "2025-01-31-agency-handover"]
    command += ["--kind", "in-use", "--when", "2025-01-30", "--credibility", "2", "--text", "T."]
    assert run([*command, "--place", place, "--retracts", "C-9"]) == 1
    out, err = capsys.readouterr()
    places, retracts = err.splitlines()
    assert out == ""
    assert places.endswith(f'places: found "{place}"; allowed: the id of a place; {hint}')
    assert 'retracts: found "C-9"; allowed: the id of a claim' in retracts


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("Sóuth", "did you mean south-field?"),
        ("NØRTH CAMP", "did you mean north-camp?"),
        ("عين", "there are north-camp, south-field, the-valley"),
    ],
)
def test_a_name_in_the_place_of_an_id_leads_to_the_id(
    project: Path, place: str, hint: str, capsys: Capture
) -> None:
    command = ["add-claim", "--data", str(project), "--source", "2025-01-31-agency-handover"]
    command += ["--kind", "in-use", "--when", "2025-01-30", "--credibility", "2", "--text", "T."]
    assert run([*command, "--place", "south-field", "--place", place]) == 1
    told = f'places[1]: found "{place}"; allowed: a list of at least one id of a place; {hint}\n'
    assert capsys.readouterr().err.endswith(told)


def test_a_seed_that_names_no_place_is_told_eight_that_exist(project: Path) -> None:
    path = project / "seeds" / "places.geojson"
    content = json.loads(path.read_text())
    region = {"kind": "region", "layer": "the-valley"}
    for number in range(7):
        properties = region | {"id": f"area-{number}", "name": f"Area {number}"}
        content["features"].append({"type": "Feature", "geometry": None, "properties": properties})
    path.write_text(json.dumps(content))
    source = project / "seeds" / "sources" / "2025-01-31-agency-handover.toml"
    source.write_text(re.sub(r"places = \[.*\]", 'places = ["qqq"]', source.read_text()))
    (fault,) = {fault.hint for fault in check(project, TODAY) if fault.field == "places"}
    listed = ", ".join([*(f"area-{number}" for number in range(7)), "north-camp"])
    assert fault == f"there are {listed} and 2 more"


def test_what_is_not_yet_published_is_no_source(project: Path, capsys: Capture) -> None:
    before = contents(project)
    command = ["add-source", "--data", str(project), "--producer", "P", "--title", "T"]
    assert run([*command, "--published", "2933-01-01", "--reliability", "B"]) == 1
    told = 'published: found "2933-01-01"; allowed: a day that has come\n'
    assert capsys.readouterr().err == f"drawdown: {told}"
    assert contents(project) == before
    path = project / "seeds" / "sources" / "2025-01-31-agency-handover.toml"
    text = path.read_text().replace('published = "2025-01-31"', 'published = "2933-01-01"')
    path.write_text(text)
    assert run(["build", "--data", str(project)]) == 0
    warned = capsys.readouterr().err.splitlines()
    assert f"warning: {path}: source: {told.rstrip()}" in warned
    assert run(["check", str(project)]) == 0
    assert warned == capsys.readouterr().out.splitlines()[:-1]


def test_questions_are_asked_on_a_terminal(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    answers = iter(["2025-01-31-agency-handover", "south-field", "leave-by", "2025-04", "by", "2"])
    rest = iter(["All leave by April.", "announced"])
    asked: list[str] = []

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return next(answers, None) or next(rest)

    monkeypatch.setattr("geo.cli.bring._is_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", prompt)
    assert run(["add-claim", "--data", str(project)]) == 0
    assert len(asked) == 8
    claim = geo.load(project).claims["C-1"]
    assert (claim.kind.value, claim.when, claim.credibility) == ("leave-by", "2025-04", 2)
    assert "claim C-1" in capsys.readouterr().out


# --- build and what differs ---------------------------------------------------------------------


def test_build_removes_a_layer_of_its_own_that_is_gone(project: Path, capsys: Capture) -> None:
    path = project / "seeds" / "places.geojson"
    content = json.loads(path.read_text())
    content["features"][2]["properties"] |= {"layer": "the-coast", "within": ["the-coast"]}
    region = {"id": "the-coast", "name": "The coast", "kind": "region", "layer": "the-coast"}
    content["features"].append({"type": "Feature", "geometry": None, "properties": region})
    sound = path.read_text()
    path.write_text(json.dumps(content))
    layers = project / "data" / "layers"
    assert run(["build", "--data", str(project)]) == 0
    assert (layers / "the-coast.geojson").exists()
    theirs = layers / "theirs.geojson"
    theirs.write_text('{"type": "FeatureCollection", "features": []}')
    path.write_text(sound)
    capsys.readouterr()
    assert run(["build", "--data", str(project)]) == 0
    assert f"removed {layers / 'the-coast.geojson'}" in capsys.readouterr().out
    assert not (layers / "the-coast.geojson").exists()
    assert theirs.exists()


def test_what_differs_is_what_the_statuses_say() -> None:
    new = geo.load()
    old = new.without(["E25-016", "IQ-002"])
    found = differences(old, new, TODAY)
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=3 * n) for n in range(240)]
    for site in new.sites:
        spans = [(d.first, d.last or dt.date.max) for d in found if d.site == site]
        for day in days:
            told = any(first <= day <= last for first, last in spans)
            assert told is _differs(old, new, site, day), (site, day)


def _differs(old: Ledger, new: Ledger, site: str, day: dt.date) -> bool:
    from geo.steps import shown  # noqa: PLC0415

    one, two = (geo.status(ledger, site, day, TODAY) for ledger in (old, new))
    return one.possible != two.possible or (
        shown(one) != shown(two) and [s.value for s in one.possible] != ["unknown"]
    )


def test_nothing_differs_from_itself() -> None:
    ledger = geo.load()
    assert differences(ledger, ledger, TODAY) == ()


def test_an_edit_needs_no_built_data(project: Path) -> None:
    shutil.rmtree(project / "data")
    edit = Edit(project)
    add_source(edit, SOURCE)
    edit.apply()
    assert check(project, TODAY)[0].warning
