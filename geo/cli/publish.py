"""Commands that make what is handed to readers: page, publish."""

import datetime as dt
from pathlib import Path

import click

from geo.cli.options import (
    DayType,
    data_option,
    grade_option,
    layer_option,
    open_ledger,
    party_option,
    selection,
)
from geo.words import LANGUAGES
from geo.writing import write_text

ALL = "all"


class KnownType(click.ParamType[dt.date | str]):
    """A day of knowledge, or ``all``."""

    name = "day"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date | str:
        """Read a day of knowledge from the command line; ``now`` is the last publication's."""
        if value in {ALL, "now"} or isinstance(value, dt.date):
            return value if isinstance(value, dt.date) else str(value)
        return DayType(ALL).convert(value, param, ctx).date or "now"


lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language."
)
title_option = click.option("--title", help="The title; else that of the data.")


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file, such as iraq.html.",
)
@click.option(
    "--known",
    type=KnownType(),
    default=ALL,
    show_default=True,
    help="The days of knowledge carried: all, one YYYY-MM-DD, or now.",
)
@lang_option
@title_option
@party_option
@layer_option
@grade_option
@data_option
def page(
    output: Path,
    known: dt.date | str,
    lang: str,
    title: str | None,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    data: Path | None,
) -> None:
    """Write the time map as one file that needs no network and no program but a browser."""
    from geo.timepage import time_page  # noqa: PLC0415 - folium is slow to import

    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    if known == "now":
        known = dt.date.fromordinal(max(1, ledger.last_public))
    text = time_page(ledger, known, lang, selection=chosen, title=title)
    write_text(output, text)
    click.echo(f"wrote {output} ({len(text.encode()) / 1000:.0f} kB)")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@lang_option
@title_option
@click.option("--no-plates", is_flag=True, help="Draw no plates, which takes a while.")
@party_option
@layer_option
@grade_option
@data_option
def publish(
    folder: Path,
    lang: str,
    title: str | None,
    no_plates: bool,
    party: str,
    layers: tuple[str, ...],
    min_grade: str,
    data: Path | None,
) -> None:
    """Write a folder that any web server can host; again, only what has changed."""
    from geo import publishing  # noqa: PLC0415 - folium and matplotlib are slow to import

    ledger = open_ledger(data)
    chosen = selection(ledger, party, layers, min_grade)
    edition = publishing.Edition(ledger, chosen, lang, title or "", not no_plates)
    changed = publishing.publish(edition, folder)
    told = f"{len(changed)} files changed" if changed else "nothing has changed"
    click.echo(f"{folder}: {told}")


COMMANDS: tuple[click.Command, ...] = (page, publish)
