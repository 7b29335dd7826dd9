"""Commands that bring in what is one's own: init, import, add-source, add-claim."""

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec

import click

from geo.answers import state_text
from geo.claims import Bound, Kind, Standing
from geo.cli.share import counted
from geo.clock import present
from geo.difference import Difference
from geo.errors import InputFault, printable
from geo.files import Findings, Spot
from geo.importing import Taken, take
from geo.intake.columns import find_columns, parse_map
from geo.intake.days import DMY, MDY
from geo.intake.opening import MISSING, ORDER, Asked, open_table
from geo.intake.shaping import Members, Shaped, shape
from geo.intake.table import Table
from geo.plain import grade_of
from geo.project import Edit, Outcome, add_claim, add_source, begin, is_plan, open_project
from geo.words import day_text

_MOST = 40  # differences that are printed
_MOST_IDS = 8
_FAULTS = 1  # the exit code
Fields = dict[str, Any]
P = ParamSpec("P")


def _with_all_faults(command: Callable[P, None]) -> Callable[P, int]:
    """Let a command tell all faults of its input: no other command could list them."""

    @functools.wraps(command)
    def telling(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            command(*args, **kwargs)
        except InputFault as error:
            for fault in error.faults:
                if not fault.warning:
                    click.echo(f"drawdown: {' '.join(str(fault).split())}", err=True)
            return _FAULTS
        return 0

    return telling


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Begin a project in DIR: small, commented, valid, and ready to be shown."""
    for path in begin(folder):
        click.echo(f"wrote {path}")
    click.echo(f"next: drawdown app --data {folder}")


# --- import ---------------------------------------------------------------------------------


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "pairs", multiple=True, help="ROLE=COLUMN, with commas; see below.")
@click.option("--published", help="The day on which the file became known.")
@click.option("--grade", help="The grade of all its claims; else the file's own, or B2.")
@click.option("--producer", help="Who made the file.")
@click.option("--title", help="What the file is called; else its name.")
@click.option("--url", help="Where it can be found.")
@click.option("--dates", type=click.Choice([DMY, MDY]), help="How 3/4/2025 is meant.")
@click.option("--sheet", default="", help="The sheet, or the table of a GeoPackage.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The project, or a new one.")
@click.option("--data", type=click.Path(path_type=Path), help="The same as -o.")
@_with_all_faults
def take_in(
    file: Path,
    pairs: tuple[str, ...],
    published: str | None,
    grade: str | None,
    producer: str | None,
    title: str | None,
    url: str | None,
    dates: str | None,
    sheet: str,
    output: Path | None,
    data: Path | None,
) -> None:
    """Make claims of a FILE of sites with one or two dates: GeoJSON, GPKG, KML, CSV, XLSX.

    Roles for --map: name, lat, lon, until (a departure, or a plan where it lies ahead), since,
    deadline (always a plan), layer, kind, party, id, note. What is not said is found by the
    names of the columns, or asked.
    """
    folder = output or data
    if folder is None:
        msg = "say where it goes: -o DIR"
        raise click.UsageError(msg)
    try:
        given = parse_map(pairs)
    except ValueError as error:
        msg = f"--map: found {printable(','.join(pairs))}; allowed: {error}"
        raise click.UsageError(msg) from error
    grade = grade.upper() if grade else None
    members = Members(producer, title, url, grade, published, order=dates or "")
    findings = Findings()
    shaped = _shaped(file, Asked(given, members, sheet), findings)
    edit = Edit(folder)
    taken = take(edit, shaped, str(file), findings)
    outcome = edit.apply()
    _tell_taken(taken, shaped, findings)
    _tell(outcome)
    click.echo(f"next: drawdown app --data {folder}")


def _title(file: Path) -> str:
    return file.stem.replace("_", " ").replace("-", " ").strip() or "a file"


def _shaped(file: Path, asked: Asked, findings: Findings) -> Shaped:
    opened = open_table(file, findings, asked)
    if opened is None or findings.broken:
        raise InputFault(fault for fault in findings.faults if not fault.warning)
    table, columns = opened
    spot = Spot(str(file))
    if columns.missing:
        answers = _ask_columns(table, columns.missing, file)
        columns = find_columns(table, {**asked.columns, **answers}, spot, findings)
    shaped = shape(table, columns, asked.members, spot, findings)
    if shaped.ambiguous:
        order = _ask_order(file, shaped.example)
        members = replace(asked.members, order=order)
        shaped = shape(table, columns, members, spot, findings)
    content = shaped.content
    content.setdefault("grade", grade_of(content))  # told in the summary, and no assumption twice
    content.setdefault("title", content.get("name") or _title(file))
    return shaped


def _ask_columns(table: Table, missing: tuple[str, ...], file: Path) -> dict[str, str]:
    if not _is_terminal():
        keys = ",".join(f"{role}=..." for role in missing)
        listed = ", ".join(map(printable, table.columns))
        msg = f"{file}: no column for {', '.join(missing)}; say --map {keys}; there are: {listed}"
        raise click.UsageError(msg)
    click.echo("The columns are: " + ", ".join(map(printable, table.columns)))
    return {
        role: click.prompt(f"Which is {MISSING[role]}?", type=click.Choice(table.columns))
        for role in missing
    }


def _ask_order(file: Path, example: str) -> str:
    if not _is_terminal():
        msg = f"{file}: {example} can be read two ways; say --dates {DMY} or {MDY}"
        raise click.UsageError(msg)
    found: str = click.prompt(f"Dates are {ORDER}", type=click.Choice([DMY, MDY]))
    return found


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _tell_taken(taken: Taken, shaped: Shaped, findings: Findings) -> None:
    for note in (*shaped.notes, *taken.notes):
        click.echo(f"note: {note}")
    long = [fault for fault in findings.ordered if fault.field == "coordinates" and fault.warning]
    for fault in findings.ordered:
        if fault.warning and fault not in long:
            click.echo(f"note: {replace(fault, file='')}")
    if long:
        click.echo(f"note: positions are kept with 4 decimals ({len(long)} were longer)")
    grade = taken.claims[0].grade
    settles = "settles" if grade[0] in "ABC" and grade[1] in "123" else "only opens doubts"
    click.echo(
        f"note: graded {grade}, which {settles}; known from {taken.source.published_text} on"
    )
    kinds: dict[str, int] = {}
    for claim in taken.claims:
        kinds[claim.kind.value] = kinds.get(claim.kind.value, 0) + 1
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    known = f", {len(taken.known)} of them known already" if taken.known else ""
    sites, claims = counted(len(taken.sites), "site"), counted(len(taken.claims), "claim")
    click.echo(f"{sites}{known}, {claims} ({listed})")
    _tell_where(taken)


def _tell_where(taken: Taken) -> None:
    """Say where the sites lie and what they are called, so that what went wrong is seen."""
    lats = [site.lat for site in taken.sites if site.lat is not None]
    lons = [site.lon for site in taken.sites if site.lon is not None]
    if lats and lons:
        click.echo(f"positions: lat {_span(lats)}, lon {_span(lons)}")
    ids = [site.id for site in taken.sites]
    more = f" and {len(ids) - _MOST_IDS} more" if len(ids) > _MOST_IDS else ""
    click.echo(f"ids: {', '.join(ids[:_MOST_IDS])}{more}")


def _span(numbers: Sequence[float]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low}" if low == high else f"{low} to {high}"


# --- add-source, add-claim ------------------------------------------------------------------

project_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The project that holds seeds/; else the present folder.",
)


@click.command(name="add-source")
@click.option("--id", "key", help="Its id; else made of day, producer and title.")
@click.option("--producer", help="Who says it.")
@click.option("--title", help="The document's title.")
@click.option("--published", help="The day of publication (EDTF).")
@click.option("--basis", "published_basis", help="How that day is known: page, url, text ...")
@click.option("--reliability", help="A to F.")
@click.option("--url", help="Its address.")
@click.option("--tier", help="P (you read the document) or G (a relay of it).")
@click.option("--language", help="Its language, such as en.")
@click.option("--note", help="A remark.")
@project_option
@_with_all_faults
def source(data: Path, key: str | None, **fields: str | None) -> None:
    """Add a source document to a project; what is not said by options is asked."""
    edit = open_project(data)
    questions: dict[str, tuple[str, str | None]] = {
        "producer": ("Producer", None),
        "title": ("Title", None),
        "published": ("Day of publication, such as 2025-09-30", None),
        "published_basis": ("How is that day known (page, url, text, inferred)", "page"),
        "reliability": ("Reliability, A to F", None),
    }
    given = _asked(fields, questions)
    made = add_source(edit, {"id": key or "", **given})
    _tell(edit.apply())
    click.echo(f"next: drawdown add-claim --data {data} --source {made}")


@click.command(name="add-claim")
@click.option("--source", "of", help="The id of its source.")
@click.option("--id", "key", help="Its id; else the next free one.")
@click.option("--place", "places", multiple=True, help="The id of a place; repeatable.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What it says.")
@click.option("--when", help="The time (EDTF), such as 2025-09-30 or ../2025-09.")
@click.option(
    "--bound", type=click.Choice([bound.value for bound in Bound]), help="How the time is meant."
)
@click.option("--credibility", type=click.IntRange(1, 6), help="1 to 6.")
@click.option(
    "--standing",
    type=click.Choice([standing.value for standing in Standing]),
    help="Who stands behind a plan.",
)
@click.option("--text", help="The statement, in your own words.")
@click.option("--party", help="Whose forces.")
@click.option("--origin", help="Shared by re-runs of one wire.")
@click.option("--replaces", multiple=True, help="The id of a plan; repeatable.")
@click.option("--retracts", multiple=True, help="The id of a claim; repeatable.")
@click.option("--conflicts", multiple=True, help="The id of a claim; repeatable.")
@click.option("--locator", help="The place in the document.")
@click.option("--note", help="A remark.")
@project_option
@_with_all_faults
def claim(data: Path, of: str | None, key: str | None, **fields: Any) -> None:  # noqa: ANN401
    """Add a claim to a source of a project, and show what it changes on the map."""
    edit = open_project(data)
    of = of or _asked({"source": None}, {"source": ("The id of its source", None)})["source"]
    if not fields["places"]:
        text = _asked({"places": None}, {"places": ("Ids of places, with commas", None)})["places"]
        fields["places"] = tuple(part.strip() for part in text.split(",") if part.strip())
    if not fields["kind"]:
        fields |= _asked({"kind": None}, {"kind": ("Kind", None)}, {"kind": list(Kind)})
    plan = is_plan(fields["kind"])
    questions: dict[str, tuple[str, str | None]] = {
        "when": ("When (EDTF), such as 2025-09-30 or ../2025-09", None),
        "bound": ("How is the time meant", "by" if plan else "on"),
        "credibility": ("Credibility, 1 to 6", None),
        "text": ("The statement, in your own words", None),
    }
    if plan:
        questions["standing"] = ("Who stands behind it", "announced")
    choices: dict[str, Sequence[object]] = {"bound": list(Bound), "standing": list(Standing)}
    given = _asked(fields, questions, choices)
    credibility = str(given["credibility"])
    given["credibility"] = int(credibility) if credibility.isdigit() else credibility
    order = ("places", "kind", "when", "bound", "credibility", "standing", "party", "origin")
    ordered = {name: given.pop(name) for name in order if name in given} | given
    made = add_claim(edit, str(of), {"id": key or "", **ordered})
    outcome = edit.apply()
    click.echo(f"claim {made}")
    _tell(outcome)


def _asked(
    fields: Fields,
    questions: dict[str, tuple[str, str | None]],
    choices: Mapping[str, Sequence[object]] = MappingProxyType({}),
) -> Fields:
    """Give the fields that were said, and ask for those that are needed."""
    given = {name: value for name, value in fields.items() if value not in (None, (), "")}
    missing = [name for name in questions if name not in given]
    if missing and not _is_terminal():
        free = {name: text for name, (_, text) in questions.items() if text}
        given |= {name: free[name] for name in missing if name in free}
        needed = ["basis" if n == "published_basis" else n for n in missing if n not in free]
        if needed:
            named = ", ".join("--place" if n == "places" else f"--{n}" for n in needed)
            msg = f"say {named}"
            raise click.UsageError(msg)
        return given
    for name in missing:
        text, default = questions[name]
        kind = click.Choice([str(c) for c in choices[name]]) if name in choices else None
        given[name] = click.prompt(text, default=default, type=kind)
    return given


# --- what has changed -----------------------------------------------------------------------


def _tell(outcome: Outcome) -> None:
    for path in outcome.written:
        click.echo(f"{'wrote' if path.exists() else 'removed'} {path}")
    known = present(outcome.after)
    found = outcome.differences(known)
    if not found:
        told = f"nothing changes on the map on any day, as known on {day_text(known)}"
        click.echo(f"{told} (what was known on earlier days is not compared)")
        return
    click.echo(f"on the map, as known on {day_text(known)}:")
    for one in found[:_MOST]:
        site = (outcome.after if one.after else outcome.before or outcome.after).sites[one.site]
        until = f"to {one.last}" if one.last else "on"
        click.echo(f"  {one.first} {until}  {site.name}: {_states(one)}")
    if len(found) > _MOST:
        click.echo(f"  and {len(found) - _MOST} more")


def _states(one: Difference) -> str:
    texts = []
    for status in (one.before, one.after):
        if status is None:
            texts.append("not known")
            continue
        text = state_text(replace(status, overdue_since=None))
        due = f", due {status.deadline.date}" if status.deadline else ""
        late = f", overdue since {status.overdue_since}" if status.overdue_since else ""
        texts.append(f"{text}{due}{late}")
    return " -> ".join(texts)


COMMANDS: tuple[click.Command, ...] = (init, take_in, source, claim)
