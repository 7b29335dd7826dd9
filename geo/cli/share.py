"""Commands that hand the answers on: export."""

import datetime as dt
from pathlib import Path

import click

from geo.cli.options import (
    THEN,
    Day,
    data_option,
    day_of,
    grade_option,
    layer_option,
    on_option,
    open_ledger,
    party_option,
    selection,
)
from geo.clock import present
from geo.ledger import Ledger
from geo.snapshot import snapshot


@click.command()
@on_option
@click.option(
    "--known",
    default="now",
    show_default=True,
    help="The day whose knowledge is used: YYYY-MM-DD, now; then with --all-dates.",
)
@click.option("--all-dates", is_flag=True, help="One row for each site and stretch of days.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file: .geojson, .gpkg, .kml, .kmz, .parquet, .csv, .xlsx.",
)
@party_option
@layer_option
@grade_option
@data_option
def export(
    on: Day,
    known: str,
    all_dates: bool,
    output: Path,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    data: Path | None,
) -> None:
    """Write the states of a day, or of all dates, into a file for other programs."""
    from geo import outgoing  # noqa: PLC0415 - other commands do without

    if output.suffix.lower().removeprefix(".") not in outgoing.FORMATS:
        endings = ", ".join(f".{name}" for name in outgoing.FORMATS)
        msg = f"-o: found {output.name!r}; allowed: a name ending in {endings}"
        raise click.UsageError(msg)
    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    if known == THEN and not all_dates:
        msg = "--known then goes with --all-dates"
        raise click.UsageError(msg)
    day = _known(known, ledger, THEN) if all_dates else _known(known, ledger)
    if all_dates:
        sheet = outgoing.of_all_dates(ledger, day, chosen)
    else:
        shown = on.resolve(ledger)
        sheet = outgoing.of_snapshot(snapshot(ledger, shown, day or shown, chosen))
    outgoing.save(sheet, output)
    click.echo(f"wrote {output} ({counted(len(sheet.rows), 'row')})")


def _known(text: str, ledger: Ledger, *also: str) -> dt.date | None:
    return None if text in also else day_of(text, "--known", *also).date or present(ledger)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun, such as ``1 site`` or ``3 sites``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
