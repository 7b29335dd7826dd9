"""Commands that draw for a report: plate."""

from pathlib import Path

import click

from geo.cli.options import (
    Day,
    data_option,
    grade_option,
    known_option,
    layer_option,
    on_option,
    open_ledger,
    party_option,
    present,
    selection,
)
from geo.errors import CannotWrite
from geo.snapshot import snapshot
from geo.words import LANGUAGES

SIZES = ("a4", "16x9", "square")
FORMATS = ("png", "svg", "pdf", "webp")

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


@click.command()
@on_option
@known_option
@click.option("-o", "--output", type=target(FORMATS), help="The picture: .png, .svg, .pdf, .webp.")
@size_option
@lang_option
@party_option
@layer_option
@grade_option
@dpi_option
@title_option
@click.option("--alt", is_flag=True, help="Print the alternative text of the plate.")
@click.option("--caption", type=click.Path(path_type=Path), help="Write a caption: .txt or .md.")
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
    if not (output or alt or caption):
        msg = "nothing to do: give -o FILE, --alt or --caption FILE"
        raise click.UsageError(msg)
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
    if caption:
        form = "markdown" if caption.suffix.lower() in {".md", ".markdown"} else "text"
        _write(caption, plates.caption(view, lang, form))
        click.echo(f"wrote {caption}")


def _write(path: Path, text: str) -> None:
    from geo.plate.press import write_whole  # noqa: PLC0415 - matplotlib is slow to import

    if path.is_dir():
        msg = f"{path} is a folder"
        raise CannotWrite(msg)
    write_whole(path, text.encode())
