"""Commands that keep the data honest: build and check."""

from pathlib import Path

import click

from geo.build import build as build_project
from geo.check import check as find_faults
from geo.check import format_github, format_json, format_text, has_faults
from geo.errors import printable
from geo.files import Findings

FORMATS = {"text": format_text, "json": format_json, "github": format_github}


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The project that holds seeds/ and data/; else the present folder.",
)
def build(data: Path) -> None:
    """Compile seeds/ into the layers of data/; the same seeds give the same bytes."""
    findings = Findings()
    changed = build_project(data, findings=findings)
    for fault in findings.ordered:
        click.echo(f"warning: {fault}", err=True)
    for path in changed:
        click.echo(f"{'wrote' if path.exists() else 'removed'} {path}")
    if not changed:
        click.echo("data/ is what seeds/ gives")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--data", type=click.Path(path_type=Path), help="The same as PATH.")
@click.option("--quiet", "-q", is_flag=True, help="Print no warnings.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for marks on a pull request.",
)
def check(path: Path | None, data: Path | None, quiet: bool, form: str) -> int:
    """List every fault of PATH (a project, a folder of layers, or one layer), all in one go.

    Without PATH, the data that come with the program are checked, whatever the present folder
    is; `drawdown check .` checks the project in it.
    """
    if path is not None and data is not None:
        found = f"found PATH {printable(str(path), 500)} and --data {printable(str(data), 500)}"
        msg = f"{found}; allowed: one of the two, for they mean the same"
        raise click.UsageError(msg)
    faults = find_faults(path or data)
    told = [fault for fault in faults if not (quiet and fault.warning)]
    text = FORMATS[form](told)
    if text:
        click.echo(text)
    return 1 if has_faults(faults) else 0
