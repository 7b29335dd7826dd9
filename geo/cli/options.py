"""Options that several commands share, and the ledger and the days that they stand for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from geo.claims import CREDIBILITY, RELIABILITY, Party
from geo.clock import present
from geo.dates import parse_day
from geo.errors import NoSuchThing
from geo.layers import load_ledger
from geo.ledger import Ledger, nearest
from geo.snapshot import Selection

Command = Callable[..., Any]
ALL = "all"
THEN = "then"  # as a day of knowledge: the day that is shown
_MOST_IDS = 8


@dataclass(frozen=True)
class Day:
    """A day as it was typed: a date, or None for ``now``."""

    date: dt.date | None

    def resolve(self, ledger: Ledger) -> dt.date:
        """Give the day; ``now`` is the later of today and the last publication."""
        return self.date or present(ledger)


class DayType(click.ParamType[Day]):
    """A calendar day, or ``now``.

    Parameters
    ----------
    also
        Words that the option takes beside these; its reader knows them, a complaint names them.
    """

    name = "day"

    def __init__(self, *also: str) -> None:
        self.also = also

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Day:
        """Read a day from the command line."""
        if isinstance(value, Day):
            return value
        if value == "now":
            return Day(None)
        try:
            return Day(parse_day(str(value)))
        except ValueError as error:
            *words, last = str(error), "now", *self.also
            allowed = f"{', '.join(words)}, or {last}"
            return self.fail(f"found {value!r}; allowed: {allowed}", param, ctx)


class GradeType(click.ParamType[str]):
    """A floor for grades, such as ``C3``."""

    name = "grade"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read a grade from the command line."""
        text = str(value).upper()
        if not text:
            return ""
        if text[:1] in RELIABILITY and text[1:] in {str(n) for n in CREDIBILITY}:
            return text
        return self.fail(f"found {value!r}; allowed: A1 to F6, such as C3", param, ctx)


def day_option(
    name: str, text: str, *, default: str | None = "now"
) -> Callable[[Command], Command]:
    """Give an option for a day.

    Parameters
    ----------
    name
        Such as ``--on``.
    text
        Its help.
    default
        What holds when it is not given; None makes it required.
    """
    if default is None:
        return click.option(name, type=DayType(), required=True, help=text)
    return click.option(name, type=DayType(), default=default, show_default=True, help=text)


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="A project, a folder of layers or one .geojson or .gpkg; else the data that come along.",
)
on_option = day_option("--on", "The day asked about: YYYY-MM-DD or now.")
known_option = day_option("--known", "The day whose knowledge is used: YYYY-MM-DD or now.")
grade_option = click.option(
    "--min-grade", type=GradeType(), default="", help="Leave out evidence below this grade."
)
party_option = click.option(
    "--party",
    type=click.Choice([*(party.value for party in Party), ALL]),
    default=Party.COALITION.value,
    show_default=True,
    help="Whose bases; all also shows places that are no bases.",
)
layer_option = click.option("--layer", "layers", multiple=True, help="Only this layer; repeatable.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def open_ledger(data: Path | None) -> Ledger:
    """Read the ledger that ``--data`` names."""
    return load_ledger(data)


def selection(ledger: Ledger, party: str, layers: tuple[str, ...], min_grade: str) -> Selection:
    """Give the selection that the options ask for.

    Parameters
    ----------
    ledger
        The ledger, which knows its layers.
    party
        A party, or ``all``.
    layers
        Ids of layers; none for all.
    min_grade
        A floor, or "".

    Raises
    ------
    NoSuchThing
        When a layer does not exist.
    """
    for layer in layers:
        if layer not in ledger.layers:
            msg = f"no layer {layer!r}; there are {', '.join(ledger.layers)}"
            raise NoSuchThing(msg)
    return Selection(None if party == ALL else Party(party), layers, min_grade)


def check_place(ledger: Ledger, name: str | None, *, regions: bool = False) -> None:
    """See to it that a site that was typed exists.

    Parameters
    ----------
    ledger
        The ledger.
    name
        What was typed; None when nothing was.
    regions
        Whether it may be a region.

    Raises
    ------
    NoSuchThing
        When there is none; the message says the nearest ids, or else which there are.
    """
    known = [*ledger.sites, *(ledger.regions if regions else ())]
    if name is None or name in known:
        return
    if name in ledger.regions:
        layer = f" --layer {name}" if name in ledger.layers else ""
        msg = f"{name!r} is a region, not a site; `drawdown snapshot{layer}` tells of its sites"
        raise NoSuchThing(msg)
    close = nearest(name, known) if name.strip() else []
    hint = f"did you mean {', '.join(close)}?" if close else _listed(sorted(ledger.sites))
    msg = f"no site{' or region' if regions else ''} {name!r}; {hint}"
    raise NoSuchThing(msg)


def _listed(ids: list[str]) -> str:
    more = len(ids) - _MOST_IDS
    told = f"; and {more} more; `drawdown snapshot --party all --csv` lists all"
    return f"there are {', '.join(ids[:_MOST_IDS]) or 'none'}{told if more > 0 else ''}"


def day_of(text: str, option: str, *also: str) -> Day:
    """Read a day that is part of an option, or one of its words.

    Parameters
    ----------
    text
        What was typed.
    option
        The option, such as ``--known``, which a complaint names.
    also
        Words that may stand there too.
    """
    try:
        return DayType(*also).convert(text, None, None)
    except click.BadParameter as error:
        raise click.BadParameter(error.message, param_hint=f"'{option}'") from error


def days_of(text: str, option: str, most: int) -> list[Day]:
    """Read days with commas between them.

    Parameters
    ----------
    text
        What was typed.
    option
        The option, which a complaint names.
    most
        How many there may be.
    """
    days = [day_of(one.strip(), option) for one in text.split(",") if one.strip()]
    if not 1 <= len(days) <= most:
        msg = f"found {len(days)} days; allowed: 1 to {most}"
        raise click.BadParameter(msg, param_hint=f"'{option}'")
    return days


def known_day(text: str, ledger: Ledger) -> dt.date | None:
    """Give a day of knowledge; None for ``then``, the day that is shown.

    Parameters
    ----------
    text
        A day, ``now`` or ``then``.
    ledger
        The ledger, which says what ``now`` is.
    """
    return None if text == THEN else day_of(text, "--known", THEN).resolve(ledger)
