"""The words of the product: messages, names and dates, from one catalogue for each language."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from geo.claims import Bound, Claim, Kind, Source
from geo.dates import parse_when, parse_window, parts_of
from geo.places import Region, Site

LANGUAGES = ("en", "ar", "ckb")
RIGHT_TO_LEFT = frozenset({"ar", "ckb"})
_FOLDER = Path(__file__).parent / "catalogue"


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(lang: str) -> dict[str, str]:
    """Give all messages of a language, by key.

    Parameters
    ----------
    lang
        ``en``, ``ar`` or ``ckb``.
    """
    with (_FOLDER / f"{lang}.toml").open("rb") as file:
        return {str(key): str(value) for key, value in tomllib.load(file).items()}


def say(key: str, lang: str = "en", **values: object) -> str:
    """Give a message with its values filled in.

    Parameters
    ----------
    key
        Its key in the catalogue.
    lang
        The language.
    values
        What its placeholders stand for.
    """
    messages = catalogue(lang)
    if not values:
        return messages[key].format()
    driver = values.get("days", values.get("n"))
    if isinstance(driver, int):
        key = (
            f"{key}@{plural(driver, lang)}" if f"{key}@{plural(driver, lang)}" in messages else key
        )
    shown = {k: digits(v, lang) if isinstance(v, int) else v for k, v in values.items()}
    return messages[key].format(**shown)


def plural(number: int, lang: str = "en") -> str:
    """Give the form that a noun takes with a number: one, two, few, many or other.

    Parameters
    ----------
    number
        The number.
    lang
        The language; the rules are those of the Unicode CLDR.
    """
    if number == 1:
        return "one"
    if lang != "ar":
        return "other"
    tail = number % 100
    if number == 2:  # noqa: PLR2004 - the dual
        return "two"
    if 3 <= tail <= 10:  # noqa: PLR2004 - the plural of small numbers
        return "few"
    return "many" if tail > 10 else "other"  # noqa: PLR2004 - the singular of larger ones


def digits(number: int, lang: str = "en") -> str:
    """Give a number in the digits that readers of a language expect.

    Parameters
    ----------
    number
        The number.
    lang
        The language.
    """
    return own_digits(str(number), lang)


def own_digits(text: str, lang: str = "en") -> str:
    """Give a text with its numbers as readers of a language expect them.

    Parameters
    ----------
    text
        A text with Latin digits, such as ``\u22482,000``.
    lang
        The language. In Arabic and Kurdish thousands are set apart by their own separator.
    """
    shown = text.translate(str.maketrans("0123456789", say("digits", lang)))
    return shown.replace(",", "\u066c") if lang in RIGHT_TO_LEFT else shown


def number_list(numbers: Iterable[int], lang: str = "en") -> str:
    """Give numbers one after another without blanks, such as ``3,12``.

    Parameters
    ----------
    numbers
        The numbers.
    lang
        The language. In Arabic and Kurdish a mark of direction keeps the numbers from being
        read as one with a separator in it.
    """
    comma = say("list-comma", lang).strip()
    between = f"{comma}\u200f" if lang in RIGHT_TO_LEFT else comma
    return between.join(digits(number, lang) for number in numbers)


def day_text(day: dt.date, lang: str = "en") -> str:
    """Give a day as a reader of the language expects it, such as ``15 Oct 2025``.

    Parameters
    ----------
    day
        The day.
    lang
        The language.
    """
    months = say("months", lang).split("|")
    return say("day", lang, day=day.day, month=months[day.month - 1], year=day.year)


def name_of(place: Site | Region, lang: str = "en") -> str:
    """Give a place's name in a language, or its English name where there is none."""
    names = {"ar": place.name_ar, "ckb": place.name_ckb}
    return names.get(lang) or place.name


def credit_lines(
    attribution: str, lang: str = "en", *, ground: bool = False, towns: bool = False
) -> list[str]:
    """Give the sentences that say to whom a map is owed, so that a line may end between them.

    Parameters
    ----------
    attribution
        What the data ask for, sentence after sentence; "" for nothing. A stop after a capital,
        as in "U.S.", or after a single small letter, as in "St.", ends no sentence.
    lang
        The language.
    ground
        Whether the map draws neighbours or waters of the basemap.
    towns
        Whether it draws the basemap's towns.
    """
    found = []
    if ground and "Natural Earth" not in attribution:
        found.append(say("plate-natural-earth", lang))
    if towns:
        found.append(say("plate-geonames", lang))
    if attribution:
        found += re.split(r"(?<=[a-z0-9)]{2}\.)\s+", attribution.rstrip(".") + ".")
    return found


def relayed_text(source: Source, lang: str = "en") -> str:
    """Say that a source is known through a relay only; empty where it was read."""
    return say("panel-relayed", lang) if source.relayed else ""


def grades_text(grades: Iterable[str], source: Source, lang: str = "en") -> str:
    """Give the grades of what was taken from a source, such as ``B2, C3, G: relayed``.

    Parameters
    ----------
    grades
        The grades, such as ``B2``.
    source
        The source; its tier stands last where it was not read.
    lang
        The language.
    """
    relayed = relayed_text(source, lang)
    return say("list-comma", lang).join([*grades, relayed] if relayed else grades)


def apart(text: object, lang: str = "en") -> str:
    """Keep an id, a name or an address in its own direction among letters of the other one.

    Parameters
    ----------
    text
        What is kept together.
    lang
        The language around it.
    """
    return f"\u2068{text}\u2069" if lang in RIGHT_TO_LEFT else str(text)


def iso(text: object, lang: str = "en") -> str:
    """Keep a date in the order of ISO: among Arabic letters it would read from its day.

    Parameters
    ----------
    text
        The date.
    lang
        The language around it.
    """
    return f"\u2066{text}\u2069" if lang in RIGHT_TO_LEFT else str(text)


def date_text(text: str, lang: str = "en") -> str:
    """Give a date as a reader of the language expects it, such as ``about Sep 2025``.

    Parameters
    ----------
    text
        An EDTF expression.
    lang
        The language.
    """
    try:
        parse_when(text)
    except ValueError:  # data made by hand in a program have been through no check
        return iso(text, lang)
    if text.startswith("["):
        return _set_text(text[1:-1], lang)
    head, slash, tail = text.partition("/")
    return _span_text(head, tail, "date-span", lang) if slash else _one_date(text, lang)


def _set_text(text: str, lang: str) -> str:
    """Say which dates one is one of."""
    if ".." in text:
        head, _, tail = text.rpartition("..")
        return _span_text(head, tail, "date-between", lang)
    return say("or", lang).join(_one_date(part.strip(), lang) for part in text.split(","))


def _span_text(head: str, tail: str, key: str, lang: str) -> str:
    first, last = (
        "" if part in {"", ".."} else _one_date(part.strip(), lang) for part in (head, tail)
    )
    if not last:
        return say("date-from", lang, date=first)
    return say(key, lang, first=first, last=last) if first else say("date-to", lang, date=last)


def _one_date(text: str, lang: str) -> str:
    parts = parts_of(text)
    if parts is None:
        return _window_text(text, lang)
    year, month, day, mark = parts
    told = say("number", lang, n=year)
    if month:
        name = say("months", lang).split("|")[month - 1]
        told = say("month", lang, month=name, year=year)
    if day:
        told = day_text(dt.date(year, month, day), lang)
    if mark in {"~", "%"}:
        told = say("date-about", lang, date=told)
    return say("date-uncertain", lang, date=told) if mark in {"?", "%"} else told


def _window_text(text: str, lang: str) -> str:
    """Say by its days what is hardly ever written, such as a season."""
    window = parse_window(text)
    if window.earliest is None or window.latest is None:
        return iso(text, lang)
    first, last = (day_text(day, lang) for day in (window.earliest, window.latest))
    return say("date-span", lang, first=first, last=last)


def when_text(claim: Claim, lang: str = "en") -> str:
    """Say the date of a claim with its bound, such as ``by Sep 2025``.

    Parameters
    ----------
    claim
        The claim.
    lang
        The language.
    """
    text = claim.when
    # One stays until a day, whatever the bound of the claim.
    stays = claim.kind is Kind.STAY_UNTIL and claim.bound is Bound.BY
    bound = Bound.UNTIL if stays else claim.bound
    if bound in {Bound.BY, Bound.UNTIL}:
        text = text.removeprefix("../")
    if bound is Bound.AFTER:
        text = text.removesuffix("/..").removesuffix("/")
    told = date_text(text, lang)
    if bound in {Bound.ON, Bound.UNTIL} and "/" in text:
        return told  # the words of a span say it all
    if bound is Bound.ON:
        parts = parts_of(text)
        if parts and parts[3]:
            return told
        return say("bound-on" if parts is None or parts[2] else "bound-in", lang, when=told)
    return say(f"bound-{bound.value}", lang, when=told)


def bracketed(parts: Iterable[str], lang: str = "en") -> str:
    """Give remarks in one pair of brackets, after a space; empty where there are none."""
    told = say("list-semicolon", lang).join(part for part in parts if part)
    return f" ({told})" if told else ""
