"""Commands that keep the data honest: build and check."""

from pathlib import Path

import click

from geo.build import build as build_project
from geo.check import check as find_faults


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The project that holds seeds/ and data/; else the present folder.",
)
def build(data: Path) -> None:
    """Compile seeds/ into the layers of data/; the same seeds give the same bytes."""
    changed = build_project(data)
    for path in changed:
        click.echo(f"wrote {path}")
    if not changed:
        click.echo("data/ is what seeds/ gives")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--data", type=click.Path(path_type=Path), help="The same as PATH.")
@click.option("--quiet", "-q", is_flag=True, help="Print no warnings.")
def check(path: Path | None, data: Path | None, quiet: bool) -> int:
    """List every fault of PATH (a project, a folder of layers, or one layer), all in one go."""
    faults = find_faults(path or data)
    wrong = [fault for fault in faults if not fault.warning]
    odd = [] if quiet else [fault for fault in faults if fault.warning]
    for fault in wrong:
        click.echo(str(fault))
    for fault in odd:
        click.echo(f"warning: {fault}")
    count = f"{len(wrong)} fault{'' if len(wrong) == 1 else 's'}"
    click.echo(f"{count}, {len(odd)} warning{'' if len(odd) == 1 else 's'}")
    return 1 if wrong else 0
