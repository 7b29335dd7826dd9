"""The command: output, exit codes, one clean line for each error."""

import csv
import errno
import io
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import COMMANDS, run
from geo.words import say

Capture = pytest.CaptureFixture[str]


def ask(capsys: Capture, command: str) -> tuple[int, str, str]:
    code = run(command.split())
    out, err = capsys.readouterr()
    return code, out, err


def test_status_in_words(capsys: Capture) -> None:
    code, out, err = ask(capsys, "status ain-al-asad --on 2025-10-15 --known 2025-10-25")
    assert code == 0
    assert err == ""
    assert out.splitlines()[0] == (
        "Ain al-Asad on 15 Oct 2025, as known on 25 Oct 2025: reduced, 15 days overdue (reported)"
    )
    assert "  deadline: 30 Sep 2026, for Iraq as a whole (E25-004, announced)" in out
    assert "missed deadline: 30 Sep 2025" in out
    assert "decided by:" in out


def test_snapshot_json(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "snapshot --on 2025-10-15 --known 2025-10-25 --json")
    record = json.loads(out)
    assert code == 0
    assert (record["on"], record["known"]) == ("2025-10-15", "2025-10-25")
    assert record["mission"] == "inherent-resolve"
    counts = record["still_occupied"]
    assert counts["certain"] + counts["possible"] <= counts["of"]
    assert {"us-embassy-baghdad", "bashiqa"}.isdisjoint(s["site"] for s in record["sites"])


def test_snapshot_csv_is_read_back(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "snapshot --on 2025-10-15 --known now --csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert "ain-al-asad" in {row["id"] for row in rows}


def test_snapshot_in_words_starts_with_the_sentence(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "snapshot --on 2025-10-15 --known 2025-10-25 --layer anbar")
    assert code == 0
    assert out.startswith("15 Oct 2025: ")
    assert "Erbil" not in out


def test_all_parties_on_request(capsys: Capture) -> None:
    _, out, _ = ask(capsys, "snapshot --on 2026-10-15 --known now --party all --json")
    sites = {s["site"] for s in json.loads(out)["sites"]}
    assert {"us-embassy-baghdad", "nato-mission-iraq", "bashiqa"} <= sites


@pytest.mark.parametrize(
    ("party", "site"),
    [("coalition", "ain-al-asad"), ("nato", "nato-mission-iraq"), ("turkiye", "bashiqa")],
)
def test_one_party_on_request(capsys: Capture, party: str, site: str) -> None:
    code, out, _ = ask(capsys, f"snapshot --on 2025-10-15 --party {party} --json")
    assert code == 0
    assert site in {s["site"] for s in json.loads(out)["sites"]}


def test_changes(capsys: Capture) -> None:
    command = "changes --from 2026-01-01 --to 2026-02-01 --known 2026-02-01"
    code, out, _ = ask(capsys, command)
    assert code == 0
    assert any(line.startswith("2026-01-17  Ain al-Asad") for line in out.splitlines())
    code, out, _ = ask(capsys, command + " --json")
    assert code == 0
    assert {"day", "site", "before", "after"} == set(json.loads(out)[0])


def test_min_grade_takes_evidence_away(capsys: Capture) -> None:
    _, out, _ = ask(capsys, "status ain-al-asad --on 2025-10-15 --known now --min-grade A1 --json")
    claims = json.loads(out)["claims"]
    assert claims == ["IQ-001"] or "E25-016" not in claims


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("status ain-al-assad", 2, "did you mean ain-al-asad"),
        ("status nowhere", 2, "no site 'nowhere'; there are abu-ghraib, "),
        ("status nowhere", 2, "; and 30 more; `drawdown snapshot --party all --csv` lists all"),
        ("status nowhere --data tests/faulty/none", 3, "no such"),
        ("status ain-al-asad --on 2025-13-01", 2, "2025-13-01"),
        ("status ain-al-asad --on 15/10/2025", 2, "a day such as 2025-10-15"),
        ("status ain-al-asad --min-grade Z9", 2, "A1 to F6"),
        ("status anbar", 2, "'anbar' is a region, not a site; `drawdown snapshot --layer anbar`"),
        ("status federal-iraq", 2, "is a region, not a site; `drawdown snapshot` tells"),
        ("snapshot --layer mars", 2, "no layer 'mars'"),
        ("snapshot --party martians", 2, "martians"),
        ("snapshot --json --csv", 2, "exclude each other"),
        ("check data --data seeds", 2, 'found PATH "data" and --data "seeds"; allowed: one of'),
        ("changes --from 2026-02-01 --to 2026-01-01", 2, "is after"),
        ("changes", 2, "--from"),
        ("plate", 2, "nothing to do"),
        ("plate -o plate.bmp", 2, "ending in .png"),
        ("plate -o /nowhere/plate.png", 3, "/nowhere"),
        ("changes --from 2026-01-01 --known soon", 2, "'--known': found 'soon'"),
        ("export -o x.csv --known soon", 2, "'--known': found 'soon'"),
        ("plates -o x.png", 2, "either --panels"),
        ("plates -o x.png --panels 2025-01-01,2025-13-01", 2, "'--panels': found '2025-13-01'"),
        ("plates -o x.png --panels ,", 2, "'--panels': found 0 days; allowed: 1 to 12"),
        (f"plates -o x.png --panels now{',now' * 12}", 2, "'--panels': found 13 days"),
        ("plates -o x.png --panels now --known soon", 2, "'--known': found 'soon'"),
        *(
            (
                f"{command} --known soon",
                2,
                f"found 'soon'; allowed: a day such as 2025-10-15, {more}",
            )
            for command, more in (
                ("changes --from 2026-01-01", "now, or then"),
                ("plates -o x.png --panels now", "now, or then"),
                ("film -o x.gif --from 2026-01-01 --to 2026-02-01", "now, or then"),
                ("export -o x.csv --all-dates", "now, or then"),
                ("export -o x.csv", "or now"),
                ("status ain-al-asad", "or now"),
                ("page -o x.html", "now, or all"),
            )
        ),
        ("plate --caption x.doc", 2, "found 'x.doc'; allowed: a name ending in .txt, .md"),
        ("plate --caption /nowhere/x.md", 3, "cannot write /nowhere/x.md: no such file"),
        ("plates --compare plan -o x.png", 2, "allowed: plan,actual"),
        ("plates --compare plan,actual -o x.png", 2, "--plan-as-of"),
        ("film --from 2026-02-01 --to 2026-01-01 -o x.gif", 2, "is after"),
        ("nonsense", 2, "nonsense"),
        ("status ain-al-asad --data /nowhere/at/all", 3, "/nowhere/at/all"),
    ],
)
def test_errors_are_one_clean_line(capsys: Capture, command: str, code: int, words: str) -> None:
    found, out, err = ask(capsys, command)
    assert found == code
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("drawdown: ")
    assert words in err


def test_an_empty_name_is_told_which_sites_there_are(capsys: Capture) -> None:
    assert run(["status", ""]) == 2
    assert "no site ''; there are " in capsys.readouterr().err


def test_the_ids_of_a_small_project_are_listed_whole(capsys: Capture, tmp_path: Path) -> None:
    layer = tmp_path / "two.geojson"
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": [44.0, 35.0]},
            "properties": {"name": name, "since": "2020-01-01"},
        }
        for name in ("one", "two")
    ]
    layer.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    told = "drawdown: no site 'nowhere'; there are one, two\n"
    assert ask(capsys, f"status nowhere --data {layer}") == (2, "", told)


@pytest.mark.parametrize("taken", [True, False])
def test_a_taken_port_is_told_before_the_server_starts(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    taken: bool,  # noqa: FBT001
) -> None:
    started: list[object] = []

    def start(*given: object) -> None:
        started.append(given)
        raise SystemExit  # the real one does not come back

    monkeypatch.setattr("os.execve", start)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        if taken:
            other.listen()
        else:
            other.close()
        code, out, err = ask(capsys, f"app --port {port} --no-browser")
    told = f"drawdown: port {port} is taken; choose another with --port\n" if taken else ""
    place = "" if taken else f"The time map is at http://localhost:{port} until you press Ctrl+C.\n"
    assert (code, out, err) == (3 if taken else 0, place, told)
    assert len(started) == (0 if taken else 1)


def test_a_port_of_the_system_is_told(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("geo.cli.show._try", refuse)
    told = "drawdown: port 80 is not allowed to this user; choose another with --port\n"
    assert ask(capsys, "app --port 80") == (3, "", told)


@pytest.mark.parametrize("command", ["timeline", "plates"])
def test_the_help_tells_the_true_title(capsys: Capture, command: str) -> None:
    told = " ".join(ask(capsys, f"{command} --help")[1].split())
    title = {"timeline": "timeline-title", "plates": "compare-title"}[command]
    assert f'"{say(title, day="").rstrip(", ")}"' in told


def test_check_lists_all_faults_at_once(capsys: Capture, tmp_path: Path) -> None:
    layer = tmp_path / "broken.geojson"
    features = [
        {
            "type": "Feature",
            "id": "one",
            "geometry": {"type": "Point", "coordinates": [44.0, 95.0]},
            "properties": {"name": "One", "deadline": "2025-13"},
        }
    ]
    layer.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    code, out, _ = ask(capsys, f"check {layer}")
    assert code == 1
    assert "95" in out
    assert "2025-13" in out
    assert "2 faults" in out
    code, out, err = ask(capsys, f"snapshot --data {layer}")
    assert code == 1
    assert len(err.splitlines()) == 1


def test_check_of_the_data_that_come_along(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "check -q")
    assert (code, out) == (0, "0 faults, 0 warnings\n")


def test_check_without_a_path_is_not_about_the_present_folder(
    capsys: Capture, clean_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean_project)
    Path("seeds/places.geojson").write_text("[]")
    assert ask(capsys, "check -q")[0] == 0
    assert ask(capsys, "check -q .")[0] == 1
    told = " ".join(ask(capsys, "check --help")[1].split())
    assert "Without PATH, the data that come with the program are checked" in told
    assert "`drawdown check .` checks the project" in told


def test_plates_and_film(capsys: Capture, tmp_path: Path) -> None:
    compare = "--compare plan,actual --on 2025-10-15 --plan-as-of 2024-09-07"
    for name, command in (
        ("compare.png", f"plates {compare}"),
        ("panels.svg", "plates --panels 2025-01-01,2026-01-01 --known then"),
        ("film.gif", "film --from 2025-09-01 --to 2025-11-01 --every month"),
    ):
        code, out, err = ask(capsys, f"{command} -o {tmp_path / name}")
        assert (code, err) == (0, "")
        assert out.startswith("wrote ")
        assert (tmp_path / name).stat().st_size > 10_000


def test_alt_text_and_caption(capsys: Capture, tmp_path: Path) -> None:
    caption = tmp_path / "caption.md"
    code, out, _ = ask(capsys, f"plate --on 2025-10-15 --alt --caption {caption}")
    assert code == 0
    assert len(out.split("wrote")[0].split()) <= 120
    assert "Rudaw" in caption.read_text("utf-8")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("plate --on 2025-10-15", "## Sites"),
        ("plates --panels 2025-01-01,2026-01-01", "## 1 Jan 2025: "),
        ("plates --compare plan,actual --on 2025-10-15 --plan-as-of 2024-09-27", "## What differs"),
        ("film --from 2025-09-01 --to 2026-03-01 --every month", "reduced from 1 Sep 2025"),
        ("timeline --layer anbar --known then", "## Deadlines"),
        ("timeline --layer anbar --maps 2025-10-15", "## Numbers of people, as reported"),
    ],
)
def test_words_without_a_picture(capsys: Capture, tmp_path: Path, command: str, told: str) -> None:
    caption = tmp_path / "caption.md"
    code, out, err = ask(capsys, f"{command} --title Mine --alt --caption {caption}")
    assert (code, err) == (0, "")
    assert len(out.split("wrote")[0].split()) <= 120
    assert caption.read_text("utf-8").startswith("# Mine\n")
    assert told in caption.read_text("utf-8")
    assert list(tmp_path.iterdir()) == [caption]


def test_a_fault_of_ours_is_one_line_too(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        msg = "boom"
        raise RuntimeError(msg)

    monkeypatch.setattr("geo.cli.ask.find_status", fail)
    code, out, err = ask(capsys, "status ain-al-asad")
    assert (code, out) == (70, "")
    assert err == "drawdown: unexpected RuntimeError: boom (DRAWDOWN_DEBUG=1 shows where)\n"


def test_every_command_has_help(capsys: Capture) -> None:
    for command in COMMANDS:
        name = str(command.name)
        code, out, _ = ask(capsys, f"{name} --help")
        assert code == 0, name
        assert len(out.splitlines()) > 5


def test_no_command_prints_the_help(capsys: Capture) -> None:
    code, out, err = ask(capsys, "")
    helped = ask(capsys, "--help")[1]
    assert (code, out, err) == (2, "", helped)


@pytest.mark.parametrize("command", ["snapshot", "snapshot --csv", "status ain-al-asad --json"])
def test_a_closed_output_is_no_fault(command: str) -> None:
    line = f"exec {sys.executable} -c 'from geo.cli import main; main()' {command} >&-"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
