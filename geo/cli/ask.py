"""Commands that answer: status, snapshot, changes."""

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geo.answers import basis_text, sentence, state_text
from geo.cli.lines import claim_line
from geo.cli.options import (
    Day,
    check_place,
    data_option,
    day_option,
    grade_option,
    json_option,
    known_day,
    known_option,
    layer_option,
    on_option,
    open_ledger,
    party_option,
    selection,
)
from geo.clock import present
from geo.grounds import newest_evidence
from geo.ledger import Ledger
from geo.slips import nearest_place
from geo.snapshot import graded, snapshot_record, status_record
from geo.snapshot import snapshot as take_snapshot
from geo.status import Deadline, Status
from geo.status import status as find_status
from geo.steps import changes as find_changes
from geo.table import COLUMNS
from geo.table import rows as table_rows
from geo.words import date_text, day_text, name_of, say


@click.command()
@click.argument("site")
@on_option
@known_option
@grade_option
@json_option
@data_option
def status(
    site: str,
    on: Day,
    known: Day,
    min_grade: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """Give the status of SITE on a day, as known on a day, with the claims that decide it."""
    ledger = graded(open_ledger(data), min_grade)
    check_place(ledger, site)
    answer = find_status(ledger, site, on.resolve(ledger), known.resolve(ledger))
    if as_json:
        _print_json(status_record(answer))
        return
    place = ledger.site(site)
    click.echo(
        f"{place.name} on {day_text(answer.on)}, as known on {day_text(answer.known)}: "
        f"{state_text(answer)} ({basis_text(answer)})"
    )
    for label, deadline in (
        ("deadline", answer.deadline),
        ("reduction due", answer.reduce_deadline),
        ("missed deadline", answer.missed),
    ):
        if deadline:
            click.echo(f"  {label}: {_deadline(ledger, site, deadline)}")
    newest = newest_evidence(ledger.claims, answer)
    if newest and newest[1]:
        day = date_text(ledger.sources[newest[0].source].published_text)
        click.echo(f"  newest evidence: {day} ({newest[0].id}), {say('panel-age', days=newest[1])}")
    _print_claims(ledger, answer)


def _deadline(ledger: Ledger, site: str, deadline: Deadline) -> str:
    standing = f", {deadline.standing.value}" if deadline.standing else ""
    place = nearest_place(ledger.site(site), ledger.claims[deadline.claim]) or site
    region = ledger.regions.get(place)
    whole = f", {say('panel-whole', place=name_of(region))}" if region else ""
    return f"{day_text(deadline.date)}{whole} ({deadline.claim}{standing})"


def _print_claims(ledger: Ledger, answer: Status) -> None:
    for title, ids in (
        ("decided by", answer.claims),
        ("against it", answer.against),
        ("linked, on another figure or date", answer.linked),
    ):
        if ids:
            click.echo(f"  {title}:")
        for key in ids:
            click.echo(f"    {claim_line(ledger, key)}")


@click.command()
@on_option
@known_option
@party_option
@layer_option
@grade_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@data_option
def snapshot(
    on: Day,
    known: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    as_csv: bool,
    data: Path | None,
) -> None:
    """Give the status of all sites on a day, as known on a day."""
    if as_json and as_csv:
        msg = "--json and --csv exclude each other"
        raise click.UsageError(msg)
    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    view = take_snapshot(ledger, on.resolve(ledger), known.resolve(ledger), chosen)
    if as_json:
        _print_json(snapshot_record(view))
    elif as_csv:
        records = table_rows(view)
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    else:
        click.echo(sentence(view, present(ledger)))
        width = max((len(row.site.name) for row in view.rows), default=0)
        for row in view.rows:
            mark = " " if row.counted else "-"
            words = f"{state_text(row.status)} ({basis_text(row.status)})"
            click.echo(f"{mark} {row.site.name:{width}}  {words}")
        if not all(row.counted for row in view.rows):
            click.echo("- not counted: no settling report of use in the mission that holds the day")


@click.command()
@day_option("--from", "The first day.", default=None)
@day_option("--to", "The last day.")
@click.option(
    "--known",
    default="now",
    show_default=True,
    help="The day whose knowledge is used: YYYY-MM-DD, now, or then (the day itself).",
)
@party_option
@layer_option
@grade_option
@json_option
@data_option
def changes(
    known: str,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    data: Path | None,
    **days: Day,
) -> None:
    """List the days on which anything changes, with the sites and their states."""
    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    first, last = days["from"].resolve(ledger), days["to"].resolve(ledger)
    if first > last:
        msg = f"--from {first} is after --to {last}"
        raise click.UsageError(msg)
    found = find_changes(ledger, first, last, known_day(known, ledger), chosen)
    if as_json:
        _print_json(
            [
                {
                    "day": change.day.isoformat(),
                    "site": change.site,
                    "before": status_record(change.before),
                    "after": status_record(change.after),
                }
                for change in found
            ]
        )
        return
    for change in found:
        before, after = _brief(change.before), _brief(change.after)
        click.echo(f"{change.day}  {ledger.sites[change.site].name}: {before} -> {after}")


def _brief(answer: Status) -> str:
    # The days overdue grow with each day; what changes is since when.
    text = state_text(replace(answer, overdue_since=None))
    late = f", overdue since {answer.overdue_since}" if answer.overdue_since else ""
    due = f", due {answer.deadline.date}" if answer.deadline else ""
    return f"{text} ({basis_text(answer)}){late}{due}"


def _print_json(record: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))
