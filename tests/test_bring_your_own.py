"""What docs/bring-your-own.md shows is what happens, from an empty folder."""

import re
import shlex
from pathlib import Path

import pytest

from geo.cli import run
from geo.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "bring-your-own.md"


def transcript(text: str) -> list[tuple[str, list[str]]]:
    """Give each command of the guide with the lines that it prints."""
    steps: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


def test_the_guide_is_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GUIDE.read_text()
    monkeypatch.chdir(tmp_path)
    (sheet,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    Path("more.csv").write_text(sheet)
    for command, lines in transcript(text):
        program, *arguments = shlex.split(command)
        assert program == "drawdown"
        code = run(arguments)
        out, err = capsys.readouterr()
        assert (code, err) == (0, ""), command
        pattern = "".join(
            r"(?:.*\n)*?" if one == "..." else re.escape(one) + r"\n" for one in lines
        )
        assert re.fullmatch(pattern, out), f"{command} printed:\n{out}"
    for name in ("plan.png", "states.gpkg", "plan.csv"):
        assert Path(name).stat().st_size


def test_the_readme_counts_what_the_ledger_holds(ledger: Ledger) -> None:
    shaped = [region for region in ledger.regions.values() if region.shape]
    told = (
        f"{len(ledger.claims)} claims of {len(ledger.sources)} sources "
        f"about {len(ledger.sites)} sites in {len(shaped)} regions"
    )
    assert told in " ".join((ROOT / "README.md").read_text("utf-8").split())


def test_the_readme_shows_the_same_commands() -> None:
    text = (ROOT / "README.md").read_text()
    for command in ("drawdown init", "drawdown import", "drawdown export"):
        assert command in text
    assert "docs/bring-your-own.md" in text
