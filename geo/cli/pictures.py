"""Commands that draw for a report: plate, plates, film."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from geo.cli.options import (
    Day,
    DayType,
    data_option,
    day_option,
    days_of,
    grade_option,
    known_day,
    known_option,
    layer_option,
    on_option,
    open_ledger,
    party_option,
    selection,
)
from geo.clock import present
from geo.ledger import Ledger
from geo.snapshot import Selection, Snapshot, snapshot
from geo.words import LANGUAGES
from geo.writing import write_bytes, write_with

SIZES = ("a4", "16x9", "square")
FORMATS = ("png", "svg", "pdf", "webp")
CAPTIONS = ("txt", "md", "markdown")

size_option = click.option(
    "--format", "size", type=click.Choice(SIZES), default="a4", show_default=True, help="The sheet."
)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)
dpi_option = click.option(
    "--dpi", type=click.IntRange(30, 600), default=200, show_default=True, help="Dots per inch."
)
title_option = click.option("--title", help="The title; else that of the data.")


def target(formats: tuple[str, ...]) -> click.Path:
    """Give the type of an output file that must end in one of some formats."""
    return _Target(formats)


class _Target(click.Path):
    def __init__(self, formats: tuple[str, ...]) -> None:
        super().__init__(path_type=Path, dir_okay=False)
        self.formats = formats

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Read the file's name and check its ending."""
        path = Path(str(value))
        if path.suffix.lower().lstrip(".") not in self.formats:
            endings = ", ".join(f".{name}" for name in self.formats)
            self.fail(f"found {path.name!r}; allowed: a name ending in {endings}", param, ctx)
        return path


output_option = click.option(
    "-o", "--output", type=target(FORMATS), help="The picture: .png, .svg, .pdf, .webp."
)
alt_option = click.option("--alt", is_flag=True, help="Print the alternative text.")
caption_option = click.option(
    "--caption", type=target(CAPTIONS), help="Write a caption with all sources: .txt or .md."
)


def something(output: Path | None, caption: Path | None, *, alt: bool) -> None:
    """Refuse to do nothing."""
    if not (output or alt or caption):
        msg = "nothing to do: give -o FILE, --alt or --caption FILE"
        raise click.UsageError(msg)


def write_caption(path: Path | None, told: Callable[[str], str], *, aside: bool = False) -> None:
    """Write a caption where one is asked for, as Markdown or as plain text by the file's ending."""
    if not path:
        return
    content = told("markdown" if path.suffix.lower() in {".md", ".markdown"} else "text").encode()
    write_with(path, lambda draft: write_bytes(draft, content))
    click.echo(f"wrote {path}", err=aside)


@click.command()
@on_option
@known_option
@output_option
@size_option
@lang_option
@party_option
@layer_option
@grade_option
@dpi_option
@title_option
@alt_option
@caption_option
@data_option
def plate(
    on: Day,
    known: Day,
    output: Path | None,
    size: str,
    lang: str,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    dpi: int,
    title: str | None,
    alt: bool,
    caption: Path | None,
    data: Path | None,
) -> None:
    """Draw a static map of one day for a report, with its sources."""
    something(output, caption, alt=alt)
    from geo import plate as plates  # noqa: PLC0415 - matplotlib is slow to import

    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    view = snapshot(ledger, on.resolve(ledger), known.resolve(ledger), chosen)
    today = present(ledger)
    if output:
        plates.save_plate(view, output, dpi=dpi, size=size, lang=lang, title=title, today=today)
        click.echo(f"wrote {output}")
    if alt:
        click.echo(plates.alt_text(view, lang, today))
    tell = partial(plates.caption, view, lang, title=title, today=today)
    write_caption(caption, lambda form: tell(form=form))


@click.command()
@click.option("--panels", help="Days of the maps, with commas between them: small multiples.")
@click.option("--compare", help="plan,actual: the plan, what happened, and what differs.")
@day_option("--on", "With --compare: the day.")
@click.option("--plan-as-of", type=DayType(), help="With --compare: the day of the plan.")
@click.option("--known", default="now", show_default=True, help="YYYY-MM-DD, now, or then.")
@output_option
@click.option("--format", "size", type=click.Choice(SIZES), help="The sheet; else what fits.")
@lang_option
@party_option
@layer_option
@grade_option
@dpi_option
@click.option(
    "--title",
    help='The title; else that of the data, or with --compare "Plan and outcome" and the day.',
)
@alt_option
@caption_option
@data_option
def plates(
    panels: str | None,
    compare: str | None,
    on: Day,
    plan_as_of: Day | None,
    known: str,
    output: Path | None,
    size: str | None,
    lang: str,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    dpi: int,
    title: str | None,
    alt: bool,
    caption: Path | None,
    data: Path | None,
) -> None:
    """Draw several maps on one sheet: days side by side, or a plan beside what happened."""
    if bool(panels) == bool(compare):
        msg = "give either --panels D1,D2,... or --compare plan,actual"
        raise click.UsageError(msg)
    something(output, caption, alt=alt)
    from geo import plate as drawing  # noqa: PLC0415 - matplotlib is slow to import
    from geo.plate.limits import PANELS  # noqa: PLC0415

    days = days_of(panels, "--panels", PANELS) if panels else []
    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    said: dict[str, Any] = {"lang": lang, "title": title, "today": present(ledger)}
    if panels:
        views = [_view(ledger, day.resolve(ledger), known, chosen) for day in days]
        draw = partial(drawing.panels_figure, views, size=size, **said)
        text = drawing.panels_alt(views, lang)
        tell = partial(drawing.panels_caption, views, **said)
    else:
        day = on.resolve(ledger)
        plan = snapshot(ledger, day, _plan_day(compare, plan_as_of).resolve(ledger), chosen)
        pair = (plan, _view(ledger, day, known, chosen))
        draw = partial(drawing.compare_figure, *pair, size=size or "16x9", **said)
        text = drawing.compare_alt(*pair, lang)
        tell = partial(drawing.compare_caption, *pair, **said)
    if output:
        fmt, about = output.suffix[1:].lower(), {"title": title or ledger.title, "alt": text}
        content = drawing.to_bytes(draw(), fmt, dpi, **about, digest=ledger.digest)
        drawing.write_whole(output, content)
        click.echo(f"wrote {output}")
    if alt:
        click.echo(text)
    write_caption(caption, lambda form: tell(form=form))


def _view(ledger: Ledger, day: dt.date, known: str, chosen: Selection) -> Snapshot:
    return snapshot(ledger, day, known_day(known, ledger) or day, chosen)


def _plan_day(compare: str | None, plan_as_of: Day | None) -> Day:
    if [part.strip() for part in (compare or "").split(",")] != ["plan", "actual"]:
        msg = f"--compare: found {compare!r}; allowed: plan,actual"
        raise click.UsageError(msg)
    if plan_as_of is None:
        msg = "--compare plan,actual needs --plan-as-of, the day of the plan"
        raise click.UsageError(msg)
    return plan_as_of


@click.command()
@day_option("--from", "The first day.", default=None)
@day_option("--to", "The last day.")
@click.option("--known", default="now", show_default=True, help="YYYY-MM-DD, now, or then.")
@click.option(
    "--every",
    type=click.Choice(("change", "month")),
    default="change",
    show_default=True,
    help="A frame for each change, or for each month.",
)
@click.option("-o", "--output", type=target(("gif",)), help="The film: .gif.")
@lang_option
@party_option
@layer_option
@grade_option
@title_option
@alt_option
@caption_option
@data_option
def film(
    known: str,
    every: str,
    output: Path | None,
    lang: str,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    title: str | None,
    alt: bool,
    caption: Path | None,
    data: Path | None,
    **days: Day,
) -> None:
    """Draw a film: one frame for each change or month, which holds where something changes."""
    something(output, caption, alt=alt)
    from geo import plate as drawing  # noqa: PLC0415 - matplotlib is slow to import

    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    first, last = days["from"].resolve(ledger), days["to"].resolve(ledger)
    if first > last:
        msg = f"--from {first} is after --to {last}"
        raise click.UsageError(msg)
    day_known = known_day(known, ledger)
    dates = drawing.film_days(ledger, first, last, every, day_known, chosen)
    views = [snapshot(ledger, day, day_known or day, chosen) for day in dates]
    # A film is sent on and has no foot: it names the day of knowledge, never "today".
    if output:
        drawing.save_film(views, output, lang=lang, title=title)
        click.echo(f"wrote {output} ({len(views)} frames)")
    if alt:
        click.echo(drawing.film_alt(views, lang))
    tell = partial(drawing.film_caption, views, lang, title=title)
    write_caption(caption, lambda form: tell(form=form))
