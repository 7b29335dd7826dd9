"""The commands of the analyst's desk: output, JSON, exit codes, one clean line for errors."""

import datetime as dt
import json
from pathlib import Path

import pytest

from geo.cli import run
from geo.contradictions import contradictions
from geo.ledger import Ledger
from geo.snapshot import COALITION_BASES

Capture = pytest.CaptureFixture[str]


def ask(capsys: Capture, command: str) -> tuple[int, str, str]:
    code = run(command.split())
    out, err = capsys.readouterr()
    return code, out, err


def test_promises_in_words(capsys: Capture) -> None:
    code, out, err = ask(capsys, "promises ain-al-asad --known 2026-11-24")
    assert (code, err) == (0, "")
    assert out.startswith("Ain al-Asad, as known on 24 Nov 2026, by day of publication\n")
    assert "missed by 109 days; met on 2026-01-17; meanwhile there: 250-350 (E25-018)" in out
    assert "Lt Gen Qais al-Muhammadawi, in place of E25-018, +104 days" in out
    assert "plan: leave during about 4 Jan 2026 – about 11 Jan 2026 (announced)" in out  # noqa: RUF001
    assert "by standing" in out


@pytest.mark.parametrize("command", ["promises harir", "contradictions harir", "status harir"])
def test_what_is_known_by_a_relay_is_marked(capsys: Capture, command: str) -> None:
    _, out, _ = ask(capsys, f"{command} --known 2026-11-24")
    assert "relayed" in out


def test_the_tier_stands_in_the_json(capsys: Capture) -> None:
    _, out, _ = ask(capsys, "promises harir --known 2026-11-24 --json")
    assert {p["tier"] for p in json.loads(out)["promises"]} == {"P", "G"}
    _, out, _ = ask(capsys, "contradictions harir --known 2026-11-24 --json")
    assert {c["tier"] for topic in json.loads(out) for c in topic["claims"]} == {"P", "G"}


def test_promises_json(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "promises erbil-air-base --known 2026-11-24 --json")
    record = json.loads(out)
    assert code == 0
    assert [(one["due"], one["kept"]) for one in record["readings"]] == [
        ("2026-09-30", True),
        ("2026-12-31", False),
    ]
    assert {one["place"] for one in record["promises"]} == {"erbil-air-base"}


def test_revisions(capsys: Capture) -> None:
    asked = "revisions --from-known 2026-02-01 --to-known 2026-11-24 --on 2026-02-01"
    code, out, _ = ask(capsys, asked)
    assert code == 0
    assert "Victoria Base: withdrawn (reported) -> contested: reduced and withdrawn" in out
    assert "C2 E26-020" in out
    code, out, _ = ask(capsys, f"{asked} --json")
    assert {one["site"] for one in json.loads(out)} == {"victoria-base", "erbil-air-base"}


def test_compare(capsys: Capture) -> None:
    asked = "compare --on 2025-10-15 --plan-as-of 2024-09-07 --known 2026-11-24"
    code, out, _ = ask(capsys, asked)
    assert code == 0
    assert "* Ain al-Asad               withdrawn -> reduced, 15 days overdue" in out
    assert "- Joint Operations Command  no plan; reduced or withdrawn (both possible)" in out
    assert out.endswith(
        "3 of 6 sites with a plan differ from that of 7 Sep 2024. 8 had no plan for this day.\n"
    )
    _, out, _ = ask(capsys, f"{asked} --json")
    assert json.loads(out)["differing"] == ["ain-al-asad", "union-iii", "victoria-base"]


def test_contradictions(capsys: Capture) -> None:
    code, out, _ = ask(capsys, "contradictions al-qaim --known 2026-11-24")
    assert code == 0
    assert "contested at Al-Qaim from 2020-03-17 to 2020-03-18" in out
    assert "IQ-030 against IQ-032: a second handover, linked by hand" in out
    _, out, _ = ask(capsys, "contradictions --json")
    assert all(one["by_rule"] or one["by_hand"] for one in json.loads(out))
    _, out, _ = ask(capsys, "contradictions al-qaim --known 2019-01-01")
    assert out.startswith("no claims contradict")
    assert "--party" not in out


def test_contradictions_are_counted_as_on_the_page_unless_a_party_is_named(
    capsys: Capture, ledger: Ledger
) -> None:
    _, out, _ = ask(capsys, "contradictions --json --known 2026-11-24")
    shown = contradictions(ledger, dt.date(2026, 11, 24), None, COALITION_BASES)
    assert len(json.loads(out)) == len(shown)
    _, out, _ = ask(capsys, "contradictions --json --known 2026-11-24 --party all")
    assert len(json.loads(out)) > len(shown)
    _, out, _ = ask(capsys, "contradictions bashiqa")
    assert "bashiqa is out of view; `--party all`" in out


@pytest.mark.parametrize("form", ["csl", "bibtex", "ris", "md"])
def test_sources(capsys: Capture, form: str) -> None:
    asked = f"sources --on 2025-10-15 --known 2025-10-25 --format {form}"
    code, out, err = ask(capsys, asked)
    assert (code, err) == (0, "")
    assert "Hindustan Times" in out
    _, everything, _ = ask(capsys, f"{asked} --all")
    assert len(everything) > len(out)


def test_timeline(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "timeline.svg"
    code, out, _ = ask(capsys, f"timeline --on 2025-10-15 --lang ar -o {target}")
    assert code == 0
    assert out == f"wrote {target}\n"
    assert target.read_text("utf-8").startswith("<?xml")
    small = target.stat().st_size
    maps = "--maps 2024-09-07,2025-10-15"
    assert ask(capsys, f"timeline {maps} --on 2025-10-15 -o {target}")[0] == 0
    assert target.stat().st_size > small
    code, out, _ = ask(capsys, "timeline --json --layer anbar --from 2024-01-01 --to 2026-12-31")
    assert code == 0
    assert {row["layer"] for row in json.loads(out)["rows"]} == {"anbar"}
    caption = tmp_path / "timeline.txt"
    code, out, err = ask(capsys, f"timeline --json --known then --caption {caption}")
    assert (code, err) == (0, f"wrote {caption}\n")
    assert json.loads(out)["known"] == "then"


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("promises ain-al-asd", 2, "did you mean ain-al-asad"),
        ("contradictions ain-al-asd", 2, "did you mean ain-al-asad"),
        ("promises --layer moon", 2, "no layer 'moon'"),
        ("revisions --on 2025-01-01", 2, "--from-known"),
        ("revisions --on 2025-01-01 --from-known 2026-01-02 --to-known 2026-01-01", 2, "is after"),
        ("compare --on 2025-01-01", 2, "--plan-as-of"),
        ("sources --format docx", 2, "csl"),
        ("timeline", 2, "nothing to do: give -o FILE, --alt or --caption FILE"),
        ("timeline --json --alt", 2, "either --json or --alt"),
        ("timeline --json --known 2025", 2, "now, or then"),
        ("timeline -o x.gif", 2, ".svg"),
        ("promises nowhere", 2, "no site or region 'nowhere'; there are abu-ghraib, "),
        ("contradictions nowhere", 2, "`drawdown snapshot --party all --csv` lists all"),
        ("contradictions anbr", 2, "did you mean anbar"),
        ("timeline -o x.svg --maps 2025-13-01", 2, "'--maps': found '2025-13-01'"),
        ("timeline -o x.svg --maps 1,2,3", 2, "'--maps': found '1'"),
        (
            "timeline --json --maps now,now,now,now,now",
            2,
            "'--maps': found 5 days; allowed: 1 to 4",
        ),
        ("timeline -o x.svg --maps now,now,now,now,now", 2, "'--maps': found 5 days"),
        ("timeline -o /no/such/x.svg", 3, "cannot write"),
        ("timeline --json --from 2026-01-01 --to 2025-01-01", 2, "is after"),
        ("promises --data /no/such", 3, "/no/such"),
    ],
)
def test_errors_are_one_clean_line(capsys: Capture, command: str, code: int, told: str) -> None:
    found, out, err = ask(capsys, command)
    assert (found, out) == (code, "")
    assert err.startswith("drawdown: ")
    assert err.count("\n") == 1
    assert told in err
