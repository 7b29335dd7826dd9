"""The analyst's desk: promises, revisions, compare, contradictions, sources, timeline."""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from geo.answers import basis_text, comparison_text, sentence, state_text
from geo.app.periods import periods
from geo.bibliography import FORMS, all_known, bibliography, cited
from geo.claims import Claim
from geo.cli.lines import claim_line
from geo.cli.options import (
    THEN,
    Day,
    DayType,
    check_place,
    data_option,
    day_option,
    days_of,
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
from geo.cli.pictures import (
    alt_option,
    caption_option,
    dpi_option,
    lang_option,
    something,
    target,
    write_caption,
)
from geo.clock import present
from geo.contradictions import Topic, contradictions, topic_record
from geo.fates import Outcome
from geo.ledger import Ledger
from geo.promises import Promise, promises
from geo.revisions import (
    Finding,
    Pairing,
    compare,
    comparison_record,
    revision_record,
    revisions,
)
from geo.snapshot import graded, snapshot
from geo.status import Status
from geo.tallies import Tally, promises_record, readings, totals
from geo.timeline import rows_record, timeline_rows
from geo.words import day_text, grades_text, name_of, say, when_text

PICTURES = ("png", "svg", "pdf", "webp")
_MOST_TALLIES = 8
_MARKS = {Finding.DIFFERS: "*", Finding.AS_PLANNED: " ", Finding.NO_PLAN: "-"}


@click.command("promises")
@click.argument("site", required=False)
@known_option
@party_option
@layer_option
@grade_option
@json_option
@data_option
def promises_command(
    site: str | None,
    known: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """List what was promised of SITE (or of all), in order, and what became of it."""
    ledger = open_ledger(data)
    check_place(ledger, site, regions=True)
    day = known.resolve(ledger)
    found = promises(ledger, day, site, selection(ledger, party, layers, min_grade))
    if as_json:
        _print_json(promises_record(ledger, day, found))
        return
    for place, group in _by_place(found).items():
        click.echo(f"{_name(ledger, place)}, as known on {day_text(day)}, by day of publication")
        for one in group:
            _print_promise(ledger, one)
        _print_readings(group)
    for name, tallies in totals(ledger, found).items():
        _print_tallies(name, tallies)


def _by_place(found: Iterable[Promise]) -> dict[str, list[Promise]]:
    grouped: dict[str, list[Promise]] = {}
    for one in found:
        grouped.setdefault(one.place, []).append(one)
    return grouped


def _name(ledger: Ledger, place: str) -> str:
    found = ledger.sites.get(place) or ledger.regions.get(place)
    return name_of(found) if found else place


def _print_promise(ledger: Ledger, one: Promise) -> None:
    claim = one.claim
    grades = grades_text([claim.grade], ledger.sources[claim.source])
    standing = claim.standing.value if claim.standing else "no standing"
    slip = "" if one.slip is None else f", {one.slip:+d} days"
    replaced = f", in place of {', '.join(one.replaced)}{slip}" if one.replaced else ""
    region = "" if one.rank == 0 else f", of {', '.join(map(str, claim.places))}"
    click.echo(
        f"  {one.made}  {grades} {claim.id}  {_said(claim)} "
        f"({standing}{region}): {one.by}{replaced}"
    )
    told = outcome_text(one)
    if one.overturned:
        told += f", by {one.overturned}"
    if one.met:
        told += f"; met on {one.met}"
    if one.ended:
        told += f"; ended on {one.ended}"
    if one.copy_of:
        told += f"; a copy of {one.copy_of}"
    staying = [f"{ledger.claims[key].strength} ({key})" for key in one.meanwhile]
    if staying:
        told += f"; meanwhile there: {', '.join(staying)}"
    click.echo(f"      {told}")


def outcome_text(one: Promise) -> str:
    """Say what became of a promise, such as ``missed by 109 days``.

    Parameters
    ----------
    one
        The promise.
    """
    key, days = f"outcome-{one.outcome.value}", one.days
    if one.outcome is Outcome.MISSED:
        key = "outcome-missed" if one.met else "outcome-missed-so-far"
        if days is None:
            key = "outcome-not-met"
    return say(key, days=abs(days or 0))


def _print_readings(group: Sequence[Promise]) -> None:
    for reading in readings(group):
        who = ", ".join(f"{one.by} ({one.claim.id})" for one in reading.promises)
        kept = "kept" if reading.kept else "not kept"
        click.echo(f"  one reading: {reading.due}, {kept}: {who}")


def _print_tallies(name: str, tallies: Sequence[Tally]) -> None:
    if not tallies:
        return
    click.echo(f"by {name}")
    for tally in tallies[:_MOST_TALLIES]:
        told = ", ".join(f"{n} {outcome.value}" for outcome, n in tally.outcomes.items())
        longest = f", at most by {tally.longest} days" if tally.longest else ""
        click.echo(f"  {tally.name}: {tally.count} ({told}{longest})")
    if len(tallies) > _MOST_TALLIES:
        click.echo(f"  and {len(tallies) - _MOST_TALLIES} more; --json lists all")


@click.command("revisions")
@day_option("--from-known", "The earlier day of knowledge.", default=None)
@day_option("--to-known", "The later day of knowledge.")
@day_option("--on", "The day asked about: YYYY-MM-DD or now.", default=None)
@party_option
@layer_option
@grade_option
@json_option
@data_option
def revisions_command(
    from_known: Day,
    to_known: Day,
    on: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """List which answers for a day later knowledge has changed, and which claims did it."""
    ledger = open_ledger(data)
    first, last = from_known.resolve(ledger), to_known.resolve(ledger)
    if first > last:
        msg = f"--from-known {first} is after --to-known {last}"
        raise click.UsageError(msg)
    found = revisions(
        ledger, on.resolve(ledger), first, last, selection(ledger, party, layers, min_grade)
    )
    if as_json:
        _print_json([revision_record(one) for one in found])
        return
    for one in found:
        before, after = _brief(one.before), _brief(one.after)
        click.echo(f"{ledger.sites[one.site].name}: {before} -> {after}")
        for key in one.claims:
            click.echo(f"    {claim_line(ledger, key)}")
        if not one.claims:
            click.echo("    no claim, only the days: what was ahead has come")
    if not found:
        click.echo(f"nothing that became known from {first} to {last} changes an answer")


def _brief(answer: Status) -> str:
    due = f", due {answer.deadline.date}" if answer.deadline else ""
    return f"{state_text(answer)} ({basis_text(answer)}){due}"


def _said(claim: Claim) -> str:
    return f"{say(f'kind-{claim.kind.value}')} {when_text(claim)}"


@click.command("compare")
@on_option
@day_option("--plan-as-of", "The day whose knowledge the plan is.", default=None)
@known_option
@party_option
@layer_option
@grade_option
@json_option
@data_option
def compare_command(
    on: Day,
    plan_as_of: Day,
    known: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """Set a day as it was planned beside the same day as it is known; differences are marked."""
    ledger = open_ledger(data)
    found = compare(
        ledger,
        on.resolve(ledger),
        plan_as_of.resolve(ledger),
        known.resolve(ledger),
        selection(ledger, party, layers, min_grade),
    )
    if as_json:
        _print_json(comparison_record(found))
        return
    click.echo(sentence(found.plan))
    click.echo(sentence(found.actual))
    width = max((len(pair.site.name) for pair in found.pairings if pair.counted), default=0)
    for pair in (pair for pair in found.pairings if pair.counted):
        click.echo(f"{_MARKS[pair.finding]} {pair.site.name:{width}}  {_step(pair)}")
    click.echo("* differs from the plan, - no plan for this day")
    click.echo(comparison_text(found))


def _step(pair: Pairing) -> str:
    planned, actual = state_text(pair.planned.status), state_text(pair.actual.status)
    if pair.finding is Finding.NO_PLAN:
        return f"no plan; {actual}"
    return f"{planned} -> {actual}" if pair.differs else actual


@click.command("contradictions")
@click.argument("site", required=False)
@known_option
@party_option
@layer_option
@grade_option
@json_option
@data_option
def contradictions_command(
    site: str | None,
    known: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """List the claims that contradict each other (about SITE or all), by topic."""
    ledger = open_ledger(data)
    check_place(ledger, site, regions=True)
    chosen = selection(ledger, party, layers, min_grade)
    found = contradictions(ledger, known.resolve(ledger), site, chosen)
    if as_json:
        _print_json([topic_record(ledger, topic) for topic in found])
        return
    for topic in found:
        _print_topic(ledger, topic)
    if not found:
        click.echo("no claims contradict each other there, as known on that day")
        if site and site in ledger.sites and not chosen.shows(ledger.sites[site]):
            click.echo(f"{site} is out of view; `--party all` shows places of all parties")


def _print_topic(ledger: Ledger, topic: Topic) -> None:
    places = ", ".join(_name(ledger, place) for place in topic.places)
    ways = [name for name, holds in _ways(topic) if holds]
    click.echo(f"{places}: {say(f'subject-{topic.subject.value}')} ({' and '.join(ways)})")
    for period in topic.contested:
        until = f"to {period.last}" if period.last else "on"
        click.echo(f"  contested at {_name(ledger, period.site)} from {period.first} {until}")
    for key in topic.claims:
        click.echo(f"    {claim_line(ledger, key)}")
    for pair in topic.conflicts:
        told = ", ".join(say(f"how-{how.value}") for how in pair.how)
        click.echo(f"  {pair.claims[0]} against {pair.claims[1]}: {told}")


def _ways(topic: Topic) -> tuple[tuple[str, bool], ...]:
    return ("found by the rule", topic.by_rule), ("linked by hand", topic.by_hand)


@click.command("sources")
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), default="md", show_default=True,
    help="The form of the bibliography.",
)  # fmt: skip
@on_option
@known_option
@party_option
@layer_option
@grade_option
@click.option("--all", "every", is_flag=True, help="All sources known by then, cited or not.")
@data_option
def sources_command(
    form: str,
    on: Day,
    known: Day,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    every: bool,
    data: Path | None,
) -> None:
    """Write the bibliography of what the answers of a day cite."""
    ledger = open_ledger(data)
    day = known.resolve(ledger)
    if every:
        found = all_known(graded(ledger, min_grade), day)
    else:
        chosen = selection(ledger, party, layers, min_grade)
        found = cited(snapshot(ledger, on.resolve(ledger), day, chosen))
    click.echo(bibliography(found, form), nl=False)


@click.command("timeline")
@click.option("-o", "--output", type=target(PICTURES), help="The picture: .svg, .png, .pdf, .webp.")
@on_option
@click.option("--known", default="now", show_default=True, help="YYYY-MM-DD, now, or then.")
@click.option(
    "--from", "first", type=DayType(), help="The first day; else the page's first period."
)
@click.option("--to", "last", type=DayType(), help="The last day.")
@click.option("--maps", help="Up to 4 days, with commas between them: small maps above the bars.")
@lang_option
@party_option
@layer_option
@grade_option
@dpi_option
@click.option("--title", help='The title; else "Timeline of sites and deadlines".')
@alt_option
@caption_option
@json_option
@data_option
def timeline_command(
    output: Path | None,
    on: Day,
    known: str,
    lang: str,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    dpi: int,
    title: str | None,
    alt: bool,
    caption: Path | None,
    as_json: bool,
    data: Path | None,
    first: Day | None,
    last: Day | None,
    maps: str | None,
) -> None:
    """Draw a bar for each site in the marks of its states, with deadlines and numbers."""
    if as_json and alt:
        msg = "give either --json or --alt: both print to the same place"
        raise click.UsageError(msg)
    if not as_json:
        something(output, caption, alt=alt)
    days = _days_of_maps(maps)
    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    period = periods(ledger, present(ledger))[0]
    start = first.resolve(ledger) if first else period.first
    end = last.resolve(ledger) if last else period.last
    if start > end:
        msg = f"--from {start} is after --to {end}"
        raise click.UsageError(msg)
    day = known_day(known, ledger)
    rows = timeline_rows(ledger, day, start, end, chosen)
    if as_json:
        told = day.isoformat() if day else THEN
        _print_json({"known": told, "data": ledger.digest, "rows": rows_record(rows)})
    if not (output or alt or caption):
        return
    from geo.timeline.caption import timeline_caption  # noqa: PLC0415 - matplotlib is slow
    from geo.timeline.figure import save_timeline  # noqa: PLC0415
    from geo.timeline.prose import alt_text  # noqa: PLC0415

    shown = [one.resolve(ledger) for one in (on, *days)]
    view, *above = (snapshot(ledger, one, day or one, chosen) for one in shown)
    period_said: dict[str, Any] = {"first": start, "last": end}
    said: dict[str, Any] = {"title": title, "today": present(ledger), "then": day is None}
    if output:
        save_timeline(rows, view, output, dpi=dpi, lang=lang, maps=above, **period_said, **said)
        click.echo(f"wrote {output}", err=as_json)
    if alt:
        click.echo(alt_text(rows, view, lang=lang, maps=above, **period_said))
    tell = partial(timeline_caption, ledger, rows, view, lang, maps=above, **said)
    write_caption(caption, lambda form: tell(form=form), aside=as_json)


def _days_of_maps(maps: str | None) -> list[Day]:
    if maps is None:
        return []
    from geo.timeline.maps import MOST  # noqa: PLC0415 - matplotlib is slow to import

    return days_of(maps, "--maps", MOST)


COMMANDS: tuple[click.Command, ...] = (
    promises_command,
    revisions_command,
    compare_command,
    contradictions_command,
    sources_command,
    timeline_command,
)


def _print_json(record: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))
